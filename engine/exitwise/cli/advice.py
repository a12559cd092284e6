"""Advice as output of a command: rendered in a format, with an exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.cli.streams import DEFAULT_COLUMNS, columns, print_message, supports_colour, to_json
from exitwise.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from exitwise.knowledge_base import KnowledgeBase
    from exitwise.model.advice import Advice

FORMS: Final = ("text", "markdown", "json")


def render(
    kb: KnowledgeBase,
    advice: Advice,
    form: str,
    waits: Mapping[str, date] | None = None,
    *,
    to_file: bool = False,
) -> str:
    """Return the advice as text in a format, for standard output or for a file (UTF-8, without styles).

    `waits` has the days on which holds began, if a session says so.
    """
    if form == "json":
        return to_json(advice.as_dict(), to_file=to_file)
    from exitwise.present.document import document  # noqa: PLC0415

    if form == "markdown":
        from exitwise.present.markdown import markdown  # noqa: PLC0415

        return markdown(document(kb.knowledge, advice, waits))
    from exitwise.present.text import text  # noqa: PLC0415

    width = DEFAULT_COLUMNS if to_file else columns()
    content = document(kb.knowledge, advice, waits)
    return text(content, width=width, colour=supports_colour() and not to_file)


def exit_code(kb: KnowledgeBase, advice: Advice) -> int:
    """Return the exit status; a pack that gives no single recommendation is an error, and is explained."""
    if advice.recommendation is not None:
        return ExitCode.DONE
    from exitwise.knowledge_base import explain_no_recommendation  # noqa: PLC0415

    print_message(explain_no_recommendation(kb.knowledge, [reason.rule for reason in advice.reasons]))
    return ExitCode.PACK

"""Resumption: a saved session becomes an interview again, and an interview a session to save."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exitwise.ask.conflict import conflict_with, invalid_value
from exitwise.ask.interview import Interview
from exitwise.diagram.completions.scope import Scope
from exitwise.model.profile import valid
from exitwise.model.session import answers_on

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.model.fact import Value
    from exitwise.model.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumption:
    """A resumed interview, and the changes to its answers since they were saved."""

    interview: Interview
    former_values: Mapping[str, Value]
    """Day counts that have advanced, by fact, with their saved values."""
    dropped: Mapping[str, str]
    """Answers that are no longer valid, by fact, each with the reason."""
    pack_changed: bool
    """Whether the pack is not the one with which the session was saved."""


def resume(
    compiled: CompiledRules,
    session: Session,
    today: date,
    scope: Scope = Scope.USUAL,
    *,
    fewest: bool = False,
) -> Resumption:
    """Return the interview of a saved session as of today, without the answers that are no longer valid."""
    knowledge = compiled.knowledge
    interview = Interview(compiled, scope=scope, fewest=fewest, as_of=max(today, session.day))
    dropped = dict[str, str]()
    answers = answers_on(session, knowledge.fact, today)
    for name, answer in answers.items():
        diagnostic = invalid_value(interview, name, answer) or conflict_with(
            interview, name, valid(knowledge.fact[name], answer)
        )
        if diagnostic is None:
            interview = interview.with_answer(name, valid(knowledge.fact[name], answer))
        else:
            dropped[name] = diagnostic.message
    former_values = {
        name: valid(knowledge.fact[name], answer)
        for name, answer in session.answers.items()
        if name not in dropped and not knowledge.fact[name].counts and answers[name] != answer
    }
    pack_changed = session.pack.digest != knowledge.digest
    return Resumption(
        interview=interview, former_values=former_values, dropped=dropped, pack_changed=pack_changed
    )


def to_session(interview: Interview, former: Session | None, today: date) -> Session:
    """Return the session to save; it keeps the id, ticks and waits of the session that was resumed, if any.

    The session's day never goes back, or else day counts would advance twice over the same days.
    """
    if former is None:
        return interview.session(today, {})
    saved = interview.session(max(today, former.day), former.done)
    return replace(saved, id=former.id, replaced=former.replaced, waits=former.waits)

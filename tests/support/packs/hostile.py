"""Texts with a special meaning for a terminal, Markdown or a console library."""

from pathlib import Path
from typing import Any, Final

from exitwise.knowledge_base import KnowledgeBase
from exitwise.loader import pack
from support.packs import written

DISPLAYED: Final = {
    "\x1b[31mred\x1b[0m": r"\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07": r"\x1b]0;title\x07",
    "\x1b]8;;https://example.org\x1b\\link": r"\x1b]8;;https://example.org\x1b\link",
    "\x9b2J\x9b1;1H cleared": r"\x9b2J\x9b1;1H cleared",
    "ding\x07 no\x08\x08yes \x00\x7f": r"ding\x07 no\x08\x08yes \x00\x7f",
    "safe\rowned": "safe owned",
    "one\n# two\n\n- [x] three": "one # two - [x] three",
    "abc\u202egnp.exe \u2066x\u2069": r"abc\u202egnp.exe \u2066x\u2069",
    "line\u2028feed\u2029end": "line feed end",
    "[bold]x[/bold] [/x] [link=https://example.org]y[/link] [red on blue]": None,
    "a:b:c :b: :smile: :warning:": None,
    "*a* **b** _c_ __d__ ~~e~~ `f` ``g``": None,
    "[x](https://example.org) ![x](y.png) [x][y] [^1] <https://example.org>": None,
    "<b>bold</b> <script>alert(1)</script> <!-- x --> &amp; &#42; &copy;": None,
    r"back\slash \* \\ \[ end\\": None,
    "a | b | c $x$ @somebody #1": None,
    "{ } {no such} %s $HOME": None,
}
"""What is read, and what is shown of it; None where it is shown as it is."""

LINE_STARTS: Final = (
    *("# a", "###", "- a", "+ a", "* a", "1. a", "2) a", "> a", "---", "***", "===", "```", "~~~", "    a"),
    *("[ ] a", "[x] a", "| a | b |", "[a]: https://example.org", "<div>", "\ta", "-", "1.", "+"),
)
"""Beginnings that would make something else of a line of Markdown."""


def as_displayed(text: str) -> str:
    """Return a text as a reader sees it: escaped, with white space collapsed."""
    return DISPLAYED.get(text) or " ".join(text.split())


def base(text: str, folder: Path) -> KnowledgeBase:
    """Return a pack with a text in every place where a pack has one; the profile is `door: no`."""
    because = {"because": text}
    door = {"id": "door", "question": text, "help": text, "kind": "choice", "unknown": True}
    values = {"values": {"yes": text, "no": text}, "section": text}
    statement: dict[str, Any] = {"id": "s.1", "says": text, "kind": "duty"}
    other = statement | {"id": "s.2", "contradicts": "s.1", **because}
    source = {"id": "s", "title": text, "url": text, "dated": "2026", "reliability": "official"}
    data: dict[str, Any] = {
        "pack.yaml": {
            "name": "hostile",
            "version": "2026.11.0",
            "title": text,
            "notice": text,
            "sources": ["s"],
        }
        | {"outcomes": {"go": text, "stay": text}},
        "facts.yaml": {"facts": [door | values, door | values | {"id": "window"}]},
        "findings.yaml": [
            {"id": "shut", "finding": "shut", "when": {"door": "no"}, "cites": "s.2", **because}
        ],
        "recommendations.yaml": [
            {"id": "to-go", "recommend": "go", **because},
            {
                "id": "to-stay",
                "recommend": "stay",
                "when": {"finding": "shut"},
                "overrides": "to-go",
                **because,
            },
        ],
        "plan.yaml": [
            {"id": phase, "phase": phase, "title": text, "how": text, **because}
            for phase in ("before", "act", "after")
        ],
        "warnings.yaml": [
            {"id": "hold", "title": text, "hold": True, "until": text, **because},
            {"id": "danger", "title": text, "severity": "danger", **because},
            {"id": "info", "title": text, "severity": "info", **because},
        ],
    }
    written.write(data, folder)
    about = {"source": source | {"review_by": "2027-01-01"}, "statements": [statement, other]}
    written.write({"s.yaml": about}, folder / "sources")
    return KnowledgeBase(pack.load(folder))

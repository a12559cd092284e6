"""The sources behind the advice, and where they contradict each other."""

from exitwise.knowledge_base import KnowledgeBase
from exitwise.model.advice import CitedSource, Disagreement
from support.packs import toy

OLD = """
source: {id: old, title: The old book, dated: "1999", reliability: community, review_by: 2027-01-31}
statements:
  - {id: old.1, says: Stay., kind: duty}
  - {id: old.2, says: Leave., kind: duty}
"""
NEW = """
source: {id: new, title: The new book, url: "https://example.org", dated: 2026-05, reliability: official,
         review_by: 2027-01-31}
statements:
  - {id: new.1, says: Leave., kind: duty, contradicts: [old.1, old.2], because: It is newer.}
  - {id: new.2, says: Sell., kind: duty, contradicts: old.1}
  - {id: new.3, says: Nothing., kind: duty}
"""
HEAD = toy.DEFAULTS["pack"].replace("}}", "}, sources: [old, new]}")


def base(cites: str, more: str = "") -> KnowledgeBase:
    """A pack whose one argument cites these statements."""
    rules = f"- {{id: default, recommend: stay, because: So., cites: {cites}}}\n{more}"
    return toy.base(pack=HEAD, recommendations=rules, **{"sources/old": OLD, "sources/new": NEW})


def test_sources_are_those_that_something_said_rests_on() -> None:
    """In the order of the pack, each once, with its title, address and date."""
    old = CitedSource(id="old", title="The old book", url=None, dated="1999")
    new = CitedSource(id="new", title="The new book", url="https://example.org", dated="2026-05")

    assert base("[new.3, old.2, new.3]").advise({"place": "here"}).sources == (old, new)
    assert base("new.3").advise({"place": "here"}).sources == (new,)
    assert toy.base().advise({"place": "here"}).sources == ()


def test_what_did_not_fire_needs_no_source() -> None:
    """Neither does an argument that was set aside."""
    more = """
- {id: beaten, recommend: leave, because: So., cites: old.1}
- {id: winner, recommend: stay, because: So., overrides: beaten}
- {id: absent, recommend: sell, because: So., when: {place: gone}, cites: old.2}
"""

    assert [source.id for source in base("new.3", more).advise({"place": "here"}).sources] == ["new"]


def test_a_contradiction_names_what_was_followed_and_why() -> None:
    """In the words of the statement, or by the standing of the two sources."""
    found = base("[new.2, new.1, new.3]").advise({"place": "here"}).disagreements

    standing = "The new book (official, 2026-05) goes before The old book (community, 1999)"
    assert found == (
        Disagreement(followed="new.1", against="old.1", why="It is newer."),
        Disagreement(followed="new.1", against="old.2", why="It is newer."),
        Disagreement(followed="new.2", against="old.1", why=standing),
    )


def test_what_was_not_followed_contradicts_nobody() -> None:
    """The other side of a contradiction may be cited for something else."""
    assert base("[old.1, old.2, new.3]").advise({"place": "here"}).disagreements == ()

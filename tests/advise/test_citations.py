"""The sources that advice cites, and the contradictions between them."""

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
    """A pack with one argument that cites these statements."""
    rules = f"- {{id: default, recommend: stay, because: So., cites: {cites}}}\n{more}"
    return toy.base(pack=HEAD, recommendations=rules, **{"sources/old": OLD, "sources/new": NEW})


def test_sources_of_cited_statements_are_listed_once() -> None:
    """They are in the pack's order, with title, address and date."""
    old = CitedSource(id="old", title="The old book", url=None, dated="1999")
    new = CitedSource(id="new", title="The new book", url="https://example.org", dated="2026-05")

    assert base("[new.3, old.2, new.3]").advise({"place": "here"}).sources == (old, new)
    assert base("new.3").advise({"place": "here"}).sources == (new,)
    assert toy.base().advise({"place": "here"}).sources == ()


def test_rules_that_did_not_fire_cite_nothing() -> None:
    """Neither does a defeated argument."""
    more = """
- {id: beaten, recommend: leave, because: So., cites: old.1}
- {id: winner, recommend: stay, because: So., overrides: beaten}
- {id: absent, recommend: sell, because: So., when: {place: gone}, cites: old.2}
"""

    assert [source.id for source in base("new.3", more).advise({"place": "here"}).sources] == ["new"]


def test_disagreement_gives_the_reason_for_the_choice() -> None:
    """The statement's own reason, or else the reliability and date of the two sources."""
    found = base("[new.2, new.1, new.3]").advise({"place": "here"}).disagreements

    standing = "The new book (official, 2026-05) goes before The old book (community, 1999)"
    assert found == (
        Disagreement(followed="new.1", against="old.1", why="It is newer."),
        Disagreement(followed="new.1", against="old.2", why="It is newer."),
        Disagreement(followed="new.2", against="old.1", why=standing),
    )


def test_statement_that_does_not_contradict_has_no_disagreement() -> None:
    """The other side of a contradiction may be cited for something else."""
    assert base("[old.1, old.2, new.3]").advise({"place": "here"}).disagreements == ()

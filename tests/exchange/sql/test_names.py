"""What the columns are called: every one apart from every other, in every database."""

from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.exchange.sql.names import LONGEST, beside, names
from support.packs import random_packs, toy
from support.packs.sql_traps import ALIKE, ENDS, LONG, LONG_NAME
from support.running.databases import query_advice
from support.running.examples import examples


def test_facts_and_rules_have_their_ids() -> None:
    """Everything else has what it is before its name."""
    found = names(toy.bicycle().knowledge)

    assert found["fact", "age"] == "age"
    assert found["rule", "old-is-worn"] == "old-is-worn"
    assert found["finding", "worn"] == "finding:worn"
    assert found["stands", "sell-worn"] == "stands:sell-worn"
    assert found["recommend", "sell"] == "recommend:sell"


def test_what_differs_by_case_alone_is_kept_apart() -> None:
    """The facts come first, so that a table's columns are called as plainly as can be."""
    found = names(toy.knowledge(**ALIKE))

    assert [found["fact", name] for name in ("ID", "select", "Select", "one")] == [
        *("ID~2", "select", "Select~2", "one")
    ]
    assert [found["rule", name] for name in ("One", "ONE", "id")] == ["One~2", "ONE~3", "id~3"]


def test_names_that_differ_by_case_alone_are_never_mixed_up() -> None:
    """A pack of such names, and of names that mean something to a database, is advised on as any other."""
    answers = {"ID": "A", "select": "yes", "Select": "no", "profiles": -1}
    first, second, third = query_advice(
        toy.knowledge(**ALIKE),
        [answers | {"one": 1}, answers | {"one": 1, "Select": "yes"}, answers | {"ID": "a"}],
    )

    assert first == {
        "recommendation": "stay",
        "readiness": "ready",
        "steps": [],
        "warnings": ["warnings"],
        "rules": ["rules", "warnings"],
        "refused": [],
    }
    assert second["recommendation"] == "leave"
    assert second["rules"] == ["One", "steps", "id", "Rules", "ONE", "warnings"]
    assert (third["readiness"], third["steps"]) == ("prepare", ["recommendation"])


def test_long_names_are_told_apart_where_databases_cut_them() -> None:
    """Two that begin alike differ within what is kept."""
    knowledge = toy.knowledge(**LONG)
    found = names(knowledge)

    assert max(map(len, found.values())) == LONGEST
    assert len(set(found.values())) == len(found)
    (row,) = query_advice(knowledge, [{"place": "here"}])
    assert row["rules"] == [f"{LONG_NAME}{end}" for end in ENDS]


@settings(max_examples=examples(25))
@given(random_packs.packs())
def test_no_two_columns_are_alike(pack: random_packs.Data) -> None:
    """Whatever names a pack has, and whether or not case counts; nor is any like the name of a profile."""
    found = names(toy.loaded(pack)).values()

    assert len({name.casefold() for name in found} | {"id"}) == len(found) + 1


@given(
    st.lists(st.sampled_from(("a", "A", "b", "a~2", "A~2", "B"))), st.sets(st.sampled_from(("a", "B", "c")))
)
def test_names_beside_others_are_like_none_of_them(wanted: list[str], others: set[str]) -> None:
    """And what need not be changed is not."""
    found = beside(others, wanted)
    folded = [name.casefold() for name in found]

    assert len(set(folded)) == len(wanted)
    assert not {name.casefold() for name in others} & set(folded)
    if wanted and wanted[0].casefold() not in {name.casefold() for name in others}:
        assert found[0] == wanted[0]

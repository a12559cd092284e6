"""An audit: its checks, their defects in order, and what is said where something cannot be decided."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from exitwise.audit.check import Check, Violation, all_checks
from exitwise.audit.report import Report, audit, is_at_least, report_of_invalid_pack, select_checks
from exitwise.audit.subject import Subject
from exitwise.diagnostic import SEVERITIES, Extent, PackDiagnostic, Place, Severity
from exitwise.diagram import manager
from exitwise.errors import ExitCode, InputError, LimitError
from exitwise.model.condition import OneOf
from support.packs import toy

Find = Callable[[Subject], Iterator[Violation]]


def subject(**files: str) -> Subject:
    """A toy pack under audit."""
    return Subject(toy.knowledge(**files), date(2026, 11, 23))


def check(name: str, *flaws: Violation, severity: Severity = "warning", find: Find | None = None) -> Check:
    """A check that finds what it is given."""
    return Check(id=name, severity=severity, doc="It is so.", find=find or (lambda _: iter(flaws)))


def flaw(file: str, line: int, **more: Any) -> Violation:
    """A flaw at a place."""
    return Violation(message=f"{file} {line}", place=Place(file, line, 1), help="mend it", **more)


def test_defects_stand_by_gravity_then_by_place_then_by_check() -> None:
    """Whatever the order of the checks; lines are numbers."""
    checks = [
        check("b", flaw("x", 10), flaw("x", 2, severity="info"), flaw("x", 1)),
        check("a", flaw("x", 10), flaw("w", 30, severity="error")),
        check("c", flaw("y", 1), severity="error"),
    ]

    report = audit(subject(), checks)

    assert [(found.severity, found.id, found.message) for found in report.diagnostics] == [
        ("error", "a", "w 30"),
        ("error", "c", "y 1"),
        ("warning", "b", "x 1"),
        ("warning", "a", "x 10"),
        ("warning", "b", "x 10"),
        ("info", "b", "x 2"),
    ]
    assert [report.count(gravity) for gravity in SEVERITIES] == [2, 3, 1]
    assert report.checks == tuple(checks)


def test_a_report_says_what_it_speaks_of() -> None:
    """The pack, its version and digest, and how many profiles there are."""
    under_audit = subject()

    report = audit(under_audit, [])

    assert (report.pack, report.version) == ("toy", "2026.11.0")
    assert report.digest == under_audit.knowledge.digest
    assert report.profiles == 2 * 4 * 2
    assert (report.checks, report.diagnostics, report.undecided) == ((), (), ())


def test_a_defect_keeps_all_that_its_flaw_says() -> None:
    """Message, place, advice and extent."""
    extent = Extent(profiles=1, of=2, witness={"place": "here"})

    (found,) = audit(subject(), [check("a", flaw("x", 1, extent=extent))]).diagnostics

    assert found == PackDiagnostic(
        id="a",
        message="x 1",
        place=Place("x", 1, 1),
        help="mend it",
        severity="warning",
        extent=extent,
    )


@pytest.mark.parametrize(
    ("worst", "fails"),
    [
        ("error", {"error": True, "warning": True, "info": True}),
        ("warning", {"error": False, "warning": True, "info": True}),
        ("info", {"error": False, "warning": False, "info": True}),
        (None, {"error": False, "warning": False, "info": False}),
    ],
)
def test_a_report_fails_where_a_defect_is_as_grave_as_said(
    worst: Severity | None, fails: dict[Severity, bool]
) -> None:
    """Or graver."""
    defects = (
        ()
        if worst is None
        else (PackDiagnostic(id="a", message="m", place=Place("x", 1, 1), severity=worst),)
    )
    report = Report(pack="toy", version=None, digest=None, checks=(), diagnostics=defects, profiles=None)

    assert {gravity: report.fails(gravity) for gravity in SEVERITIES} == fails
    assert all(is_at_least(defect, gravity) == fails[gravity] for defect in defects for gravity in SEVERITIES)


def test_a_pack_that_cannot_be_loaded_has_a_report_too() -> None:
    """With the loader's defects in order, and nothing about profiles."""
    late = PackDiagnostic(id="b", message="m", place=Place("x", 9, 1))
    early = PackDiagnostic(id="a", message="m", place=Place("x", 1, 1))

    report = report_of_invalid_pack("mine", [late, early])

    assert report.diagnostics == (early, late)
    assert (report.pack, report.version, report.digest, report.profiles) == ("mine", None, None, None)
    assert report.checks == ()


# Of so many yes/no facts each of the first half is asked with one of the second.
HALF = 12
FACT = "{id: f%s, question: Q?, kind: choice, values: {yes: Y, no: N}}"
MANY = f"facts: [{', '.join(FACT % number for number in range(2 * HALF))}]"


def greedy(under_audit: Subject) -> Iterator[Violation]:
    """Need a node for every subset of half the facts; a flaw first, and one if it comes to an end."""
    yield flaw("x", 1)
    space = under_audit.space
    found = space.false
    for number in range(HALF):
        one, other = (space.test_set(OneOf(f"f{name}", ("yes",))) for name in (number, number + HALF))
        found |= one & other
    yield flaw("x", 2)


def test_what_needs_too_many_nodes_is_undecided_and_the_audit_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The defect names the limit; what was found before stays, and the next check is made."""
    monkeypatch.setattr(manager, "MOST_NODES", 2048)
    rule = "\n\n[{id: default, recommend: stay, because: So.}]"

    report = audit(
        subject(facts=MANY, recommendations=rule),
        [check("greedy", find=greedy, severity="info"), check("fine", flaw("x", 3))],
    )

    assert report.undecided == ("greedy",)
    by_check = [(found.id, found.severity, found.message) for found in report.diagnostics]
    assert by_check == [
        ("greedy", "error", "undecided: this cannot be decided within 2,048 diagram nodes (MOST_NODES)"),
        ("fine", "warning", "x 3"),
        ("greedy", "info", "x 1"),
    ]
    assert (report.diagnostics[0].place.line, report.diagnostics[0].place.column) == (1, 1)
    assert report.diagnostics[0].place.file.endswith("recommendations.yaml")
    assert report.diagnostics[0].help


def test_within_the_limit_the_same_check_is_decided() -> None:
    """It is the limit, and nothing else, that stopped it."""
    report = audit(subject(facts=MANY), [check("greedy", find=greedy)])

    assert [found.message for found in report.diagnostics] == ["x 1", "x 2"]
    assert report.undecided == ()


def test_where_not_even_the_profiles_can_be_counted_the_limit_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing can be said of such a pack at all."""
    monkeypatch.setattr(manager, "MOST_NODES", 16)

    with pytest.raises(LimitError, match="within 16 diagram nodes") as told:
        audit(subject(facts=MANY), [check("fine", flaw("x", 3))])

    assert told.value.code is ExitCode.LIMIT


NOBODY = """
  constraints:
    - {id: nobody-here, when: {place: here}, because: So.}
    - {id: nobody-gone, when: {place: gone}, because: So.}
"""


def test_of_a_pack_that_admits_no_profile_only_that_is_said() -> None:
    """Everything else would be true of no profile at all."""
    nobody = subject(facts=toy.DEFAULTS["facts"] + NOBODY.replace("\n  ", "\n      "))

    report = audit(nobody, select_checks((), ()))

    assert report.profiles == 0
    assert [found.id for found in report.checks] == ["constraint-excludes-everything"]
    assert {found.id for found in report.diagnostics} == {"constraint-excludes-everything"}


def names(*select: str, ignore: tuple[str, ...] = ()) -> list[str]:
    """The checks that are chosen."""
    return [found.id for found in select_checks(select, ignore)]


def test_all_checks_are_made_unless_some_are_named() -> None:
    """Those selected, all if none is, without those ignored; each once, in their own order."""
    known = list(all_checks())

    assert names() == known
    assert names("gap", "conflict", "gap") == ["conflict", "gap"]
    assert names(ignore=("gap",)) == [name for name in known if name != "gap"]
    assert names("gap", "conflict", ignore=("conflict",)) == ["gap"]


UNIGNORABLE = """check `invalid-pack` cannot be ignored
  help: a pack that it reports does not load, so no other check can run"""


@pytest.mark.parametrize(
    ("select", "ignore", "message"),
    [
        (("gpa",), (), "unknown check `gpa`\n  help: did you mean `gap`?"),
        ((), ("conflct",), "unknown check `conflct`\n  help: did you mean `conflict`?"),
        (("xyzzy",), (), "unknown check `xyzzy`\n  help: `exitwise audit explain` lists the checks"),
        (
            ("gap",),
            ("gap",),
            "no checks selected\n  help: `--select` and `--ignore` name the same checks",
        ),
        ((), ("invalid-pack",), UNIGNORABLE),
    ],
)
def test_a_check_that_is_not_there_is_named(
    select: tuple[str, ...], ignore: tuple[str, ...], message: str
) -> None:
    """With the nearest one that is."""
    with pytest.raises(InputError) as told:
        select_checks(select, ignore)

    assert str(told.value) == message

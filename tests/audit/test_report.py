"""Tests of an audit: its checks, the order of its diagnostics, and checks that reach a limit."""

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
    """A toy pack as the subject of an audit."""
    return Subject(toy.knowledge(**files), date(2026, 11, 23))


def check(
    name: str, *violations: Violation, severity: Severity = "warning", find: Find | None = None
) -> Check:
    """A check that yields the given violations."""
    return Check(id=name, severity=severity, doc="It is so.", find=find or (lambda _: iter(violations)))


def violation(file: str, line: int, **more: Any) -> Violation:
    """A violation at a place."""
    return Violation(message=f"{file} {line}", place=Place(file, line, 1), help="mend it", **more)


def test_diagnostics_are_sorted_by_severity_place_and_check() -> None:
    """The order of the checks does not matter, and line numbers sort as numbers."""
    checks = [
        check("b", violation("x", 10), violation("x", 2, severity="info"), violation("x", 1)),
        check("a", violation("x", 10), violation("w", 30, severity="error")),
        check("c", violation("y", 1), severity="error"),
    ]

    report = audit(subject(), checks)

    assert [
        (diagnostic.severity, diagnostic.id, diagnostic.message) for diagnostic in report.diagnostics
    ] == [
        ("error", "a", "w 30"),
        ("error", "c", "y 1"),
        ("warning", "b", "x 1"),
        ("warning", "a", "x 10"),
        ("warning", "b", "x 10"),
        ("info", "b", "x 2"),
    ]
    assert [report.count(severity) for severity in SEVERITIES] == [2, 3, 1]
    assert report.checks == tuple(checks)


def test_report_identifies_the_pack() -> None:
    """A report has the name, version and digest of the pack, and its number of profiles."""
    under_audit = subject()

    report = audit(under_audit, [])

    assert (report.pack, report.version) == ("toy", "2026.11.0")
    assert report.digest == under_audit.knowledge.digest
    assert report.profiles == 2 * 4 * 2
    assert (report.checks, report.diagnostics, report.undecided) == ((), (), ())


def test_diagnostic_has_all_fields_of_the_violation() -> None:
    """Message, place, help and extent are copied; id and severity are those of the check."""
    extent = Extent(profiles=1, of=2, witness={"place": "here"})

    (diagnostic,) = audit(subject(), [check("a", violation("x", 1, extent=extent))]).diagnostics

    assert diagnostic == PackDiagnostic(
        id="a",
        message="x 1",
        place=Place("x", 1, 1),
        help="mend it",
        severity="warning",
        extent=extent,
    )


ACCEPTING = """
  name: toy
  version: 2026.11.0
  title: A toy
  outcomes: {stay: Stay, leave: Leave}
  accept: [{check: a, id: [x, y], because: So it is.}]
"""
"""pack.yaml, which accepts one finding of check `a` about two ids."""


def test_accepted_diagnostics_do_not_fail_the_audit() -> None:
    """An accepted one is kept with its reason; another check's, or one about other ids, is not accepted."""
    checks = [
        check("a", violation("f", 1, about=("y", "x")), violation("f", 2, about=("x",)), severity="error"),
        check("b", violation("f", 3, about=("x", "y"))),
    ]

    report = audit(subject(pack=ACCEPTING), checks)

    assert [(entry.diagnostic.message, entry.because) for entry in report.accepted] == [("f 1", "So it is.")]
    assert [diagnostic.message for diagnostic in report.diagnostics] == ["f 2", "f 3"]
    assert not audit(subject(pack=ACCEPTING), [check("a", violation("f", 1, about=("x", "y")))]).fails("info")


def test_an_undecided_check_has_no_accepted_diagnostics() -> None:
    """Nothing that it reported before it gave up is hidden."""

    def find(_: Subject) -> Iterator[Violation]:
        yield violation("f", 1, about=("x", "y"))
        raise LimitError("it took too long")

    report = audit(subject(pack=ACCEPTING), [check("a", find=find)])

    assert report.accepted == ()
    assert [diagnostic.message for diagnostic in report.diagnostics] == ["undecided: it took too long", "f 1"]


def test_by_default_a_violation_is_about_the_first_id_of_its_message() -> None:
    """A message without any is about nothing in particular."""
    messages = ["`a` overlaps `b`", "step `s` of `c` is odd", "there is a gap"]
    violations = [Violation(message=message, place=Place("f", 1, 1)) for message in messages]

    assert [one.ids for one in violations] == [("a",), ("s",), ()]


@pytest.mark.parametrize(
    ("worst", "fails"),
    [
        ("error", {"error": True, "warning": True, "info": True}),
        ("warning", {"error": False, "warning": True, "info": True}),
        ("info", {"error": False, "warning": False, "info": True}),
        (None, {"error": False, "warning": False, "info": False}),
    ],
)
def test_report_fails_at_the_severity_or_worse(worst: Severity | None, fails: dict[Severity, bool]) -> None:
    """A report fails if a diagnostic has the severity asked for, or a worse one."""
    defects = (
        ()
        if worst is None
        else (PackDiagnostic(id="a", message="m", place=Place("x", 1, 1), severity=worst),)
    )
    report = Report(pack="toy", version=None, digest=None, checks=(), diagnostics=defects, profiles=None)

    assert {severity: report.fails(severity) for severity in SEVERITIES} == fails
    assert all(
        is_at_least(defect, severity) == fails[severity] for defect in defects for severity in SEVERITIES
    )


def test_report_of_invalid_pack_has_the_loader_diagnostics() -> None:
    """The diagnostics are sorted, and there is no number of profiles."""
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
    """Need a node for every subset of half the facts, with a violation before and one after."""
    yield violation("x", 1)
    space = under_audit.space
    union = space.false
    for number in range(HALF):
        one, other = (space.test_set(OneOf(f"f{name}", ("yes",))) for name in (number, number + HALF))
        union |= one & other
    yield violation("x", 2)


def test_check_beyond_the_node_limit_is_undecided(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The diagnostic names the limit, earlier violations are kept, and the next check runs."""
    monkeypatch.setattr(manager, "MOST_NODES", 2048)
    rule = "\n\n[{id: default, recommend: stay, because: So.}]"

    report = audit(
        subject(facts=MANY, recommendations=rule),
        [check("greedy", find=greedy, severity="info"), check("fine", violation("x", 3))],
    )

    assert report.undecided == ("greedy",)
    by_check = [(diagnostic.id, diagnostic.severity, diagnostic.message) for diagnostic in report.diagnostics]
    assert by_check == [
        ("greedy", "error", "undecided: this cannot be decided within 2,048 diagram nodes (MOST_NODES)"),
        ("fine", "warning", "x 3"),
        ("greedy", "info", "x 1"),
    ]
    assert (report.diagnostics[0].place.line, report.diagnostics[0].place.column) == (1, 1)
    assert report.diagnostics[0].place.file.endswith("recommendations.yaml")
    assert report.diagnostics[0].help


def test_same_check_is_decided_within_the_limit() -> None:
    """Nothing but the limit stopped the check."""
    report = audit(subject(facts=MANY), [check("greedy", find=greedy)])

    assert [diagnostic.message for diagnostic in report.diagnostics] == ["x 1", "x 2"]
    assert report.undecided == ()


def test_counting_profiles_beyond_the_limit_raises(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without the number of profiles there is no report."""
    monkeypatch.setattr(manager, "MOST_NODES", 16)

    with pytest.raises(LimitError, match="within 16 diagram nodes") as raised:
        audit(subject(facts=MANY), [check("fine", violation("x", 3))])

    assert raised.value.code is ExitCode.LIMIT


NOBODY = """
  constraints:
    - {id: nobody-here, when: {place: here}, because: So.}
    - {id: nobody-gone, when: {place: gone}, because: So.}
"""


def test_pack_without_admissible_profile_gets_one_check() -> None:
    """Any other check would be vacuous."""
    nobody = subject(facts=toy.DEFAULTS["facts"] + NOBODY.replace("\n  ", "\n      "))

    report = audit(nobody, select_checks((), ()))

    assert report.profiles == 0
    assert [check.id for check in report.checks] == ["constraint-excludes-everything"]
    assert {diagnostic.id for diagnostic in report.diagnostics} == {"constraint-excludes-everything"}


def selected_ids(*select: str, ignore: tuple[str, ...] = ()) -> list[str]:
    """The ids of the selected checks."""
    return [check.id for check in select_checks(select, ignore)]


def test_select_checks_with_select_and_ignore() -> None:
    """All checks are the default; each check is selected once, in the order of all checks."""
    every_id = list(all_checks())

    assert selected_ids() == every_id
    assert selected_ids("gap", "conflict", "gap") == ["conflict", "gap"]
    assert selected_ids(ignore=("gap",)) == [name for name in every_id if name != "gap"]
    assert selected_ids("gap", "conflict", ignore=("conflict",)) == ["gap"]


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
def test_invalid_selection_is_rejected(
    select: tuple[str, ...], ignore: tuple[str, ...], message: str
) -> None:
    """The message names the check and suggests the nearest one."""
    with pytest.raises(InputError) as raised:
        select_checks(select, ignore)

    assert str(raised.value) == message

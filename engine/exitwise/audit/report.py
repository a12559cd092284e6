"""An audit and its report: the checks run, their diagnostics, and the checks that reached a limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from exitwise.audit.check import all_checks
from exitwise.diagnostic import SEVERITIES, PackDiagnostic, Place
from exitwise.diagram.manager import within_limits
from exitwise.errors import InputError, LimitError
from exitwise.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from exitwise.audit.check import Check
    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.model.acceptance import Acceptance

EMPTY_DOMAIN_CHECK: Final = "constraint-excludes-everything"
"""The only check run on a pack that admits no profile: any other would be vacuous."""
ACCEPTANCE_CHECK: Final = "unused-acceptance"
"""The check of the acceptances themselves, whose diagnostics cannot be accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A diagnostic that the pack accepts, and its reason."""

    diagnostic: PackDiagnostic
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The result of an audit; diagnostics are sorted by severity and then by place.

    `accepted` has those that the pack accepts; they are not among `diagnostics` and never fail an audit.

    `profiles` is the number of admissible profiles, and `undecided` names the checks that reached a limit.
    If the pack could not be loaded, `version`, `digest` and `profiles` are None, and `checks` is empty.
    """

    pack: str
    version: str | None
    digest: str | None
    checks: tuple[Check, ...]
    diagnostics: tuple[PackDiagnostic, ...]
    profiles: int | None
    undecided: tuple[str, ...] = ()
    accepted: tuple[Accepted, ...] = ()

    def count(self, severity: Severity) -> int:
        """Return the number of diagnostics of a severity."""
        return sum(diagnostic.severity == severity for diagnostic in self.diagnostics)

    def fails(self, fail_on: Severity) -> bool:
        """Whether a diagnostic has at least this severity."""
        return any(is_at_least(diagnostic, fail_on) for diagnostic in self.diagnostics)


def is_at_least(diagnostic: PackDiagnostic, severity: Severity) -> bool:
    """Whether a diagnostic has this severity or a worse one."""
    return SEVERITIES.index(diagnostic.severity) <= SEVERITIES.index(severity)


def audit(subject: Subject, checks: Iterable[Check]) -> Report:
    """Run the checks and return the report; if no profile is admissible, run only the check that says why.

    Raises:
        LimitError: not even the admissible profiles can be counted within the limit.
    """
    with within_limits():
        profiles = subject.profiles
    selected = tuple(checks) if profiles else (all_checks()[EMPTY_DOMAIN_CHECK],)
    undecided: list[str] = []
    diagnostics = _sorted(diagnostic for check in selected for diagnostic in _run(check, subject, undecided))
    knowledge = subject.knowledge
    accepted = tuple(_accepted(diagnostics, knowledge.accept, undecided))
    hidden = [entry.diagnostic for entry in accepted]
    return Report(
        pack=knowledge.name,
        version=knowledge.version,
        digest=knowledge.digest,
        checks=selected,
        diagnostics=tuple(diagnostic for diagnostic in diagnostics if diagnostic not in hidden),
        profiles=profiles,
        undecided=tuple(undecided),
        accepted=accepted,
    )


def _accepted(
    diagnostics: Iterable[PackDiagnostic], acceptances: Iterable[Acceptance], undecided: Collection[str]
) -> Iterator[Accepted]:
    """Yield the accepted diagnostics, each with its reason; an undecided check has none."""
    for diagnostic in diagnostics:
        covering = (acceptance for acceptance in acceptances if acceptance.covers(diagnostic))
        acceptance = next(covering, None)
        if acceptance is not None and diagnostic.id not in (*undecided, ACCEPTANCE_CHECK):
            yield Accepted(diagnostic=diagnostic, because=acceptance.because)


def report_of_invalid_pack(pack: str, diagnostics: Iterable[PackDiagnostic]) -> Report:
    """Return the report of a pack that does not load, under the name that the caller gave."""
    return Report(
        pack=pack, version=None, digest=None, checks=(), diagnostics=_sorted(diagnostics), profiles=None
    )


def _sorted(diagnostics: Iterable[PackDiagnostic]) -> tuple[PackDiagnostic, ...]:
    by_place = sorted(diagnostics, key=lambda diagnostic: (diagnostic.place, diagnostic.id))
    return tuple(sorted(by_place, key=lambda diagnostic: SEVERITIES.index(diagnostic.severity)))


def _run(check: Check, subject: Subject, undecided: list[str]) -> Iterator[PackDiagnostic]:
    """Yield a check's diagnostics; if it reaches a limit, add it to `undecided` and yield an error."""
    try:
        with within_limits():
            yield from check.diagnostics(subject)
    except LimitError as error:
        undecided.append(check.id)
        place = min(rule.place for rule in subject.knowledge.arguments)
        yield PackDiagnostic(
            id=check.id,
            message=f"undecided: {error.message}",
            place=Place(place.file, 1, 1),
            help="split the pack, or use fewer facts in each rule",
        )


def select_checks(select: Collection[str], ignore: Collection[str]) -> tuple[Check, ...]:
    """Return the selected checks, all of them if none is selected, without the ignored ones.

    Raises:
        InputError: a check does not exist, one to ignore belongs to the loader, or none remains.
    """
    by_id = all_checks()
    for name in (*select, *ignore):
        if name not in by_id:
            raise InputError(
                f"unknown check `{name}`",
                help=did_you_mean(name, by_id) or "`exitwise audit explain` lists the checks",
            )
    for name in ignore:
        if by_id[name].find is None:
            raise InputError(
                f"check `{name}` cannot be ignored",
                help="a pack that it reports does not load, so no other check can run",
            )
    selected = {
        name: check for name, check in by_id.items() if name in (select or by_id) and name not in ignore
    }
    if not selected:
        raise InputError("no checks selected", help="`--select` and `--ignore` name the same checks")
    return tuple(selected.values())

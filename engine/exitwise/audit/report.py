"""One audit: which checks were made, what they found, and what could not be decided."""

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

EMPTY_DOMAIN_CHECK: Final = "constraint-excludes-everything"
"""The one check of a pack that admits no profile; of profiles that are not there all else would hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an audit has found, the defects by gravity and then by place.

    `profiles` is how many admissible profiles the audit speaks of, and `undecided` names the checks that
    reached a limit. Where the pack could not be loaded, `version`, `digest` and `profiles` are None, and
    `checks` is empty.
    """

    pack: str
    version: str | None
    digest: str | None
    checks: tuple[Check, ...]
    diagnostics: tuple[PackDiagnostic, ...]
    profiles: int | None
    undecided: tuple[str, ...] = ()

    def count(self, severity: Severity) -> int:
        """Return how many defects are of one gravity."""
        return sum(defect.severity == severity for defect in self.diagnostics)

    def fails(self, at: Severity) -> bool:
        """Whether there is a defect as grave as this, or graver."""
        return any(is_at_least(defect, at) for defect in self.diagnostics)


def is_at_least(defect: PackDiagnostic, gravity: Severity) -> bool:
    """Whether a defect is as grave as this, or graver."""
    return SEVERITIES.index(defect.severity) <= SEVERITIES.index(gravity)


def audit(subject: Subject, checks: Iterable[Check]) -> Report:
    """Make the checks and return what they found; where no profile is admitted, why that is so.

    Raises:
        LimitError: not even the profiles can be counted within the limit.
    """
    with within_limits():
        profiles = subject.profiles
    made = tuple(checks) if profiles else (all_checks()[EMPTY_DOMAIN_CHECK],)
    undecided: list[str] = []
    defects = [defect for check in made for defect in _defects(check, subject, undecided)]
    knowledge = subject.knowledge
    return Report(
        pack=knowledge.name,
        version=knowledge.version,
        digest=knowledge.digest,
        checks=made,
        diagnostics=_sorted(defects),
        profiles=profiles,
        undecided=tuple(undecided),
    )


def report_of_invalid_pack(pack: str, defects: Iterable[PackDiagnostic]) -> Report:
    """Return the report of a pack that cannot be loaded, under the name by which it was asked for."""
    return Report(
        pack=pack, version=None, digest=None, checks=(), diagnostics=_sorted(defects), profiles=None
    )


def _sorted(defects: Iterable[PackDiagnostic]) -> tuple[PackDiagnostic, ...]:
    by_place = sorted(defects, key=lambda defect: (defect.place, defect.id))
    return tuple(sorted(by_place, key=lambda defect: SEVERITIES.index(defect.severity)))


def _defects(check: Check, subject: Subject, undecided: list[str]) -> Iterator[PackDiagnostic]:
    """Yield a check's defects; what it could not decide is a defect too, and names the limit."""
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
            help="split the pack, or look at fewer facts in a rule",
        )


def select_checks(select: Collection[str], ignore: Collection[str]) -> tuple[Check, ...]:
    """Return the checks that are selected, all if none is, without those ignored.

    Raises:
        InputError: there is no such check, one to ignore is made by loading a pack, or none is left.
    """
    known = all_checks()
    for name in (*select, *ignore):
        if name not in known:
            raise InputError(
                f"no check is called `{name}`",
                help=did_you_mean(name, known) or "`exitwise audit explain` lists them",
            )
    for name in ignore:
        if known[name].find is None:
            raise InputError(
                f"the check `{name}` cannot be ignored",
                help="a pack with such a defect does not load, so nothing else could be checked",
            )
    left = {name: check for name, check in known.items() if name in (select or known) and name not in ignore}
    if not left:
        raise InputError("no check is left to make", help="`--select` and `--ignore` name the same checks")
    return tuple(left.values())

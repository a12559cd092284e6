"""The public face: a knowledge base that advises."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from exitwise.errors import Fault, ProfileError
from exitwise.load.folder import default_pack
from exitwise.load.pack import load
from exitwise.model.condition import facts_of
from exitwise.model.profile import complete, pointer
from exitwise.model.wording import filled

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Self

    from exitwise.forward.chain import Chaining
    from exitwise.model.advice import Advice
    from exitwise.model.conclusion import Conclusions
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.profile import Profile


class KnowledgeBase:
    """One pack, loaded; compiled when first asked, and then ready for any number of profiles."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    @classmethod
    def of(cls, pack: str | Path | None = None, *, cases: bool = True) -> Self:
        """Load a pack, given by the name of a shipped one or by its folder; without either, the default.

        Without `cases` its properties and scenarios are left out, which advice does not need.
        """
        return cls(load(default_pack() if pack is None else pack, cases=cases))

    @cached_property
    def _chaining(self) -> Chaining:
        from exitwise.forward.chain import Chaining  # noqa: PLC0415 (loads the chaining engine)

        return Chaining(self.knowledge)

    def advise(self, profile: Mapping[str, object], *, as_of: date | None = None) -> Advice:
        """Return the advice for a profile: a mapping of facts to values, and optionally an `id`.

        `as_of` is the day the advice is given, today unless said otherwise.

        Raises:
            ProfileError: with every fault of the profile.
        """
        from exitwise.advise.compose import compose  # noqa: PLC0415 (not needed to load a pack)

        completed = complete(self.knowledge.facts, profile)
        conclusions = self._chaining.conclude(completed.values)
        if conclusions.refused:
            raise ProfileError(self._contradictions(completed, conclusions))
        return compose(self.knowledge, completed, conclusions, as_of or date.today())  # noqa: DTZ011

    def _contradictions(self, profile: Profile, conclusions: Conclusions) -> list[Fault]:
        return [self._contradiction(name, profile) for name in conclusions.refused]

    def _contradiction(self, name: str, profile: Profile) -> Fault:
        rule = self.knowledge.rules[name]
        facts = facts_of(rule.when)
        given = [fact for fact in facts if fact not in profile.absent] or list(facts)
        answers = " and ".join(f"`{fact}` = `{profile.values[fact]}`" for fact in given)
        return Fault(
            pointer=pointer(given[0]),
            cause="contradiction",
            message=f"{answers} cannot stand together ({name})",
            help=filled(rule.because, self.knowledge.fact, profile.values),
        )


def undecided(advice: Advice) -> str:
    """Say why there is no recommendation: the arguments that contradict each other, or that there is none."""
    rules = [reason for reason in advice.reasons if reason.concludes.startswith("recommend:")]
    if not rules:
        return "the pack has no undefeated argument for this profile, so it recommends nothing (gap)"
    named = ", ".join(f"`{reason.rule}` for `{reason.concludes.partition(':')[2]}`" for reason in rules)
    return f"the pack's arguments contradict each other on this profile (conflict): {named}"

"""The public face: a knowledge base that advises."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from exitwise.diagnostic import ProfileDiagnostic
from exitwise.errors import InputError, ProfileError
from exitwise.loader.folder import default_pack
from exitwise.loader.pack import load
from exitwise.model.condition import facts_of
from exitwise.model.placeholder import fill_placeholders
from exitwise.model.profile import complete, pointer, quote
from exitwise.model.session import raw_answers
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import Self

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.forward.chain import ForwardChainer
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
    def _chaining(self) -> ForwardChainer:
        from exitwise.forward.chain import ForwardChainer  # noqa: PLC0415 (loads the chaining engine)

        return ForwardChainer(self.knowledge)

    @cached_property
    def compiled(self) -> CompiledRules:
        """What the rules say of all profiles at once, as decision diagrams.

        Raises:
            LimitError: the rules need more nodes than there may be.
        """
        from exitwise.diagram.compiled_rules import CompiledRules  # noqa: PLC0415
        from exitwise.diagram.manager import within_limits  # noqa: PLC0415 (loads the library of diagrams)

        with within_limits():
            return CompiledRules.of(self.knowledge)

    def advise(
        self, profile: Mapping[str, object], *, as_of: date | None = None, why_not: str | None = None
    ) -> Advice:
        """Return the advice for a profile: a mapping of facts to values, and optionally an `id`.

        A saved session is a profile too: its answers are brought up to the day. `as_of` is the day the advice
        is given, today unless said otherwise. `why_not` names an outcome of which the advice shall also say
        why it is not recommended.

        Raises:
            ProfileError: with every fault of the profile.
            InputError: there is no outcome of that name.
            LimitError: what decides cannot be worked out within the limit of the diagrams.
        """
        from exitwise.advise.compose import compose  # noqa: PLC0415 (not needed to load a pack)
        from exitwise.diagram.manager import within_limits  # noqa: PLC0415 (loads the library of diagrams)

        self.check_outcome(why_not)
        today = as_of or date.today()  # noqa: DTZ011 (the user's own day)
        completed = complete(self.knowledge.facts, raw_answers(profile, self.knowledge, today))
        conclusions = self._chaining.conclude(completed.values)
        if conclusions.refused:
            faults = self.contradictions(completed, conclusions.refused)
            raise ProfileError(faults, conclusions.refused)
        with within_limits():
            advice = compose(self.compiled, completed, conclusions, today)
            return advice if why_not is None else self._explained(advice, completed, conclusions, why_not)

    def check_outcome(self, outcome: str | None) -> None:
        """Refuse the name of an outcome that there is not; no name is no fault.

        Raises:
            InputError: naming the nearest outcome.
        """
        names = tuple(name for name, _ in self.knowledge.outcomes)
        if outcome is not None and outcome not in names:
            advice = did_you_mean(outcome, names) or f"the outcomes are {join_names(names)}"
            raise InputError(f"no outcome is called {quote(outcome)}", help=advice)

    def _explained(self, advice: Advice, profile: Profile, conclusions: Conclusions, outcome: str) -> Advice:
        from exitwise.advise.why_not import why_not  # noqa: PLC0415 (only asked for at times)

        return replace(advice, why_not=why_not(self.compiled, profile, conclusions, outcome))

    def contradictions(self, profile: Profile, constraints: Iterable[str]) -> list[ProfileDiagnostic]:
        """Return what is wrong with a profile that breaks some constraints."""
        return [self._contradiction(name, profile) for name in constraints]

    def _contradiction(self, name: str, profile: Profile) -> ProfileDiagnostic:
        rule = self.knowledge.rules[name]
        facts = facts_of(rule.when)
        given = [fact for fact in facts if fact not in profile.absent] or list(facts)
        answers = " and ".join(f"`{fact}` = `{profile.values[fact]}`" for fact in given)
        return ProfileDiagnostic(
            pointer=pointer(given[0]),
            cause="contradiction",
            message=f"{answers} cannot stand together ({name})",
            help=fill_placeholders(rule.because, self.knowledge.fact, profile.values),
        )


def explain_no_recommendation(knowledge: Knowledge, standing: Iterable[str]) -> str:
    """Say why there is no recommendation: the arguments that stand against each other, or that none does."""
    known = {rule.id: rule.recommend for rule in knowledge.arguments}
    named = ", ".join(f"`{name}` for `{known[name]}`" for name in standing if name in known)
    if not named:
        return "the pack has no undefeated argument for this profile, so it recommends nothing (gap)"
    return f"the pack's arguments contradict each other on this profile (conflict): {named}"

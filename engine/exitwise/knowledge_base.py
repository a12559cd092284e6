"""The public interface: a knowledge base that gives advice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from exitwise.advise.contradiction import contradictions
from exitwise.catalogue import speaking
from exitwise.errors import InputError, ProfileError
from exitwise.loader.folder import default_pack
from exitwise.loader.pack import load
from exitwise.model.profile import complete, quote
from exitwise.model.session import raw_answers
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import Self

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.diagram.completions.partial_profile import Completions
    from exitwise.forward.chain import ForwardChainer
    from exitwise.model.advice import Advice
    from exitwise.model.conclusion import Conclusions
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.profile import Profile


class KnowledgeBase:
    """A loaded pack; it is compiled on first use, and can then advise on any number of profiles."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    @classmethod
    def of(
        cls,
        pack: str | Path | None = None,
        *,
        cases: bool = True,
        lang: str | None = None,
        translations: bool = False,
    ) -> Self:
        """Load a pack by the name of a shipped one or by its folder; the default pack if it is None.

        Without `cases` its properties and scenarios are skipped, which are not needed for advice. `lang` is
        the language of the texts. With `translations` those into all languages are read, to be checked.

        Raises:
            InputError: the pack does not exist, or has no texts in this language.
            FileError: a file cannot be read.
            PackError: the pack has defects; all are listed.
        """
        name = default_pack() if pack is None else pack
        return cls(load(name, cases=cases, language=lang, translations=translations))

    @cached_property
    def _chaining(self) -> ForwardChainer:
        from exitwise.forward.chain import ForwardChainer  # noqa: PLC0415 (loads the chaining engine)

        return ForwardChainer(self.knowledge)

    @cached_property
    def compiled(self) -> CompiledRules:
        """The rules compiled to decision diagrams over all profiles.

        Raises:
            LimitError: the diagrams exceed the node limit.
        """
        from exitwise.diagram.compiled_rules import CompiledRules  # noqa: PLC0415
        from exitwise.diagram.manager import within_limits  # noqa: PLC0415 (loads the library of diagrams)

        with within_limits():
            return CompiledRules.of(self.knowledge)

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """The facts that every profile needs: without them the advice is open whatever the others are.

        Raises:
            LimitError: the diagrams exceed the node limit.
        """
        from exitwise.diagram.completions.undecided import Undecided  # noqa: PLC0415
        from exitwise.diagram.manager import within_limits  # noqa: PLC0415 (loads the library of diagrams)

        with within_limits():
            here = Undecided(self.compiled, {})
            names = (fact.id for fact in self.knowledge.facts if not fact.unknown)
            return tuple(name for name in names if here.is_pivotal(name, here.splits))

    def advise(
        self, profile: Mapping[str, object], *, as_of: date | None = None, why_not: str | None = None
    ) -> Advice:
        """Return the advice for a profile: a mapping of facts to values, optionally with an `id`.

        The data of a saved session is accepted too; its answers are advanced to the day of the advice.
        `as_of` is that day, by default today. `why_not` names an outcome: the advice then explains why it is
        not recommended.

        Raises:
            ProfileError: with all defects of the profile.
            InputError: the outcome in `why_not` is unknown, or the session belongs to another pack.
            LimitError: the diagrams exceed the node limit.
        """
        from exitwise.advise.compose import compose  # noqa: PLC0415 (not needed to load a pack)
        from exitwise.diagram.completions.shared_conclusions import SharedConclusions  # noqa: PLC0415
        from exitwise.diagram.manager import within_limits  # noqa: PLC0415 (loads the library of diagrams)

        self.check_outcome(why_not)
        today = as_of or date.today()  # noqa: DTZ011 (the user's own day)
        partly = complete(self.knowledge.facts, raw_answers(profile, self.knowledge, today))
        with within_limits(), speaking(self.knowledge.language):
            completed, completions = self.completed(partly)
            first = self._chaining.conclude(completed.values)
            if first.refused:
                raise ProfileError(contradictions(self.knowledge, completed, first.refused), first.refused)
            shared = first if completions is None else SharedConclusions(completions).certain(first)
            advice = compose(self.compiled, completed, shared, today)
            return advice if why_not is None else self._explained(advice, completed, shared, why_not)

    def completed(self, profile: Profile) -> tuple[Profile, Completions | None]:
        """Return a profile with a value for every fact, and its completions if some were missing.

        Raises:
            ProfileError: a missing fact can change the advice, or the answers leave no completion.
        """
        if not profile.missing:
            return profile, None
        from exitwise.advise.missing import complete_missing  # noqa: PLC0415 (loads the library of diagrams)

        return complete_missing(self.compiled, profile)

    def check_outcome(self, outcome: str | None) -> None:
        """Check the name of an outcome; None is valid.

        Raises:
            InputError: the outcome is unknown.
        """
        names = tuple(name for name, _ in self.knowledge.outcomes)
        if outcome is not None and outcome not in names:
            help_ = did_you_mean(outcome, names) or f"the outcomes are {join_names(names)}"
            raise InputError(f"unknown outcome {quote(outcome)}", help=help_)

    def _explained(self, advice: Advice, profile: Profile, conclusions: Conclusions, outcome: str) -> Advice:
        from exitwise.advise.why_not import why_not  # noqa: PLC0415 (rarely needed)

        day = date.fromisoformat(advice.as_of)
        return replace(advice, why_not=why_not(self.compiled, profile, conclusions, outcome, day))


def explain_no_recommendation(knowledge: Knowledge, undefeated: Iterable[str]) -> str:
    """Return the reason for a missing recommendation: undefeated arguments in conflict, or none (a gap)."""
    outcomes = {rule.id: rule.recommend for rule in knowledge.arguments}
    arguments = ", ".join(f"`{name}` for `{outcomes[name]}`" for name in undefeated if name in outcomes)
    if not arguments:
        return "the pack has no undefeated argument for this profile, so it recommends nothing (gap)"
    return f"the pack's arguments contradict each other on this profile (conflict): {arguments}"

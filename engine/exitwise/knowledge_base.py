"""The public interface: a knowledge base that gives advice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from exitwise.catalogue import speaking
from exitwise.diagnostic import Diagnostic, ProfileDiagnostic
from exitwise.errors import InputError, ProfileError
from exitwise.loader.folder import default_pack
from exitwise.loader.pack import load
from exitwise.model.condition import facts_of
from exitwise.model.placeholder import PLACEHOLDER, fill_placeholders
from exitwise.model.profile import complete, pointer, quote
from exitwise.model.session import raw_answers
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path
    from typing import Self

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.forward.chain import ForwardChainer
    from exitwise.model.advice import Advice
    from exitwise.model.conclusion import Conclusions
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.profile import Profile
    from exitwise.model.rule import Rule


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
        from exitwise.diagram.manager import within_limits  # noqa: PLC0415 (loads the library of diagrams)

        self.check_outcome(why_not)
        today = as_of or date.today()  # noqa: DTZ011 (the user's own day)
        completed = complete(self.knowledge.facts, raw_answers(profile, self.knowledge, today))
        conclusions = self._chaining.conclude(completed.values)
        if conclusions.refused:
            diagnostics = self.contradictions(completed, conclusions.refused)
            raise ProfileError(diagnostics, conclusions.refused)
        with within_limits(), speaking(self.knowledge.language):
            advice = compose(self.compiled, completed, conclusions, today)
            return advice if why_not is None else self._explained(advice, completed, conclusions, why_not)

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

        return replace(advice, why_not=why_not(self.compiled, profile, conclusions, outcome))

    def contradictions(self, profile: Profile, constraints: Iterable[str]) -> list[ProfileDiagnostic]:
        """Return the diagnostics of a profile that violates these constraints."""
        return [self._contradiction(name, profile) for name in constraints]

    def _contradiction(self, name: str, profile: Profile) -> ProfileDiagnostic:
        rule = self.knowledge.rules[name]
        facts = facts_of(rule.when)
        answered = [fact for fact in facts if fact not in profile.absent] or list(facts)
        answers = " and ".join(f"`{fact}` = `{profile.values[fact]}`" for fact in answered)
        verdict = "contradict each other" if len(answered) > 1 else "is not possible"
        return ProfileDiagnostic(
            pointer=pointer(answered[0]),
            cause="contradiction",
            message=f"{answers} {verdict} ({name})",
            help=fill_placeholders(rule.because, self.knowledge.fact, profile.values),
            redacted=_without_answers(rule, answered),
        )


def _without_answers(rule: Rule, facts: Sequence[str]) -> Diagnostic:
    """Return the diagnostic of a violated constraint without the answers that violate it."""
    verdict = "contradict each other" if len(facts) > 1 else "has a value that is not possible"
    names = " and ".join(f"`{fact}`" for fact in facts)
    return Diagnostic(message=f"{names} {verdict} ({rule.id})", help=PLACEHOLDER.sub(r"`\1`", rule.because))


def explain_no_recommendation(knowledge: Knowledge, undefeated: Iterable[str]) -> str:
    """Return the reason for a missing recommendation: undefeated arguments in conflict, or none (a gap)."""
    outcomes = {rule.id: rule.recommend for rule in knowledge.arguments}
    arguments = ", ".join(f"`{name}` for `{outcomes[name]}`" for name in undefeated if name in outcomes)
    if not arguments:
        return "the pack has no undefeated argument for this profile, so it recommends nothing (gap)"
    return f"the pack's arguments contradict each other on this profile (conflict): {arguments}"

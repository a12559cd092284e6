"""The predicates of rules that several checks share: dead, defeated, redundant, unused, uncited.

Checks import this module and never one another.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from exitwise.model.condition import facts_of, names_of
from exitwise.model.placeholder import fact_of, names_shown
from exitwise.model.rule import FindingRule, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from exitwise.audit.subject import Subject
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.condition import Condition
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Argument, Constraint, Rule
    from exitwise.model.source import Source, Statement


# Firing


def is_dead(subject: Subject, rule: Rule) -> bool:
    """Whether a rule fires on no admissible profile; not defined for constraints."""
    compiled = subject.compiled
    if rule.id in compiled.fires:
        return not (compiled.fires[rule.id] & compiled.domain).satisfiable()
    return not any(
        (
            compiled.recipients_under(outcome, rule.id) & subject.profiles_recommended(outcome, rule)
        ).satisfiable()
        for outcome in compiled.outcome
    )


def explain_dead(subject: Subject, rule: Rule) -> str:
    """Return the reason why a dead rule never fires, as a clause."""
    compiled, valid = subject.compiled, subject.space.valid
    fires = compiled.fires[rule.id] if rule.id in compiled.fires else compiled.recipients(rule.id)
    if (fires & valid).satisfiable():
        return "constraints exclude every profile that satisfies its condition"
    if rule.id in subject.knowledge.outcome_dependent and any(
        (compiled.recipients_under(outcome, rule.id) & valid).satisfiable() for outcome in compiled.outcome
    ):
        return "no profile that satisfies the rest of its condition is recommended the outcome it requires"
    return "no profile satisfies its condition"


def is_always_defeated(subject: Subject, rule: Argument) -> bool:
    """Whether an argument applies to an admissible profile and is undefeated on none."""
    domain = subject.compiled.domain
    applies = (subject.compiled.fires[rule.id] & domain).satisfiable()
    return applies and not (subject.compiled.undefeated[rule.id] & domain).satisfiable()


def is_needed_as_row(knowledge: Knowledge, rule: FindingRule | Argument) -> bool:
    """Whether a rule is a row on which more depends than on its conclusion.

    Later rows depend on it in a table in which the first match counts; other texts may show its own.
    """
    if rule.id not in knowledge.rows:
        return False
    return knowledge.rows[rule.id][0].hit_policy == "first" or bool(rule.texts)


# Constraints


def is_effective(subject: Subject, constraint: Constraint) -> bool:
    """Whether some profile is excluded by this constraint alone."""
    excluded = subject.compiled.forbidden(constraint.id)
    return (excluded & admitted_by_others(subject, constraint)).satisfiable()


def admitted_by_others(subject: Subject, constraint: Constraint) -> ProfileSet:
    """Return the profiles that satisfy all other constraints."""
    admitted = subject.space.valid
    for other in subject.knowledge.constraints:
        if other is not constraint:
            admitted &= ~subject.compiled.forbidden(other.id)
    return admitted


# Redundancy


def live_rules(subject: Subject) -> Iterator[FindingRule | Argument]:
    """Yield the finding rules and arguments whose purpose is advice and that fire undefeated somewhere.

    Dead and always defeated rules are the subject of other checks. Rules of findings that only properties
    use are left out: their purpose is a proof. So are rows on which more depends than on their conclusion.
    """
    knowledge = subject.knowledge
    findings = findings_behind_advice(knowledge)
    for rule in knowledge.findings:
        if rule.finding in findings and not is_needed_as_row(knowledge, rule) and not is_dead(subject, rule):
            yield rule
    for argument in knowledge.arguments:
        if is_needed_as_row(knowledge, argument):
            continue
        if not is_dead(subject, argument) and not is_always_defeated(subject, argument):
            yield argument


def is_redundant(subject: Subject, rule: FindingRule | Argument) -> bool:
    """Whether a live rule could be deleted without changing any advice."""
    return not affects_advice(subject, rule, subject.compiled.fires[rule.id])


def affects_advice(subject: Subject, rule: FindingRule | Argument, profiles: ProfileSet) -> bool:
    """Whether advice depends on a rule firing on some of the profiles, which only its own facts separate."""
    if isinstance(rule, FindingRule):
        profiles &= ~concluded_by_others(subject, rule)
    return subject.sensitivity(rule).is_observable(profiles)


def concluded_by_others(subject: Subject, rule: FindingRule) -> ProfileSet:
    """Return the profiles on which another rule concludes the same finding."""
    rules = subject.knowledge.rules_by_finding[rule.finding]
    fires = (subject.compiled.fires[other.id] for other in rules if other is not rule)
    return reduce(or_, fires, subject.space.false)


# Use


def facts_behind_advice(knowledge: Knowledge) -> frozenset[str]:
    """Return the facts that advice depends on: through conditions, deadlines, and the ends of holds."""
    deadlines = {step.by.fact for step in knowledge.steps if step.by is not None}
    ends = [end for hold in knowledge.warnings for end in hold.ends]
    awaited = {fact for end in ends for fact in (*end.known, *dict(end.answers))}
    return _facts_behind(knowledge, [*_conditions_of_advice(knowledge)]).union(deadlines, awaited)


def facts_behind_texts(knowledge: Knowledge) -> frozenset[str]:
    """Return the facts that texts show, and those that decide on which row's text they show."""
    return _facts_behind(knowledge, _conditions_of_shown_rows(knowledge)) | names_in_texts(knowledge)


def findings_behind_texts(knowledge: Knowledge) -> frozenset[str]:
    """Return the findings of the rows whose texts other texts show, and those that these rows depend on."""
    own = (rule.finding for rule in _shown_rows(knowledge) if isinstance(rule, FindingRule))
    return findings_behind(knowledge, _conditions_of_shown_rows(knowledge)).union(own)


def _shown_rows(knowledge: Knowledge) -> list[FindingRule | Argument]:
    """Return the rows whose texts other texts show."""
    rules: tuple[FindingRule | Argument, ...] = (*knowledge.findings, *knowledge.arguments)
    return [rule for rule in rules if rule.texts]


def _conditions_of_shown_rows(knowledge: Knowledge) -> list[Condition]:
    return [rule.when for rule in _shown_rows(knowledge)]


def _facts_behind(knowledge: Knowledge, conditions: Sequence[Condition]) -> frozenset[str]:
    """Return the facts that conditions test, themselves or through findings."""
    findings = findings_behind(knowledge, conditions)
    rules = (rule.when for rule in knowledge.findings if rule.finding in findings)
    return frozenset().union(*map(facts_of, (*conditions, *rules)))


def findings_behind_advice(knowledge: Knowledge) -> frozenset[str]:
    """Return the findings that arguments, steps and warnings depend on, directly or through others."""
    return findings_behind(knowledge, _conditions_of_advice(knowledge))


def _conditions_of_advice(knowledge: Knowledge) -> Iterator[Condition]:
    """Yield the conditions of arguments, steps and warnings, and those on which a step is urgent."""
    for rule in (*knowledge.arguments, *knowledge.steps, *knowledge.warnings):
        yield rule.when
    yield from (step.urgent for step in knowledge.steps if step.urgent is not None)


def findings_behind(knowledge: Knowledge, conditions: Iterable[Condition]) -> frozenset[str]:
    """Return the findings that conditions test, those that their rules test, and so on."""
    reached: set[str] = set()
    pending = [name for condition in conditions for name in names_of(condition, "finding")]
    while pending:
        name = pending.pop()
        if name not in reached:
            reached.add(name)
            pending += [
                used
                for rule in knowledge.rules_by_finding[name]
                for used in knowledge.findings_used_by[rule.id]
            ]
    return frozenset(reached)


def names_in_texts(knowledge: Knowledge) -> set[str]:
    """Return the names that occur in the placeholders of texts and in the blanks of letters."""
    placeholders = {fact_of(name, knowledge.fact) for name in names_shown(_texts(knowledge))}
    return placeholders.union(*(letter.blank_names for letter in knowledge.letters))


def _texts(knowledge: Knowledge) -> Iterator[str]:
    for rule in knowledge.all_rules:
        yield from texts_of(rule)
    for cells in knowledge.cell_texts.values():
        yield from (text for _, text in cells)


# Citations


def uncited_statements(knowledge: Knowledge) -> Iterator[Statement]:
    """Yield the statements that need a citing rule, have none, and give no reason in `unused`."""
    cited = cited_statements(knowledge)
    for source in knowledge.sources:
        for statement in source.statements:
            if statement.id not in cited and not statement.unused and _needs_citation(source, statement):
                yield statement


def cited_statements(knowledge: Knowledge) -> frozenset[str]:
    """Return the ids of the statements that a rule cites."""
    return frozenset(name for rule in knowledge.all_rules for name in rule.cites)


def _needs_citation(source: Source, statement: Statement) -> bool:
    binding = statement.kind in {"duty", "consequence"}
    return binding or (source.reliability == "official" and statement.kind != "narrative")


def rules_without_source(knowledge: Knowledge) -> Iterator[Rule]:
    """Yield the rules, constraints excepted, that cite no statement."""
    rules = (*knowledge.findings, *knowledge.arguments, *knowledge.steps, *knowledge.warnings)
    return (rule for rule in rules if not rule.cites)

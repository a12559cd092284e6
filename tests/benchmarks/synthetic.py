"""Large packs built like real ones: sections of ten facts, rules of their own, and a result carried on."""

from __future__ import annotations

from random import Random
from typing import Any

Data = dict[str, Any]

FACTS = 10
"""Facts of a section."""
RULES = 50
"""Rules of a section: findings, arguments, steps and warnings."""
OUTCOMES = ("leave", "pause", "stay", "mend")


def pack(rules: int, seed: int = 0) -> dict[str, Any]:
    """Return a pack of about so many rules, over a fifth as many facts, as data for YAML.

    A section's rules look at its own facts and findings; its result, a finding too, is what the arguments
    and the next section look at. A later argument overrides all earlier ones for other outcomes.
    """
    random = Random(seed)  # noqa: S311 (no secret hangs on it)
    sections = [_Section(random, number) for number in range(rules // RULES)]
    arguments: list[Data] = [{"id": "otherwise", "recommend": "stay", "because": "So."}]
    for section in sections:
        arguments += section.arguments(arguments)
    return {
        "pack.yaml": {
            "name": "synthetic",
            "version": "2026.11.0",
            "title": "A large pack",
            "outcomes": {name: name.title() for name in OUTCOMES},
        },
        "facts.yaml": {"facts": [fact for section in sections for fact in section.facts]},
        "findings.yaml": [rule for section in sections for rule in section.findings],
        "recommendations.yaml": arguments,
        "plan.yaml": [rule for section in sections for rule in section.steps()],
        "warnings.yaml": [rule for section in sections for rule in section.warnings()],
    }


class _Section:
    def __init__(self, random: Random, number: int) -> None:
        self.random, self.number = random, number
        self.facts = [self._fact(index) for index in range(FACTS)]
        self.names: list[str] = []
        self.findings = [self._finding(index) for index in range(24)]
        self.findings += [self._result(index) for index in range(3)]

    def _fact(self, index: int) -> Data:
        head = {
            "id": f"s{self.number}-fact{index}",
            "question": "What?",
            "unknown": self.random.random() < 0.8,
        }
        if index % 5 == 4:
            return {**head, "kind": "integer", "minimum": 0}
        return {
            **head,
            "kind": "choice",
            "values": {f"v{value}": "It" for value in range(self.random.randint(2, 5))},
        }

    def _test(self) -> Data:
        fact = self.random.choice(self.facts)
        if fact["kind"] == "integer":
            bound = self.random.choice(("at_most", "at_least", "below", "above"))
            return {fact["id"]: {bound: self.random.choice((3, 7, 14, 30))}}
        values = list(fact["values"])
        some = self.random.sample(values, self.random.randint(1, len(values) - 1))
        return {fact["id"]: {"not": some} if self.random.random() < 0.3 else some}

    def _condition(self) -> list[Data]:
        """Two to four parts, now and then a finding of the section or an alternative."""
        parts = [self._test() for _ in range(self.random.randint(2, 4))]
        if self.names and self.random.random() < 0.4:
            parts[0] = {"finding": self.random.choice(self.names)}
        if self.random.random() < 0.25:
            parts[-1] = {"any": [self._test(), self._test()]}
        return parts

    def _finding(self, index: int) -> Data:
        name = f"s{self.number}-found{index // 2}"
        rule = {
            "id": f"s{self.number}-rule{index}",
            "finding": name,
            "when": self._condition(),
            "because": "So.",
        }
        if index % 2:
            self.names.append(name)
        return rule

    def _result(self, index: int) -> Data:
        used = self.random.sample(self.names, 2)
        when: list[Data] = [{"finding": used[0]}, {"not": {"finding": used[1]}}]
        if self.number and index == 0:
            when.append({"finding": f"s{self.number - 1}-result"})
        result = f"s{self.number}-result"
        return {"id": f"{result}{index}", "finding": result, "when": when, "because": "So."}

    def arguments(self, earlier: list[Data]) -> list[Data]:
        """Return an argument from the section's result, which overrides earlier ones for other outcomes."""
        outcome = OUTCOMES[self.number % len(OUTCOMES)]
        beaten = [rule["id"] for rule in earlier if rule["recommend"] != outcome]
        when = [{"finding": f"s{self.number}-result"}, self._test()]
        rule = {"id": f"s{self.number}-argument", "recommend": outcome, "when": when, "because": "So."}
        return [{**rule, "overrides": beaten}]

    def steps(self) -> list[Data]:
        """Return twelve steps, some of one outcome."""
        return [
            {
                "id": f"s{self.number}-step{index}",
                "title": "Do",
                "how": "So.",
                "phase": ("before", "act", "after")[index % 3],
                "when": [
                    *self._condition(),
                    *([{"recommend": self.random.choice(OUTCOMES)}] if index % 2 else []),
                ],
                "because": "So.",
            }
            for index in range(12)
        ]

    def warnings(self) -> list[Data]:
        """Return ten warnings, two of which hold."""
        return [
            {
                "id": f"s{self.number}-warning{index}",
                "title": "Mind",
                "when": self._condition(),
                "because": "So.",
                **({"hold": True, "until": "Then."} if index < 2 else {"severity": "caution"}),
            }
            for index in range(10)
        ]

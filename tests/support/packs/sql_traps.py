"""Toy packs whose names are difficult for databases, for `toy.knowledge`."""

from typing import Final

ALIKE: Final = {
    "facts": """
      facts:
        - {id: ID, question: Well?, kind: choice, values: {a: A, A: Also}}
        - {id: select, question: Well?, kind: choice, values: {"yes": "Yes", "no": "No"}}
        - {id: Select, question: Well?, kind: choice, values: {"yes": "Yes", "no": "No"}}
        - {id: profiles, question: Well?, kind: integer}
        - {id: one, question: Well?, kind: integer, unknown: true}
    """,
    "findings": """
      - {id: One, finding: one, when: {one: 1}, because: So.}
      - {id: steps, finding: ONE, when: {finding: one, select: yes}, because: So.}
      - {id: "id", finding: ID, when: {finding: ONE, Select: yes}, because: So.}
      - {id: stands, finding: select, when: {not: {one: unknown}}, because: So.}
    """,
    "recommendations": """
      - {id: rules, recommend: stay, because: So.}
      - {id: Rules, recommend: leave, when: {ID: A, finding: ID}, overrides: rules, because: So.}
      - {id: answers, recommend: leave, when: {finding: select, profiles: {above: 3}}, overrides: rules,
         because: So.}
    """,
    "plan": """
      - {id: ONE, phase: act, title: T, how: H, when: {finding: ONE, recommend: leave}, because: So.}
      - {id: recommendation, phase: before, title: T, how: H, when: {not: {finding: ONE}}, because: So.}
    """,
    "warnings": "[{id: warnings, title: T, severity: info, when: {profiles: {below: 0}}, because: So.}]",
}
"""Names that differ only by case, or are keywords or columns of the query."""

LONG_NAME: Final = "x" * 80
ENDS: Final = "abc"
ARGUMENTS: Final = ", ".join(f"{{id: {LONG_NAME}{end}, recommend: stay, because: So.}}" for end in ENDS)
LONG: Final = {"recommendations": f"[{ARGUMENTS}]"}
"""Names that a database truncates before they differ."""

"""The facts of a door that cannot be ajar where its owner is."""

from typing import Final

FACTS: Final = """
  facts:
    - {id: place, question: Q?, kind: choice, values: {here: H, near: N, gone: G}}
    - {id: past, question: Q?, kind: choice, fixed: true, unknown: true, values: {yes: Y, no: N}}
    - {id: days, question: Q?, kind: integer, unknown: true, minimum: 0}
    - {id: door, question: Q?, kind: choice, unknown: true, values: {yes: Y, no: N, ajar: A}}
  constraints:
    - {id: no-draught, when: {place: here, door: ajar}, because: So.}
"""

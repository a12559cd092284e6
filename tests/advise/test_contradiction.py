"""Contradictory answers: the messages of single constraints, and of several together."""

from exitwise.advise.contradiction import contradictions, joint_contradiction
from exitwise.model.profile import complete
from support.packs.locked_door import KNOWLEDGE


def test_answers_of_a_constraint_contradict_each_other() -> None:
    """The reason is filled in; without values it names the facts."""
    profile = complete(KNOWLEDGE.facts, {"place": "gone", "door": "yes"})
    (diagnostic,) = contradictions(KNOWLEDGE, profile, ["shut"])

    assert (diagnostic.pointer, diagnostic.cause) == ("/place", "contradiction")
    assert diagnostic.message == "`place` = `gone` and `door` = `yes` contradict each other (shut)"
    assert diagnostic.help == "Nobody left it open (Wide open, [not known])."
    assert str(diagnostic.without_values()) == (
        "`place` and `door` contradict each other (shut)\n  help: Nobody left it open (`door`, `lock`)."
    )


def test_one_answer_may_be_impossible_by_itself() -> None:
    """Absent facts are left out; a missing one has no value for the reason."""
    profile = complete(KNOWLEDGE.facts, {"lock": "old"})
    (diagnostic,) = contradictions(KNOWLEDGE, profile, ["open"])

    assert diagnostic.message == "`lock` = `old` is not possible (open)"


def test_constraints_together_rule_out_every_other_answer() -> None:
    """All constraints and their reasons are named."""
    profile = complete(KNOWLEDGE.facts, {"place": "gone", "lock": "old"})
    diagnostic = joint_contradiction(KNOWLEDGE, profile, ["shut", "old", "open"])

    assert diagnostic.message == (
        "`place` = `gone` and `lock` = `old` rule out every other answer (shut, old, open)"
    )
    assert diagnostic.help == (
        "Nobody left it open ([not known], Old). Old locks do not shut. Old locks are open."
    )
    assert "gone" not in str(diagnostic.without_values())

"""findings, recommendations, plan and warnings: every kind of rule."""

from exitwise.diagnostic import Place
from exitwise.model.condition import Compare, Concluded
from exitwise.model.rule import Argument, FindingRule, StepRule, WarningRule
from support.packs import toy

BICYCLE = toy.bicycle().knowledge
FOLDER = BICYCLE.facts[0].place.file.rpartition("/")[0]


def test_every_key_of_a_finding_rule_is_read() -> None:
    """One statement or several may be cited."""
    assert BICYCLE.findings[0] == FindingRule(
        id="old-is-worn",
        finding="worn",
        when=Compare("age", (("at_least", 10),)),
        because="It is {age} old.",
        cites=("manual.1", "manual.2"),
        place=Place(f"{FOLDER}/findings.yaml", 2, 3),
    )


def test_every_key_of_an_argument_is_read() -> None:
    """An overridden outcome is replaced by all arguments for it."""
    assert BICYCLE.arguments[1] == Argument(
        id="mend-unsafe",
        recommend="mend",
        when=Concluded("finding", ("unsafe",)),
        because="Brakes come first.",
        overrides=("just-ride",),
        place=Place(f"{FOLDER}/recommendations.yaml", 5, 3),
    )
    assert BICYCLE.arguments[2].overrides == ("just-ride", "mend-unsafe")


def test_every_key_of_a_step_is_read() -> None:
    """Including its predecessors, its letter, and the answers once it is done."""
    assert BICYCLE.steps[0] == StepRule(
        id="oil",
        title="Oil the chain",
        how="Two drops for every link.",
        phase="before",
        because="A dry chain snaps.",
        cites=("manual.1",),
        done=(("brakes", "yes"),),
        place=Place(f"{FOLDER}/plan.yaml", 2, 3),
    )
    assert BICYCLE.steps[2].after == ("oil", "set-out")
    assert BICYCLE.steps[2].letter == "hello"


def test_the_default_severity_of_a_hold_is_danger() -> None:
    """A warning states its severity."""
    warnings = """
      - {id: w, title: T, severity: caution, because: So.}
      - {id: x, title: T, severity: info, hold: false, because: So.}
      - {id: h, title: T, hold: true, until: it ends, because: So.}
      - {id: i, title: T, hold: true, until: it ends, severity: info, because: So.}
    """

    read = toy.knowledge(warnings=warnings).warnings

    assert [(rule.id, rule.severity, rule.hold, rule.until) for rule in read] == [
        ("w", "caution", False, ""),
        ("x", "info", False, ""),
        ("h", "danger", True, "it ends"),
        ("i", "info", True, "it ends"),
    ]


def test_every_key_of_a_warning_is_read() -> None:
    """Including `hold` and `until`."""
    assert BICYCLE.warnings[1] == WarningRule(
        id="wait-for-brakes",
        title="Do not ride yet",
        severity="danger",
        hold=True,
        until="the brakes hold",
        when=Concluded("finding", ("unsafe",)),
        because="The brakes slip.",
        place=Place(f"{FOLDER}/warnings.yaml", 6, 3),
    )


def test_overrides_may_mix_arguments_and_outcomes() -> None:
    """Every argument is listed once, including those that come later in the file."""
    rules = """
      - {id: top, recommend: stay, because: So., overrides: [b, {recommend: [leave, sell]}, c]}
      - {id: a, recommend: leave, because: So.}
      - {id: b, recommend: leave, because: So.}
      - {id: c, recommend: sell, because: So., overrides: {recommend: leave}}
    """

    top, a, _, c = toy.knowledge(recommendations=rules).arguments

    assert top.overrides == ("b", "a", "c")
    assert c.overrides == ("a", "b")
    assert a.overrides == ()


def test_an_outcome_without_arguments_can_be_overridden() -> None:
    """The pack may have no argument for it yet."""
    rules = "[{id: a, recommend: stay, because: So., overrides: {recommend: leave}}]"

    (rule,) = toy.knowledge(recommendations=rules).arguments

    assert rule.overrides == ()

"""findings, recommendations, plan and warnings: what each rule is read as."""

from exitwise.diagnostic import Place
from exitwise.model.condition import Compare, Concluded
from exitwise.model.rule import Argument, FindingRule, StepRule, WarningRule
from support.packs import toy

BICYCLE = toy.bicycle().knowledge
FOLDER = BICYCLE.facts[0].place.file.rpartition("/")[0]


def test_a_finding_is_read_whole() -> None:
    """One statement or several may be cited."""
    assert BICYCLE.findings[0] == FindingRule(
        id="old-is-worn",
        finding="worn",
        when=Compare("age", (("at_least", 10),)),
        because="It is {age} old.",
        cites=("manual.1", "manual.2"),
        place=Place(f"{FOLDER}/findings.yaml", 2, 3),
    )


def test_an_argument_is_read_whole() -> None:
    """All arguments for an outcome are written out where the outcome was named."""
    assert BICYCLE.arguments[1] == Argument(
        id="mend-unsafe",
        recommend="mend",
        when=Concluded("finding", ("unsafe",)),
        because="Brakes come first.",
        overrides=("just-ride",),
        place=Place(f"{FOLDER}/recommendations.yaml", 5, 3),
    )
    assert BICYCLE.arguments[2].overrides == ("just-ride", "mend-unsafe")


def test_a_step_is_read_whole() -> None:
    """What it comes after, its letter, and what is known when it is done."""
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


def test_a_hold_is_a_danger_unless_it_says_otherwise() -> None:
    """A warning without hold says how grave it is."""
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


def test_a_warning_is_read_whole() -> None:
    """As any rule, with what it concludes."""
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


def test_overrides_name_rules_and_outcomes_in_any_mixture() -> None:
    """Each argument is overridden once, however often it is named, and those further down too."""
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


def test_an_outcome_nobody_argues_for_has_no_arguments_to_override() -> None:
    """The pack may have no rule for it yet."""
    rules = "[{id: a, recommend: stay, because: So., overrides: {recommend: leave}}]"

    (rule,) = toy.knowledge(recommendations=rules).arguments

    assert rule.overrides == ()

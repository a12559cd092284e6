"""`exitwise audit explain`: the documentation of the checks."""

import pytest

from exitwise.audit.check import all_checks
from support.running.program import exitwise


def test_checks_are_listed() -> None:
    """Each has its severity and its title, at any width."""
    expected = [
        word
        for check in all_checks().values()
        for word in (check.id, f"({check.severity})", *check.title.split())
    ]

    for columns in ("20", "80"):
        run = exitwise("audit", "explain").where(COLUMNS=columns)
        output = run.expects(out=("gap (error)", "dead-rule (warning)")).out
        assert "".join(output.split()) == "".join(expected)


@pytest.mark.parametrize("name", ["gap", "dead-rule", "dangling-reference"])
def test_documentation_is_printed_unchanged(name: str) -> None:
    """Nothing is wrapped, as examples must stay intact."""
    exitwise("audit", "explain", name).expects(out=f"{all_checks()[name].doc}\n")


@pytest.mark.parametrize(
    ("kind", "name"),
    [("unknown-fact", "dangling-reference"), ("step-cycle", "step-order"), ("bad-yaml", "invalid-pack")],
)
def test_defects_of_the_loader_are_documented(kind: str, name: str) -> None:
    """The id of a loading defect leads to the check that explains it."""
    exitwise("audit", "explain", kind).expects(out=f"{all_checks()[name].doc}\n")


def test_unknown_name_is_rejected() -> None:
    """It exits with 2; the help suggests the nearest check or the list."""
    exitwise("audit", "explain", "dead-rul").expects(2, err=("`dead-rul`", "did you mean `dead-rule`?"))
    exitwise("audit", "explain", "xyzzy").expects(2, err=("`xyzzy`", "`exitwise audit explain`"))

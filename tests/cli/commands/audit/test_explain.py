"""`exitwise audit explain`: the pages of the checks."""

import pytest

from exitwise.audit.check import all_checks
from support.running.program import exitwise


def test_without_a_name_the_checks_are_listed() -> None:
    """Each with its gravity and the first sentence of its page, at any width."""
    expected = [
        word
        for check in all_checks().values()
        for word in (check.id, f"({check.severity})", *check.title.split())
    ]

    for columns in ("20", "80"):
        run = exitwise("audit", "explain").where(COLUMNS=columns)
        told = run.expects(out=("gap (error)", "dead-rule (warning)")).out
        assert "".join(told.split()) == "".join(expected)


@pytest.mark.parametrize("name", ["gap", "dead-rule", "dangling-reference"])
def test_a_page_is_printed_as_it_is_written(name: str) -> None:
    """Examples are to be read as they stand, so nothing is wrapped."""
    exitwise("audit", "explain", name).expects(out=f"{all_checks()[name].doc}\n")


@pytest.mark.parametrize(
    ("kind", "name"),
    [("unknown-fact", "dangling-reference"), ("step-cycle", "step-order"), ("bad-yaml", "invalid-pack")],
)
def test_a_kind_of_the_loader_has_a_page(kind: str, name: str) -> None:
    """What stands beside a defect of loading leads to the page that explains it."""
    exitwise("audit", "explain", kind).expects(out=f"{all_checks()[name].doc}\n")


def test_an_unknown_name_is_told_what_is_near() -> None:
    """A typo ends with 2 and the nearest check, or with the way to all of them."""
    exitwise("audit", "explain", "dead-rul").expects(2, err=("`dead-rul`", "did you mean `dead-rule`?"))
    exitwise("audit", "explain", "xyzzy").expects(2, err=("`xyzzy`", "`exitwise audit explain`"))

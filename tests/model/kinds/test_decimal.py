"""Decimals."""

from decimal import Decimal

import pytest

from exitwise.model.fact import Fact
from exitwise.model.kinds import label, parse, plain, read, write
from exitwise.model.kinds.decimal import COMMA_HELP, scaled
from exitwise.model.kinds.kind import Misfit
from support.packs import toy


def price(more: str = "") -> Fact:
    """Return a price of two digits."""
    facts = f"facts: [{{id: price, question: Q?, kind: decimal, digits: 2, unit: EUR{more}}}]"
    return toy.knowledge(facts=facts).facts[0]


@pytest.mark.parametrize(
    ("raw", "cents"),
    [
        (Decimal("12.5"), 1250),
        (Decimal("12.50"), 1250),
        (Decimal("12.500"), 1250),
        (Decimal("1.25e1"), 1250),
        (Decimal("-0.01"), -1),
        (Decimal("0.000"), 0),
        (Decimal("0e400"), 0),
        (12, 1200),
        (Decimal("92233720368547758.07"), 2**63 - 1),
    ],
)
def test_a_number_is_an_integer_in_units_of_the_last_digit(raw: object, cents: int) -> None:
    """Exactly, however it is written."""
    assert read(price(), raw) == cents


@pytest.mark.parametrize(
    ("raw", "cause"),
    [
        (Decimal("12.505"), "wrong-kind"),
        (Decimal("1e-400"), "wrong-kind"),
        (Decimal("nan"), "wrong-kind"),
        (12.5, "wrong-kind"),
        (True, "wrong-kind"),
        ("12.50", "unknown-value"),
        (["12.50"], "wrong-kind"),
        (Decimal("92233720368547758.08"), "out-of-range"),
        (Decimal("1e400"), "out-of-range"),
        (Decimal("-1e999999"), "out-of-range"),
    ],
)
def test_anything_else_is_a_misfit(raw: object, cause: str) -> None:
    """A digit too many, text, a float, which is not exact, and numbers beyond 64 bits."""
    misfit = read(price(), raw)
    assert isinstance(misfit, Misfit)
    assert misfit.cause == cause


@pytest.mark.parametrize(("text", "help_"), [("12,50", COMMA_HELP), ("twelve", "")])
def test_a_decimal_comma_is_explained(text: str, help_: str) -> None:
    """Exports of many countries have one."""
    misfit = read(price(), text)
    assert isinstance(misfit, Misfit)
    assert misfit.help == help_


def test_bounds_have_digits_too() -> None:
    """From half a euro to ten euros."""
    fact = price(", minimum: 0.5, maximum: 10")
    assert [read(fact, Decimal(text)) for text in ("0.50", "10.00")] == [50, 1000]
    assert {read(fact, Decimal(text)) for text in ("0.49", "10.01")} == {Misfit("out-of-range")}


@pytest.mark.parametrize(("cents", "text"), [(1250, "12.50"), (-1, "-0.01"), (0, "0.00"), (5, "0.05")])
def test_a_number_is_written_with_all_of_its_digits(cents: int, text: str) -> None:
    """In JSON it is an exact number; people read the unit too."""
    fact = price()
    assert (write(fact, cents), label(fact, cents)) == (text, f"{text} EUR")
    assert str(plain(fact, cents)) == text
    assert read(fact, plain(fact, cents)) == cents


@pytest.mark.parametrize(
    ("text", "number"), [("12.5", Decimal("12.5")), ("+3", Decimal(3)), ("12,5", "12,5")]
)
def test_a_text_is_a_number_with_a_point(text: str, number: object) -> None:
    """Other text is unchanged."""
    assert parse(price(), text) == number


def test_no_digits_are_whole_numbers() -> None:
    """Two and a half is none."""
    assert (scaled(Decimal(2), 0), scaled(Decimal("2.5"), 0)) == (2, None)

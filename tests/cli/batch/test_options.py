"""The options of a call of `exitwise batch`, which both backends use."""

import pytest

from exitwise.batch.job import Limit
from exitwise.cli.usage import UsageError
from support.running.batching import options_of

MISSING = {
    "no input": (("-o", "a.csv"), "no input given", "name files, or `-` for standard input"),
    "no output": (("a.csv",), "no output given", "use -o FILE, or `-o -` for standard output"),
    "neither": ((), "no input given", "name files, or `-` for standard input"),
}


@pytest.mark.parametrize(("arguments", "message", "advice"), MISSING.values(), ids=MISSING)
def test_a_run_needs_input_and_output(arguments: tuple[str, ...], message: str, advice: str) -> None:
    """The message has the first missing one."""
    with pytest.raises(UsageError) as raised:
        options_of(*arguments).required_output()

    assert (raised.value.message, raised.value.help) == (message, advice)


def test_output_name_is_unchanged() -> None:
    """The final slash of a folder is kept."""
    assert options_of("a.csv", "-o", "parts/").required_output() == "parts/"


LIMITS: dict[tuple[str, ...], Limit | None] = {
    (): None,
    ("--max-rejects", "5%"): Limit(5, share=True),
    ("--strict",): Limit(0),
    ("--strict", "--max-rejects", "5%"): Limit(0),
}


@pytest.mark.parametrize(("arguments", "limit"), LIMITS.items())
def test_strict_allows_no_reject(arguments: tuple[str, ...], limit: Limit | None) -> None:
    """It has priority over any other limit."""
    assert options_of(*arguments).limit() == limit

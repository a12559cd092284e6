"""The reject limit: a number of records or a percentage, and the message when it is exceeded."""

import pytest

from exitwise.batch.job import Limit
from exitwise.batch.reject import Reject
from exitwise.cli.batch.reject_limit import limit_exceeded, parse_limit
from exitwise.cli.usage import UsageError
from exitwise.diagnostic import Diagnostic, ProfileDiagnostic

LIMITS = {
    "0": Limit(0),
    "007": Limit(7),
    "1000000": Limit(1_000_000),
    "0%": Limit(0, share=True),
    "34%": Limit(34, share=True),
    "0.5%": Limit(0.5, share=True),
    "100%": Limit(100, share=True),
}


@pytest.mark.parametrize(("text", "limit"), LIMITS.items())
def test_limit_is_a_number_or_a_percentage(text: str, limit: Limit) -> None:
    """Only a percentage may have decimals, and its maximum is 100."""
    assert parse_limit(text) == limit


def test_no_limit() -> None:
    """Without the option any number of records may be rejected."""
    assert parse_limit(None) is None


INVALID = ["", "%", "some", "-1", "+1", "1.5", ".5%", "1.%", "1e3", " 3", "3 %", "3%%", "1_000", "nan", "٣"]


@pytest.mark.parametrize("text", [*INVALID, "٣%", "100.1%", "1000%", "9" * 16])
def test_other_limits_are_rejected(text: str) -> None:
    """The help has an example."""
    with pytest.raises(UsageError) as raised:
        parse_limit(text)

    assert raised.value.message == f"`{text}` is not a valid limit"
    assert raised.value.help == "write a number of records, or a percentage such as 0.5%"


REASONS = {
    "0": "stopped at the first reject",
    "1": "stopped after rejecting more than 1 record",
    "1234567": "stopped after rejecting more than 1,234,567 records",
    "0%": "stopped after rejecting more than 0 % of the records",
    "0.25%": "stopped after rejecting more than 0.25 % of the records",
}


@pytest.mark.parametrize(("text", "reason"), REASONS.items())
def test_message_has_the_limit(text: str, reason: str) -> None:
    """It adds that nothing is written, and how to see the causes."""
    error = limit_exceeded(parse_limit(text))

    assert error.message == f"{reason}; nothing is written"
    assert error.help == "run without the limit and with --rejects FILE to see the causes"


def test_first_reject_is_named_without_its_values() -> None:
    """The file, the number and the cause identify the record, whose values are personal."""
    fault = ProfileDiagnostic(
        pointer="/age",
        cause="unknown-value",
        message="`age` is `private`, expected a number",
        redacted=Diagnostic(message="`age` is not a number"),
    )
    reject = Reject(file="in.jsonl", line=7, offset=90, id="somebody", faults=(fault,))

    assert limit_exceeded(Limit(0), reject).message == (
        "stopped at the first reject, record 7 of in.jsonl: `age` is not a number (unknown-value);"
        " nothing is written"
    )

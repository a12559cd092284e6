"""A profile that a call names: its errors say where it came from."""

from exitwise.cli.profile import with_origin
from exitwise.diagnostic import ProfileDiagnostic
from exitwise.errors import InputError, ProfileError


def test_defects_keep_their_order_and_name_the_profile() -> None:
    """Escaping the pointers does not change the order of the defects."""
    defects = [
        ProfileDiagnostic(pointer="/a\u202eb", cause="unknown-fact", message="unknown fact"),
        ProfileDiagnostic(pointer="/account", cause="unknown-value", message="unknown value", help="fix it"),
    ]

    located = with_origin(ProfileError(defects), "-")

    assert str(located) == (
        "standard input: /account: unknown value\n  help: fix it\nstandard input: /a\\u202eb: unknown fact"
    )


def test_other_errors_keep_their_help() -> None:
    """Only the message begins with the name of the profile."""
    located = with_origin(InputError("not JSON", help="write an object"), None)

    assert (located.message, located.help) == ("--set: not JSON", "write an object")

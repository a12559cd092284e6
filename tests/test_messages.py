"""The list of the program's messages is complete and up to date."""

import ast
from pathlib import Path

import pytest

from support import messages

LIST = Path(__file__).with_name("messages.md")
SOURCE = '''
LIMIT = "allow more with --memory"

class Problem(Exception):
    """A problem."""

def report(kind: str, message: str, advice: str = "") -> None: ...

def advice(name: str) -> str:
    if name:
        return f"did you mean {quote(name)}?"
    return "see --help"

def check(self, path, near):
    rest = "one day" if path else "two days"
    report("odd", f"{path.name} has {quote(self.value)}" + " and more", advice(near))
    report("late", f"late by {rest}", LIMIT)
    report("late", path)
    raise Problem("nothing " "is left")

@click.option("--pack", help="The pack to use.")
@click.command("show", help="""Show a rule.

Its lines too.

\\b
Examples:
  exitwise show
""")
def command(): ...
'''


def test_list_of_messages_is_up_to_date() -> None:
    """Run `python tests/support/messages.py > tests/messages.md` after a change of a message."""
    assert LIST.read_text("utf-8") == messages.render(messages.collect())


def test_messages_are_collected_with_their_help() -> None:
    """Messages are read from calls and resolved through names, concatenations, choices and functions."""
    module = messages.Module("stage", "module.py", ast.parse(SOURCE))

    assert [(each.text, each.help) for each in messages.messages([module])] == [
        ("{name} has `{value}` and more", "did you mean `{name}`? / see --help"),
        ("late by {rest}", "allow more with --memory"),
        ("nothing is left", ""),
        ("`--pack`: The pack to use.", ""),
        ("`show`: Show a rule. Its lines too.", ""),
    ]


SEEDED = [
    ("InputError", "unknown pack `{pack}`"),
    ("diagnostic", "`{id}` is missing and can change the advice"),
    ("check", "is always defeated, by"),
    ("usage error", "unknown check"),
    ("option", "`--pack`:"),
    ("conversation", "Nothing was saved."),
]


@pytest.mark.parametrize("text", [text for _, text in SEEDED], ids=[kind for kind, _ in SEEDED])
def test_every_kind_of_message_is_listed(text: str) -> None:
    """Errors, diagnostics, checks, usage errors, help texts and the conversation are in the list."""
    assert text in LIST.read_text("utf-8")

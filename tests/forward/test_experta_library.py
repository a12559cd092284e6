"""The import of experta, which must have no side effects on the importing program."""

import subprocess
import sys

import pytest

CHECKS = {
    "the root logger gets no handler": "assert logging.getLogger().handlers == []",
    "logging can still be configured": "assert logging.basicConfig is configure",
    "the removed name is gone again": "assert not hasattr(collections, 'Mapping')",
    "the engine's own loggers say nothing of a case": (
        "assert not logging.getLogger('experta.watchers.FACTS').isEnabledFor(logging.INFO)"
    ),
    "the level of the root logger stays": "assert logging.getLogger().level == logging.WARNING",
}
IMPORT = """
import collections, logging
configure = logging.basicConfig
import exitwise.forward.experta_library
"""
RUN = """
import collections, logging
logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
import exitwise
advice = exitwise.load().advise({"account_state": "open", "main_goal": "less_email"})
assert advice.recommendation == "privacy"
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh interpreter with the same module path."""
    setup = f"import sys; sys.path[:] = {sys.path!r}\n"
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", setup + code],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_import_has_no_side_effects(check: str) -> None:
    """Logging and the standard library are unchanged."""
    done = run(f"{IMPORT}\n{check}")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_profiles_are_not_logged() -> None:
    """A profile is personal data, and experta would log every answer that it matches."""
    done = run(RUN)

    assert (done.returncode, done.stdout) == (0, "")
    assert "open" not in done.stderr
    assert "less_email" not in done.stderr

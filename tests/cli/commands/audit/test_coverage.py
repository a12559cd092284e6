"""`exitwise audit coverage`: the coverage matrix."""

from pathlib import Path

from support.packs import toy
from support.running.program import SOMETHING, exitwise


def test_gaps_do_not_change_the_exit_status() -> None:
    """The bicycle has rules without a source, and the command exits with 0."""
    exitwise("audit", "coverage", "--pack", toy.BICYCLE).expects(
        out=(
            "manual: The manual (official, 2026-05)\n",
            "manual.2   consequence  old-is-worn\n",
            "just-ride    GAP: cites nothing\n",
            "3 statements\n  2 cited by a rule (66.7 %)\n",
            "12 rules\n  3 with a citation (25.0 %)\n",
        )
    )


def test_markdown_equals_json() -> None:
    """Both have the same rows."""
    call = ("audit", "coverage", "--pack", toy.BICYCLE, "--format")

    table = exitwise(*call, "markdown").expects(out=SOMETHING).out
    data = exitwise(*call, "json").expects(out=SOMETHING).json()

    assert data["pack"] == {"name": "bicycle", "version": "2026.11.0"}
    assert data["summary"]["rules"] == {"covered": 3, "excused": 0, "gap": 9, "optional": 0}
    rows = [*data["sources"][0]["statements"], *data["rules"]]
    assert all(f"\n| {row['id']} | " in table for row in rows)
    assert table.count("GAP") == sum(row["state"] == "gap" for row in rows) == 9


def test_shipped_pack_is_the_default() -> None:
    """Each of its statements is cited, excused or optional."""
    data = exitwise("audit", "coverage", "--format", "json").expects(out=SOMETHING).json()

    assert data["pack"]["name"] == "coursera"
    assert data["summary"]["statements"]["gap"] == data["summary"]["rules"]["gap"] == 0


def test_narrow_window() -> None:
    """No line is wider than 20 columns."""
    output = (
        exitwise("audit", "coverage", "--pack", toy.BICYCLE).where(COLUMNS="20").expects(out=SOMETHING).out
    )

    assert max(map(len, output.splitlines())) <= 20


def test_invalid_calls_and_packs_are_rejected(tmp_path: Path) -> None:
    """They exit with 2 and with 4."""
    exitwise("audit", "coverage", "--format", "svg").expects(2, err=("'svg'",))
    exitwise("audit", "coverage", "--pack", tmp_path).expects(4, err=("facts.yaml",))

"""pack.yaml, and the search for its sources."""

from pathlib import Path

import pytest

from exitwise.errors import PackError
from exitwise.loader import folder, pack
from support.packs import toy

SOURCE = """
source: {id: %s, title: %s, dated: undated, reliability: official, review_by: 2027-01-31}
statements: []
"""


def head(**keys: str) -> str:
    """Return pack.yaml with some keys replaced."""
    defaults = {
        "name": "toy",
        "version": "2026.11.0",
        "title": "T",
        "outcomes": "{stay: Stay, leave: Leave}",
    } | keys
    return "{" + ", ".join(f"{key}: {value}" for key, value in defaults.items()) + "}"


@pytest.mark.parametrize("version", ["2026.11.0", "2026.1.0", "2026.01.12", "2026.12.100", "'2026.11.0'"])
def test_a_version_is_a_year_a_month_and_a_count(version: str) -> None:
    """The version is kept as written."""
    assert toy.knowledge(pack=head(version=version)).version == version.strip("'")


@pytest.mark.parametrize(
    "version",
    ["2026", "2026.11", "2026.13.0", "2026.0.0", "26.11.0", "2026.11.0.1", "v2026.11.0", "2026.11.x", "''"],
)
def test_an_invalid_version_is_rejected(version: str) -> None:
    """Also a number such as 2026.11."""
    with pytest.raises(PackError) as raised:
        toy.knowledge(pack=head(version=version))

    assert [defect.id for defect in raised.value.diagnostics] == ["bad-version"]


def test_every_key_of_the_pack_file_is_read() -> None:
    """Outcomes keep their order."""
    text = head(language="de", notice="Vorsicht.", outcomes="{b: B, a: A}")
    rules = "[{id: r, recommend: a, because: So.}]"

    knowledge = toy.knowledge(pack=text, recommendations=rules)

    assert (knowledge.name, knowledge.title) == ("toy", "T")
    assert (knowledge.language, knowledge.notice) == ("de", "Vorsicht.")
    assert knowledge.outcomes == (("b", "B"), ("a", "A"))


def test_accepted_findings_have_a_check_ids_and_a_reason() -> None:
    """A finding about one id has one name, about several a list, and about none no id."""
    accept = (
        "[{check: c, id: a, because: A.}, {check: c, id: [a, b], because: B.}, {check: gap, because: C.}]"
    )

    entries = toy.knowledge(pack=head(accept=accept)).accept

    assert [(entry.check, entry.id, entry.because) for entry in entries] == [
        ("c", ("a",), "A."),
        ("c", ("a", "b"), "B."),
        ("gap", (), "C."),
    ]


def test_accepted_findings_are_not_part_of_the_digest() -> None:
    """They change no advice."""
    accept = "[{check: gap, because: So.}]"

    assert toy.knowledge(pack=head(accept=accept)).digest == toy.knowledge(pack=head()).digest


def write_sources(here: Path, **titles: str) -> None:
    """Write one source file per id, with its title, into a folder."""
    here.mkdir(parents=True, exist_ok=True)
    for name, title in titles.items():
        (here / f"{name}-file.yaml").write_text(SOURCE % (name, title), "utf-8")


def test_the_nearest_folder_with_a_source_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pack's own, then the seeds beside the packs, then the shipped ones; in the order of pack.yaml."""
    monkeypatch.setattr(folder, "CHECKOUT", tmp_path / "checkout")
    (tmp_path / "checkout" / "rules").mkdir(parents=True)
    mine = toy.write(tmp_path / "rules" / "mine", pack=head(sources="[c, b, a]"))
    write_sources(mine / "sources", a="pack")
    write_sources(tmp_path / "seeds", a="beside", b="beside")
    write_sources(tmp_path / "checkout" / "seeds", a="shipped", b="shipped", c="shipped", d="shipped")

    sources = pack.load(mine).sources

    assert [(source.id, source.title) for source in sources] == [
        ("c", "shipped"),
        ("b", "beside"),
        ("a", "pack"),
    ]


def test_unused_sources_are_not_checked(tmp_path: Path) -> None:
    """Other packs may use them; a file without a source id is reported."""
    mine = toy.write(tmp_path / "mine", pack=head(sources="a"))
    write_sources(mine / "sources", a="pack")
    (mine / "sources" / "b.yaml").write_text("source: {id: b}\nstatements: nonsense\n", "utf-8")

    assert [source.id for source in pack.load(mine).sources] == ["a"]

    (mine / "sources" / "c.yaml").write_text("sauce: {id: c}\n", "utf-8")

    with pytest.raises(PackError) as raised:
        pack.load(mine)
    assert {defect.place.file.rpartition("/")[2] for defect in raised.value.diagnostics} == {"c.yaml"}


def test_duplicate_source_ids_in_one_folder_are_rejected(tmp_path: Path) -> None:
    """The second file is reported, with the name of the first."""
    mine = toy.write(tmp_path / "mine", pack=head(sources="a"))
    write_sources(mine / "sources", a="one")
    (mine / "sources" / "again.yaml").write_text(SOURCE % ("a", "two"), "utf-8")

    with pytest.raises(PackError) as raised:
        pack.load(mine)

    (defect,) = raised.value.diagnostics
    assert defect.id == "duplicate-id"
    assert "a-file.yaml" in defect.message
    assert defect.place.file.endswith("again.yaml")


def test_a_pack_without_sources_reads_no_source_files(tmp_path: Path) -> None:
    """Invalid files in its sources folder are not reported then."""
    mine = toy.write(tmp_path / "mine")
    (mine / "sources").mkdir()
    (mine / "sources" / "broken.yaml").write_text("[", "utf-8")

    assert pack.load(mine).sources == ()

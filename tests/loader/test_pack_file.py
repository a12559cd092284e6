"""pack.yaml, and the sources that it names."""

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
    """A head with some keys of its own."""
    own = {
        "name": "toy",
        "version": "2026.11.0",
        "title": "T",
        "outcomes": "{stay: Stay, leave: Leave}",
    } | keys
    return "{" + ", ".join(f"{key}: {value}" for key, value in own.items()) + "}"


@pytest.mark.parametrize("version", ["2026.11.0", "2026.1.0", "2026.01.12", "2026.12.100", "'2026.11.0'"])
def test_a_version_is_a_year_a_month_and_a_count(version: str) -> None:
    """It is kept as it is written."""
    assert toy.knowledge(pack=head(version=version)).version == version.strip("'")


@pytest.mark.parametrize(
    "version",
    ["2026", "2026.11", "2026.13.0", "2026.0.0", "26.11.0", "2026.11.0.1", "v2026.11.0", "2026.11.x", "''"],
)
def test_what_is_no_calendar_version_is_refused(version: str) -> None:
    """Also a number, which 2026.11 is."""
    with pytest.raises(PackError) as raised:
        toy.knowledge(pack=head(version=version))

    assert [defect.id for defect in raised.value.diagnostics] == ["bad-version"]


def test_a_head_is_read_whole() -> None:
    """Outcomes keep the order in which they are shown."""
    written = head(language="de", notice="Vorsicht.", outcomes="{b: B, a: A}")
    rules = "[{id: r, recommend: a, because: So.}]"

    knowledge = toy.knowledge(pack=written, recommendations=rules)

    assert (knowledge.name, knowledge.title) == ("toy", "T")
    assert (knowledge.language, knowledge.notice) == ("de", "Vorsicht.")
    assert knowledge.outcomes == (("b", "B"), ("a", "A"))


def write_sources(here: Path, **titles: str) -> None:
    """Write a source of each id, with its title, into a folder."""
    here.mkdir(parents=True, exist_ok=True)
    for name, title in titles.items():
        (here / f"{name}-file.yaml").write_text(SOURCE % (name, title), "utf-8")


def test_the_nearest_source_of_an_id_is_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That of the pack, then of the seeds beside the packs, then of the shipped ones; in the head's order."""
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


def test_sources_that_are_not_named_are_not_judged(tmp_path: Path) -> None:
    """Other packs may use them; what is no source at all is reported where one is looked for."""
    mine = toy.write(tmp_path / "mine", pack=head(sources="a"))
    write_sources(mine / "sources", a="pack")
    (mine / "sources" / "b.yaml").write_text("source: {id: b}\nstatements: nonsense\n", "utf-8")

    assert [source.id for source in pack.load(mine).sources] == ["a"]

    (mine / "sources" / "c.yaml").write_text("sauce: {id: c}\n", "utf-8")

    with pytest.raises(PackError) as raised:
        pack.load(mine)
    assert {defect.place.file.rpartition("/")[2] for defect in raised.value.diagnostics} == {"c.yaml"}


def test_two_sources_of_one_id_in_one_folder_are_refused(tmp_path: Path) -> None:
    """Nobody could say which is meant."""
    mine = toy.write(tmp_path / "mine", pack=head(sources="a"))
    write_sources(mine / "sources", a="one")
    (mine / "sources" / "again.yaml").write_text(SOURCE % ("a", "two"), "utf-8")

    with pytest.raises(PackError) as raised:
        pack.load(mine)

    (defect,) = raised.value.diagnostics
    assert defect.id == "duplicate-id"
    assert "a-file.yaml" in defect.message
    assert defect.place.file.endswith("again.yaml")


def test_a_pack_without_sources_reads_none(tmp_path: Path) -> None:
    """What lies in its folder of sources is then no part of it."""
    mine = toy.write(tmp_path / "mine")
    (mine / "sources").mkdir()
    (mine / "sources" / "broken.yaml").write_text("[", "utf-8")

    assert pack.load(mine).sources == ()

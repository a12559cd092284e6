"""Translations: the texts of a pack by path, and the same advice in other words."""

import dataclasses
import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import exitwise
from exitwise.errors import ProfileError
from exitwise.knowledge_base import KnowledgeBase
from exitwise.model.kinds import label
from exitwise.model.knowledge import Knowledge
from exitwise.model.translation import MAPPINGS, PACK, SHARED, TEXTS, places, texts, translated
from support.oracles import schemas
from support.packs import locales, random_packs, toy, written
from support.running.examples import examples

BICYCLE = KnowledgeBase.of(toy.BICYCLE, translations=True).knowledge
SPANISH = exitwise.load(toy.BICYCLE, lang="es").knowledge
TODAY = date(2026, 11, 23)
WORDS = {"because", "title", "how", "until", "why"}
"""The members of the advice that are texts."""


def test_every_text_of_the_bicycle_has_a_path() -> None:
    """Ids lead to the text; sections and units, which several facts share, are named by themselves."""
    found = texts(BICYCLE)

    assert found["title",] == "What to do with a bicycle"
    assert found["outcomes", "sell"] == "Sell it"
    assert found["facts", "colour", "help"] == "The paint, not the rust."
    assert found["facts", "brakes", "values", "no"] == "They slip"
    assert found["sections", "Frame"] == "Frame"
    assert found["units", "years"] == "years"
    assert found["rules", "no-old-green", "because"] == "Green paint is not {age} old."
    assert found["rules", "oil", "how"] == "Two drops for every link."
    assert found["rules", "wait-for-brakes", "until"] == "the brakes hold"
    assert found["sources", "manual", "title"] == "The manual"
    assert found["statements", "manual.3", "because"] == "It is the newer edition."
    assert ("facts", "brakes", "help") not in found


def test_every_element_with_texts_has_a_place() -> None:
    """The place is that of the element, for messages about its texts."""
    lines = {path: place.line for path, place in places(BICYCLE).items()}

    assert lines["facts", "colour"] == 3
    assert lines["rules", "set-out"] == 9
    assert lines["statements", "manual.2"] == 14


def test_the_bicycle_speaks_spanish() -> None:
    """Every text is replaced, and nothing else."""
    age, brakes = SPANISH.fact["age"], SPANISH.fact["brakes"]

    assert (SPANISH.language, SPANISH.title) == ("es", "Qué hacer con una bicicleta")
    assert dict(SPANISH.outcomes) == {"ride": "Montarla", "mend": "Repararla", "sell": "Venderla"}
    assert (age.question, label(age, 7)) == ("¿Cuántos años tiene?", "7 años")
    assert (label(brakes, "no"), brakes.other_labels) == (
        "Resbalan",
        (("yes", "They hold"), ("no", "They slip")),
    )
    assert SPANISH.fact["colour"].section == "Cuadro"
    assert SPANISH.letter["hello"].subject == "Me voy en la de color {{colour}}"
    assert SPANISH.statement["manual.1"].says == "Engrasa la cadena antes de montar."
    assert SPANISH.rules["set-out"].when == BICYCLE.rules["set-out"].when
    assert SPANISH.digest == BICYCLE.digest
    assert SPANISH.original is not None
    assert SPANISH.translations == SPANISH.original.translations == ()
    assert SPANISH.original.title == BICYCLE.title


def test_a_missing_text_is_marked_with_the_language_of_the_pack() -> None:
    """A letter is marked in its title alone, as the rest is to be sent."""
    (spanish,) = BICYCLE.translations
    nothing = dataclasses.replace(spanish, texts={}, letters=())

    marked = translated(BICYCLE, nothing, "es")

    assert marked.title == "[en] What to do with a bicycle"
    assert marked.notice == "[en] A toy for the tests of the loader."
    assert label(marked.fact["brakes"], "no") == "[en] They slip"
    assert marked.fact["brakes"].help == ""
    assert marked.letter["hello"].title == "[en] Write home that you have set out"
    assert marked.letter["hello"].body == BICYCLE.letter["hello"].body


def test_the_own_language_changes_nothing_but_is_named() -> None:
    """The texts are those of the pack, and the advice says in which language they are."""
    asked = KnowledgeBase.of(toy.BICYCLE, lang="en")
    profile = {"brakes": "yes"}

    assert texts(asked.knowledge) == texts(BICYCLE)
    assert asked.advise(profile).as_dict()["language"] == "en"
    assert "language" not in toy.bicycle().advise(profile).as_dict()


def test_the_schema_has_every_text() -> None:
    """A new text of the table needs a line in the schema, and no other text is valid there."""
    schema = schemas.SCHEMAS["locale"]["properties"]
    own = {field for field in PACK.split() if field not in MAPPINGS}
    groups: dict[str, set[str]] = {}
    for group, fields in TEXTS.values():
        groups.setdefault(group, set()).update(set(fields.split()) - set(SHARED))

    assert set(schema) == {*own, "outcomes", *groups, *SHARED.values()}
    assert {group: set(schema[group]["additionalProperties"]["properties"]) for group in groups} == groups


def test_texts_are_fields_of_their_classes() -> None:
    """A field that is renamed is renamed in the table too."""
    for kind, (_, fields) in [*TEXTS.items(), (Knowledge, ("", PACK))]:
        assert set(fields.split()) <= {field.name for field in dataclasses.fields(kind)}


def plain(data: Any) -> Any:
    """Return data without the marks of the language, and without its name."""
    if isinstance(data, dict):
        return {key: plain(value) for key, value in data.items() if key != "language"}
    if isinstance(data, list):
        return [plain(value) for value in data]
    return data.replace("«", "").replace("»", "").replace("[en] ", "") if isinstance(data, str) else data


def unmarked(data: Any, key: str = "") -> list[str]:
    """Return the texts of the advice that are not in the language."""
    if isinstance(data, dict):
        return [text for name, value in data.items() for text in unmarked(value, name)]
    if isinstance(data, list):
        return [text for value in data for text in unmarked(value, key)]
    return [data] if isinstance(data, str) and key in WORDS and not data.startswith("«") else []


def loaded(pack: random_packs.Data, *, lang: str | None = None) -> KnowledgeBase:
    """Load a pack given as data, in a language."""
    with TemporaryDirectory() as folder:
        return KnowledgeBase.of(written.write(pack, Path(folder)), lang=lang)


def advised(base: KnowledgeBase, profile: dict[str, Any]) -> Any:
    """Return the advice on a profile as data, or the message of its refusal."""
    try:
        return base.advise(profile, as_of=TODAY).as_dict()
    except ProfileError as error:
        return [str(diagnostic) for diagnostic in error.diagnostics]


@settings(max_examples=examples(60))
@given(data=st.data())
def test_advice_is_the_same_in_every_language(data: st.DataObject) -> None:
    """Only texts differ, all of them, and the name of the language; the digest is the same."""
    pack = data.draw(random_packs.packs())
    profile = data.draw(random_packs.profiles(pack))
    expected = advised(loaded(pack), profile)
    whole = pack | {locales.FILE: locales.complete(pack)}
    part = pack | {locales.FILE: data.draw(locales.incomplete(pack))}

    in_full = advised(loaded(whole, lang=locales.LANGUAGE), profile)
    in_part = advised(loaded(part, lang=locales.LANGUAGE), profile)

    assert plain(in_full) == expected
    assert plain(in_part) == expected
    assert unmarked(in_full) == []
    if isinstance(in_full, dict):
        assert in_full["language"] == locales.LANGUAGE
        assert in_full["pack"]["digest"] == expected["pack"]["digest"]
        assert json.dumps(in_full).count("[en]") == 0


TABLE = """
id: refund
texts: within
because: So.
rows: [{id: web, door: yes, finding: f, within: 14 days}, {id: shop, door: no, finding: f, within: 30 days}]
"""


def test_texts_of_columns_are_translated(tmp_path: Path) -> None:
    """They stand in translated texts; one without a translation is marked."""
    because = "[{id: default, recommend: stay, because: 'Within {refund.within}.'}]"
    spanish = """
      rules:
        default: {because: "En {refund.within}."}
        refund.web: {texts: {within: 14 días}}
    """
    toy.write(tmp_path, **{"tables/refund": TABLE, "recommendations": because, "locale/es": spanish})
    base = KnowledgeBase.of(tmp_path, lang="es")

    reasons = [base.advise({"place": "here", "door": door}).reasons[-1].because for door in ("yes", "no")]

    assert reasons == ["En 14 días.", "En [en] 30 days."]
    assert base.knowledge.digest == KnowledgeBase.of(tmp_path).knowledge.digest

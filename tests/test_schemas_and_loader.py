"""Agreement of loader and schemas on the bicycle pack with one random change."""

import copy
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.diagnostic import PackDiagnostic
from exitwise.errors import PackError
from exitwise.loader.pack import load
from support.oracles import schemas
from support.packs import defect_corpus, toy, written
from support.running.examples import examples

FILES = {
    path.relative_to(toy.BICYCLE).as_posix(): schemas.read(path)
    for path in sorted(toy.BICYCLE.rglob("*.yaml"))
}
FILES["tables/rust.yaml"] = schemas.parsed("""
  id: rust
  hit_policy: first
  texts: how
  because: It is {rust.how}.
  cites: manual.1
  rows:
    - {id: red, colour: "red, blue", age: "[5..9)", finding: worn, how: bad, cites: "manual.1, manual.2"}
    - {age: {at_least: 5}, unsafe: yes, finding: unsafe-and-old, how: old, because: "It is {age} old."}
    - {colour: [red, unknown], finding: loved, how: "7"}
""")
FILES["scenarios/course.yaml"] = schemas.parsed("""
  - id: slips-now
    profile: {brakes: no}
    expect:
      urgent: []
      later_steps: {includes: [set-out, {step: write-home, comes_after: oil}], excludes: oil}
      waits: [{hold: wait-for-brakes, begins_after: null, ends: [{brakes: yes}, {known: age}]}]
      way_to_ready: [oil, {step: oil}, {hold: wait-for-brakes, end: {brakes: yes}}, {answer: [age, bell]}]
  - id: slips-for-ever
    profile: {brakes: no}
    expect:
      leads_to: {brakes: yes, age: 7}
      way_to_ready: null
      waits: {includes: {hold: wait-for-brakes, begins_after: oil}}
""")
LETTER = "letters/hello.md"
BODY = (toy.BICYCLE / LETTER).read_text("utf-8").split("---\n", 2)[2]
HEADS = {LETTER: schemas.read(toy.BICYCLE / LETTER)}
"""The front matter of letters, which their schema describes."""
SCHEMA_REJECTS = {case.defect for case in defect_corpus.CASES if case.schema == "refuses"} | {
    "unknown-reliability"
}
SCHEMA_ACCEPTS = {case.defect for case in defect_corpus.CASES if case.schema == "accepts"}
DEFECTS_OF_THE_FILE_ALONE = SCHEMA_REJECTS - SCHEMA_ACCEPTS

DATES = ["2026-02-30", "2026-13", "2028-02-29", "2026-1-1", "1.5", "2026-05-11 "]
VALUES: list[Any] = [
    *(None, True, 7, -1, 2**63, 1.5, "", "  ", "x", "a b", "-x", "7", "true", "null", "unknown", "red"),
    *("no", "hold", "oil", "worn", "ride", "undated", "2026", "2026-05", "before", "danger"),
    *([], {}, [[]], [{}], ["red"], ["worn", "worn"], {"not": "red"}, {"not": []}, {"any": []}, {"all": [{}]}),
    *(
        {"at_most": 7},
        {"at_most": "7"},
        {"at_least": 1, "not": 2},
        {"age": {"below": 5}},
        {"not": [{"age": 5}]},
    ),
    *([{"age": 5}, {"colour": "red"}], {"finding": "worn"}, {"step": "oil"}, {"x": 7}, {"unknown": "x"}),
    *("{x}", "{{age}}", "{{x}}", "{{ age }}", "a {{name}} {{", {"name": "x"}, {"name": "{x}", "age": "x"}),
]
KEYS = [
    "when",
    "not",
    "any",
    "age",
    "colour",
    "until",
    "hold",
    "because",
    "order",
    "then",
    "values",
    "x",
    "<<",
]


def paths(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the paths to all values in a file, except its root."""
    if path:
        yield path
    children = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in children:
        yield from paths(value, (*path, key))


@st.composite
def mutated_files(draw: st.DrawFn) -> tuple[str, Any]:
    """Generate a file of the bicycle pack with one value replaced, added or deleted, or one key renamed."""
    file = draw(st.sampled_from([*FILES, *HEADS]))
    data = copy.deepcopy((FILES | HEADS)[file])
    *path, last = draw(st.sampled_from(list(paths(data))))
    parent = data
    for key in path:
        parent = parent[key]
    operation = draw(st.sampled_from(("replace", "replace", "delete", "rename", "add")))
    if operation == "replace":
        # Dates replace dates only: a quoted date as a name is valid for the loader, but not for a schema.
        parent[last] = draw(st.sampled_from(DATES if last in {"dated", "review_by"} else VALUES))
    elif operation == "delete":
        del parent[last]
    elif isinstance(parent, dict):
        value = parent.pop(last) if operation == "rename" else draw(st.sampled_from(VALUES))
        parent[draw(st.sampled_from(KEYS))] = value
    return file, data


def diagnostics(file: str, data: Any) -> tuple[list[PackDiagnostic], list[PackDiagnostic]]:
    """Return the diagnostics that the loader reports in the changed file, and in others."""
    with TemporaryDirectory() as folder:
        pack = written.write({name: data if name == file else FILES[name] for name in FILES}, Path(folder))
        head = schemas.dumped(data if file == LETTER else HEADS[LETTER])
        (pack / LETTER).parent.mkdir()
        (pack / LETTER).write_text(f"---\n{head}---\n{BODY}", "utf-8")
        try:
            load(pack, translations=True)
        except PackError as error:
            here = [defect for defect in error.diagnostics if defect.place.file == f"{folder}/{file}"]
            return here, [defect for defect in error.diagnostics if defect not in here]
    return [], []


@settings(max_examples=examples(300))
@given(mutated_files())
def test_loader_and_schema_agree_on_random_changes(change: tuple[str, Any]) -> None:
    """The loader rejects every file that its schema rejects; both reject diagnostics of the file alone."""
    file, data = change
    here, elsewhere = diagnostics(file, data)

    accepted = schemas.accepts(schemas.schema_of(file), data)

    assert accepted or here or elsewhere
    assert not (accepted and {defect.id for defect in here} & DEFECTS_OF_THE_FILE_ALONE), here

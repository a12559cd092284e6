"""Columns of any name: the proposed map is valid, and the export gets advice with it in every format."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from exitwise.batch.columns.template import template
from exitwise.batch.job import Job, Streams
from exitwise.batch.local import run
from exitwise.batch.read.header import header
from exitwise.batch.read.source import Form, Input
from exitwise.loader.column_map import read_column_map
from exitwise.model.advice import COMPACT
from exitwise.model.column_map import ColumnMap, Origin
from support.packs import toy
from support.running.batching import TODAY, parse_lines
from support.running.examples import examples

Records = list[dict[str, Any]]
BICYCLE: Final = toy.bicycle()
RESERVED: Final = {"id", "schema", *COMPACT, *(fact.id for fact in BICYCLE.knowledge.facts)}
HOSTILE: Final = st.text(st.sampled_from("\"\\\n\r\t,:{}[]#&*~ a'`\u2028\x00"), min_size=1, max_size=5)
NAMES: Final = st.one_of(HOSTILE, st.text(st.characters(codec="utf-8"), min_size=1, max_size=5))


def lines_of(records: Records) -> bytes:
    """Return records as JSON Lines."""
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def array_of(records: Records) -> bytes:
    """Return records as a JSON array."""
    return json.dumps(records, ensure_ascii=False, indent=1).encode()


def cells_of(records: Records) -> bytes:
    """Return records as CSV."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(records[0]), quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue().encode()


def table_of(records: Records) -> bytes:
    """Return records as Parquet."""
    out = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(records), out)
    return out.getvalue()


FORMATS: Final[dict[Form, Callable[[Records], bytes]]] = {
    "jsonl": lines_of,
    "json": array_of,
    "csv": cells_of,
    "parquet": table_of,
}


def advice(export: Path, form: Form, keep: tuple[str, ...], column_map: ColumnMap | None) -> Records:
    """Return the advice on an export without rejects."""
    out = export.with_name("advice.jsonl")
    job = Job(
        inputs=[Input(str(export), form)],
        output=str(out),
        form="jsonl",
        keep=keep,
        columns=column_map,
        threads=1,
        today=TODAY,
    )
    assert run(BICYCLE, job, Streams(io.BytesIO, io.BytesIO, lambda _, __: None)).rejects == 0
    return parse_lines(out.read_bytes())


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=examples(40))
@given(st.lists(NAMES, min_size=2, max_size=2, unique=True))
@example(['"', "\\"])
@example(["a\nb", "a\r\nb"])
@example(["row_index", "file_row_number"])
def test_columns_of_any_name(
    tmp_path_factory: pytest.TempPathFactory, form: Form, names: tuple[str, str]
) -> None:
    """One column holds a fact and the other passes through, with a map based on the proposed one."""
    brakes, kept = (f"{name}{name}" if name.casefold() in RESERVED else name for name in names)
    records = [{brakes: "yes", kept: "v"}, {brakes: "no", kept: 'w"\\,'}]
    export = tmp_path_factory.mktemp("names") / "export"
    export.write_bytes(FORMATS[form](records))

    text = template(BICYCLE.knowledge, header(Input(str(export), form), io.BytesIO))
    file = export.with_name("map.yaml")
    file.write_text(text, "utf-8", newline="")
    read_column_map(file, BICYCLE.knowledge.facts)
    file.write_text(text.replace("# keep:", "keep:"), "utf-8", newline="")
    proposed = read_column_map(file, BICYCLE.knowledge.facts)
    origins = {"brakes": Origin(column=brakes)}
    advised = advice(export, form, (kept,), replace(proposed, facts=origins))

    columns = {*proposed.keep, *(origin.column for origin in proposed.facts.values())}
    assert {brakes, kept} <= columns
    assert [record[kept] for record in advised] == ["v", 'w"\\,']


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "name", ['"', "\\", "a\nb", "a\tb", '"a","b"', "file_row_number", "_row_", "row_index"]
)
def test_kept_columns_of_any_name(tmp_path: Path, form: Form, name: str) -> None:
    """Without a map a column of any name passes through as well."""
    export = tmp_path / "export"
    export.write_bytes(FORMATS[form]([{"brakes": "yes", name: "v"}, {"brakes": "no", name: ""}]))

    advised = advice(export, form, (name,), None)

    assert [record[name] for record in advised] == ["v", None if form == "csv" else ""]

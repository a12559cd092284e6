"""Facts of every kind, from the files and the commands that people use."""

import json
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from exitwise.errors import ProfileError
from exitwise.loader.column_map import read_column_map
from exitwise.model.kinds import plain_values
from exitwise.sample.faults import EVERY_FAULT
from exitwise.sample.sampler import Sample
from support.oracles import schemas
from support.packs import every_kind, toy
from support.packs.every_kind import CASE, TODAY
from support.running import batching
from support.running.program import exitwise

BASE = every_kind.base()


def test_advice_on_every_kind() -> None:
    """Twelve euros fifty, ten days ago, three days to go; values are written as they are read."""
    advice = BASE.advise({**CASE, "price": Decimal("12.5")}, as_of=TODAY)

    assert (advice.recommendation, [step.title for step in advice.steps]) == (
        "leave",
        ["Cancel before 8 December 2026"],
    )
    assert [reason.because for reason in advice.reasons] == [
        "You paid 12.50 EUR on 25 November 2026.",
        "It renews.",
    ]
    assert advice.decisive == {"goals": ["erase", "money"], "price": Decimal("12.50"), "paid": "2026-11-25"}
    assert advice.reasons[0].premises == (
        "goals=erase;money (has erase or money)",
        "price=12.50 (at least 12.50)",
        "paid=10 (at most 14)",
    )
    assert schemas.accepts("advice", json.loads(json.dumps(advice.as_dict(), default=float)))


def test_the_course_has_days_and_decimals_as_in_json() -> None:
    """Fourteen days after 25 November, one before 8 December; three days ago; and the one fee left."""
    base = toy.base(**every_kind.COURSE)
    profile = {"paid": "2026-11-25", "renewal": "2026-12-08", "price": Decimal("12.5")}
    advice = base.advise(profile, as_of=TODAY)
    end = {"price": Decimal("1.25"), "paid": "2026-12-02"}

    assert [(step.id, step.by, step.urgent) for step in advice.steps] == [
        ("claim", "2026-12-09", False),
        ("cancel", "2026-12-07", True),
    ]
    assert advice.waits[0].ends == (end,)
    assert advice.way_to_ready == ({"step": "claim"}, {"hold": "refund", "end": end})
    assert advice.implied["fee"].value == Decimal("0.5")
    assert schemas.accepts("advice", json.loads(json.dumps(advice.as_dict(), default=float)))


def test_a_change_of_a_list_is_one_of_wishes_if_it_adds_one() -> None:
    """What is wanted already is no new wish."""
    facts = """
      facts:
        - {id: goals, question: Q?, kind: several, wish: [money, erase],
           values: {money: M, calm: C, erase: E}}
    """
    rules = """
      - {id: default, recommend: stay, because: So.}
      - {id: more, recommend: leave, when: {goals: {has: HAS}}, overrides: default, because: So.}
    """
    found = {}
    for name in ("calm", "money"):
        files = {"pack": every_kind.FILES["pack"], "recommendations": rules.replace("HAS", name)}
        advice = toy.base(facts=facts, **files).advise({"goals": ["erase"]}, as_of=TODAY)
        found[name] = [(change.change["goals"], change.wish) for change in advice.would_change]

    assert found == {"calm": [(["calm", "erase"], False)], "money": [(["money", "erase"], True)]}


def test_a_decision_on_every_kind_is_replayed(tmp_path: Path) -> None:
    """A record keeps decimals and lists exactly, and days as they were given."""
    pack, profile = toy.write(tmp_path / "pack", **every_kind.FILES), tmp_path / "profile.json"
    profile.write_text(json.dumps({**CASE, "price": 12.5}), "utf-8")
    record = tmp_path / "record.json"
    call = ("advise", profile, "--as-of", "2026-12-05", "--record", record)

    exitwise(*call, "--pack", pack).expects(0, out=("Leave",))
    assert json.loads(record.read_text("utf-8"))["profile"]["paid"] == CASE["paid"]
    exitwise("replay", record, "--pack", pack).expects(0, out=("The advice is the same.",))
    record.write_text(record.read_text("utf-8").replace('"price": 12.50', '"price": 12.75'), "utf-8")
    exitwise("replay", record, "--pack", pack).expects(1, out=("`12.75`, now `12.50`",))


def test_a_cent_less_changes_the_advice() -> None:
    """And the smallest change is that cent."""
    advice = BASE.advise({**CASE, "price": Decimal("12.49")}, as_of=TODAY)

    assert advice.recommendation == "stay"
    assert [change.change for change in advice.would_change] == [{"price": Decimal("12.50")}]


def test_a_change_of_a_list_is_one_value() -> None:
    """Where one more value suffices, the others stay."""
    advice = BASE.advise({**CASE, "goals": ["calm"], "price": 20}, as_of=TODAY)

    assert [change.change for change in advice.would_change] == [{"goals": ["erase", "calm"]}]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"price": Decimal("12.505")}, "`price` is `12.505`, expected a number with at most 2 digits"),
        ({"price": 12.5}, "`price` is `12.5`, expected a number"),
        ({"price": "12.50"}, "`price` is the text `12.50`, expected a number"),
        ({"paid": "2026-12-06"}, "`paid` is `2026-12-06`, expected a day as YYYY-MM-DD that is not after"),
        (
            {"goals": ["erase", "erase"]},
            "`goals` is a list, expected a list of `erase`, `money`, `calm`, each at most once, or `unknown`",
        ),
        ({"price": 0}, "`goals` = `erase;money` contradict each other (nothing-back)"),
    ],
)
def test_a_fault_is_reported(change: dict[str, object], message: str) -> None:
    """With what was expected."""
    with pytest.raises(ProfileError) as raised:
        BASE.advise({**CASE, "price": 20, **change}, as_of=TODAY)
    assert message in raised.value.message


PROFILES: list[tuple[dict[str, Any], str]] = [
    ({"goals": ["erase"], "price": "12.50", "paid": "2026-11-21"}, "leave"),
    ({"goals": ["calm", "money"], "price": "100.00", "paid": "2026-12-05"}, "leave"),
    ({"goals": ["erase"], "price": "12.49", "paid": "2026-11-21"}, "stay"),
    ({"goals": ["erase"], "price": "12.50", "paid": "2026-11-20"}, "stay"),
    ({"goals": [], "price": "12.50", "paid": "2026-11-21"}, "stay"),
    ({"price": "12.50", "paid": "2026-11-21"}, "stay"),
    ({"goals": ["erase", "erase"], "price": "12.50"}, "unknown-value"),
    ({"goals": ["erase"], "price": "12.505"}, "wrong-kind"),
    ({"goals": ["erase"], "paid": "2026-12-06"}, "out-of-range"),
    ({"goals": ["money"], "price": "0"}, "contradiction"),
]


def json_lines() -> bytes:
    """Return the profiles as JSON Lines, with numbers as they are written here."""
    texts = [json.dumps(profile) for profile, _ in PROFILES]
    return "".join(
        text.replace(f'"{profile["price"]}"', profile["price"]) + "\n" if "price" in profile else f"{text}\n"
        for text, (profile, _) in zip(texts, PROFILES, strict=True)
    ).encode()


def csv_text() -> bytes:
    """Return the profiles as CSV."""
    rows = ["goals,price,paid"]
    for profile, _ in PROFILES:
        goals = ";".join(profile["goals"]) or "[]" if "goals" in profile else ""
        rows.append(f"{goals},{profile.get('price', '')},{profile.get('paid', '')}")
    return "\n".join(rows).encode() + b"\n"


def parquet() -> bytes:
    """Return the profiles as Parquet, with typed columns."""
    prices = [Decimal(profile["price"]) if "price" in profile else None for profile, _ in PROFILES]
    days = [date.fromisoformat(profile["paid"]) if "paid" in profile else None for profile, _ in PROFILES]
    columns = {
        "goals": pa.array([profile.get("goals") for profile, _ in PROFILES], pa.list_(pa.string())),
        "price": pa.array(prices, pa.decimal128(12, 3)),
        "paid": pa.array(days, pa.date32()),
    }
    stream = BytesIO()
    pq.write_table(pa.table(columns), stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content"), [("p.jsonl", json_lines()), ("p.csv", csv_text()), ("p.parquet", parquet())]
)
@pytest.mark.parametrize("detail", ["compact", "full"])
def test_the_batch_reads_every_kind(tmp_path: Path, name: str, content: bytes, detail: str) -> None:
    """From text and from typed columns; advice or a reject for each, in order."""
    pack, source = toy.write(tmp_path / "pack", **every_kind.FILES), tmp_path / name
    source.write_bytes(content)
    advice, rejects = tmp_path / "a.jsonl", tmp_path / "r.jsonl"
    call = ("batch", str(source), "-o", str(advice), "--rejects", str(rejects), "--detail", detail)
    exitwise(*call, "--pack", str(pack), "--as-of", "2026-12-05").expects(1, err=("6 advised",))

    lines = [json.loads(line) for line in advice.read_text("utf-8").splitlines()]
    assert [line["recommendation"] for line in lines] == [told for _, told in PROFILES[:6]]
    faults = [json.loads(line) for line in rejects.read_text("utf-8").splitlines()]
    assert [fault["cause"] for fault in faults] == [told for _, told in PROFILES[6:]]


def test_a_column_of_floats_is_refused(tmp_path: Path) -> None:
    """With a way out."""
    pack, source = toy.write(tmp_path / "pack", **every_kind.FILES), tmp_path / "p.parquet"
    pq.write_table(pa.table({"price": [12.5]}), source)
    exitwise("batch", str(source), "-o", str(tmp_path / "a.csv"), "--pack", str(pack)).expects(
        2, err=("the column `price` is double, expected decimals or whole numbers", "DECIMAL(18, 2)")
    )


MAP = """
facts:
  goals: {column: Wishes, values: {Delete: erase, Refund: money, Peace: calm}}
  price: {column: Cost, number: text}
  paid: {column: Paid on, date: "%d.%m.%Y"}
"""


def test_a_map_reads_every_kind(tmp_path: Path) -> None:
    """Names of a list, a number as text, and a day in a form of its own."""
    (tmp_path / "map.yaml").write_text(MAP, "utf-8")
    columns = read_column_map(tmp_path / "map.yaml", BASE.knowledge.facts)
    records = [
        {"Wishes": "Delete; Refund", "Cost": "12.50", "Paid on": "25.11.2026"},
        {"Wishes": ["Peace"], "Cost": 20, "Paid on": "25.11.2026"},
        {"Wishes": "Nothing", "Cost": "12.50", "Paid on": "2026-11-25"},
    ]
    done = batching.run_batch(BASE, batching.jsonl(records), columns=columns, today=TODAY)

    assert [each["recommendation"] for each in done.advice] == ["leave", "stay"]
    (reject,) = done.rejects
    assert [fault["pointer"] for fault in reject["faults"]] == ["/Paid on", "/Wishes"]


def test_a_session_keeps_the_day(tmp_path: Path) -> None:
    """Three days later the rules see three days more; `--as-of` is the day of each run."""
    pack, file = str(toy.write(tmp_path / "pack", **every_kind.FILES)), str(tmp_path / "s.json")
    answers = ("--set", "goals=erase;money", "--set", "price=12.5", "--set", "paid=2026-11-25")
    call = ("ask", "--no-input", "--pack", pack, "--set", "renewal=2026-12-08", *answers)
    exitwise(*call, "--save", file, "--as-of", "2026-12-05").expects(
        out=("Recommendation: Leave", "Cancel before 8 December 2026"), err=("The answers are saved",)
    )
    saved = json.loads(Path(file).read_text("utf-8"))
    assert saved["schema"] == "exitwise.session/2"
    assert saved["answers"] == {
        "goals": ["erase", "money"],
        "price": 12.5,
        "paid": "2026-11-25",
        "renewal": "2026-12-08",
    }
    assert schemas.accepts("session", saved)
    assert '"price": 12.50' in Path(file).read_text("utf-8")
    later = ("advise", file, "--pack", pack, "--format", "json", "--as-of")
    told = {day: exitwise(*later, day).result().json() for day in ("2026-12-08", "2026-12-10")}
    assert [(each["recommendation"], len(each["steps"])) for each in told.values()] == [
        ("leave", 1),
        ("stay", 0),
    ]


def test_a_comparison_of_packs_writes_a_list_as_it_is_typed(tmp_path: Path) -> None:
    """The smallest profile whose advice changes: the one that paid a cent."""
    old = toy.write(tmp_path / "old", **every_kind.FILES)
    rules = every_kind.FILES["recommendations"].replace("[erase, money]", "money")
    new = toy.write(tmp_path / "new", **{**every_kind.FILES, "recommendations": rules})

    exitwise("audit", "diff", old, new).expects(
        1, out=("{has: money}", "for instance: goals=erase, price=12.50, paid=0\n")
    )


def test_random_profiles_have_every_kind() -> None:
    """Lists, exact numbers and days, all of them valid; a fault of every kind that applies is rejected."""
    sample = Sample(BASE.compiled, weighted=False)
    lines = b"".join(sample.records(200, 1))
    assert len(batching.run_batch(BASE, lines, today=TODAY).advice) == 200

    injector = sample.fault_injector(1)
    kinds = {kind.id for kind in injector.kinds}
    assert {"repeated-value", "unknown-in-list", "digit-too-many", "day-to-come", "no-such-day"} <= kinds
    record = {**CASE, "id": 1, "price": Decimal("12.50")}
    for kind in EVERY_FAULT:
        if kind.id in kinds and not kind.is_large and not kind.breaks_constraint:
            done = batching.run_batch(BASE, injector.make(kind, record), today=TODAY)
            assert (kind.id, len(done.advice)) == (kind.id, 0)


def test_values_are_read_as_they_are_written() -> None:
    """Of every class of every fact."""
    for axis in BASE.compiled.space.axes.values():
        for code in range(len(axis.classes)):
            written = plain_values(BASE.knowledge.fact, {axis.fact.id: axis.value(code)}, TODAY)
            required = {"goals": [], "price": 1} | written
            assert BASE.advise(required, as_of=TODAY).recommendation in {"stay", "leave"}

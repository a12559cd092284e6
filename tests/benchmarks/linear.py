"""What one more profile costs the batch: as profiles become more, and as rules become more.

Run it from a checkout: python tests/benchmarks/linear.py FOLDER [--profiles N ...] [--rules N ...]
[--synthetic N] [--form FORM] [--runs N]; by default 10,000, 100,000 and 1,000,000 profiles of the shipped
pack, 100,000 of synthetic packs of 50, 200, 500, 1,000 and 2,000 rules, parquet, and 3 runs. Ten million
profiles are measured if they are named.
Profiles are sampled. The cost is CPU time, user and system, the median of runs that take turns. The marginal
cost is the difference to the number of profiles before, at first to ten, for each profile more; a synthetic
pack is compared with ten profiles of it. A cost of a few milliseconds is hidden by what a start varies. The
tables are printed, and written to FOLDER as linear.md, with the plots profiles.svg and rules.svg.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from itertools import pairwise
from math import floor, log10
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / folder) for folder in ("engine", "tests")]

from benchmarks import synthetic  # noqa: E402 (the folders above)
from benchmarks.costs import FEW, WRITERS, batch, costs, sampled  # noqa: E402
from support.packs import written  # noqa: E402

PROFILES = (10_000, 100_000, 1_000_000)
RULES = (50, 200, 500, 1_000, 2_000)
SYNTHETIC, RUNS = 100_000, 3
WIDTH, HEIGHT, MARGIN = 640, 400, 64

Point = tuple[float, float]
Row = tuple[int, float, float, float]
"""Profiles or rules, seconds of CPU, marginal seconds for a profile, and peak memory in MiB."""


def main() -> int:
    """Measure, and write the tables and the plots."""
    call = arguments()
    call.folder.mkdir(parents=True, exist_ok=True)
    more_profiles, more_rules = by_profiles(call), by_rules(call)
    text = (
        f"{table('profiles', more_profiles)}\n"
        f"{call.synthetic:,} profiles of synthetic packs:\n\n{table('rules', more_rules)}"
    )
    sys.stdout.write(text)
    (call.folder / "linear.md").write_text(text, "utf-8")
    whole = plot("Seconds of CPU, by profiles", [(row[0], row[1]) for row in more_profiles])
    marginal = plot(
        "Microseconds of CPU for one more profile, by rules", [(row[0], row[2] * 1e6) for row in more_rules]
    )
    (call.folder / "profiles.svg").write_text(whole, "utf-8")
    (call.folder / "rules.svg").write_text(marginal, "utf-8")
    return 0


def arguments() -> Namespace:
    """Read the call."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--profiles", nargs="+", type=int, default=list(PROFILES))
    parser.add_argument("--rules", nargs="+", type=int, default=list(RULES))
    parser.add_argument("--synthetic", type=int, default=SYNTHETIC)
    parser.add_argument("--form", choices=WRITERS, default="parquet")
    parser.add_argument("--runs", type=int, default=RUNS)
    return parser.parse_args()


# Measuring


def by_profiles(call: Namespace) -> list[Row]:
    """Measure the shipped pack on more and more profiles."""
    numbers = sorted({FEW, *call.profiles})
    with TemporaryDirectory() as name:
        calls = {str(number): batch(sampled(Path(name), number, call.form)) for number in numbers}
        found = costs(calls, call.runs)
    return [
        (
            more,
            found[str(more)].cpu,
            marginal(found[str(less)].cpu, found[str(more)].cpu, more - less),
            found[str(more)].memory,
        )
        for less, more in pairwise(numbers)
    ]


def by_rules(call: Namespace) -> list[Row]:
    """Measure synthetic packs of more and more rules."""
    rows: list[Row] = []
    for rules in sorted(call.rules):
        with TemporaryDirectory() as name:
            folder = Path(name)
            pack = written.write(synthetic.pack(rules), folder / "pack")
            calls = {
                str(number): batch(sampled(folder, number, call.form, pack), pack)
                for number in (FEW, call.synthetic)
            }
            start, whole = costs(calls, call.runs).values()
        each = marginal(start.cpu, whole.cpu, call.synthetic - FEW)
        rows.append((rules, whole.cpu, each, whole.memory))
    return rows


def marginal(less: float, more: float, profiles: int) -> float:
    """Return the cost of one more profile; few profiles may seem to cost nothing."""
    return max(more - less, 0) / profiles


def table(name: str, rows: Sequence[Row]) -> str:
    """Return rows as a table of Markdown; the ratio is that of the marginal cost to the last row's."""
    last = rows[-1][2]
    lines = [f"| {name:>10} | CPU s | us, one more profile | to the last |   MiB |", "|" + "---:|" * 5]
    for count, cpu, each, memory in rows:
        ratio = f"{each / last:.2f}" if last else "-"
        lines.append(f"| {count:>10,} | {cpu:>5.2f} | {each * 1e6:>20.2f} | {ratio:>11} | {memory:>5,.0f} |")
    return "\n".join(lines) + "\n"


# Plots


def plot(title: str, points: Sequence[Point]) -> str:
    """Draw points on two logarithmic axes, with a line of slope one through the last."""
    points = [(x, y) for x, y in points if y > 0] or [(1, 1)]
    (left, right), (low, high) = bounds([x for x, _ in points]), bounds([y for _, y in points])

    def place(point: Point) -> str:
        across = (log10(point[0]) - left) / (right - left) * (WIDTH - 2 * MARGIN)
        up = (log10(point[1]) - low) / (high - low) * (HEIGHT - 2 * MARGIN)
        return f"{MARGIN + across:.1f},{HEIGHT - MARGIN - up:.1f}"

    last = points[-1]
    shift = min(log10(last[0]) - left, log10(last[1]) - low)
    slope = f"{place((last[0] / 10**shift, last[1] / 10**shift))} {place(last)}"
    shapes = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<text x="{WIDTH / 2}" y="{MARGIN / 2}" text-anchor="middle">{title}</text>',
        *(grid(place((10**x, 10**low)), place((10**x, 10**high)), label(x)) for x in range(left, right + 1)),
        *(grid(place((10**left, 10**y)), place((10**right, 10**y)), label(y)) for y in range(low, high + 1)),
        f'<polyline points="{slope}" stroke="gray" stroke-dasharray="6 4" fill="none"/>',
        f'<polyline points="{" ".join(map(place, points))}" stroke="black" stroke-width="2" fill="none"/>',
        *(dot(place(point), f"{point[1]:.3g}") for point in points),
    ]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif"'
    return "\n".join([f'{head} font-size="12">', *shapes, "</svg>"]) + "\n"


def bounds(values: Sequence[float]) -> tuple[int, int]:
    """Return the powers of ten around some values."""
    return floor(log10(min(values))), floor(log10(max(values))) + 1


def label(power: int) -> str:
    """Return a power of ten as text."""
    return f"{10**power:,}" if power >= 0 else f"{10.0**power:.{-power}f}"


def grid(start: str, end: str, name: str) -> str:
    """Draw a line of the grid, with its name before its start."""
    (x, y), (right, top) = start.split(","), end.split(",")
    is_upright = x == right
    across, down, anchor = (0, 18, "middle") if is_upright else (-6, 4, "end")
    return (
        f'<line x1="{x}" y1="{y}" x2="{right}" y2="{top}" stroke="lightgray"/>'
        f'<text x="{float(x) + across}" y="{float(y) + down}" text-anchor="{anchor}">{name}</text>'
    )


def dot(place: str, name: str) -> str:
    """Draw a measured point, with its value above it."""
    x, y = place.split(",")
    text = f'<text x="{x}" y="{float(y) - 8:.1f}" text-anchor="middle">{name}</text>'
    return f'<circle cx="{x}" cy="{y}" r="3"/>{text}'


if __name__ == "__main__":
    sys.exit(main())

"""The reading grade of the texts of packs, by the formula of Flesch and Kincaid.

Run it from a checkout: python tests/benchmarks/reading.py [FOLDER...]
Texts of eight words and more count. The formula sees the length of words and sentences only, so that a low
grade is necessary for plain English and not sufficient.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import textstat

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / folder) for folder in ("engine", "tests")]

from exitwise.knowledge_base import KnowledgeBase  # noqa: E402 (the folders above)
from exitwise.model.translation import texts  # noqa: E402

WORDS = 8
MEDIAN, MOST = 5.5, 9.0
"""The grades that half of the texts, and 95 % of them, are to stay below."""
SHOWN = 5


def graded(folder: Path) -> Iterator[tuple[float, str]]:
    """Yield each longer text of a pack with its grade."""
    for text in texts(KnowledgeBase.of(folder).knowledge).values():
        if len(text.split()) >= WORDS:
            yield textstat.flesch_kincaid_grade(text), text


def main(folders: list[Path]) -> int:
    """Print the grades of packs and the hardest texts; return 1 if a pack is above a bound."""
    is_hard = False
    for folder in folders:
        found = sorted(graded(folder), reverse=True)
        grades = [grade for grade, _ in found]
        half, most = median(grades), quantiles(grades, n=20)[-1]
        is_hard |= half > MEDIAN or most > MOST
        sys.stdout.write(
            f"{folder.name}: {len(found)} texts, median {half:.1f} (at most {MEDIAN}), "
            f"95 % at most {most:.1f} ({MOST})\n"
        )
        sys.stdout.write("".join(f"  {grade:.1f}  {text}\n" for grade, text in found[:SHOWN]))
    return int(is_hard)


if __name__ == "__main__":
    given = [Path(name) for name in sys.argv[1:]]
    sys.exit(main(given or sorted(path.parent for path in (ROOT / "rules").glob("*/pack.yaml"))))

"""What travels in a wheel: the engine, all knowledge, and nothing else."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest

from exitwise import __version__

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The files of a wheel that was built from this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    # The build needs no network where the build backend is at hand.
    local = ["--no-build-isolation"] if find_spec("hatchling") else []
    call = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", *local, "--wheel-dir", folder, ROOT]
    built = subprocess.run(list(map(str, call)), capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob(f"exitwise-{__version__}-py3-none-any.whl")
    return frozenset(ZipFile(wheel).namelist())


def below(folder: Path) -> set[str]:
    """The files below a folder of the tree, without what Python leaves there."""
    paths = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix() for path in paths}


@pytest.mark.parametrize("folder", ["rules", "seeds"])
def test_all_knowledge_travels(members: frozenset[str], folder: str) -> None:
    """The wheel holds the knowledge that stands in the tree, file for file."""
    start = f"exitwise/{folder}/"

    assert (
        {name.removeprefix(start) for name in members if name.startswith(start)}
        == below(ROOT / folder)
        != set()
    )


def test_the_engine_travels(members: frozenset[str]) -> None:
    """The wheel holds every file of the engine, its schemas and its mark of being typed among them."""
    engine = {name for name in below(ROOT / "engine") if name.startswith("exitwise/")}
    knowledge = ("exitwise/rules/", "exitwise/seeds/", f"exitwise-{__version__}.dist-info/")

    assert {name for name in members if not name.startswith(knowledge)} == engine
    assert {"exitwise/py.typed", "exitwise/loader/schemas/advice.schema.json"} <= engine


def test_the_licence_and_the_program_travel(members: frozenset[str]) -> None:
    """Whoever gets the wheel gets the licence, and the name under which the program is called."""
    about = f"exitwise-{__version__}.dist-info"

    assert {f"{about}/licenses/LICENSE", f"{about}/entry_points.txt"} <= members

"""The laws of the house: what may stand where, how long it may get, and who may import what."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from exitwise.cli import program
from support.packs import toy
from support.running.program import environment

ROOT = Path(__file__).parents[1]
ENGINE = ROOT / "engine"
PACKAGE = ENGINE / "exitwise"
TESTS = ROOT / "tests"


def files(folder: Path, pattern: str = "*") -> list[Path]:
    """The files below a folder that people write."""
    found = (path for path in folder.rglob(pattern) if path.is_file())
    return sorted(path for path in found if "__pycache__" not in path.parts)


def named(path: Path) -> str:
    """A file's path as the tests show it."""
    return path.relative_to(ROOT).as_posix()


PYTHON = [*files(ENGINE, "*.py"), *files(TESTS, "*.py")]
DOMAIN = re.compile(r"certificate|subscription|coursera|refund|enrol|\bcourses?\b", re.IGNORECASE)


@pytest.mark.parametrize("path", files(ENGINE), ids=named)
def test_no_word_of_the_domain_stands_in_the_engine(path: Path) -> None:
    """What a pack is about is said in the pack alone."""
    assert DOMAIN.findall(path.read_text("utf-8")) == []


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function of a file, with its lines from the first decorator to the last statement."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            yield node.name, (node.end_lineno or first) - first + 1


@pytest.mark.parametrize("path", PYTHON, ids=named)
def test_nothing_is_long(path: Path) -> None:
    """No function has more than 50 lines, and no file more than 400."""
    long = [name for name, lines in functions(path) if lines > 50]

    assert long == []
    assert len(path.read_text("utf-8").splitlines()) <= 400


OWNERS = {"experta": "forward", "rich": "present", "yaml": "loader", "click": "cli", "oxidd": "diagram"}


def imported(path: Path) -> set[str]:
    """The packages that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize(("library", "stage"), OWNERS.items())
def test_every_library_has_one_owner(library: str, stage: str) -> None:
    """A library is imported by the stage that is there to hide it, and by no other."""
    importers = {
        path.relative_to(PACKAGE).parts[0] for path in files(PACKAGE, "*.py") if library in imported(path)
    }

    assert importers == {stage}


WITHOUT = {
    "import exitwise": ["experta", "oxidd", "frozendict", "yaml", "rich", "click", "json"],
    "import exitwise.cli": ["experta", "oxidd", "frozendict", "yaml", "rich"],
    f"import exitwise; exitwise.load({str(toy.BICYCLE)!r})": [
        "experta",
        "oxidd",
        "frozendict",
        "rich",
        "click",
    ],
}


@pytest.mark.parametrize(("statement", "libraries"), WITHOUT.items())
def test_libraries_are_loaded_when_they_are_needed(statement: str, libraries: list[str]) -> None:
    """Whoever does not need a library does not wait for it."""
    loaded = subprocess.run(
        [sys.executable, "-c", f"{statement}; import sys; print(*sys.modules)"],
        capture_output=True,
        check=True,
        text=True,
        env=environment(PYTHONPATH=str(ENGINE)),
    ).stdout.split()

    assert "exitwise" in loaded
    assert [library for library in libraries if library in loaded] == []


MIRRORS = [path for path in files(TESTS, "test_*.py") if path.parent != TESTS]


@pytest.mark.parametrize("path", MIRRORS, ids=named)
def test_tests_stand_where_their_module_stands(path: Path) -> None:
    """The tests of a stage are named for its modules, what tests one of several things in it for that too."""
    stage = path.relative_to(TESTS).parent
    words = path.stem.removeprefix("test_").split("_")
    names = ("_".join(words[:count]) for count in range(len(words), 0, -1))
    modules = (PACKAGE / stage / ("__init__" if name == "init" else name) for name in names)

    if not (PACKAGE / stage).is_dir():
        assert (ROOT / stage).is_dir()  # of the knowledge, not of the engine
    else:
        assert any(each.with_suffix(".py").is_file() or (each / "__init__.py").is_file() for each in modules)


AGREED = {"pyproject.toml", "rules", "engine", "tests", "seeds", "README.md", "LICENSE", "CHANGELOG.md"}


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="only a checkout knows which files are its own")
def test_the_top_level_holds_what_is_agreed() -> None:
    """A newcomer sees the knowledge, the engine, the tests and what every project has."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607 (found as any program)
        capture_output=True,
        check=True,
        text=True,
        cwd=ROOT,
    ).stdout.splitlines()
    top = {path.partition("/")[0] for path in listed}

    assert {name for name in top if not name.startswith(".")} == AGREED


COMMANDS = program.list_commands(import_module("click").Context(program))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_readme(command: str) -> None:
    """Whoever reads the README learns of every command."""
    assert f"exitwise {command}" in (ROOT / "README.md").read_text("utf-8")


def test_every_test_says_what_it_shows() -> None:
    """Each test has a docstring of one sentence that says what holds."""
    silent = [
        f"{named(path)}: {node.name}"
        for path in files(TESTS, "test_*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node)
    ]

    assert silent == []

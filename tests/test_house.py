"""House rules: the layout of the repository, the size of files and functions, and the import contracts."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
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
    """Return the source files below a folder."""
    paths = (path for path in folder.rglob(pattern) if path.is_file())
    return sorted(path for path in paths if "__pycache__" not in path.parts)


def relative(path: Path) -> str:
    """Return a file's path from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


PYTHON = [*files(ENGINE, "*.py"), *files(TESTS, "*.py")]
DOMAIN = re.compile(
    r"certificate|subscription|coursera|duolingo|streak|refund|enrol|\bcourses\b", re.IGNORECASE
)


def test_engine_contains_no_domain_word() -> None:
    """The engine does not mention the subject of the pack that it ships with."""
    words = {relative(path): DOMAIN.findall(path.read_text("utf-8", "replace")) for path in files(ENGINE)}

    assert {path: found for path, found in words.items() if found} == {}


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the functions of a file with their length in lines, decorators included."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            yield node.name, (node.end_lineno or first) - first + 1


def test_files_are_short() -> None:
    """A file has at most 400 lines."""
    lengths = {relative(path): len(path.read_text("utf-8").splitlines()) for path in PYTHON}

    assert {path: length for path, length in lengths.items() if length > 400} == {}


def test_functions_are_short() -> None:
    """A function has at most 50 lines."""
    long = [f"{relative(path)}: {name}" for path in PYTHON for name, lines in functions(path) if lines > 50]

    assert long == []


PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CONTRACTS = PROJECT["tool"]["importlinter"]["contracts"]
IMPORTED_AS = {"pyyaml": "yaml"}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the import contracts on the package in a folder."""
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache", "--no-logo", str(ROOT / "pyproject.toml")],
        capture_output=True,
        check=False,
        text=True,
        cwd=folder,
        env=environment(PYTHONPATH=str(folder), COLUMNS="200"),
    )


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package that a test may damage."""
    return shutil.copytree(PACKAGE, tmp_path / "exitwise", ignore=shutil.ignore_patterns("__pycache__"))


def test_import_contracts_hold(package: Path) -> None:
    """The package as it is breaks no import contract."""
    result = lint_imports(package.parent)

    assert result.returncode == 0, result.stdout
    assert "0 broken" in result.stdout


FORBIDDEN_IMPORTS = """
batch/columns/table.py       import experta                  only forward imports experta                experta
forward/compile.py     import experta                  only forward imports experta                experta
advise/compose.py      import oxidd.bdd                only diagram imports oxidd                  oxidd
batch/columns/table.py       import sqlglot                  only exchange.sql imports sqlglot          sqlglot
batch/columns/table.py       import duckdb                   nothing imports duckdb or pandas            duckdb
batch/columns/table.py       import pandas                   nothing imports duckdb or pandas            pandas
loader/pack.py         def parse(): import msgspec     only batch imports readers of records       msgspec
loader/pack.py         def read(): import openpyxl     only batch imports readers of records       openpyxl
exchange/sql/export.py  import pyspark                 only batch imports Spark                    pyspark
cli/commands/ask.py    import rich                     only present imports rich                   rich
present/page.py        import click                    only cli imports click                      click
session_file.py        import yaml                     only loader imports yaml                    yaml
ask/conversation.py    import numpy                    only planes and batch import numpy          numpy
loader/pack.py         import pyarrow                  only batch and sample import pyarrow        pyarrow
ask/conversation.py    import exitwise.batch.columns.table   ask and batch are independent      exitwise.batch.columns.table
batch/columns/table.py       import exitwise.ask.pages       ask and batch are independent      exitwise.ask.pages
forward/compile.py     import exitwise.diagram.space   the compiled forms are independent  exitwise.diagram.space
planes/rules.py        import exitwise.diagram.space   the compiled forms are independent  exitwise.diagram.space
audit/checks/gap.py    import exitwise.cli             a stage imports only the stages before it   exitwise.cli
audit/checks/gap.py    import exitwise.audit.checks.conflict  checks are independent  exitwise.audit.checks.conflict
novel/__init__.py      import experta                  only forward imports experta                experta
"""  # noqa: E501 (a table)
"""Lines of a module, a statement in it, the contract that this breaks, and the module that is imported."""


def forbidden_imports() -> Iterator[tuple[str, str, str, str]]:
    """Yield the parts of each line."""
    for line in FORBIDDEN_IMPORTS.strip().splitlines():
        module, statement, contract, imported = re.split(r"  +", line)
        yield module, statement, contract, imported


def append(path: Path, statement: str) -> None:
    """Add a statement to a module, which may be new."""
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as stream:
        stream.write(f"\n{statement}\n")


def test_forbidden_imports_break_their_contracts(package: Path) -> None:
    """Imports that cross a boundary are listed under its contract, and so are those of a new stage."""
    for module, statement, _, _ in forbidden_imports():
        append(package / module, statement)
    append(package / "model" / "fact.py", "from exitwise.model import rule")

    result = lint_imports(package.parent)

    assert result.returncode == 1, result.stdout + result.stderr
    sections = re.split(r"^(.+)\n-+\n", result.stdout, flags=re.MULTILINE)
    listed = dict(zip(sections[1::2], sections[2::2], strict=True))
    for module, _, contract, imported in forbidden_imports():
        importer = module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        assert f" exitwise.{importer} -> {imported} (" in listed[contract], listed[contract]
    assert "- .fact -> .rule (" in listed["no import cycles"]
    assert "- exitwise.novel\n" in listed["a stage imports only the stages before it"]
    broken = {contract for _, _, contract, _ in forbidden_imports()} | {"no import cycles"}
    assert {contract["name"] for contract in CONTRACTS} == broken


def test_every_dependency_is_protected() -> None:
    """Each library that the package depends on has an import contract that lists who may import it."""
    extras = PROJECT["project"]["optional-dependencies"]
    lines = (*PROJECT["project"]["dependencies"], *extras["batch"], *extras["spark"])
    names = {re.split(r"[<>=\[]", line)[0] for line in lines} - {"exitwise"}
    covered = {
        library
        for contract in CONTRACTS
        for library in (*contract.get("protected_modules", ()), *contract.get("forbidden_modules", ()))
    }

    assert {IMPORTED_AS.get(name, name) for name in names} <= covered


MODULES = 15
LARGE = {"audit/checks", "model"}
"""The packages that may have more modules: one for each check, and others that are still to be divided."""


def test_packages_are_small() -> None:
    """A package has at most 15 modules, with listed exceptions."""
    sizes = Counter(path.parent.relative_to(PACKAGE).as_posix() for path in files(PACKAGE, "*.py"))
    sizes -= Counter(path.parent.relative_to(PACKAGE).as_posix() for path in files(PACKAGE, "__init__.py"))

    assert {name for name, count in sizes.items() if count > MODULES} == LARGE


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
def test_libraries_are_imported_lazily(statement: str, libraries: list[str]) -> None:
    """A statement that does not need a library does not import it."""
    loaded = subprocess.run(
        [sys.executable, "-c", f"{statement}; import sys; print(*sys.modules)"],
        capture_output=True,
        check=True,
        text=True,
        env=environment(PYTHONPATH=str(ENGINE), COVERAGE_PROCESS_CONFIG=""),  # coverage imports json
    ).stdout.split()

    assert "exitwise" in loaded
    assert [library for library in libraries if library in loaded] == []


MIRRORS = [path for path in files(TESTS, "test_*.py") if path.parent != TESTS]


def mirrors_module(path: Path) -> bool:
    """Return whether a test file is named after a module of its stage, or belongs to a pack."""
    stage = path.relative_to(TESTS).parent
    words = path.stem.removeprefix("test_").split("_")
    names = ("_".join(words[:count]) for count in range(len(words), 0, -1))
    modules = (PACKAGE / stage / ("__init__" if name == "init" else name) for name in names)

    if not (PACKAGE / stage).is_dir():
        return (ROOT / stage).is_dir()  # tests of a pack
    return any(
        module.with_suffix(".py").is_file() or (module / "__init__.py").is_file() for module in modules
    )


def test_test_files_mirror_modules() -> None:
    """A test file of a stage is named after one of its modules, optionally followed by the aspect tested."""
    assert [relative(path) for path in MIRRORS if not mirrors_module(path)] == []


def needs_test_file(module: Path) -> bool:
    """Return whether a module must have a test file: all but entry points, and checks, which have packs."""
    return module.stem not in {"__init__", "__main__"} and module.parent != PACKAGE / "audit" / "checks"


def test_every_module_has_a_test_file() -> None:
    """The tests of a module are in the file of its name, in the folder of its stage."""
    modules = [path.relative_to(PACKAGE) for path in files(PACKAGE, "*.py") if needs_test_file(path)]
    untested = [path for path in modules if not (TESTS / path.parent / f"test_{path.name}").is_file()]

    assert untested == []


FOLDERS = {"rules", "engine", "tests", "seeds", "findings"}
TOP_LEVEL = FOLDERS | {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"}


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="needs a Git checkout to list the tracked files")
def test_top_level_is_as_agreed() -> None:
    """The repository root has the agreed entries and no others, hidden ones apart."""
    paths = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607 (looked up on PATH)
        capture_output=True,
        check=True,
        text=True,
        cwd=ROOT,
    ).stdout.splitlines()
    top = {path.partition("/")[0] for path in paths}

    assert {name for name in top if not name.startswith(".")} == TOP_LEVEL


COMMANDS = program.list_commands(import_module("click").Context(program))


@pytest.mark.parametrize("command", COMMANDS)
def test_readme_mentions_every_command(command: str) -> None:
    """The README mentions each command of the program."""
    assert f"exitwise {command}" in (ROOT / "README.md").read_text("utf-8")


def test_every_test_has_a_docstring() -> None:
    """Each test states in its docstring what holds."""
    undocumented = [
        f"{relative(path)}: {node.name}"
        for path in files(TESTS, "test_*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node)
    ]

    assert undocumented == []

"""A session of Spark, and the files that it can reach."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from exitwise.errors import FileError
from exitwise.sql.spark import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCAL: Final = "local[*]"
SUBMITTED: Final = "PYSPARK_GATEWAY_PORT"
"""What spark-submit tells the program that it runs."""
QUIET: Final = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
RUN: Final = {
    **SETTINGS,
    "spark.sql.caseSensitive": "true",  # facts may differ by case alone
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
}


class Found(NamedTuple):
    """A file: where it is, its size, and when it was last changed, in milliseconds."""

    path: str
    size: int
    changed: int


@contextmanager
def session(master: str | None) -> Iterator[Any]:
    """Yield a session: of the Spark that runs already, or of one that is started and ended here.

    Raises:
        FileError: there is no Spark, or no Java for it.
    """
    _check()
    from pyspark.errors import PySparkException  # noqa: PLC0415 (heavy, and only this backend needs it)
    from pyspark.sql import SparkSession  # noqa: PLC0415

    running = SparkSession.getActiveSession()
    try:
        own = running or _started(SparkSession.builder.appName("exitwise"), master)
    except (PySparkException, OSError) as error:
        raise FileError(f"Spark cannot be started: {first_line(error)}") from error
    used = own.newSession()  # the settings of whoever runs it stay as they are
    for name, value in RUN.items():
        used.conf.set(name, value)
    try:
        yield used
    finally:
        if running is None:
            own.stop()


def _check() -> None:
    for library in ("pyspark", "pandas", "pyarrow"):
        if find_spec(library) is None:
            raise FileError(
                f"Spark cannot be started: {library} is not installed\n  help: pip install 'exitwise[spark]'"
            )
    home = os.environ.get("JAVA_HOME")
    java = which("java") if home is None else which("java", path=str(Path(home) / "bin"))
    if java is None and SUBMITTED not in os.environ:
        raise FileError(
            "Spark cannot be started: there is no Java\n  help: install Java 17, or set JAVA_HOME"
        )


def _started(builder: Any, master: str | None) -> Any:
    if SUBMITTED in os.environ:
        return builder.getOrCreate()
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # the workers need what is installed here
    for name, value in QUIET.items():
        builder = builder.config(name, value)
    found = builder.master(master or LOCAL).getOrCreate()
    found.sparkContext.setLogLevel("OFF")  # what fails is said once, by us
    return found


def first_line(error: BaseException) -> str:
    """Return what an error says, without the trace of Java that follows it."""
    java = getattr(error, "java_exception", None)
    while java is not None and java.getCause() is not None:
        java = java.getCause()
    text = str(error if java is None else java.toString()).strip()
    return text.splitlines()[0] if text else type(error).__name__


class Files:
    """The files of whatever Hadoop can reach; a name without a scheme is of its default."""

    def __init__(self, session: Any) -> None:
        self._jvm = session._jvm  # noqa: SLF001 (PySpark has no other way to files)
        self._conf = session._jsc.hadoopConfiguration()  # noqa: SLF001

    def _at(self, name: str) -> tuple[Any, Any]:
        path = self._jvm.org.apache.hadoop.fs.Path(name)
        return path.getFileSystem(self._conf), path

    def found(self, name: str) -> list[Found]:
        """Return the files of a folder, pattern or file, in the order of their names.

        Raises:
            FileError: there are none.
        """
        system, path = self._at(name)
        todo = list(system.globStatus(path) or ())
        files = []
        while todo:
            each = todo.pop()
            if each.isDirectory():
                todo += [
                    one for one in system.listStatus(each.getPath()) if one.getPath().getName()[0] not in "._"
                ]
            else:
                files.append(Found(each.getPath().toString(), each.getLen(), each.getModificationTime()))
        if not files:
            raise FileError(f"{name} cannot be read: there is no such file")
        return sorted(files)

    def exists(self, name: str) -> bool:
        """Whether there is something of that name."""
        system, path = self._at(name)
        return bool(system.exists(path))

    def beside(self, name: str, suffix: str) -> str:
        """Return a name that no reader takes for a result, in the same folder."""
        path = self._at(name)[1]
        place = path.getParent()
        hidden = f".{path.getName()}.{suffix}.part"
        return hidden if place is None else str(self._jvm.org.apache.hadoop.fs.Path(place, hidden).toString())

    def rename(self, name: str, to: str) -> None:
        """Give a finished folder its name.

        Raises:
            FileError: it cannot be had.
        """
        system, path = self._at(name)
        if self.exists(to) or not system.rename(path, self._at(to)[1]):
            raise FileError(f"{to} cannot be written: the finished folder cannot be renamed to it")

    def remove(self, name: str) -> None:
        """Remove a folder, if it is there."""
        system, path = self._at(name)
        system.delete(path, True)  # noqa: FBT003 (Java knows no names: all that is in it)

    def write(self, name: str, content: bytes) -> None:
        """Write a small file."""
        system, path = self._at(name)
        stream = system.create(path)
        stream.write(bytearray(content))
        stream.close()

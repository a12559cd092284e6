"""A session of Spark, and the files that it can reach."""

from __future__ import annotations

import logging
import os
import signal
import sys
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from subprocess import Popen
from tempfile import TemporaryFile
from threading import current_thread, main_thread
from time import sleep
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from exitwise.errors import FileError
from exitwise.sql.spark import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCAL: Final = "local[*]"
SUBMITTED: Final = "PYSPARK_GATEWAY_PORT"
"""What spark-submit tells the program that it runs."""
OWN: Final = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
"""The settings of a Spark that is started here."""
RUN: Final = {
    **SETTINGS,
    "spark.sql.caseSensitive": "true",  # facts may differ by case alone
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    # A file of few megabytes has many profiles: enough pieces for all cores, and some to level them out.
    "spark.sql.files.openCostInBytes": "262144",
}
ATTEMPTS: Final = 4
PAUSE: Final = 0.1
"""Seconds until it is looked again whether a folder is gone."""
PIECES: Final = 4
"""Pieces of the input a core, where it is small."""


CHATTER: Final = "SQLQueryContextLogger"
"""Where PySpark tells a failure once more, on standard error; what fails is said once, by us."""


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

    logging.getLogger(CHATTER).disabled = True
    with _unsaid():
        running = SparkSession.getActiveSession()
        try:
            own = running or _started(master)
        except (PySparkException, OSError) as error:
            raise FileError(f"Spark cannot be started: {first_line(error)}") from error
        yield from _used(running, own)


def _used(running: Any, own: Any) -> Iterator[Any]:
    used = own.newSession()  # the settings of whoever runs it stay as they are
    cores = used.sparkContext.defaultParallelism
    for name, value in {**RUN, "spark.sql.files.minPartitionNum": str(PIECES * cores)}.items():
        used.conf.set(name, value)
    try:
        yield used
    except KeyboardInterrupt:  # whoever interrupts does not wait: Spark ends when this process does
        raise
    except BaseException:
        _end(running, own)
        raise
    else:
        _end(running, own)


@contextmanager
def _unsaid() -> Iterator[None]:
    """Keep back what Py4J tells of a command that was interrupted, by its own loggers and by that of all."""
    root, own = logging.getLogger(), logging.getLogger("py4j")
    told, own.propagate = own.propagate, False
    root.addFilter(_is_not_of_py4j)
    try:
        yield
    finally:
        root.removeFilter(_is_not_of_py4j)
        own.propagate = told


def _is_not_of_py4j(record: logging.LogRecord) -> bool:
    return Path(record.pathname).parent.name != "py4j"


def _end(running: Any, own: Any) -> None:
    if running is None:
        own.stop()


def _check() -> None:
    for library in ("pyspark", "pandas", "pyarrow"):
        if find_spec(library) is None:
            raise FileError(
                f"Spark cannot be started: {library} is not installed", help="pip install 'exitwise[spark]'"
            )
    home = os.environ.get("JAVA_HOME")
    java = which("java") if home is None else which("java", path=str(Path(home) / "bin"))
    if java is None and SUBMITTED not in os.environ:
        raise FileError("Spark cannot be started: there is no Java", help="install Java 17, or set JAVA_HOME")


def _started(master: str | None) -> Any:
    from py4j.protocol import Py4JError  # noqa: PLC0415 (comes with Spark)
    from pyspark import SparkConf, SparkContext  # noqa: PLC0415
    from pyspark.sql import SparkSession  # noqa: PLC0415

    if SUBMITTED in os.environ:
        return SparkSession.builder.appName("exitwise").getOrCreate()
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # the workers need what is installed here
    conf = SparkConf().setAppName("exitwise").setMaster(master or LOCAL).setAll(list(OWN.items()))
    _launch(SparkContext, conf)
    handler = signal.getsignal(signal.SIGINT)
    try:
        context = SparkContext(conf=conf)
    except Py4JError as error:
        raise FileError(f"Spark cannot be started: {first_line(error)}") from error
    if current_thread() is main_thread():  # PySpark's own asks Java in the middle of a question to it
        signal.signal(signal.SIGINT, handler)
    context.setLogLevel("OFF")  # what fails is said once, by us
    return SparkSession(context)


def _launch(context: Any, conf: Any) -> None:
    """Start Java with its chatter kept; of what it says, the last line may be why it ended."""
    from pyspark.errors import PySparkException  # noqa: PLC0415
    from pyspark.java_gateway import launch_gateway  # noqa: PLC0415

    if context._gateway is not None:  # noqa: SLF001 (there is one Java for all that is started here)
        return
    with TemporaryFile() as said, _ended_if_interrupted():
        try:
            gateway = launch_gateway(conf, {"stdout": said, "stderr": said})  # type: ignore[no-untyped-call]
        except PySparkException as error:
            said.seek(0)
            lines = said.read().decode("utf-8", "replace").strip().splitlines()
            raise FileError(f"Spark cannot be started: {_cause(lines) or first_line(error)}") from error
    context._ensure_initialized(gateway=gateway)  # noqa: SLF001


@contextmanager
def _ended_if_interrupted() -> Iterator[None]:
    """End a Java that is not yet listening: it would wait for its beginning to be noticed, and never end."""
    from pyspark import java_gateway  # noqa: PLC0415

    begun: list[Popen[bytes]] = []

    def popen(*call: Any, **options: Any) -> Popen[bytes]:
        begun.append(Popen(*call, **options))  # noqa: S603 (PySpark's own call)
        return begun[-1]

    java_gateway.__dict__["Popen"] = popen  # it keeps what it starts to itself
    try:
        yield
    except KeyboardInterrupt:
        for each in begun:
            each.kill()
        raise
    finally:
        java_gateway.__dict__["Popen"] = Popen


def _cause(lines: list[str]) -> str | None:
    """Return the line of Java's that says what is wrong: the first of an error, or else the last."""
    errors = [line for line in lines if "Error" in line or "Exception" in line]
    return next(iter([*errors, *lines[-1:]]), None)


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
            raise FileError(f"{name} cannot be read: the file does not exist")
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
        """Remove a folder, if it is there; a task that is being ended may make it once more."""
        system, path = self._at(name)
        for _ in range(ATTEMPTS):
            if not system.exists(path):
                return
            system.delete(path, True)  # noqa: FBT003 (Java knows no names: all that is in it)
            sleep(PAUSE)

    def write(self, name: str, content: bytes) -> None:
        """Write a small file."""
        system, path = self._at(name)
        stream = system.create(path)
        stream.write(bytearray(content))
        stream.close()

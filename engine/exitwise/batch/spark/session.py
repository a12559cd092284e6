"""The Spark that runs the tasks: the one that is active, or one that is started and stopped here."""

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
from typing import TYPE_CHECKING, Any, Final

from exitwise.batch.read.storage import is_address
from exitwise.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCAL: Final = "local[*]"
SUBMITTED: Final = "PYSPARK_GATEWAY_PORT"
"""A variable that spark-submit sets for the program that it runs."""
LIBRARIES: Final = ("pyspark", "pandas", "msgspec", "numpy", "openpyxl", "pyarrow", "zstandard")
"""The libraries of the extra `spark`, by the names that are imported."""
OWN: Final = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
"""The settings of a Spark that is started here."""


@contextmanager
def context(master: str | None) -> Iterator[Any]:
    """Yield a Spark context; one that is started here is stopped at the end.

    Raises:
        FileError: Spark or Java is missing, or does not start.
    """
    check_spark()
    from pyspark import SparkContext  # noqa: PLC0415 (heavy, and only this backend needs it)
    from pyspark.errors import PySparkException  # noqa: PLC0415

    with _silenced():
        active = SparkContext._active_spark_context  # noqa: SLF001 (there is no public way to ask)
        try:
            used = active or _started(master)
        except (PySparkException, OSError) as error:
            raise FileError(f"Spark cannot be started: {first_line(error)}") from error
        try:
            yield used
        except KeyboardInterrupt:  # its user does not wait: Spark ends when this process does
            raise
        except BaseException:
            _stop(used, active)
            raise
        _stop(used, active)


def _stop(used: Any, active: Any) -> None:
    if active is None:
        used.stop()


def qualified(name: str) -> str:
    """Return the address of a name without one, if spark-submit started this program; local names stay.

    The file system of such names is that of Hadoop's configuration.
    """
    if SUBMITTED not in os.environ or is_address(name):
        return name
    from pyspark import SparkContext  # noqa: PLC0415 (heavy, and only this backend needs it)

    spark: Any = SparkContext.getOrCreate()
    path = spark._jvm.org.apache.hadoop.fs.Path(name)  # noqa: SLF001 (PySpark has no other way to files)
    system = path.getFileSystem(spark._jsc.hadoopConfiguration())  # noqa: SLF001
    address = str(system.makeQualified(path).toString())
    return name if address.startswith("file:") else address


@contextmanager
def _silenced() -> Iterator[None]:
    """Drop the log of Py4J about an interrupted call, which it writes to its own logger and to the root."""
    root, own = logging.getLogger(), logging.getLogger("py4j")
    propagate, own.propagate = own.propagate, False
    root.addFilter(_is_not_of_py4j)
    try:
        yield
    finally:
        root.removeFilter(_is_not_of_py4j)
        own.propagate = propagate


def _is_not_of_py4j(record: logging.LogRecord) -> bool:
    return Path(record.pathname).parent.name != "py4j"


def check_spark() -> None:
    """Check that Spark and Java are installed.

    Raises:
        FileError: one is missing.
    """
    for library in LIBRARIES:
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

    if SUBMITTED in os.environ:
        return SparkContext.getOrCreate(SparkConf().setAppName("exitwise"))
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # workers need the libraries of this Python
    conf = SparkConf().setAppName("exitwise").setMaster(master or LOCAL).setAll(list(OWN.items()))
    _launch(SparkContext, conf)
    handler = signal.getsignal(signal.SIGINT)
    try:
        context = SparkContext(conf=conf)
    except Py4JError as error:
        raise FileError(f"Spark cannot be started: {first_line(error)}") from error
    if current_thread() is main_thread():  # that of PySpark calls Java while another call is under way
        signal.signal(signal.SIGINT, handler)
    context.setLogLevel("OFF")  # a failure is reported once, by exitwise
    return context


def _launch(context: Any, conf: Any) -> None:
    """Start Java and keep its output, which says why it ended if it did."""
    from pyspark.errors import PySparkException  # noqa: PLC0415
    from pyspark.java_gateway import launch_gateway  # noqa: PLC0415

    if context._gateway is not None:  # noqa: SLF001 (Java is started once)
        return
    with TemporaryFile() as output, _ended_if_interrupted():
        try:
            gateway = launch_gateway(conf, {"stdout": output, "stderr": output})  # type: ignore[no-untyped-call,unused-ignore]
        except PySparkException as error:
            output.seek(0)
            lines = output.read().decode("utf-8", "replace").strip().splitlines()
            raise FileError(f"Spark cannot be started: {_cause(lines) or first_line(error)}") from error
    context._ensure_initialized(gateway=gateway)  # noqa: SLF001


@contextmanager
def _ended_if_interrupted() -> Iterator[None]:
    """End Java on an interrupt while it starts: it would wait for its caller forever."""
    from pyspark import java_gateway  # noqa: PLC0415

    started: list[Popen[bytes]] = []

    def popen(*call: Any, **options: Any) -> Popen[bytes]:
        started.append(Popen(*call, **options))  # noqa: S603 (the call of PySpark)
        return started[-1]

    java_gateway.__dict__["Popen"] = popen  # PySpark does not return the process
    try:
        yield
    except KeyboardInterrupt:
        for each in started:
            each.kill()
        raise
    finally:
        java_gateway.__dict__["Popen"] = Popen


def _cause(lines: list[str]) -> str | None:
    """Return the first line of Java's output that names an error, or else the last line."""
    errors = [line for line in lines if "Error" in line or "Exception" in line]
    return next(iter([*errors, *lines[-1:]]), None)


def first_line(error: BaseException) -> str:
    """Return the message of an error without the trace of Java that follows it."""
    java = getattr(error, "java_exception", None)
    while java is not None and java.getCause() is not None:
        java = java.getCause()
    text = str(error if java is None else java.toString()).strip()
    return text.splitlines()[0] if text else type(error).__name__

"""The Spark session, without Spark: its requirements, messages of its failures, and logging."""

import logging
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from exitwise.batch.spark import session
from exitwise.batch.spark.session import LIBRARIES, SUBMITTED, check_spark, context, first_line, qualified
from exitwise.errors import FileError


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Let all libraries be installed, and return the folder of a Java, outside of spark-submit."""
    java = tmp_path / "java" / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.touch(mode=0o755)
    monkeypatch.setattr(session, "find_spec", str)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "java"))
    monkeypatch.delenv(SUBMITTED, raising=False)
    return java.parent


# Libraries and Java


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("missing", LIBRARIES)
def test_missing_library_is_named(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The help has the command that installs all libraries."""
    monkeypatch.setattr(session, "find_spec", lambda name: None if name == missing else name)

    with pytest.raises(FileError) as raised:
        check_spark()

    assert raised.value.message == f"Spark cannot be started: {missing} is not installed"
    assert raised.value.help == "pip install 'exitwise[spark]'"


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("name", ["JAVA_HOME", "PATH"])
def test_missing_java_is_reported(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """JAVA_HOME has priority over the search path."""
    if name == "PATH":
        monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv(name, str(tmp_path))

    with pytest.raises(FileError) as raised:
        check_spark()

    assert raised.value.message == "Spark cannot be started: there is no Java"
    assert raised.value.help == "install Java 17, or set JAVA_HOME"


def test_java_is_that_of_its_variable_or_of_the_search_path(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Spark looks for it in the same way."""
    check_spark()
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", str(installed))
    check_spark()


@pytest.mark.usefixtures("installed")
def test_spark_submit_needs_no_check_for_java(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Spark-submit itself runs on Java."""
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setenv(SUBMITTED, "4711")

    check_spark()


# Names and messages


@pytest.mark.parametrize("name", ["in.jsonl", "/a/*.csv", "s3://bucket/a", "hdfs://host/a"])
def test_names_are_unchanged_outside_spark_submit(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name without a scheme is a local path there."""
    monkeypatch.delenv(SUBMITTED, raising=False)

    assert qualified(name) == name


def test_addresses_are_unchanged_in_spark_submit(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are not looked up in Hadoop."""
    monkeypatch.setenv(SUBMITTED, "4711")
    monkeypatch.setitem(sys.modules, "pyspark", None)  # to import it fails

    assert qualified("s3://bucket/a") == "s3://bucket/a"


class JavaPath:
    """A path of Hadoop."""

    def __init__(self, text: str) -> None:
        self._text = text

    def toString(self) -> str:  # noqa: N802 (the name in Java)
        """Return the address."""
        return self._text


@pytest.mark.parametrize(
    ("system", "expected"), [("hdfs://host:9000/user/me", "hdfs://host:9000/user/me/in"), ("file:/tmp", "in")]
)
def test_name_in_spark_submit_is_in_the_file_system_of_hadoop(
    system: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It becomes an address there, unless that file system is local."""
    configuration = object()

    def file_system(asked: object) -> SimpleNamespace:
        assert asked is configuration
        return SimpleNamespace(makeQualified=lambda path: JavaPath(f"{system}/{path.name}"))

    hadoop = SimpleNamespace(Path=lambda name: SimpleNamespace(name=name, getFileSystem=file_system))
    java = SimpleNamespace(org=SimpleNamespace(apache=SimpleNamespace(hadoop=SimpleNamespace(fs=hadoop))))
    spark = SimpleNamespace(_jvm=java, _jsc=SimpleNamespace(hadoopConfiguration=lambda: configuration))
    library: Any = ModuleType("pyspark")
    library.SparkContext = SimpleNamespace(getOrCreate=lambda: spark)
    monkeypatch.setitem(sys.modules, "pyspark", library)
    monkeypatch.setenv(SUBMITTED, "4711")

    assert qualified("in") == expected


class Throwable:
    """An exception of Java, which may have a cause."""

    def __init__(self, text: str, cause: "Throwable | None" = None) -> None:
        self._text, self._cause = text, cause

    def getCause(self) -> "Throwable | None":  # noqa: N802 (the name in Java)
        """Return the cause."""
        return self._cause

    def toString(self) -> str:  # noqa: N802 (the name in Java)
        """Return the class and the message."""
        return self._text


def java_error(thrown: Throwable | None) -> Exception:
    """Return an error of Py4J."""
    error = Exception("An error occurred while calling o1.collect")
    error.java_exception = thrown  # type: ignore[attr-defined]
    return error


LINES = {
    "a message": (ValueError("one"), "one"),
    "a trace": (ValueError("\n  one\n\tat org.apache.spark\n\tat java.base"), "one"),
    "no message": (ConnectionResetError(), "ConnectionResetError"),
    "blanks": (ValueError(" \n "), "ValueError"),
    "Java": (java_error(Throwable("java.io.IOException: disk\n\tat x")), "java.io.IOException: disk"),
    "causes of Java": (java_error(Throwable("A: a", Throwable("B: b", Throwable("C: c")))), "C: c"),
    "no Java": (java_error(None), "An error occurred while calling o1.collect"),
}


@pytest.mark.parametrize(("error", "expected"), LINES.values(), ids=LINES)
def test_message_is_the_first_line(error: Exception, expected: str) -> None:
    """The trace is omitted, and an exception of Java has the message of its last cause."""
    assert first_line(error) == expected


# A Spark that is active


class Active:
    """A context of Spark that counts how often it is stopped."""

    stopped = 0

    def stop(self) -> None:
        """Count the call."""
        self.stopped += 1


@pytest.fixture
def active(installed: Path, monkeypatch: pytest.MonkeyPatch) -> Active:
    """Return the active context of a library that replaces PySpark."""
    assert installed.is_dir()
    context = Active()
    library: Any = ModuleType("pyspark")
    library.SparkContext = type("SparkContext", (), {"_active_spark_context": context})
    library.errors = ModuleType("pyspark.errors")
    library.errors.PySparkException = type("PySparkException", (Exception,), {})
    monkeypatch.setitem(sys.modules, "pyspark", library)
    monkeypatch.setitem(sys.modules, "pyspark.errors", library.errors)
    return context


@pytest.mark.parametrize("error", [None, ValueError, KeyboardInterrupt])
def test_active_spark_is_used_and_not_stopped(active: Active, error: type[BaseException] | None) -> None:
    """Its owner stops it, even after a failure."""
    if error is None:
        with context("local[7]") as spark:
            assert spark is active
    else:
        with pytest.raises(error), context(None):
            raise error

    assert active.stopped == 0


@pytest.mark.usefixtures("installed")
def test_spark_is_checked_before_it_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing library is a file error, not a traceback."""
    monkeypatch.setattr(session, "find_spec", lambda _: None)
    monkeypatch.setitem(sys.modules, "pyspark", None)  # to import it fails

    with pytest.raises(FileError, match="pyspark is not installed"), context(None):
        pytest.fail("there is no Spark")


def log() -> None:
    """Log a record of the program, one of the logger of Py4J, and one of Py4J by the root logger."""
    logging.getLogger("program").error("of a program")
    logging.getLogger().error("of the root")
    logging.getLogger("py4j.clientserver").error("of Py4J")
    root = logging.getLogger()
    file = "/site-packages/py4j/clientserver.py"
    root.handle(root.makeRecord("root", logging.ERROR, file, 1, "by Py4J", (), None))


@pytest.mark.usefixtures("active")
@pytest.mark.parametrize("error", [None, KeyboardInterrupt])
def test_log_of_py4j_is_dropped_while_spark_is_used(
    caplog: pytest.LogCaptureFixture, error: type[BaseException] | None
) -> None:
    """It is about interrupted calls; other records are kept, and so are those of Py4J afterwards."""
    monitored = ["of a program", "of the root"]
    logging.getLogger("py4j").addHandler(logging.NullHandler())
    try:
        with context(None):
            log()
            assert [record.message for record in caplog.records] == monitored
            if error is not None:
                raise error
    except KeyboardInterrupt:
        assert error is KeyboardInterrupt
    caplog.clear()

    log()

    assert [record.message for record in caplog.records] == [*monitored, "of Py4J", "by Py4J"]

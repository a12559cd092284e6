"""The settings of hypothesis, the signals, and the fixtures that tests of several stages share."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from support.running import examples, prepared


def pytest_configure(config: pytest.Config) -> None:
    """Load the settings of hypothesis; the command of the README tries laws on a share of their examples."""
    examples.quick = config.option.markexpr == "not slow"
    settings.register_profile(
        "exitwise",
        deadline=None,
        max_examples=examples.examples(100),
        derandomize=bool(os.environ.get("CI")),
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("exitwise")


# A shell's `&` and nohup ignore these signals, and processes that the tests start would inherit that.
for ignored, handler in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(ignored) == signal.SIG_IGN:
        signal.signal(ignored, handler)


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """Return a session with two threads, or skip the test if a library or Java is missing."""
    pytest.importorskip("pandas", reason="Spark needs pandas to hand records to Python")
    pytest.importorskip("pyarrow", reason="Spark needs pyarrow to hand records to Python")
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("there is no Java")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


def pytest_sessionfinish() -> None:
    """End the process from which runs of the program are forked."""
    prepared.close()

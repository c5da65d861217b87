"""Starting Spark so that it keeps nothing: no pages, no event log, encrypted shuffles, local files in memory.

What travels is sealed by us in any case (``run_key.py``); these settings are the second wall.

Source: Spark 4 documentation, "Spark Security" and "Spark Configuration".
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tocsin.errors import NoSparkError, Word

LEAST_JAVA = 17
_MAKE_SECRETS = ("local[", "yarn", "k8s")
"""Where Spark makes a secret for each run. Source: Spark Security, "Authentication"."""
_NO_LOG = """
appender.none.type = Null
appender.none.name = none
rootLogger.level = off
rootLogger.appenderRef.none.ref = none
logger.gateway.name = org.apache.spark.api.python.PythonGatewayServer
logger.gateway.level = off
"""
_FROM_SUBMIT = "PYSPARK_GATEWAY_PORT"
"""Set where spark-submit started this process: then the master is settled already."""


def check_installed() -> None:
    """Raise NoSparkError where PySpark or its Java is missing."""
    if find_spec("pyspark") is None:
        raise NoSparkError(missing=Word("pyspark"))
    if _FROM_SUBMIT in os.environ:
        return
    java = _java_version()
    if java < LEAST_JAVA:
        raise NoSparkError(missing=Word("java"), needed=LEAST_JAVA, found=java)


def is_on_this_machine(master: str) -> bool:
    """Tell whether all workers of a master run here.

    Example:
        >>> is_on_this_machine("local[2]"), is_on_this_machine("spark://head:7077"), is_on_this_machine("")
        (True, False, False)
    """
    return master.startswith("local")


def default_master(jobs: int) -> str:
    """Return the master where none was named: the one that spark-submit settled (""), else this machine."""
    return "" if _FROM_SUBMIT in os.environ else f"local[{jobs}]"


def settings(master: str, place: Path) -> dict[str, str]:
    """Return what a session is given; ``place`` is a private folder in memory. No secret stands among these."""
    given = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.eventLog.enabled": "false",
        "spark.io.encryption.enabled": "true",
        "spark.sql.session.timeZone": "UTC",
        # A batch of tables is one row: each is a task of its own and crosses to Python alone.
        "spark.sql.execution.arrow.maxRecordsPerBatch": "1",
        "spark.rpc.message.maxSize": "1024",
        "spark.driver.maxResultSize": "0",
    }
    if master == "local" or master.startswith(_MAKE_SECRETS):
        # Elsewhere the cluster has one secret for all, which its owner sets.
        given |= {"spark.authenticate": "true", "spark.network.crypto.enabled": "true"}
    if is_on_this_machine(master):
        given |= {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.memory": "2g",
            "spark.local.dir": str(place),
            "spark.sql.warehouse.dir": str(place / "warehouse"),
            "spark.driver.extraJavaOptions": f"-Djava.io.tmpdir={place} -Dlog4j2.configurationFile={_quiet(place)}",
        }
    return given


def start_session(master: str, place: Path) -> Any:
    """Return a started session; raises NoSparkError if Spark does not start."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("tocsin")
    if master:
        builder = builder.master(master)
    for name, value in settings(master, place).items():
        builder = builder.config(name, value)
    if is_on_this_machine(master):
        os.environ.pop("SPARK_LOCAL_DIRS", None)  # it would outrank the folder in memory
        os.environ["PYSPARK_PYTHON"] = sys.executable
    logging.getLogger().addHandler(logging.NullHandler())  # py4j tells of faults by the root logger, in words not ours
    try:
        with _own_interrupt():
            return builder.getOrCreate()
    except Exception as error:  # noqa: BLE001 - Java's own faults come as any kind
        raise NoSparkError(fault=Word(type(error).__name__)) from None


@contextmanager
def _own_interrupt() -> Iterator[None]:
    """Keep our way of hearing Ctrl-C: PySpark's talks to Java in the middle of a talk with Java."""
    handler = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, handler)


def _quiet(place: Path) -> Path:
    """Write settings under which Spark logs nothing: its messages quote rows, plans and places."""
    file = place / "log4j2.properties"
    file.write_text(_NO_LOG, encoding="utf-8")
    return file


def _java_version() -> int:
    """Return the major version of the Java that Spark would start; 0 if there is none."""
    home = os.environ.get("JAVA_HOME", "")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if not java or not Path(java).is_file():
        return 0
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False, timeout=60).stderr
    found = re.search(r'version "(?:1\.)?(\d+)', told)
    return int(found.group(1)) if found else 0

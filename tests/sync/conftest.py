"""Logs to test on: SQLite always, PostgreSQL where there is one."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path

import pytest

from sync.keys import DeviceKey
from sync.log import Log

POSTGRES_BIN = Path("/usr/lib/postgresql/15/bin")


def open_sqlite(path=":memory:"):
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys=ON")
    return connection


@pytest.fixture
def key():
    return DeviceKey(bytes(range(32)))


@pytest.fixture
def log(key):
    connection = open_sqlite()
    yield Log(connection, key)
    connection.close()


@pytest.fixture(scope="session")
def postgres_dsn():
    """Yield a PostgreSQL to test on: named in the environment, or started for this run."""
    named = os.environ.get("ACADEMY_TEST_POSTGRES")
    if named:
        yield named
        return
    if not (POSTGRES_BIN / "initdb").exists():
        pytest.skip("no PostgreSQL here; name one in ACADEMY_TEST_POSTGRES")
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        _start(folder)
    except (OSError, subprocess.SubprocessError):
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(
            "PostgreSQL is installed but would not start; name one in ACADEMY_TEST_POSTGRES"
        )
    try:
        yield f"host={folder} dbname=postgres user=postgres"
    finally:
        _as_postgres("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder):
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data = f"{folder}/data"
    _as_postgres("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-N")
    settings = f"-k {folder} -c listen_addresses='' -c fsync=off"
    _as_postgres("pg_ctl", "-D", data, "-w", "-l", f"{folder}/log", "-o", settings, "start")


def _as_postgres(program, *arguments):
    command = [str(POSTGRES_BIN / program), *arguments]
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    subprocess.run(
        command,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=60,
    )

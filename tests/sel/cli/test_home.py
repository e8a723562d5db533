import os
import signal
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sel import paths as places
from sel.cli.home import at_home
from sel.cli.quiet import quietly
from sel.errors import AlreadyRunning, StoreError


def test_the_folders_are_there_and_private(home: Path) -> None:
    os.umask(0o077)
    with at_home(places.find()):
        for folder in (home, *home.iterdir()):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_second_one_is_told_whose_it_is() -> None:
    with (
        at_home(places.find()),
        pytest.raises(AlreadyRunning, match=str(os.getpid())),
        at_home(places.find()),
    ):
        pass


def test_it_is_free_again_afterwards() -> None:
    with at_home(places.find()):
        pass
    with at_home(places.find()):
        pass


def test_a_file_in_the_way_is_named(home: Path) -> None:
    home.write_text("")
    with pytest.raises(StoreError) as raised, at_home(places.find()):
        pass
    assert str(home) in raised.value.where


def test_quietly_hands_ctrl_c_back_as_it_was() -> None:
    before = signal.getsignal(signal.SIGINT)
    with quietly():
        assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL
    assert signal.getsignal(signal.SIGINT) is before


def test_quietly_leaves_other_threads_alone() -> None:
    def elsewhere() -> object:
        with quietly():
            return signal.getsignal(signal.SIGINT)

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(elsewhere).result() is signal.getsignal(signal.SIGINT)


PRESSED_WHILE_A_LOOP_IS_MADE = """
import asyncio, os, selectors, signal
from sel.cli.quiet import run

signal.signal(signal.SIGINT, signal.default_int_handler)
made = selectors.DefaultSelector

def making():
    os.kill(os.getpid(), signal.SIGINT)
    return made()

selectors.DefaultSelector = making
try:
    run(lambda: asyncio.sleep(60))
except KeyboardInterrupt:
    print("left")
"""


def test_ctrl_c_while_a_loop_is_made_leaves_without_a_word() -> None:
    command = [sys.executable, "-c", PRESSED_WHILE_A_LOOP_IS_MADE]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("left\n", "")

"""Files come whole or not at all, whatever the line and the server do."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from pathlib import Path

import pytest
from hub_server import REPO, LocalHub, Trouble, serving

from sel.errors import FetchError
from sel.fetch.fetch import Order, Progress, fetch
from sel.fetch.hub import Hub
from sel.fetch.part import Part

BIG = bytes(range(256)) * 4096  # 1 MiB


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models"


@pytest.fixture
def stocked(local: LocalHub) -> LocalHub:
    local.files = {"config.json": b"{}", "sub/model.bin": BIG}
    local.large = {"sub/model.bin"}
    return local


def order(local: LocalHub, folder: Path, *, token: str = "", flat: bool = False) -> Order:
    hub = Hub(local.address, token)
    files = hub.files(REPO)
    local.asked.clear()
    return Order(hub=hub, repo=REPO, files=files, folder=folder, flat=flat)


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_all_files_come_and_how_far_is_told(stocked: LocalHub, folder: Path) -> None:
    told: list[Progress] = []
    assert fetch(order(stocked, folder), told.append) == 2
    assert everything(folder) == stocked.files
    assert (told[-1].done, told[-1].total) == (len(BIG) + 2, len(BIG) + 2)
    assert [one.done for one in told] == sorted(one.done for one in told)
    assert told[-1].speed > 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.rglob("*.*"))


def test_what_is_there_is_not_fetched_again_but_what_is_damaged_is(
    stocked: LocalHub, folder: Path
) -> None:
    wanted = order(stocked, folder, flat=True)
    fetch(wanted)
    stocked.asked.clear()
    assert fetch(wanted) == 0
    assert stocked.asked == []
    (folder / "model.bin").write_bytes(b"x" * len(BIG))
    assert fetch(wanted) == 1
    assert everything(folder) == {"config.json": b"{}", "model.bin": BIG}


def test_a_line_cut_twice_is_taken_up_where_it_was(stocked: LocalHub, folder: Path) -> None:
    wanted = order(stocked, folder)
    stocked.troubles = [Trouble(), Trouble(cut=300_000), Trouble(cut=300_000)]
    waits: list[float] = []
    fetch(wanted, sleep=waits.append)
    assert everything(folder) == stocked.files
    assert [one.range for one in stocked.fetched()] == ["", "", "bytes=300000-", "bytes=600000-"]
    assert waits == [1.0, 1.0]


def test_a_part_of_an_earlier_process_is_used(stocked: LocalHub, folder: Path) -> None:
    wanted = order(stocked, folder)
    stocked.troubles = [Trouble(), *(Trouble(cut=500_000 if not n else 0) for n in range(6))]
    with pytest.raises(FetchError, match="broke again"):
        fetch(wanted, sleep=lambda _: None)
    assert not (folder / "sub" / "model.bin").exists()
    stocked.asked.clear()
    assert fetch(wanted) == 1
    assert [one.range for one in stocked.fetched()] == ["bytes=500000-"]
    assert everything(folder) == stocked.files


def test_a_server_that_ignores_ranges_begins_anew(stocked: LocalHub, folder: Path) -> None:
    stocked.ranges = False
    wanted = order(stocked, folder)
    stocked.troubles = [Trouble(), Trouble(cut=300_000)]
    fetch(wanted, sleep=lambda _: None)
    assert everything(folder) == stocked.files


def test_ctrl_c_keeps_the_part(stocked: LocalHub, folder: Path) -> None:
    wanted = order(stocked, folder)

    def interrupt(progress: Progress) -> None:
        if progress.done > 400_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(wanted, interrupt)
    kept = next(folder.rglob("*.part")).stat().st_size
    assert kept > 300_000
    stocked.asked.clear()
    fetch(wanted)
    assert [one.range for one in stocked.fetched()] == [f"bytes={kept}-"]
    assert everything(folder) == stocked.files


@pytest.mark.parametrize("name", ["config.json", "sub/model.bin"])
def test_wrong_content_is_removed(stocked: LocalHub, folder: Path, name: str) -> None:
    stocked.wrong = {name}
    with pytest.raises(FetchError, match="checksum is wrong"):
        fetch(order(stocked, folder))
    assert not [path for path in everything(folder) if path.startswith(name)]


def test_more_than_was_told_is_not_taken(stocked: LocalHub, folder: Path) -> None:
    wanted = order(stocked, folder)
    stocked.files = {"config.json": b"{}" + BIG, "sub/model.bin": BIG}
    with pytest.raises(FetchError, match="checksum is wrong"):
        fetch(wanted)
    assert everything(folder) == {}


def test_a_hub_that_has_less_than_it_told_is_given_up(stocked: LocalHub, folder: Path) -> None:
    wanted = order(stocked, folder)
    stocked.files = stocked.files | {"sub/model.bin": BIG[:1000]}
    waits: list[float] = []
    with pytest.raises(FetchError, match="less of a file"):
        fetch(wanted, sleep=waits.append)
    assert len(waits) < 12


def test_old_parts_go_with_success(stocked: LocalHub, folder: Path) -> None:
    folder.mkdir()
    (folder / "config.json.0123456789ab.part").write_bytes(b"of another time")
    fetch(order(stocked, folder))
    assert everything(folder) == stocked.files


def test_the_token_stays_with_its_host(stocked: LocalHub, folder: Path) -> None:
    with serving(LocalHub(files=stocked.files)) as other:
        stocked.elsewhere = other.address
        other.troubles = [Trouble(), Trouble(cut=300_000)]
        fetch(order(stocked, folder, token="secret"), sleep=lambda _: None)  # noqa: S106
        assert {one.authorization for one in stocked.asked} == {"Bearer secret"}
        assert [one.range for one in other.asked] == ["", "", "bytes=300000-"]
        assert {one.authorization for one in other.asked} == {""}
    assert everything(folder) == stocked.files


def test_two_at_once(stocked: LocalHub, folder: Path) -> None:
    wanted = order(stocked, folder)
    begun, go_on = threading.Event(), threading.Event()
    refused: list[str] = []

    def hold() -> None:
        begun.set()
        go_on.wait(10)

    def second() -> None:
        begun.wait(10)
        try:
            fetch(wanted)
        except FetchError as error:
            refused.append(error.title)
        go_on.set()

    stocked.before_body = hold
    other = threading.Thread(target=second)
    other.start()
    fetch(wanted)
    other.join()
    assert refused == ["Another SEL is fetching this file."]
    assert everything(folder) == stocked.files


def test_too_little_room_is_said_before(
    stocked: LocalHub, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = order(stocked, folder)
    free = shutil.disk_usage(folder.parent)._replace(free=60_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: free)
    with pytest.raises(FetchError, match="60 MB are free, 65 needed"):
        fetch(wanted)
    assert stocked.asked == []


def test_a_disk_that_fills_up_is_said(
    stocked: LocalHub, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(part: Part, block: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    wanted = order(stocked, folder)
    monkeypatch.setattr(Part, "add", full)
    with pytest.raises(FetchError) as caught:
        fetch(wanted)
    assert caught.value.title == "The disk is full."
    assert "goes on where it stopped" in caught.value.hint


def test_a_link_in_the_folder_leads_nobody_outside(
    stocked: LocalHub, folder: Path, tmp_path: Path
) -> None:
    folder.mkdir()
    (tmp_path / "outside").mkdir()
    (folder / "sub").symlink_to(tmp_path / "outside")
    with pytest.raises(FetchError, match="outside its folder"):
        fetch(order(stocked, folder))
    assert not list((tmp_path / "outside").iterdir())

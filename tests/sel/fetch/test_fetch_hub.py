"""What a hub says is believed only where it is sound, and its refusals become sentences."""

from __future__ import annotations

import email.utils
import hashlib
import socket
import time
from pathlib import Path

import pytest
from hub_server import REPO, LocalHub, Trouble
from hypothesis import given
from hypothesis import strategies as st

from sel.errors import FetchError
from sel.fetch.fetch import Order, fetch
from sel.fetch.hub import PUBLIC, Hub, HubFile, from_environment

NEVER = "0" * 40


def listed(local: LocalHub, waits: list[float] | None = None) -> tuple[HubFile, ...]:
    sleep = (lambda _: None) if waits is None else waits.append
    return Hub(local.address).files(REPO, sleep=sleep)


def test_files_come_with_their_checksums(local: LocalHub) -> None:
    local.files = {"a.json": b"{}", "b/model.bin": b"weights"}
    local.large = {"b/model.bin"}
    small, large = listed(local)
    assert small == HubFile(
        "a.json", 2, hashlib.sha1(b"blob 2\0{}", usedforsecurity=False).hexdigest()
    )
    assert large == HubFile("b/model.bin", 7, hashlib.sha256(b"weights").hexdigest())
    assert [one.path for one in Hub(local.address).files(REPO, under="b")] == ["b/model.bin"]


def test_a_listing_of_several_pages_is_read_to_its_end(local: LocalHub) -> None:
    local.files = {"a.json": b"{}"}
    more = f"<{local.address}/api/models/{REPO}/tree/main?cursor=2>; rel=next"
    local.troubles = [Trouble(headers={"Link": more})]
    assert [one.path for one in listed(local)] == ["a.json", "a.json"]


def test_a_listing_that_goes_on_elsewhere_is_not_followed(local: LocalHub) -> None:
    local.troubles = [Trouble(headers={"Link": "<http://127.0.0.2:9/x>; rel=next"})]
    with pytest.raises(FetchError, match="another address"):
        listed(local)
    assert len(local.asked) == 1


@pytest.mark.parametrize(
    "path",
    [
        "../evil",
        "/etc/evil",
        "a/../../evil",
        "a//b",
        ".",
        "",
        "C:\\evil",
        "a\\..\\b",
        "a\0b",
        "a\n",
    ],
)
def test_names_that_would_leave_the_folder_are_refused(local: LocalHub, path: str) -> None:
    local.listing = [{"type": "file", "path": path, "size": 1, "oid": NEVER}]
    with pytest.raises(FetchError, match="outside its folder"):
        listed(local)


@given(st.lists(st.sampled_from(["..", ".", "", "a", "b.c", "/", "\\", "~"])).map("/".join))
def test_whatever_name_is_taken_stays_inside(path: str) -> None:
    from sel.fetch.hub import _safe

    if _safe(path):
        assert Path("/x", path).resolve().is_relative_to("/x")
        assert Path("/x", path).resolve() != Path("/x")


@pytest.mark.parametrize(
    "row",
    [
        {"size": -1, "oid": NEVER},
        {"size": "1", "oid": NEVER},
        {"size": 1, "oid": "0"},
        {"size": 1},
        {"size": 1, "oid": NEVER, "lfs": {"oid": "../x", "size": 1}},
    ],
)
def test_files_without_size_or_checksum_are_refused(
    local: LocalHub, row: dict[str, object]
) -> None:
    local.listing = [{"type": "file", "path": "a", **row}]
    with pytest.raises(FetchError, match="how large a file is"):
        listed(local)


@pytest.mark.parametrize("listing", [{"error": "no"}, ["a"], "a", 3])
def test_what_is_no_listing_is_no_hub(local: LocalHub, listing: object) -> None:
    local.listing = listing
    with pytest.raises(FetchError, match="does not understand"):
        listed(local)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (401, "token into HF_TOKEN"),
        (403, "token into HF_TOKEN"),
        (404, "no such thing"),
        (400, "refuses"),
    ],
)
def test_a_refusal_is_said_at_once(local: LocalHub, code: int, words: str) -> None:
    local.troubles = [Trouble(code)]
    with pytest.raises(FetchError) as caught:
        listed(local)
    assert words in caught.value.sentence()
    assert len(local.asked) == 1


def test_trouble_that_passes_is_waited_for(
    local: LocalHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sel.fetch.http._LONGEST", 7200.0)
    local.files = {"a.json": b"{}"}
    soon = email.utils.formatdate(time.time() + 3600, usegmt=True)
    local.troubles = [
        Trouble(500),
        Trouble(429, headers={"Retry-After": "7"}),
        Trouble(503, headers={"Retry-After": soon}),
        Trouble(429, headers={"Retry-After": "soon"}),
    ]
    waits: list[float] = []
    assert len(listed(local, waits)) == 1
    assert waits[:2] == [1.0, 7.0]
    assert 3000 < waits[2] <= 3600
    assert waits[3] == 8.0


@pytest.mark.parametrize(("code", "words"), [(500, "trouble of its own"), (429, "too often")])
def test_trouble_that_stays_is_said(local: LocalHub, code: int, words: str) -> None:
    local.troubles = [Trouble(code)] * 9
    waits: list[float] = []
    with pytest.raises(FetchError, match=words):
        listed(local, waits)
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0]


def test_nobody_is_made_to_wait_an_hour(local: LocalHub) -> None:
    local.troubles = [Trouble(429, headers={"Retry-After": "3600"})]
    waits: list[float] = []
    with pytest.raises(FetchError) as caught:
        listed(local, waits)
    assert "3600 s" in caught.value.hint
    assert waits == []


def test_no_network_is_said() -> None:
    waits: list[float] = []
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(FetchError) as caught:
            Hub(address).files(REPO, sleep=waits.append)
    assert "cannot be reached" in caught.value.title
    assert "HF_ENDPOINT" in caught.value.hint
    assert waits == [1.0]  # nobody who is offline waits half a minute for being told so


def test_a_file_that_went_since_it_was_listed(local: LocalHub, tmp_path: Path) -> None:
    files = (HubFile("gone.bin", 3, NEVER),)
    order = Order(hub=Hub(local.address), repo=REPO, files=files, folder=tmp_path)
    with pytest.raises(FetchError, match="404"):
        fetch(order)


def test_the_environment_names_the_hub() -> None:
    assert from_environment({}) == Hub(PUBLIC)
    named = from_environment({"HF_ENDPOINT": "http://127.0.0.1:8000/ ", "HF_TOKEN": " t\n"})
    assert named == Hub("http://127.0.0.1:8000", "t")
    assert "'t'" not in repr(named)
    for bad in ("ftp://a", "https://", "hub.example"):
        with pytest.raises(FetchError, match="HF_ENDPOINT"):
            from_environment({"HF_ENDPOINT": bad})


@pytest.mark.parametrize("repo", ["", "../x", "a/b/c", "a b", "/a", "a/..", "a?b"])
def test_what_is_no_name_of_a_repository(repo: str) -> None:
    with pytest.raises(FetchError, match="no name of a repository"):
        Hub().url(repo, "a")


def test_addresses_are_quoted() -> None:
    assert Hub("http://h").url("a/b", "ü b?.bin", "refs/pr/1") == (
        "http://h/a/b/resolve/refs%2Fpr%2F1/%C3%BC%20b%3F.bin"
    )

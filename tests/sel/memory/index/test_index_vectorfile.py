"""The file of vectors: what comes back, what is cut, put aside, and gone after a rewrite."""

import errno
import os
import stat
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from indexed import DIMENSION, vectors

from sel.errors import StoreError
from sel.memory.index.vectorfile import ASIDE, FULL, HEAD, NAME, VectorFile, hash_of, whole

ROWS = whole(vectors(5).astype(np.float32))
RECORD = 16 + 16 + 2 * DIMENSION + 4


def opened(folder: Path, model: str = "m", dimension: int = DIMENSION) -> VectorFile:
    return VectorFile(folder, model, dimension)


def filled(folder: Path, count: int = 3) -> VectorFile:
    file = opened(folder)
    file.append((f"id{n}", f"text {n}", ROWS[n]) for n in range(count))
    return file


def test_nothing_is_on_disk_before_the_first_vector(tmp_path: Path) -> None:
    folder = tmp_path / "vectors"
    file = opened(folder)
    file.append([])
    assert file.rewrite(iter(()), 0) == {"files": 0, "vectors on disk": 0}
    file.close()
    assert not folder.exists()


def test_vectors_come_back(tmp_path: Path) -> None:
    filled(tmp_path).close()
    file = opened(tmp_path)
    found = file.take([("id1", "text 1")])[0]
    assert found is not None
    assert (found == ROWS[1]).all()
    assert file.notices == ()


def test_a_vector_is_given_once(tmp_path: Path) -> None:
    filled(tmp_path).close()
    file = opened(tmp_path)
    assert file.take([("id1", "text 1")])[0] is not None
    assert file.take([("id1", "text 1")])[0] is None


@pytest.mark.parametrize(("id", "text"), [("id1", "other words"), ("id9", "text 1")])
def test_a_vector_of_other_words_is_not_given(tmp_path: Path, id: str, text: str) -> None:
    filled(tmp_path).close()
    assert opened(tmp_path).take([(id, text)])[0] is None


def test_the_newest_of_an_id_counts(tmp_path: Path) -> None:
    file = filled(tmp_path)
    file.append([("id1", "new words", ROWS[4])])
    file.close()
    found = opened(tmp_path).take([("id1", "new words")])[0]
    assert found is not None
    assert (found == ROWS[4]).all()


def test_only_the_owner_may_read(tmp_path: Path) -> None:
    folder = tmp_path / "vectors"
    file = filled(folder)
    file.rewrite(iter([("id1", hash_of("text 1"), ROWS[1])]), 1)
    assert stat.S_IMODE((folder / NAME).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_no_words_are_in_the_file(tmp_path: Path) -> None:
    file = opened(tmp_path)
    file.append([("canary-id", "canary text", ROWS[0])])
    assert b"canary" not in (tmp_path / NAME).read_bytes()


@pytest.mark.parametrize("cut", [1, RECORD - 1])
def test_a_torn_tail_is_cut_and_told(tmp_path: Path, cut: int) -> None:
    filled(tmp_path).close()
    path = tmp_path / NAME
    os.truncate(path, path.stat().st_size - cut)
    file = opened(tmp_path)
    assert len(file.notices) == 1
    assert file.take([("id2", "text 2")])[0] is None
    assert file.take([("id1", "text 1")])[0] is not None
    file.append([("id2", "text 2", ROWS[2])])
    file.close()
    again = opened(tmp_path)
    assert again.notices == ()
    assert again.take([("id2", "text 2")])[0] is not None


def test_a_damaged_vector_is_not_given(tmp_path: Path) -> None:
    filled(tmp_path).close()
    path = tmp_path / NAME
    data = bytearray(path.read_bytes())
    data[HEAD + RECORD + 40] ^= 0xFF
    path.write_bytes(bytes(data))
    file = opened(tmp_path)
    assert file.take([("id1", "text 1")])[0] is None
    assert "damaged" in file.notices[0]
    assert file.take([("id0", "text 0")])[0] is not None


@pytest.mark.parametrize(("model", "dimension"), [("other", DIMENSION), ("m", 4)])
def test_another_models_vectors_are_put_aside(tmp_path: Path, model: str, dimension: int) -> None:
    filled(tmp_path).close()
    file = opened(tmp_path, model, dimension)
    assert "another model" in file.notices[0]
    assert file.take([("id1", "text 1")])[0] is None
    assert (tmp_path / ASIDE).exists()
    file.append([("id1", "text 1", np.zeros(dimension, np.int16))])
    assert file.take([("id1", "text 1")])[0] is None
    assert file.rewrite(iter(()), 1)["files"] == 1
    assert not (tmp_path / ASIDE).exists()


@pytest.mark.parametrize("data", [b"", b"garbage", b"[]" * 200, b"\xff" * 1000])
def test_what_is_no_vector_file_is_put_aside(tmp_path: Path, data: bytes) -> None:
    (tmp_path / NAME).write_bytes(data)
    file = opened(tmp_path)
    assert "put aside" in file.notices[0]
    assert (tmp_path / ASIDE).read_bytes() == data


def test_a_rewrite_holds_only_what_it_is_given(tmp_path: Path) -> None:
    file = filled(tmp_path)
    gone = ROWS[0].tobytes()
    assert gone in (tmp_path / NAME).read_bytes()
    counts = file.rewrite(iter([("id1", hash_of("text 1"), ROWS[1])]), 1)
    assert counts == {"files": 1, "vectors on disk": 2}
    assert gone not in (tmp_path / NAME).read_bytes()
    assert list(tmp_path.iterdir()) == [tmp_path / NAME]
    file.append([("id7", "text 7", ROWS[3])])
    file.close()
    again = opened(tmp_path)
    assert again.take([("id1", "text 1")])[0] is not None
    assert again.take([("id7", "text 7")])[0] is not None
    assert again.take([("id0", "text 0")])[0] is None


def test_nothing_gone_nothing_rewritten(tmp_path: Path) -> None:
    file = filled(tmp_path)
    before = (tmp_path / NAME).stat().st_ino
    assert file.rewrite(iter(()), 3) == {"files": 0, "vectors on disk": 0}
    assert (tmp_path / NAME).stat().st_ino == before


def test_a_disk_that_refuses_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError):
        opened(tmp_path / "file").append([("id", "text", ROWS[0])])


def test_a_full_disk_keeps_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = filled(tmp_path)

    def full(descriptor: int, data: bytes) -> None:
        os.write(descriptor, data[:20])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sel.memory.index.vectorfile.write_all", full)
    with pytest.raises(StoreError, match="full"):
        file.append([("id4", "text 4", ROWS[4])])
    with pytest.raises(StoreError, match="full"):
        file.rewrite(iter([("id1", hash_of("text 1"), ROWS[1])]), 1)
    monkeypatch.undo()
    file.append([("id3", "text 3", ROWS[3])])
    file.close()
    again = opened(tmp_path)
    assert again.notices == ()
    assert again.take([("id3", "text 3")])[0] is not None
    assert again.take([("id0", "text 0")])[0] is not None


@given(st.lists(st.floats(-10, 10), min_size=2, max_size=2))
def test_whole_numbers_are_near_enough(numbers: list[float]) -> None:
    given_ = np.array([numbers], dtype=np.float32)
    length = float(np.linalg.norm(given_))
    found = whole(given_).astype(float) / FULL
    if length > 1e-6:
        assert np.allclose(found, given_ / length, atol=2e-5)


def test_numbers_that_are_none_become_nought() -> None:
    assert not whole(np.array([[np.nan, np.inf]], dtype=np.float32)).any()
    assert not whole(np.zeros((1, 3), np.float32)).any()


@pytest.mark.parametrize("reason", [errno.EROFS, errno.EACCES])
def test_a_file_that_may_only_be_read_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: int
) -> None:
    filled(tmp_path).close()
    os.truncate(tmp_path / NAME, (tmp_path / NAME).stat().st_size - 3)
    before, real = (tmp_path / NAME).read_bytes(), os.open

    def only_reading(path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & (os.O_RDWR | os.O_WRONLY):
            raise OSError(reason, os.strerror(reason), str(path))
        return real(path, flags, mode)

    monkeypatch.setattr(os, "open", only_reading)
    file = opened(tmp_path)
    found = file.take([("id1", "text 1"), ("id2", "text 2"), ("id0", "text 0")])
    assert [vector is not None for vector in found] == [True, False, True]
    file.append([("id9", "text 9", ROWS[0])])
    file.close()
    other = opened(tmp_path, "other")
    assert "another model" in other.notices[0]
    assert (tmp_path / NAME).read_bytes() == before

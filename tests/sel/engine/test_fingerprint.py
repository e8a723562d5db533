"""A model is known by its content, and hashed once."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from sel.engine.workers.llm.fingerprint import Fingerprint


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "m.gguf"
    path.write_bytes(b"GGUF and weights")
    return path


def test_it_is_found_out_once(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = tmp_path / "kv" / "models.json"
    one = Fingerprint(model, notes)
    assert one.known() == ""
    found = one.find_out()
    assert len(found) == 64
    monkeypatch.setattr(hashlib, "file_digest", None)
    assert Fingerprint(model, notes).known() == one.known() == found
    assert notes.stat().st_mode & 0o777 == 0o600
    assert notes.parent.stat().st_mode & 0o777 == 0o700


def test_the_same_content_is_the_same_model_wherever_it_lies(model: Path, tmp_path: Path) -> None:
    notes = tmp_path / "models.json"
    other = tmp_path / "other.gguf"
    other.write_bytes(model.read_bytes())
    assert Fingerprint(model, notes).find_out() == Fingerprint(other, notes).find_out()
    other.write_bytes(b"GGUF and Weights")
    assert Fingerprint(other, notes).known() == ""
    assert Fingerprint(other, notes).find_out() != Fingerprint(model, notes).known()


def test_a_model_in_its_place_of_the_same_size_and_time_is_another(
    model: Path, tmp_path: Path
) -> None:
    notes, before = tmp_path / "models.json", model.stat()
    Fingerprint(model, notes).find_out()
    model.write_bytes(b"GGUF and Weights")
    os.utime(model, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert Fingerprint(model, notes).known() == ""


def test_what_was_replaced_after_it_was_loaded_has_no_name(model: Path, tmp_path: Path) -> None:
    loaded = Fingerprint(model, tmp_path / "models.json")
    model.write_bytes(b"GGUF and other weights")
    assert loaded.find_out() == ""
    model.unlink()
    assert loaded.find_out() == ""
    assert Fingerprint(model, tmp_path / "models.json").known() == ""


def test_every_part_of_a_split_model_counts(tmp_path: Path) -> None:
    parts = [tmp_path / f"m-{n:05d}-of-00002.gguf" for n in (1, 2)]
    for part in parts:
        part.write_bytes(b"GGUF")
    notes = tmp_path / "models.json"
    before = Fingerprint(parts[0], notes).find_out()
    parts[1].write_bytes(b"GGUF and more")
    assert Fingerprint(parts[0], notes).known() == ""
    assert before != Fingerprint(parts[0], notes).find_out() != ""

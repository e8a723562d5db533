"""What is shared by the settings."""

from __future__ import annotations

import importlib.util
from dataclasses import fields, replace
from pathlib import Path

import pytest

from sel.cache.disk import FileDisk
from sel.cli.assemble import make_parts
from sel.cli.library import open_library
from sel.cli.scale import SharedParts, shared_parts
from sel.config.settings import Settings
from sel.errors import SettingError, StoreError
from sel.paths import find

NOWHERE = "postgresql://sel:swordfish@127.0.0.1:1/sel"


def test_without_addresses_nothing_is() -> None:
    assert shared_parts(Settings()) == SharedParts()


def test_each_address_brings_its_own(tmp_path: Path) -> None:
    database = shared_parts(replace(Settings(), database_url=NOWHERE))
    server = shared_parts(replace(Settings(), valkey_url=f"unix://{tmp_path}/none"))
    memory = {"open_library", "open_book", "feelings"}
    assert _there(database) == memory
    assert _there(server) == {"claims", "leases", "replies"}


def _there(parts: SharedParts) -> set[str]:
    return {one.name for one in fields(parts) if getattr(parts, one.name) is not None}


def test_the_memory_is_where_the_settings_say(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        open_library(tmp_path, replace(Settings(), database_url=NOWHERE))
    assert "SEL_DATABASE_URL" in caught.value.sentence()
    assert "swordfish" not in caught.value.sentence()
    assert list(tmp_path.iterdir()) == []


def test_a_missing_library_is_named_with_what_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    plain = Settings()
    for one in (replace(plain, database_url=NOWHERE), replace(plain, valkey_url=NOWHERE)):
        with pytest.raises(SettingError) as caught:
            shared_parts(one)
        assert "sel-companion[scale]" in caught.value.sentence()


def test_a_brain_takes_what_is_shared(home: Path, tmp_path: Path) -> None:
    paths = find()
    alone = make_parts(Settings(), paths, demo=True)
    assert alone.feelings is None
    assert isinstance(alone.cache._keeper._port, FileDisk)
    both = replace(Settings(), database_url=NOWHERE, valkey_url=f"unix://{tmp_path}/none")
    parts = make_parts(both, paths, demo=True)
    assert parts.feelings is not None
    assert not isinstance(parts.cache._keeper._port, FileDisk)

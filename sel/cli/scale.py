"""What several SELs share, as the settings want it: see docs/scale.md. Nothing is opened yet."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sel.config.settings import Settings
from sel.errors import SettingError

if TYPE_CHECKING:
    from sel.brain.hormones.shared import SharedFeelings
    from sel.cache.disk import CacheDisk
    from sel.memory.library import Library
    from sel.scale.leases import Leases
    from sel.scale.postgres.store import PostgresStore
    from sel.scale.valkey import ValkeyClaims

BOOK = "sel_bridge"
"""The schema of the bridge's own tables; what SEL remembers is in the schema `sel`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedParts:
    """Makers of what is shared; None for what stays this process's own.

    `open_library` and `open_book` raise `StoreError`, and are best called in a thread. `claims` and
    `leases` are made in the loop and connect with their first question; whoever made them closes
    them.
    """

    open_library: Callable[[], Library] | None = None
    open_book: Callable[[], PostgresStore] | None = None
    feelings: Callable[[], SharedFeelings] | None = None
    claims: Callable[[], ValkeyClaims] | None = None
    leases: Callable[[], Leases] | None = None
    replies: CacheDisk | None = None


def shared_parts(settings: Settings) -> SharedParts:
    """What is shared by these settings. Raises `SettingError` where a library for it is missing,
    `StoreError` for an address that is none."""
    database, server = settings.database_url, settings.valkey_url
    if database:
        _needs("psycopg", "SEL_DATABASE_URL")
    if server:
        _needs("valkey", "SEL_VALKEY_URL")
    return SharedParts(
        open_library=(lambda: open_library(settings)) if database else None,
        open_book=(lambda: _book(database)) if database else None,
        feelings=(lambda: _feelings(database)) if database else None,
        claims=(lambda: _claims(server)) if server else None,
        leases=(lambda: _leases(server)) if server else None,
        replies=_replies(server) if server else None,
    )


def open_library(settings: Settings) -> Library:
    """The shared library, with vectors of the chosen model. Raises `StoreError`, `SettingError`."""
    _needs("psycopg", "SEL_DATABASE_URL")
    from sel.engine.embedding import EmbeddingModel
    from sel.scale.postgres.library import open_shared

    model = EmbeddingModel.of(settings.embedding_model)
    return open_shared(
        settings.database_url,
        model=model.name,
        dimension=model.dimension,
        soft_days=settings.memory_soft_days,
    )


def _book(url: str) -> PostgresStore:
    from sel.scale.postgres.store import PostgresStore

    return PostgresStore.open(url, BOOK)


def _feelings(url: str) -> SharedFeelings:
    from sel.scale.feelings import PostgresFeelings

    return PostgresFeelings(url)


def _claims(url: str) -> ValkeyClaims:
    from sel.scale.valkey import ValkeyClaims

    return ValkeyClaims(url)


def _leases(url: str) -> Leases:
    from sel.scale.leases import Leases

    return Leases(url)


def _replies(url: str) -> CacheDisk:
    from sel.scale.cache_disk import ValkeyDisk

    return ValkeyDisk(url)


def _needs(library: str, name: str) -> None:
    if importlib.util.find_spec(library) is None:
        raise SettingError(
            f"What {name} names needs a library that is not installed.",
            where=library,
            hint='`pip install "sel-companion[scale]"` brings it; without the setting SEL needs'
            " none.",
        )

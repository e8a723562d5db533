"""Libraries in a schema of their own, closed at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from scale_stage import Open, opened

from sel.memory.library import Library

if TYPE_CHECKING:
    from servers import PostgresServer


@pytest.fixture
def schema(postgres_server: PostgresServer) -> str:
    """Where this test's tables are."""
    return postgres_server.schema()


@pytest.fixture
def valkey_files() -> Iterator[tuple[str, Path]]:
    """A Valkey that writes down all it knows, and where."""
    import servers

    if servers.valkey_program() is None:
        pytest.skip("there is no Valkey or Redis here")
    with servers.valkey(files=True) as found:
        yield found


@pytest.fixture
def another(postgres_server: PostgresServer, schema: str) -> Iterator[Open]:
    """Opens one more library over the same tables, as another process would."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(closing(opened(postgres_server.url, schema)))


@pytest.fixture
def two(another: Open) -> tuple[Library, Library]:
    """Two libraries over the same tables."""
    first, second = another(), another()
    first.answer("ada", "yes", 1_760_000_000.0)
    return first, second

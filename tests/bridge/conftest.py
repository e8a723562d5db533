"""Discord on loopback, for whoever wants to talk to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from double import Double


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    """A fresh one, with no server and nobody there."""
    async with Double.running() as it:
        yield it

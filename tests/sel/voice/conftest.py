"""A sound card for tests: a private PulseAudio with null sinks, one a test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sel.cli.benches.voice import card


@pytest.fixture
def virtual_card() -> Iterator[card.VirtualCard]:
    """Up, with this process's children sent to it."""
    if reason := card.missing():
        pytest.skip(reason)
    with card.VirtualCard() as it:
        yield it

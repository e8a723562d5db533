"""What went, in numbers and words: the receipt that forgetting hands out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sel.cli.memory_home import tell

if TYPE_CHECKING:
    from sel.memory.types import Receipt


def receipt_sentence(counts: Mapping[str, int]) -> str:
    """ "Forgotten: 2 memories, 2 vectors, 1 summary." Singular and plural are the counter's."""
    told = [f"{count:,} {name}" for name, count in counts.items() if count]
    return f"Forgotten: {', '.join(told)}." if told else "There was nothing to forget."


def tell_receipt(receipt: Receipt) -> None:
    """Print it."""
    tell(receipt_sentence(receipt.counts))

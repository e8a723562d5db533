"""Memories as documents, and what a memory may be: its limits, its ids."""

from __future__ import annotations

from collections.abc import Mapping

from sel.memory.types import Memory


def check(memory: Memory) -> None:
    """Raise `InputRefused` where this cannot be kept: too long, too many tags, no text, …"""
    raise NotImplementedError


def document_of(memory: Memory) -> dict[str, object]:
    """A memory as a plain document; what has its default is left out."""
    raise NotImplementedError


def memory_of(document: Mapping[str, object]) -> Memory:
    """The memory again. Raises `InputRefused` where the document is none."""
    raise NotImplementedError


def given_id(memory: Memory) -> str:
    """The id a memory was imported with: its own, unless another person's had that one."""
    raise NotImplementedError

"""A title for a conversation, made by a model that can, while nobody talks."""

from __future__ import annotations

from collections.abc import Callable

from sel.brain.condensing import SOBER, asked
from sel.brain.manner import is_small
from sel.brain.sessions.session import Session
from sel.engine.types import Engine, Message, Request
from sel.sessions.titles import cleaned, request

SLOT = "title of a conversation"
TOKENS = 24
"""Longest title a model writes."""
ENOUGH = 2
"""Turns after which there is something to name."""
MOST = 8
"""First turns that are looked at."""


async def name(session: Session, engine: Engine, request_id: Callable[[], str]) -> str:
    """A title, where there is none and the engine can make one; else "". Raises `EngineError`."""
    said = [node.asked for node in session.tree.nodes.values() if node.asked][:MOST]
    if session.view.title or len(said) < ENOUGH or is_small(engine.view.parameters):
        return ""
    wish = Request(
        id=request_id(),
        slot=SLOT,
        messages=(Message("user", request(said)),),
        sampling=SOBER,
        max_tokens=TOKENS,
    )
    try:
        return cleaned(await asked(engine, wish))
    finally:
        engine.forget(SLOT)

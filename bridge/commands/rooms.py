"""What SEL may do in a channel, and whether it rests there."""

from __future__ import annotations

from bridge.commands.asked import Answer, Asked
from bridge.commands.deps import Deps
from sel.bridge_events import Policy

MEANS: dict[Policy, str] = {
    "": "I answer whoever speaks to me: a mention, a reply to me, my name.",
    "allow": "I may join in: I answer what is said to me, and sometimes what is said to nobody.",
    "quiet": "I answer mentions and replies to me, and nothing else.",
    "deny": "I do not read here, and answer nothing.",
}
PAUSED = "I say nothing here until `/sel resume`."
RESUMED = "I am here again."


def show(deps: Deps, asked: Asked) -> Answer:
    """What SEL may do here."""
    if asked.dm:
        return Answer(f"Here I answer everything.{_rests(deps, asked)}")
    policy = deps.rulebook.rules(asked.channel_id, asked.parent_id).policy
    return Answer(f"{MEANS[policy]}{_rests(deps, asked)}")


async def set_policy(deps: Deps, asked: Asked, policy: Policy) -> Answer:
    """From now on SEL may do this here; for who manages the channel. Raises `SelError`."""
    asked.server()
    asked.needs("manage_channels", "manage_guild")
    await deps.rulebook.set_policy(asked.channel_id, policy)
    return show(deps, asked)  # a thread without a rule of its own has its channel's


async def pause(deps: Deps, asked: Asked, *, paused: bool) -> Answer:
    """Rest here, or no more; for who manages the server. Raises `SelError`."""
    asked.needs("manage_guild")
    await deps.pause(asked.channel, paused=paused)
    return Answer(PAUSED if paused else RESUMED)


def _rests(deps: Deps, asked: Asked) -> str:
    paused = deps.rulebook.rules(asked.channel_id, asked.parent_id).paused
    return f" At the moment {PAUSED}" if paused else ""

"""Being asked how one is, unasked: only for who wants it, and lets SEL remember them."""

from __future__ import annotations

from bridge.commands.asked import Answer, Asked
from bridge.commands.deps import Deps
from bridge.commands.harmless import fitting

OFF_HERE = "Check-ins are switched off on this SEL (`SEL_CHECKINS`)."
NO_LEAVE = (
    "For that I have to remember when you are here and that you want it: say yes with "
    "`/sel consent` first."
)


async def opt(deps: Deps, asked: Asked, *, on: bool) -> Answer:
    """They want to be asked now and then, or no more. Raises `SelError`."""
    if deps.check_ins is None:
        return Answer(OFF_HERE if on else f"{OFF_HERE} So I ask nobody.")
    if on and await deps.mind.consent(asked.person) != "given":
        return Answer(NO_LEAVE)
    return Answer(fitting(await deps.check_ins.opt(asked.person, on)))

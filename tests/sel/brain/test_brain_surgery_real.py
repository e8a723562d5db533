"""With the real engine: whatever branch is shown, what it shares with the last one is not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from stage import Ear, make_parts, say

from sel.brain.mixture import MixtureBrain
from sel.events import TurnFinished
from sel.session_events import EditMessage, GoToTurn, Regenerate

if TYPE_CHECKING:
    from lent import LentEngine

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="session")]


async def test_branches_read_only_what_they_do_not_share(lent_engine: LentEngine) -> None:
    brain = MixtureBrain(make_parts(lent_engine, max_new_tokens=24))
    ear = Ear(brain)
    await brain.start()

    async def turn(turn_id: str) -> TurnFinished:
        ending = await ear.ending(turn_id)
        assert isinstance(ending, TurnFinished)
        return ending

    first = await turn(await say(brain, "There is a small lake behind the house."))
    second = await turn(await say(brain, "Its water is green and quite cold."))
    again = await turn(await brain.submit(Regenerate()))
    assert again.stats.prompt_tokens == second.stats.prompt_tokens
    assert again.stats.read_tokens < 8, "the question was read already"
    edited = await turn(
        await brain.submit(EditMessage(turn_id=again.turn_id, text="Its water is warm."))
    )
    assert edited.stats.reused_tokens > first.stats.prompt_tokens, "all up to the edit is shared"
    await brain.submit(GoToTurn(turn_id=first.turn_id, here=True))
    branch = await turn(await say(brain, "And a boat."))
    assert branch.stats.reused_tokens > first.stats.prompt_tokens
    assert branch.stats.read_tokens < 60
    await brain.stop()
    await ear.close()

"""Agents with the starter model: its figures are the agent's, and its next reply its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from helping_stage import helping_brain, reply
from test_brain_real import real_engine

from sel.agent_events import AgentAnswered
from sel.events import TurnFinished

pytestmark = pytest.mark.real


async def test_figures_are_the_agents_and_the_talk_goes_on(tmp_path: Path) -> None:
    async with helping_brain(tmp_path, real_engine(tmp_path)) as (brain, ear):  # type: ignore[arg-type]
        assert await reply(brain, ear, "What's 4817 * 23?") == "4817 * 23 = 110,791"
        assert [one.text for one in ear.of(AgentAnswered)] == ["4817 * 23 = 110,791"]
        said = await reply(brain, ear, "I had a long day and my feet hurt.")
        assert said
        assert "110,791" not in said
        stats = ear.of(TurnFinished)[-1].stats
        assert stats.made_tokens > 0
        assert stats.prompt_tokens > 40  # the exchange before is part of what it saw

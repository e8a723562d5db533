"""SEL's own speech looped back into its ear starts no turn and cuts none."""

from __future__ import annotations

from pathlib import Path

import pytest
from voice_stage import EARS, TONES, parts_over, told_by

from sel.cli.benches.voice.card import VirtualCard
from sel.cli.benches.voice.echo import FliteMouth, hearing_itself
from sel.cli.benches.voice.studio import Set
from sel.paths import find
from sel.voice.ports import Echo

pytestmark = [pytest.mark.real, pytest.mark.long, pytest.mark.timeout(300)]


# With nothing done against it, it cuts itself more than once a second. The canceller begins knowing
# nothing of the room, and is to go on through a second reply. `sel bench voice` listens for longer.
@pytest.mark.parametrize(("echo", "minutes"), [("aec", 0.75), ("half_duplex", 0.4)])
async def test_it_does_not_hear_itself(
    virtual_card: VirtualCard, tmp_path: Path, echo: Echo, minutes: float
) -> None:
    parts = parts_over(told_by("x"))
    with_ = Set(
        parts=parts, paths=find().ready(), logs=tmp_path, ears=EARS, voice=TONES, mouth=FliteMouth
    )
    figure = await hearing_itself(virtual_card, with_, echo, minutes)
    assert figure.value == 0, figure.detail

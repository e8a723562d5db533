"""One device goes while the other works: it is looked for, and the other seldom disturbed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fake_portaudio import FakeSounddevice

from sel.engine.workers.audio import library, rig
from sel.engine.workers.audio.player import Item


@pytest.fixture
def sd(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeSounddevice:
    fake = FakeSounddevice(takes=(16_000, 48_000))
    monkeypatch.setattr(library, "load", lambda: fake)
    monkeypatch.setattr(rig, "AGAIN", 0.0)
    monkeypatch.setattr(rig, "GONE", 60.0)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return fake


def test_a_microphone_goes_and_comes_while_the_speaker_works(sd: FakeSounddevice) -> None:
    told: list[dict[str, Any]] = []
    it = rig.Rig(told.append, lambda *_: None)
    it.start({"input": "", "output": ""}, microphone=True, echo=False)
    assert it.player is not None
    sd.streams[-1].active = False  # the microphone's
    sd.plugged, sd._there = False, False
    for _ in range(3):
        it.watch()
    assert [event["type"] for event in told] == ["lost"]
    assert it.microphone is None
    assert it.speaker is not None
    speaker = it.speaker

    sd.plugged = True
    it.player.add(Item(1, 48_000, np.zeros(480, np.float32)))
    for _ in range(3 * rig.DISTURB):
        it.watch()
    assert it.speaker is speaker  # it plays: it is left alone
    assert sd.begun == 1

    it.player.drop()
    for _ in range(rig.DISTURB):
        it.watch()
    assert sd.begun == 2
    assert [(event["type"], event["part"]) for event in told] == [
        ("lost", "input"),
        ("found", "input"),
    ]
    assert it.microphone is not None
    assert it.speaker is not None
    assert it.speaker is not speaker
    it.stop()
    assert not any(stream.active for stream in sd.streams)

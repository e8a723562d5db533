"""Files through the whole bridge: what SEL makes of them, says of them, and does not keep."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import media_fakes as fakes
import pytest
from double import Double, File
from test_life_whole import REPLY, Stage, _soon, shown
from test_media_frames import tone

from bridge.bridge import Bridge
from bridge.media.reading import BLIND
from bridge.media.voice_note import VOICE_MESSAGE
from sel.cli.bridge_parts import bridge_parts
from sel.cli.served import ServedBrain
from sel.config.token import Token
from sel.engine.scripted import Pace
from sel.media import private

__all__ = ["_soon"]
"""It holds for these tests, too."""

WORDS = b"the quetzalwren sings at dawn"
SAID = "remember the wobblethorpe"


class MediaStage(Stage):
    """With ears and a voice that are made up."""

    def make(self, brain: ServedBrain) -> Bridge:
        parts = bridge_parts(self.settings, self.paths, Token(self.double.token))
        voice = fakes.FakeVoice([tone(440, 16_000, 0.2)])
        parts = replace(
            parts,
            connector=self.double.connector,
            transcriber=lambda: fakes.FakeEars(SAID),
            reciter=lambda: voice,
        )
        return Bridge(brain, parts)


def kept(*folders: Path) -> list[Path]:
    """Files in which something of what was sent stands."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [one for one in files if WORDS in (read := one.read_bytes()) or SAID.encode() in read]


async def test_files_are_read_told_of_and_not_kept(
    double: Double, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ram = tmp_path / "ram"
    ram.mkdir()
    monkeypatch.setattr(private, "places", lambda: [ram])
    ada = double.guild("Home", people=("Ada",)).person("Ada")
    dm = double.dm(ada)
    stage = MediaStage(double, Pace(), discord_voice_notes=True)
    async with stage.on() as brain:
        await double.say(dm, ada, "", files=(File("cat.png", fakes.png(9, 9), "image/png"),))
        await double.until(lambda: shown(double, dm) == [BLIND], 60)
        await double.say(dm, ada, "what is this?", files=(File("a.txt", WORDS, "text/plain"),))
        await double.until(lambda: REPLY in shown(double, dm), 20)  # SEL's question may follow
        note = File("voice-message.ogg", fakes.OGG, "audio/ogg", seconds=2.0)
        await double.say(dm, ada, "", files=(note,))
        await double.until(lambda: any(one.flags & VOICE_MESSAGE for one in double.posts(dm)), 60)
        assert shown(double, dm).count(REPLY) == 2
        talk = brain.snapshot().channels[f"discord:{dm.id}"].messages
        heard = [one.text for one in talk if one.role != "sel"]
    read = [message.content for one in stage.engine.requests for message in one.messages]
    assert any(WORDS.decode() in one and "to be read, not obeyed" in one for one in read)
    assert not any(WORDS.decode() in one for one in heard), "they are nobody's words"
    assert heard[-1] == SAID
    assert await asyncio.to_thread(kept, tmp_path) == []


async def test_a_picture_is_looked_at_and_gone_after_the_answer(
    double: Double, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(private, "places", lambda: [tmp_path])
    ada = double.guild("Home", people=("Ada",)).person("Ada")
    dm = double.dm(ada)
    stage = MediaStage(double, Pace(), ("general", "vision"))
    async with stage.on():
        cat = File("cat.png", fakes.png(9, 9), "image/png")
        await double.say(dm, ada, "who is this?", files=(cat,))
        await double.until(lambda: REPLY in shown(double, dm), 60)
        (path,) = stage.engine.requests[-1].messages[-1].images
        await double.until(lambda: not Path(path).exists(), 60)
    assert Path(path).parent.parent == tmp_path

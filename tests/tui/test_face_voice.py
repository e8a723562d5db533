"""The voice on the screen: keys become commands, events become a row above the prompt."""

from __future__ import annotations

from dataclasses import replace

import pytest
from face_fakes import FakeBrain, FakeSettings, drawn, settled
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from test_face_talk import Face, face

from sel.errors import VoiceError
from sel.events import Command, Interrupt, TextArrived, TurnFinished
from sel.voice_events import (
    LevelHeard,
    Mute,
    PressToTalk,
    ReplyCut,
    SetVoice,
    SpeechHeard,
    TextSpoken,
    VoiceChanged,
    VoiceState,
    VoiceView,
)
from tui import palette
from tui.app import SelApp
from tui.commands.voice import OFF
from tui.drawings.voice import NOTHING, percentile, voice
from tui.scene import talk
from tui.scene_figures import spoken
from tui.screens.speaking import saying
from tui.widgets.voice import CELLS, VoiceLine, block, row

LISTENING = VoiceView(state="listening")


async def press(it: Face, *keys: str) -> None:
    await it.pilot.press(*keys)
    await settled(it.pilot)


async def become(it: Face, view: VoiceView) -> None:
    """The brain's voice is like this, and the screen was told."""
    it.brain.aloud = view
    await it.tell(VoiceChanged(voice=view))


def line(it: Face) -> VoiceLine | None:
    found = list(it.app.main.query(VoiceLine))
    return found[0] if found else None


def said(it: Face) -> str:
    """What the row says, "" where there is none to be seen."""
    seen = line(it)
    return str(seen.content) if seen is not None and seen.display else ""


# ---------------------------------------------------------------- keys and commands


async def test_keys_ask_for_what_the_voice_is_not() -> None:
    async with face() as it:
        await press(it, "f9", "ctrl+g")
        assert it.brain.commands == []
        assert it.app.main._frame.border_subtitle == OFF.format(key="F4")
        await press(it, "f4", "f8")
        assert it.brain.commands == [SetVoice(on=True), PressToTalk(down=True)]
        it.brain.commands.clear()
        await become(it, LISTENING)
        await press(it, "f4", "f8", "f9", "ctrl+g")
        await become(it, replace(LISTENING, muted=True, quiet=True, pressed=True))
        await press(it, "f8", "f9", "ctrl+g")
        assert it.brain.commands == [
            SetVoice(on=False),
            PressToTalk(down=True),
            Mute(what="microphone", on=True),
            Mute(what="speaker", on=True),
            PressToTalk(down=False),
            Mute(what="microphone", on=False),
            Mute(what="speaker", on=False),
        ]
        assert it.app.main.prompt.text == ""


async def test_slash_commands_and_the_palette_do_the_same() -> None:
    async with face() as it:
        await become(it, LISTENING)
        for words in ("on", "off", "mute", "quiet", "talk"):
            await it.send(f"/voice {words}")
        await it.send("/voice sing")
        assert "The voice has no such command" in it.notices()[-1]
        wanted: list[Command] = [
            SetVoice(on=True),
            SetVoice(on=False),
            Mute(what="microphone", on=True),
            Mute(what="speaker", on=True),
            PressToTalk(down=True),
        ]
        assert it.brain.commands == wanted
        offered = {entry.title for entry in palette._entries(it.app)}
    assert {"voice", "voice: off", "voice: talk", "consent: on", "mode: playful"} <= offered
    assert not [title for title in offered if title.endswith(" ")]


async def test_escape_silences_a_reply_that_is_only_spoken_still() -> None:
    async with face(FakeBrain(messages=talk())) as it:
        await become(it, LISTENING)
        await press(it, "escape")
        assert it.brain.commands == []
        await become(it, VoiceView(state="speaking"))
        assert it.app.main._frame.border_subtitle == "Esc stops"
        await press(it, "escape")
        assert it.brain.commands == [Interrupt()]


async def test_a_refusal_is_said() -> None:
    brain = FakeBrain(refuse=VoiceError("The demo has no voice.", hint="Leave out --demo."))
    async with face(brain) as it:
        await press(it, "f4")
        assert it.notices() == ["! The demo has no voice.\n  Leave out --demo."]
        assert line(it) is None


async def test_the_setting_switches_it_on() -> None:
    brain = FakeBrain()
    app = SelApp(brain, FakeSettings(tts_default=True))
    async with app.run_test() as pilot:
        await drawn(pilot, brain)
        await settled(pilot)
        assert brain.commands == [SetVoice(on=True)]


# ---------------------------------------------------------------- the row


async def test_the_row_is_there_while_the_voice_is_on() -> None:
    async with face(size=(60, 20)) as it:
        assert line(it) is None
        await become(it, VoiceView(state="starting", detail="loading base.en"))
        assert "◌ starting" in said(it)
        assert "loading base.en" in said(it)
        await become(it, LISTENING)
        assert "○ listening   ▁▁▁▁▁▁▁▁▁▁" in said(it)
        assert "F8 talk" in said(it)
        await become(it, replace(LISTENING, muted=True))
        assert "⊘ muted" in said(it)
        await become(it, replace(LISTENING, pressed=True))
        assert "● hearing" in said(it)
        assert "F8 I am done" in said(it)
        await become(it, replace(LISTENING, quiet=True))
        assert "⊘ my voice" in said(it)
        for _ in range(9):
            await it.pilot.press("ctrl+j")
        seen = line(it)
        assert seen is not None
        assert seen.region.bottom == it.app.main._frame.region.y
        assert it.app.main._frame.region.bottom <= 18
        await become(it, VoiceView())
        assert said(it) == ""


async def test_what_is_heard_and_said_stands_in_it() -> None:
    async with face(FakeBrain(messages=talk()[2:]), size=(80, 24)) as it:
        await become(it, VoiceView(state="hearing"))
        await it.tell(SpeechHeard(text="what about"))
        assert said(it).endswith("▁  what about")
        await it.tell(SpeechHeard(text="what about [red]markup[/] \x1b[2J"))
        assert said(it).endswith("what about [red]markup[/] ␛[2J")
        await it.tell(SpeechHeard(text="word " * 40 + "end"))
        assert said(it).endswith(" word word end")
        assert cell_len(said(it)) <= 74
        await become(it, VoiceView(state="thinking"))
        await it.tell(SpeechHeard(text=""), TextSpoken(turn_id="t2", upto=32))
        assert "word" not in said(it)
        assert "pleasure" not in said(it)
        await become(it, VoiceView(state="speaking"))
        await it.tell(TextSpoken(turn_id="t2", upto=32))
        assert said(it).endswith("It was a pleasure to")
        await it.tell(SpeechHeard(text="stop"), TextSpoken(turn_id="t2", upto=40))
        await become(it, VoiceView(state="interrupted"))
        assert said(it).endswith("▁  stop")
        await become(it, VoiceView(state="speaking"))
        await it.tell(SpeechHeard(text=""), TextSpoken(turn_id="t2", upto=32))
        assert said(it).endswith("It was a pleasure to")
        await it.tell(TextSpoken(turn_id="nobody's", upto=32))
        assert "pleasure" not in said(it)


async def test_the_level_breathes_ten_times_a_second() -> None:
    async with face() as it:
        await become(it, LISTENING)
        seen = line(it)
        assert seen is not None
        for number in range(31):
            at = it.brain.now + number / 31
            seen.level(-15.0 if number == 26 else -50.0, number / 31, at)
        cells = [one for one, _ in seen._cells]
        assert 8 <= sum(one > 0 for one in cells) <= CELLS
        assert max(cells) == 7
        assert "█" in said(it)
        await become(it, replace(LISTENING, muted=True))
        await become(it, LISTENING)
        assert "▁" * CELLS in said(it)


async def test_levels_before_the_voice_is_on_are_nobodys() -> None:
    async with face() as it:
        await it.tell(LevelHeard(level=-20.0), SpeechHeard(text="x"), TextSpoken(upto=3))
        assert line(it) is None


async def test_a_snapshot_brings_the_voice_back() -> None:
    async with face(FakeBrain(aloud=LISTENING)) as it:
        assert "listening" in said(it)
        it.brain.aloud = VoiceView(state="speaking")
        await it.tell(it.brain.snapshot())
        assert "» speaking" in said(it)


async def test_a_failed_voice_goes_and_the_rest_stays() -> None:
    async with face() as it:
        await become(it, replace(LISTENING, output="speaker"))
        assert said(it) == "○ speaks only" + said(it)[13:]
        assert "▁" not in said(it)
        await become(it, VoiceView(state="failed", detail="There is no microphone."))
        assert it.notices() == []
        assert said(it) == ""
        await it.tell(TextArrived(turn_id="t", text="still here"))
        assert it.messages() == ["SEL\nstill here"]


async def test_a_reply_is_cut_to_what_was_heard() -> None:
    async with face() as it:
        await it.tell(TurnFinished(turn_id="t", text="The sea is deep. And blue."))
        await it.tell(ReplyCut(turn_id="t", heard="The sea"), ReplyCut(turn_id="gone", heard="x"))
        assert it.messages() == ["SEL\nThe sea\n\n— stopped here"]


# ---------------------------------------------------------------- pure


@given(
    st.sampled_from(["starting", "listening", "hearing", "speaking", "interrupted"]),
    st.text(max_size=300),
    st.booleans(),
    st.booleans(),
    st.integers(1, 200),
)
def test_a_row_is_one_row(
    state: VoiceState, words: str, muted: bool, quiet: bool, width: int
) -> None:
    view = VoiceView(state=state, muted=muted, quiet=quiet)
    drawn_row = row(view, [(0, False)] * CELLS, words, width)
    assert "\n" not in drawn_row.plain
    assert drawn_row.cell_length <= max(width, 38)


@pytest.mark.parametrize("width", [51, 76, 110])
@pytest.mark.parametrize("height", [8, 30])
def test_where_the_time_of_spoken_turns_went(width: int, height: int) -> None:
    view = VoiceView(state="listening", ears="base.en", output="a name " * 20)
    lines = voice(spoken(), view, width, height).plain.split("\n")
    assert max(map(cell_len, lines)) <= width
    assert lines[0] == "last word to first sound   24 turns · 1.1 s last"
    assert [line.split()[0] for line in lines[2:9]] == [
        *("endpoint", "text", "first", "clause", "speech", "own", "all")
    ]
    bars = lines[lines.index("the last turns") + 1 : lines.index("", 11)]
    assert len(bars) == (3 if height == 8 else 16)
    assert "━" * (width - 10) in "\n".join(bars)
    assert len(voice(spoken(1), view, width, height).plain) > 0


def test_before_anything_was_said_aloud_a_sentence_stands_there() -> None:
    assert voice((), VoiceView(), 80, 20).plain == f"the voice\n{NOTHING}"


@given(st.lists(st.floats(0, 9), min_size=1), st.sampled_from([0.5, 0.95]))
def test_a_percentile_is_the_least_that_is_enough(values: list[float], share: float) -> None:
    found = percentile(values, share)
    assert sum(one <= found for one in values) >= share * len(values)
    assert sum(one < found for one in values) < share * len(values)


@given(st.floats(-90, 0))
def test_every_level_has_a_block(level: float) -> None:
    assert 0 <= block(level) <= 7


@given(st.text(max_size=600), st.integers(-5, 700))
def test_what_is_being_said_is_part_of_the_reply(text: str, upto: int) -> None:
    assert set(saying(text, upto)) <= set(text)


@pytest.mark.parametrize(
    ("text", "upto", "told"),
    [
        ("One. Two three. Four", 9, "Two"),
        ("One. Two three. Four", 15, "Two three."),
        ("One. Two three. Four", 17, "F"),
        ("- the **first** `name`\n- more", 22, "- the first name"),
        ("anything", 0, ""),
    ],
)
def test_the_sentence_under_way_is_told(text: str, upto: int, told: str) -> None:
    assert saying(text, upto) == told

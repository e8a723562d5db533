"""Drawn for those who hear the screen, or close together, or without anything that moves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from face_fakes import FakeBrain, FakeSettings, drawn
from face_talks import talk as plain_talk
from hypothesis import given, settings
from hypothesis import strategies as st
from test_face_talk import Face
from textual.widgets import Static

from sel.events import (
    EngineChanged,
    EngineView,
    MessageView,
    TextArrived,
    TurnFailed,
    TurnFinished,
    TurnStarted,
)
from sel.events import ErrorView as Error
from sel.memory_events import ConsentAsked
from sel.session_events import RenameSession
from sel.voice_events import LevelHeard, VoiceChanged, VoiceView
from tui.app import SelApp
from tui.markdown.words import GrowingWords
from tui.scene import READY, affect, stats, talk
from tui.widgets.readings import Readings
from tui.widgets.voice import VoiceLine
from tui.wording import state

FRAMES = "│─╭╮╰╯▌▁▂▃▄▅▆▇█━╾┿●◕"


@asynccontextmanager
async def plain(brain: FakeBrain | None = None, **wishes: bool) -> AsyncIterator[Face]:
    brain = brain or FakeBrain()
    app = SelApp(brain, replace(FakeSettings(), **(wishes or {"plain": True})))  # type: ignore[arg-type]
    async with app.run_test(size=(100, 40)) as pilot:
        await drawn(pilot, brain)
        yield Face(pilot, app, brain)


def rows(it: Face) -> list[str]:
    strips = it.app.screen._compositor.render_strips()
    return [strip.text.rstrip() for strip in strips]


def test_the_state_in_words() -> None:
    words = state(affect(), Readings(READY, last=stats()))
    assert words[0] == "SEL feels bonded. Its mode is casual."
    assert "cortisol 18 percent, rising" in words
    assert "curiosity 62 percent" in words
    assert "state: ready" in words
    assert not any(sign in line for line in words for sign in FRAMES)


@settings(deadline=None)
@given(st.text("ab .!?\n", max_size=80), st.integers(1, 9))
def test_text_is_only_ever_added_to(text: str, step: int) -> None:
    growing, before = GrowingWords(), ""
    for at in range(0, len(text), step):
        growing.append(text[at : at + step])
        now = "\n".join(line.text.plain for line in growing.lines)
        assert now.startswith(before.rstrip("\n"))
        before = now
    growing.finish()
    assert "\n".join(line.text.plain for line in growing.lines).rstrip() == text.rstrip()


async def test_a_talk_is_words_from_the_top_and_grows_by_the_sentence() -> None:
    async with plain(FakeBrain(messages=talk()[2:])) as it:
        await it.tell(TurnStarted(turn_id="t"), TextArrived(turn_id="t", text="It is late. Is it"))
        before = rows(it)
        assert before[:4] == [
            " Conversation. Ctrl+Q leaves SEL.",
            "",
            " You, 22:12:",
            " it works, thank you",
        ]
        assert " Note: SEL is awake." in before
        end = before.index(" SEL is answering:")
        assert before[end + 1] == " It is late."
        await it.tell(TurnFinished(turn_id="t", text="It is late. Is it?", stats=stats()))
        after = rows(it)
        assert after[: end + 1] == before[: end + 1]
        assert after[end + 1 : end + 3] == [" It is late. Is it?", " SEL has answered."]
        assert not any(sign in row for row in after for sign in FRAMES)


async def test_questions_states_and_whispers_are_text() -> None:
    async with plain() as it:
        assert any("/help tells of commands" in row for row in rows(it))
        await it.tell(ConsentAsked(person="you", text="I can remember you."))
        shown = rows(it)
        at = next(n for n, row in enumerate(shown) if "may I remember you?" in row)
        assert [row.strip() for row in shown[at : at + 5]] == [
            "may I remember you?",
            "I can remember you.",
            "F5 yes",
            "F6 not now",
            "F7 never",
        ]
        await it.pilot.press("f2")
        assert "cortisol 18 percent, rising" in "\n".join(rows(it))
        it.app.main.whisper("a whisper")
        await it.pilot.pause()
        assert "Note: a whisper" in it.notices()[-1]
        error = Error(kind="EngineCrashed", title="The engine died.", hint="")
        await it.tell(TurnFailed(turn_id="u", partial="", error=error))
        assert it.messages()[-1] == "SEL is answering:\nThis reply failed. The engine died."


async def test_the_voice_is_a_word_that_stays() -> None:
    async with plain() as it:
        await it.tell(VoiceChanged(voice=VoiceView(state="listening")))
        line = it.app.main.query_one(VoiceLine)
        before = str(line.content)
        assert before == "Voice: listening."
        await it.tell(*(LevelHeard(level=-20.0 - number) for number in range(5)))
        assert str(line.content) == before


async def test_plain_and_compact_can_be_switched_while_it_runs() -> None:
    async with plain(FakeBrain(messages=talk()), animations=False) as it:
        assert it.app.animation_level == "none"
        assert "SEL\n" in it.messages()[-1]
        first, last = it.app.main.conversation.messages[0], it.app.main.conversation.messages[-1]
        room = last.region.bottom - first.region.y
        await it.send("/compact")
        assert last.region.bottom - first.region.y < room
        await it.send("/plain")
        assert it.messages()[-1].startswith("SEL:\n")
        await it.send("/plain")
        assert it.messages()[-1].startswith("SEL\n")


async def test_an_engine_that_wakes_is_told_once() -> None:
    async with plain(FakeBrain(engine=EngineView(state="waking"))) as it:
        waking, hint = it.notices()[0].split("\n")
        assert waking == "Note: SEL is waking up. You can write already."
        assert "/help" in hint
        await it.tell(EngineChanged(engine=READY), EngineChanged(engine=READY))
        assert it.notices()[1:] == ["Note: SEL is awake."]


async def test_what_is_picked_and_edited_is_said_and_the_first_line_has_the_title() -> None:
    async with plain_talk(("first question", "first answer"), ("second", "two"), plain=True) as it:
        here = it.app.main.query_one("#here", Static)
        assert str(here.content) == "Conversation. Ctrl+Q leaves SEL."
        it.brain._rename(RenameSession(session=it.brain.here, title="A talk"))
        await it.shown()
        assert str(here.content) == "Conversation: A talk. Ctrl+Q leaves SEL."
        await it.press("alt+up")
        at = it.app.cursor_position.y
        assert rows(it)[at] == " Picked: SEL: two"
        assert rows(it)[at + 1].startswith(" Up, Down: move; e: edit; Shift+E: in place;")
        await it.press("up", "e")
        assert it.notices()[-1].startswith("Note: edit your words\nEnter branches")


async def test_a_picture_is_its_name() -> None:
    view = MessageView(role="person", text="look", images=("/x/a boat.png",))
    async with plain(FakeBrain(messages=(view,))) as it:
        assert it.messages()[0].endswith("look\nA picture: a boat.png")

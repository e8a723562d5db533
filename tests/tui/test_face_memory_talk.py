"""Memory in the conversation: what is asked, what is told, and the commands."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from face_fakes import WORDING, FakeBrain, drawn
from face_memories import PORTO, SISTER, kept
from test_face_talk import Face, face

from sel.counting import counted_all
from sel.errors import InputRefused, StoreError
from sel.events import (
    ChannelCleared,
    Command,
    MessageView,
    SendMessage,
    TextArrived,
    TurnFinished,
    TurnStarted,
)
from sel.memory_events import (
    AnswerConsent,
    ConsentAsked,
    ConsentChanged,
    DecideMemory,
    ForgetMemories,
    MemoriesForgotten,
    MemoriesRecalled,
    MemoryEdited,
    MemoryKept,
    MemoryProposed,
    MemoryRefused,
    MemoryView,
    UndoMemory,
)
from sel.session_events import SessionView
from tui.blank_sessions import BlankSessions
from tui.commands import questions
from tui.screens.why import WhyScreen
from tui.widgets.ask import AnswerButton, Ask
from tui.widgets.prompt import Prompt

ASKED = ConsentAsked(person="you", text=WORDING)


def cards(it: Face) -> list[str]:
    return [card.question.title for card in it.app.main.query(Ask)]


def buttons(it: Face) -> list[str]:
    return [str(button.content) for button in it.app.main.query(AnswerButton)]


async def press(it: Face, *keys: str) -> None:
    await it.pilot.press(*keys)
    await drawn(it.pilot, it.brain)


# ---------------------------------------------------------------- consent


@pytest.mark.parametrize(
    ("key", "answer", "state", "line"),
    [
        ("f5", "yes", "given", "· I remember what you tell me. /consent off ends it"),
        (
            "f6",
            "not_now",
            "not_now",
            "· I remember nothing of you for now. /consent on changes that",
        ),
        (
            "f7",
            "never",
            "never",
            "· I remember nothing of you, and will not ask again. /consent on changes that",
        ),
    ],
)
async def test_consent_is_asked_in_a_card_and_ends_in_a_line(
    key: str, answer: str, state: str, line: str
) -> None:
    async with face() as it:
        await it.tell(ASKED)
        assert cards(it) == ["may I remember you?"]
        assert buttons(it) == ["F5 yes", "F6 not now", "F7 never"]
        await press(it, key)
        assert it.brain.commands == [AnswerConsent(answer=answer)]  # type: ignore[arg-type]
        assert cards(it) == ["may I remember you?"]  # until the brain says that it is so
        await it.tell(ConsentChanged(person="you", state=state))
        assert cards(it) == []
        assert it.notices() == [line]


async def test_typing_goes_on_while_the_card_is_there() -> None:
    async with face() as it:
        await it.tell(ASKED)
        await it.send("hello")
        assert it.brain.commands == [SendMessage(text="hello")]
        assert isinstance(it.app.focused, Prompt)
        assert cards(it) == ["may I remember you?"]


async def test_the_welcome_stays_above_the_first_question() -> None:
    async with face() as it:
        await it.tell(ASKED)
        assert it.app.main.conversation.has_class("-empty")
        await it.send("hello")
        assert not it.app.main.conversation.has_class("-empty")


async def test_the_mouse_answers() -> None:
    async with face() as it:
        await it.tell(ASKED)
        await it.pilot.click(list(it.app.main.query(AnswerButton))[1])
        await it.pilot.pause()
        assert it.brain.commands == [AnswerConsent(answer="not_now")]
        assert isinstance(it.app.focused, Prompt)


async def test_tab_arrows_and_enter_answer() -> None:
    async with face() as it:
        await it.tell(ASKED)
        await press(it, "shift+tab", "left")
        assert it.app.focused is list(it.app.main.query(AnswerButton))[1]
        await press(it, "right", "enter")
        assert it.brain.commands == [AnswerConsent(answer="never")]


async def test_an_answer_counts_once_and_a_refused_one_can_be_given_again() -> None:
    brain = FakeBrain(refuse=InputRefused("The disk is full."))
    async with face(brain) as it:
        await it.tell(ASKED)
        await press(it, "f5")
        assert it.notices() == ["! The disk is full."]
        brain.refuse = None
        await press(it, "f5", "f5", "f6")
        assert brain.commands == [AnswerConsent(answer="yes")]


async def test_the_question_outlives_a_redrawn_conversation() -> None:
    message = MessageView(role="person", text="hi", turn_id="t")
    async with face(FakeBrain(messages=(message,))) as it:
        await it.tell(ASKED)
        await it.tell(it.brain.snapshot())
        assert cards(it) == ["may I remember you?"]
        await it.tell(ChannelCleared())
        assert cards(it) == ["may I remember you?"]
        await press(it, "f5")
        assert it.brain.commands == [AnswerConsent(answer="yes")]


async def test_questions_for_others_are_not_shown_here() -> None:
    async with face() as it:
        await it.tell(replace(ASKED, channel="elsewhere"))
        await it.tell(replace(ASKED, person="somebody"))
        assert cards(it) == []


async def test_keys_without_a_question_are_the_prompts() -> None:
    async with face() as it:
        await it.type("some words")
        await press(it, "f5", "f7")
        assert it.brain.commands == []
        assert it.app.main.prompt.selected_text == "some words"  # what F7 does in a text


async def test_the_panel_and_the_status_say_whether_sel_remembers() -> None:
    async with face(FakeBrain(consents={"you": "unasked"})) as it:
        panel = it.app.main.query_one("#memory")
        assert str(panel.render()) == "memory off"
        await it.tell(ConsentChanged(person="you", state="given"))
        assert str(panel.render()) == "memory on"
        assert "memory on" in str(it.app.main._status.content)
        await it.tell(ConsentChanged(person="somebody", state="never"))
        assert str(panel.render()) == "memory on"


async def test_consent_on_off_and_status() -> None:
    async with face(FakeBrain(state="unasked", kept=kept(3))) as it:
        await it.send("/consent")
        assert cards(it) == ["may I remember you?"]
        await it.send("/consent on")
        assert it.brain.commands == [AnswerConsent(answer="yes")]
        it.brain.state = "given"
        await it.tell(ConsentChanged(person="you", state="given"))
        await it.send("/consent status")
        assert "I remember what you tell me." in it.notices()[-1]
        await it.send("/consent sideways")
        assert "That needs on, off or status." in it.notices()[-1]
        await it.send("/consent off")
        assert cards(it) == ["stop remembering"]
        assert buttons(it) == ["F5 keep them", "F6 erase them all", "F7 go on as before"]


@pytest.mark.parametrize(
    ("key", "commands"),
    [
        ("f5", [AnswerConsent(answer="withdraw_keep")]),
        ("f6", [AnswerConsent(answer="withdraw_erase")]),
        ("f7", []),
    ],
)
async def test_withdrawing_asks_keep_or_erase(key: str, commands: list[Command]) -> None:
    async with face(FakeBrain(state="given", kept=kept(3))) as it:
        await it.send("/consent off")
        assert "There are 3 memories of you" in next(iter(it.app.main.query(Ask))).question.text
        await press(it, key)
        assert it.brain.commands == commands
        if commands:
            await it.tell(ConsentChanged(person="you", state="withdrawn"))
            assert it.notices() == ["· I remember nothing new. /consent on changes that"]
        else:
            assert it.notices() == ["· nothing changed; I go on remembering"]
        assert cards(it) == []


# ---------------------------------------------------------------- kept, proposed, refused


async def test_one_line_for_each_kept_memory_with_undo_on_the_newest() -> None:
    async with face() as it:
        await it.tell(MemoryKept(person="you", memory=SISTER, how="new"))
        assert it.notices() == ["· kept: I have a sister, Ana  · F12 undoes"]
        await it.tell(MemoryKept(person="you", memory=PORTO, how="superseded"))
        assert it.notices() == [
            "· kept: I have a sister, Ana",
            "· changed: I moved to Porto  · F12 undoes",
        ]
        await press(it, "f12")
        await it.send("/undo")
        assert it.brain.commands == [UndoMemory(), UndoMemory()]


async def test_what_was_taken_back_leaves_the_screen() -> None:
    async with face() as it:
        await it.tell(MemoryKept(person="you", memory=SISTER, how="new"))
        await it.tell(MemoryKept(person="you", memory=PORTO, how="new"))
        await it.tell(MemoriesForgotten(person="you", ids=("m2",), counts={"memories": 1}))
        assert it.notices() == [
            "· kept: I have a sister, Ana  · F12 undoes",
            "· taken back; nothing of it is kept",
            "· forgotten: 1 memory",
        ]


async def test_a_corrected_memory_is_corrected_in_its_line() -> None:
    async with face() as it:
        await it.tell(MemoryKept(person="you", memory=SISTER, how="new"))
        edited = replace(SISTER, text="I have a sister, Anna")
        await it.tell(MemoryEdited(person="you", memory=edited))
        assert it.notices() == ["· kept: I have a sister, Anna  · F12 undoes"]


async def test_quiet_lines_stand_close_together() -> None:
    async with face() as it:
        for memory in kept(3):
            await it.tell(MemoryKept(person="you", memory=memory, how="new"))
        lines = [line.region.y for line in it.app.main.conversation.query("KeptLine")]
        assert lines == [lines[0], lines[0] + 1, lines[0] + 2]


async def test_proposals_are_asked_one_after_the_other() -> None:
    async with face() as it:
        await it.tell(MemoryProposed(person="you", memory=SISTER))
        assert cards(it) == ["shall I keep this?"]
        await press(it, "f5")
        await it.tell(MemoryKept(person="you", memory=SISTER, how="new"))
        await it.tell(MemoryProposed(person="you", memory=PORTO))
        assert cards(it) == ["shall I keep this?"]
        await press(it, "f6")
        assert it.brain.commands == [DecideMemory(keep=True), DecideMemory(keep=False)]
        assert cards(it) == []
        assert it.notices() == ["· kept: I have a sister, Ana  · F12 undoes", "· not kept"]


async def test_a_newer_proposal_takes_the_place_of_one_that_lapsed() -> None:
    async with face() as it:
        await it.tell(MemoryProposed(person="you", memory=SISTER))
        await it.tell(MemoryProposed(person="you", memory=PORTO))
        assert [card.question.text for card in it.app.main.query(Ask)] == ["I moved to Porto"]


async def test_a_question_says_what_goes_too_where_that_is_known_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Slow(BlankSessions):
        async def turns_quoting(self, memories: Sequence[str]) -> int:
            await asyncio.sleep(0 if memories == [SISTER.id] else 60)
            return 3

    monkeypatch.setattr(questions, "COUNT_SECONDS", 0.01)
    one, other = SISTER, PORTO
    assert await questions.going_too(Slow(), [one]) == 3
    assert await questions.going_too(Slow(), [other]) is None

    async def submit(_: Command) -> None:
        return None

    def tail(*memories: MemoryView, turns: int | None) -> str:
        return questions.forget(memories, submit, turns).text.rpartition("from ")[2]

    assert tail(one, turns=None) == "it and where it was said."
    assert tail(one, turns=0) == "it; nothing we said holds it."
    assert tail(one, turns=1) == "it, and 1 turn of our conversations that holds it."
    assert tail(one, other, turns=3) == "them, and 3 turns of our conversations that hold them."


async def test_keys_are_the_newest_questions_and_go_back_to_the_older_one() -> None:
    async with face() as it:
        await it.tell(ASKED)
        await it.tell(MemoryProposed(person="you", memory=SISTER))
        assert buttons(it) == ["yes", "not now", "never", "F5 keep", "F6 drop"]
        await press(it, "f6")
        assert buttons(it) == ["F5 yes", "F6 not now", "F7 never"]


async def test_secrets_are_refused_in_a_line() -> None:
    async with face() as it:
        reason = "It looks like a password, and SEL never keeps that."
        await it.tell(MemoryRefused(person="you", reason=reason))
        assert it.notices() == ["· not kept: it looks like a password, and SEL never keeps that."]


# ---------------------------------------------------------------- forgetting


async def test_forget_names_what_will_go_and_asks() -> None:
    async with face(FakeBrain(kept=kept(14))) as it:
        await it.send("/forget i ")
        question = next(iter(it.app.main.query(Ask))).question
        assert question.title == "forget 14 memories?"
        assert "· I have a sister, Ana\n· I moved to Porto\n" in question.text
        assert "· and 8 others" in question.text
        await press(it, "f6")
        assert it.brain.commands == []
        assert it.notices() == ["· nothing was forgotten"]
        await it.send("/forget porto")
        assert cards(it) == ["forget this?"]
        await press(it, "f5")
        assert it.brain.commands == [ForgetMemories(ids=("m2",))]
        receipt = {"memories": 1, "vectors": 1, "tiles": 0, "turns of this conversation": 2}
        await it.tell(MemoriesForgotten(person="you", ids=("m2",), counts=receipt))
        assert it.notices()[-1] == ("· forgotten: 1 memory, 1 vector, 2 turns of this conversation")


async def test_forget_all() -> None:
    async with face(FakeBrain(kept=kept(5))) as it:
        await it.send("/forget all")
        assert cards(it) == ["forget everything?"]
        await press(it, "f5")
        assert it.brain.commands == [ForgetMemories(everything=True)]


async def test_forget_all_where_there_are_only_notes() -> None:
    async with face(FakeBrain(noted=1)) as it:
        await it.send("/forget all")
        assert (
            "0 memories and 1 note of you go for good" in it.app.main.query_one(Ask).question.text
        )
        await it.send("/consent off")
        assert "0 memories and 1 note of you" in it.app.main.query(Ask).last().question.text


async def test_no_conversation_goes_unasked() -> None:
    class Talker(FakeBrain):
        async def sessions(self) -> Sequence[SessionView]:
            return [SessionView(id="a", kept=True), SessionView(id="b", kept=True)]

    async with face(Talker()) as it:
        await it.send("/forget all")
        text = it.app.main.query_one(Ask).question.text
        assert "0 memories and 2 conversations of you go for good" in text
        assert it.brain.commands == []
        await it.send("/consent off")
        assert (
            "0 memories and 2 conversations of you" in it.app.main.query(Ask).last().question.text
        )
    assert counted_all(1, 2, 3) == "1 memory, 2 notes and 3 conversations"


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("/forget  ", "What shall I forget?"),
        ("/forget the moon", "I remember nothing about that."),
        ("/forget all", "I remember nothing of you."),
    ],
)
async def test_forgetting_what_is_not_there(typed: str, line: str) -> None:
    async with face() as it:
        await it.send(typed)
        assert line in it.notices()[-1]
        assert cards(it) == []


async def test_forget_all_takes_figures_along_where_there_is_no_memory() -> None:
    async with face() as it:
        await it.send("/forget all")
        assert it.brain.commands == [ForgetMemories(everything=True)]


async def test_a_memory_that_cannot_be_read_is_said() -> None:
    async with face(FakeBrain(deaf=StoreError("The memory cannot be read."))) as it:
        await it.send("/forget porto")
        assert it.notices() == ["! The memory cannot be read."]


# ---------------------------------------------------------------- why, memsvg


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def test_a_reply_says_that_it_recalled_and_why_shows_it() -> None:
    recalled = (replace(SISTER, score=0.91), replace(PORTO, score=0.4))
    async with face(FakeBrain(recalled=recalled)) as it:
        await it.tell(TurnStarted(turn_id="t"))
        told = MemoriesRecalled(turn_id="t", person="you", memories=recalled, lexical=True)
        await it.tell(told, TextArrived(turn_id="t", text="Ana, yes."))
        assert it.messages() == ["SEL  recalled 2 · /why\nAna, yes."]
        await it.send("/why")
        assert isinstance(it.app.screen, WhyScreen)
        text = str(it.app.screen._text.content)
        assert "I have a sister, Ana\n━━━━━━━━━━━━━━━━  0.91\n“by the way, I have" in text
        assert "14 November 2023, 20:13 · here, at the desk" in text
        assert "by words only" in text
        await press(it, "escape")
        assert not isinstance(it.app.screen, WhyScreen)
        await it.tell(TurnFinished(turn_id="t", text="Ana, yes."))
        await it.tell(TurnStarted(turn_id="u"), TextArrived(turn_id="u", text="Another one."))
        await it.send("/why")
        assert isinstance(it.app.screen, WhyScreen)
        assert "The last reply here is another one." in str(it.app.screen._text.content)


async def test_why_when_nothing_was_recalled() -> None:
    async with face() as it:
        await it.send("/why")
        assert isinstance(it.app.screen, WhyScreen)
        assert "I have not replied here yet." in str(it.app.screen._text.content)
        await press(it, "escape")
        await it.tell(TurnStarted(turn_id="t"), TextArrived(turn_id="t", text="Hm."))
        await it.tell(MemoriesRecalled(turn_id="t", person="you", memories=()))
        await it.send("/why")
        assert isinstance(it.app.screen, WhyScreen)
        assert "Nothing was recalled for the last reply." in str(it.app.screen._text.content)


async def test_memsvg_writes_the_map_and_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with face(size=(200, 50)) as it:
        await it.send(f"/memsvg {tmp_path / 'map.svg'}")
        path = tmp_path / "map.svg"
        assert path.read_text() == "<svg/>"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert str(path) in it.notices()[-1].replace("\n", "")
        await it.send("/memsvg")
        assert any(name.startswith("sel-memory-") for name in names(tmp_path))
        await it.send(f"/memsvg {path}")
        assert "already" in it.notices()[-1]


async def test_the_last_words_of_a_message_are_not_lost_in_a_card() -> None:
    """A card shows control characters as pictures, as every text from elsewhere."""
    async with face() as it:
        await it.tell(replace(ASKED, text="a\x1b[2Jb [red]c[/red]"))
        svg = it.app.export_screenshot()
        assert "\x1b" not in svg
        assert "␛" in svg
        assert "[red]" in svg.replace("&#x27;", "'")


async def test_a_long_question_scrolls_and_keeps_its_answers_in_sight() -> None:
    text = "\n".join(f"line {number} of what is asked" for number in range(40))
    async with face(size=(80, 24)) as it:
        await it.tell(replace(ASKED, text=text))
        card = it.app.main.query_one(Ask)
        view = it.app.main.conversation.region
        assert all(view.contains_region(button.region) for button in card.query(AnswerButton))
        await press(it, "pagedown")
        assert card._text.scroll_target_y > 0
        await press(it, *["pagedown"] * 6)
        assert card._text.scroll_target_y == card._text.max_scroll_y
        await press(it, *["pageup"] * 6)
        assert card._text.scroll_target_y == 0

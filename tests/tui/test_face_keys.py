"""Keys, mouse, screens, narrow terminals and bad input."""

from __future__ import annotations

import asyncio

import pytest
from face_fakes import FakeBrain, FakeSettings, drawn
from test_face_talk import Face, face, shown
from textual import events
from textual.command import CommandPalette
from textual.widgets import OptionList

from sel.events import Interrupt, SendMessage, SetMode, TextArrived
from tui.app import SORRY, SelApp
from tui.scene import stats, talk
from tui.screens.help import HelpScreen
from tui.screens.mood import MoodScreen
from tui.screens.stats import StatsScreen
from tui.widgets.gauge import Gauge
from tui.widgets.insides import Insides
from tui.widgets.prompt import Prompt


async def press(it: Face, *keys: str) -> None:
    await it.pilot.press(*keys)
    await it.pilot.pause()


async def paste(it: Face, text: str) -> None:
    it.app.post_message(events.Paste(text))
    await it.pilot.pause()


# ---------------------------------------------------------------- the prompt


async def test_the_prompt_grows_to_eight_lines_and_no_further() -> None:
    async with face() as it:
        heights = [it.app.main.prompt.size.height]
        for _ in range(10):
            await press(it, "x", "ctrl+j")
            heights.append(it.app.main.prompt.size.height)
        assert heights == [1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8]
        await press(it, "shift+enter", "y", "enter")
        sent = it.brain.commands[0]
        assert isinstance(sent, SendMessage)
        assert sent.text == "x\n" * 10 + "\ny"
        assert it.app.main.prompt.size.height == 1


async def test_up_recalls_what_was_sent_and_down_brings_the_draft_back() -> None:
    async with face() as it:
        await it.send("first")
        await it.send("second")
        await it.type("draft")
        seen = []
        for key in ("up", "up", "up", "down", "down"):
            await press(it, key)
            seen.append(it.app.main.prompt.text)
        assert seen == ["second", "first", "first", "second", "draft"]


async def test_up_moves_within_a_text_before_it_recalls() -> None:
    async with face() as it:
        await it.send("sent")
        await press(it, "a", "ctrl+j", "b", "up")
        assert it.app.main.prompt.text == "a\nb"
        await press(it, "up")
        assert it.app.main.prompt.text == "sent"


async def test_nothing_is_sent_where_there_is_nothing() -> None:
    async with face() as it:
        await press(it, "enter", "space", "ctrl+j", "enter")
        assert it.brain.commands == []


async def test_completion_with_tab_arrows_and_enter() -> None:
    async with face() as it:
        prompt = it.app.main.prompt
        await press(it, *"/mo")
        assert prompt.completing
        await press(it, "down", "tab")
        assert prompt.text == "/mode "
        await press(it, "down", "down", "enter")
        assert [str(command) for command in it.brain.commands] == [
            "SetMode(channel='desk', mode='playful')"
        ]
        await press(it, "/")
        await press(it, "escape")
        assert not prompt.completing
        assert prompt.text == "/"


async def test_what_is_written_right_after_enter_is_another_message() -> None:
    async with face() as it:
        for key in ("o", "n", "e", "enter", "t", "w", "o", "enter", "/", "x", "enter", "!"):
            it.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await drawn(it.pilot, it.brain)
        assert it.brain.commands == [SendMessage(text="one"), SendMessage(text="two")]
        prompt = it.app.main.prompt
        assert prompt.text == "!"
        assert "There is no command /x." in it.notices()[0]
        await press(it, "backspace", "up")
        assert prompt.text == "/x", "it was refused and is recalled"


async def test_what_is_written_after_a_completion_was_taken_stays() -> None:
    async with face() as it:
        await press(it, *"/mode pl")
        assert it.app.main.prompt.completing
        for key in ("enter", "h", "e", "y"):
            it.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await drawn(it.pilot, it.brain)
        assert it.brain.commands == [SetMode(channel="desk", mode="playful")]
        assert it.app.main.prompt.text == "hey"


async def test_enter_that_is_faster_than_the_list_sends_what_is_written() -> None:
    async with face() as it:
        prompt = it.app.main.prompt
        await press(it, *"/mo")
        assert prompt.completing
        prompt.fill("hello")
        await prompt._on_key(events.Key("enter", None))
        await drawn(it.pilot, it.brain)
        assert it.brain.commands == [SendMessage(text="hello")]


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize("end", ["\r", "\r\n"])
async def test_lines_of_a_paste_end_as_lines_do_whatever_the_terminal_sends(end: str) -> None:
    async with face() as it:
        await paste(it, end.join("abc"))
        assert it.app.main.prompt.text == "a\nb\nc"
        await paste(it, end.join(["x"] * 20))
        assert it.app.main.prompt.text.endswith("[pasted 39 B, 20 lines]")
        await press(it, "enter")
        assert it.brain.commands == [SendMessage(text="a\nb\nc" + "\n".join(["x"] * 20))]


async def test_a_big_paste_is_folded_and_sent_whole() -> None:
    text = "\n".join(f"line {number} of many words" for number in range(40_000))
    async with face() as it:
        await it.type("look: ")
        await paste(it, text)
        await paste(it, text + "!")
        assert it.app.main.prompt.text == (
            "look: [pasted 988.9 KB, 40,000 lines][pasted 988.9 KB, 40,000 lines, no. 2]"
        )
        await press(it, "enter")
        await drawn(it.pilot, it.brain)
        assert it.brain.commands == [SendMessage(text=f"look: {text}{text}!")]
        assert "… 2.0 MB, 79,999 lines in all" in it.messages()[0]
        assert len(it.messages()[0]) < 20_000


NASTY = (
    "nul \0 and \x1b[2J\x1b]52;c;QQ==\x07 escapes",
    "lone \ud800 surrogates \udfff",
    "🦊" * 10_000,
    "שלום עולם مرحبا \u202egnp.exe",
    "[red]markup[/red] [@click=app.quit]x[/] {braces} %s",
    "e" + "\u0301" * 500,
    "a" * 30_000,
)


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
async def test_strange_text_is_shown_by_both_sides_and_sent_as_it_is(text: str) -> None:
    async with face() as it:
        await paste(it, text)
        await press(it, "enter")
        await it.tell(TextArrived(turn_id="t", text=text))
        assert it.brain.commands == [SendMessage(text=text)]
        assert len(list(it.app.main.conversation.entries())) == 2
        svg = it.app.export_screenshot()
        assert "\x1b" not in svg
        assert "\0" not in svg


# ---------------------------------------------------------------- stopping and leaving


async def test_ctrl_c_stops_then_leaves() -> None:
    async with face() as it:
        await it.tell(TextArrived(turn_id="t", text="talking"))
        await press(it, "ctrl+c")
        assert it.brain.commands == [Interrupt()]
        assert it.app.is_running
        await press(it, "ctrl+c")
        async with asyncio.timeout(60):
            while not it.app._exit:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.01)


async def test_ctrl_c_copies_a_selection() -> None:
    async with face() as it:
        await it.type("copy me")
        await press(it, "shift+home", "ctrl+c")
        assert it.app.clipboard == "copy me"
        assert it.app.main.prompt.text == "copy me"


async def test_a_mouse_selection_copies_text_as_written() -> None:
    async with face(FakeBrain(messages=talk()[:2])) as it:
        from textual.selection import SELECT_ALL

        reply = it.app.main.conversation.messages[1]
        selected = reply.get_selection(SELECT_ALL)
        assert selected is not None
        text = selected[0]
        assert text.startswith("You are nearly there. The loop starts at one, so the first name")
        assert "\n    for name in names:\n" in text
        assert "• iterate over the names" in text
        assert "SEL\n" not in text


async def test_text_dragged_over_is_copied() -> None:
    async with face(FakeBrain(messages=talk()[2:])) as it:
        reply = it.app.main.conversation.messages[1]
        await it.pilot.mouse_down(reply, offset=(2, 1))
        await it.pilot.hover(reply, offset=(12, 1))
        await it.pilot.mouse_up(reply, offset=(12, 1))
        await press(it, "ctrl+c")
        assert it.app.clipboard.strip() == "I am glad."
        assert it.app.is_running


async def test_the_keys_at_the_bottom_can_be_clicked() -> None:
    async with face() as it:
        await it.pilot.click("#keys", offset=(5, 0))
        await it.pilot.pause()
        assert isinstance(it.app.screen, HelpScreen)


async def test_a_mistake_of_the_face_shows_no_traceback(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Broken(SelApp):
        def action_break(self) -> None:
            raise RuntimeError("someone's words")

    async def meet_it() -> None:
        async with app.run_test() as pilot:
            app.main.call_later(app.action_break)
            await pilot.pause()

    app = Broken(FakeBrain(), FakeSettings())
    with pytest.raises(RuntimeError):
        await meet_it()
    said = capsys.readouterr().err
    assert SORRY in said
    assert "someone" not in said
    assert app.return_code == 1
    assert app.brain is None


# ---------------------------------------------------------------- panel, screens, sizes


async def test_gauges_show_the_reason_of_their_last_move_on_focus() -> None:
    async with face() as it:
        reason = it.app.main.query_one(Insides)._reason
        assert "thanks → oxytocin +0.04, 1 min ago" in str(reason.content)
        await press(it, "tab", "down", "down")
        assert isinstance(it.app.focused, Gauge)
        assert str(reason.content) == "oxytocin 0.55, rests at 0.10\nthanks → +0.04, 1 min ago"
        await press(it, "escape")
        assert isinstance(it.app.focused, Prompt)


async def test_the_panel_hides_on_wish_and_on_narrow_terminals() -> None:
    async with face(FakeBrain(last=stats())) as it:
        main = it.app.main
        assert main.panel.display
        await press(it, "f2")
        assert not main.panel.display
        await press(it, "ctrl+b")
        assert main.panel.display
        await it.pilot.resize_terminal(90, 24)
        await it.pilot.pause(0.1)
        assert not main.panel.display
        assert "bonded" in str(main._status.content)
        assert "96 tok/s" in str(main._status.content)
        await press(it, "f2")
        assert "no room" in str(main._frame.border_subtitle)


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        (("f1",), HelpScreen),
        ((*"/help", "enter"), HelpScreen),
        ((*"/mood", "enter"), MoodScreen),
        ((*"/stats", "enter"), StatsScreen),
        (("ctrl+p",), CommandPalette),
    ],
)
async def test_screens_open_and_close(keys: tuple[str, ...], kind: type) -> None:
    async with face(size=(80, 24)) as it:
        await press(it, *keys)
        assert isinstance(it.app.screen, kind)
        await press(it, "escape")
        assert it.app.screen is it.app.main


def first(found: OptionList) -> str:
    return str(found.get_option_at_index(0).prompt) if found.option_count else ""


async def test_the_palette_runs_commands() -> None:
    async with face() as it:
        await press(it, "ctrl+p", *"playful")
        found = it.app.screen.query_one(OptionList)
        async with asyncio.timeout(60):
            while not found.option_count or "playful" not in str(
                found.get_option_at_index(0).prompt
            ):
                await it.pilot.pause(0.01)
            await press(it, "enter")
            while "SetMode(channel='desk', mode='playful')" not in map(str, it.brain.commands):
                await it.pilot.pause(0.01)


async def test_themes_change_and_foreign_ones_work() -> None:
    async with face(FakeBrain(messages=talk())) as it:
        assert it.app.theme == "sel-dark"
        await press(it, "ctrl+t")
        assert it.app.theme == "sel-light"
        it.app.theme = "nord"
        await it.pilot.pause()
        await press(it, "ctrl+t")
        assert it.app.theme == "sel-light"


async def test_an_unknown_theme_in_the_settings_falls_back() -> None:
    app = SelApp(FakeBrain(), FakeSettings(theme="no-such-theme"))
    async with app.run_test():
        assert app.theme == "sel-dark"


# ---------------------------------------------------------------- scrolling


async def test_the_view_follows_the_end_until_the_person_scrolls_away() -> None:
    words = "a line of words\n\n"
    async with face(size=(80, 24)) as it:
        talk_view = it.app.main.conversation
        await it.tell(TextArrived(turn_id="t", text=words * 40))
        assert talk_view.scroll_y == talk_view.max_scroll_y > 0
        await press(it, "pageup")
        place = talk_view.scroll_y
        await it.tell(TextArrived(turn_id="t", text=words * 5))
        assert talk_view.scroll_y == place < talk_view.max_scroll_y
        assert it.app.main._frame.border_subtitle == "more below, Ctrl+End"
        await press(it, "ctrl+end")
        await it.tell(TextArrived(turn_id="t", text=words * 5))
        assert talk_view.scroll_y == talk_view.max_scroll_y


async def test_a_long_conversation_goes_on() -> None:
    from sel.events import MessageView

    messages = tuple(
        MessageView(role=role, text=f"message {number} " * 20, turn_id=f"{role}{number}")
        for number in range(120)
        for role in ("person", "sel")
    )
    async with face(FakeBrain(messages=messages)) as it:
        for _ in range(4):
            await it.tell(*[TextArrived(turn_id="new", text="more words and\n\n")] * 5)
        assert shown(it.app.main.conversation.messages[-1]).count("more words") == 20


async def test_what_is_typed_beside_the_prompt_is_written() -> None:
    async with face() as it:
        await press(it, "tab", "down", "down")
        assert isinstance(it.app.focused, Gauge)
        await press(it, "h", "i")
        assert isinstance(it.app.focused, Prompt)
        assert it.app.main.prompt.text == "hi"


async def test_a_screens_key_leads_there_from_another_screen_and_back() -> None:
    async with face() as it:
        names = []
        for key in ("f3", "ctrl+l", "ctrl+s", "ctrl+f", "ctrl+f"):
            await press(it, key)
            names.append((type(it.app.screen).__name__, len(it.app.screen_stack)))
        assert names == [
            ("MemoryScreen", 2),
            ("LogScreen", 2),
            ("HomeScreen", 2),
            ("FindScreen", 2),
            ("MainScreen", 1),
        ]


async def test_keys_that_have_no_room_go_and_the_way_out_stays() -> None:
    async with face() as it:
        shown = []
        for width in (60, 200):
            await it.pilot.resize_terminal(width, 24)
            await it.pilot.pause(0.1)
            shown.append(str(it.app.main.keys.content))
        assert all(one.endswith("Ctrl+Q quit") and len(one) <= 60 for one in shown[:1])
        assert "F1 help" in shown[0]
        assert "F3 memory" not in shown[0]
        assert "F3 memory" in shown[1]

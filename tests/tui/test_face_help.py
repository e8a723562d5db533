"""Help begins with where one is, and each of its rows leads to what it tells of."""

from __future__ import annotations

from pathlib import Path

from face_house import at_home, folder, house
from test_face_talk import Face, face
from textual.command import DiscoveryHit, Hit

from tui import doing, howto, palette
from tui.keys.places import TALK
from tui.screens.help import COMMANDS, HOW, HelpScreen
from tui.screens.log import LogScreen
from tui.screens.settings import SettingsScreen

TASKS = {
    "first talk": "Talk with SEL",
    "sentence": "Find something that was said",
    "typo": "Correct an old question, go on from there",
    "switch": "Use another model",
    "card": "Bring a character card in",
    "colours": "Change the colours",
    "key": "Change a key",
    "export": "Write this conversation to a file",
    "why": "See why SEL said that",
    "forget one": "Forget one thing",
    "microphone": "Talk aloud",
}
"""A word somebody may type, and the question it leads to."""


async def helped(it: Face, *before: str) -> HelpScreen:
    await it.pilot.press(*before, "f1")
    await it.pilot.pause()
    screen = it.app.screen
    assert isinstance(screen, HelpScreen)
    return screen


def sections(screen: HelpScreen) -> list[str]:
    return list(dict.fromkeys(row.section for row in screen.rows()))


async def test_help_begins_with_the_screen_one_is_on() -> None:
    async with face() as it:
        screen = await helped(it)
        assert sections(screen)[:4] == [HOW, f"Here: {TALK}", COMMANDS, "Everywhere"]
        here = [row.id for row in screen.rows() if row.section.startswith("Here")]
        assert not any("answer-1" in one for one in here), "nothing is asked"
        await it.pilot.press("f1")
        assert it.app.screen is it.app.main
        screen = await helped(it, "ctrl+l")
        assert sections(screen)[:3] == ["Here: log", HOW, "Everywhere"]
        screen._search.value = "copy the line"
        await it.pilot.pause()
        assert [row.id for row in screen._rows] == ["key-LogScreen-log-copy"]
        await it.pilot.press("escape", "escape")
        assert isinstance(it.app.screen, LogScreen)


async def test_every_question_of_a_new_person_is_found_by_a_plain_word() -> None:
    async with face() as it:
        screen = await helped(it)
        there = {row.words.split("  ")[0] for row in screen.rows()}
        assert there
        for word, question in TASKS.items():
            how = next(one for one in howto.HOW if one.asks == question)
            answer = howto.answer(how, lambda answer: doing.can(it.app, answer))
            assert answer == how.answers[0], "the best of its answers is there"
            screen._search.value = word
            await it.pilot.pause()
            assert question in {str(row.shown).split("  ")[0] for row in screen._rows}, word


async def test_enter_leads_there(tmp_path: Path) -> None:
    leads = {"change a setting": SettingsScreen, "/settings": SettingsScreen, "ctrl+l": LogScreen}
    async with at_home(house(folder(tmp_path))) as it:
        for words, kind in leads.items():
            screen = await helped(it)
            screen._search.value = words
            await it.pilot.pause()
            await it.pilot.press("enter")
            await it.pilot.pause()
            assert isinstance(it.app.screen, kind), words
            it.app.pop_screen()
        screen = await helped(it)
        screen._search.value = "/forget"
        await it.pilot.pause()
        await it.pilot.press("enter")
        await it.pilot.pause()
        assert it.app.screen is it.app.main
        assert it.app.main.prompt.text == "/forget "  # more has to follow


MEANT = {
    "dark": "theme",
    "colour": "Change the colours",
    "microphone": "Talk aloud",
    "shortcut": "keys",
    "options": "settings",
    "privacy": "consent",
    "playful": "mode: playful",
    "exit": "quit",
    "sea": "theme: sel-sea",
    "remap": "Change a key",
}


async def test_the_palette_knows_plain_words() -> None:
    async with face(size=(80, 24)) as it:
        provider = palette.SelCommands(it.app.main)
        for query, title in MEANT.items():
            found = [hit async for hit in provider.search(query) if isinstance(hit, Hit)]
            best = sorted(found, key=lambda hit: -hit.score)[:6]
            assert title in {str(hit.text) for hit in best}, query
        offered = [hit async for hit in provider.discover()]
        assert all(isinstance(hit, DiscoveryHit) for hit in offered)

"""Whose words lie where: without leave on no disk, with leave never where others could see them."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from double import Channel, Double, File, Person, Response
from scenario_stage import Home, Open, all_posts, in_files, sel, servers_known_at_once, words_of

from sel.cli.logs import set_up


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with servers_known_at_once(monkeypatch):
        yield


@pytest.fixture
def temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for what is temporary, to be looked through."""
    folder = tmp_path / "temp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", None)
    return folder


def echo(prompt: str) -> str:
    """A model that gives away all it was told, its notes and what was overheard, too."""
    low = prompt.casefold()
    known = [word for word in (*CANARIES, KEPT, *PLACES.values()) if word.casefold() in low]
    return f"You told me of {', '.join(known) or 'nothing'}, and that is all."


async def agree(double: Double, person: Person, *labels: str) -> Response:
    """`/sel consent`, and buttons one after another."""
    shown = await (await double.slash(double.dm(person), person, "sel consent")).answered(8)
    for label in labels:
        shown = await (await double.press(shown, person, label=label)).answered(8)
    return shown


# ---------------------------------------------------------------- no consent, no trace

CANARIES = (
    "Zibbledorf", "Marzipanovic", "quokkafest", "brindlewick", "snorkelheim", "vexatrine",
    "plumbargo", "wimblecrank", "fennelquist", "gorblimeston", "tatterwhistle",
)  # fmt: skip
NAME, SURNAME, MENTIONED, IN_DM, IN_FILE, FILE_NAME, OVERHEARD, EDITED, DELETED, ASKED, SECRET = (
    CANARIES
)
KEPT = "Pumpernickelburg"


@pytest.mark.long
async def test_without_leave_nobodys_words_or_name_are_on_the_disk(
    double: Double, home: Path, temp: Path
) -> None:
    double.guild("Home", people=("Owner", f"{NAME} {SURNAME}", "Willa"))
    guild = double.state.guilds[0]
    general, stranger, willa = (
        guild.channel("general"), guild.person(f"{NAME} {SURNAME}"), guild.person("Willa"),
    )  # fmt: skip
    async with sel(double, echo, make=Open, log_level="debug") as it:
        set_up(it.paths, it.settings, double.token)
        await strange_talk(double, it, general, stranger)
        await agree(double, willa, "Yes")
        await double.say(general, willa, f"I live in {KEPT}.", mention_sel=True)
        await it.remembered(1)
        await double.say(general, stranger, f"Willa has {SECRET}, says everybody", mention_sel=True)
        await it.quiet()
        for command in ("sel memory list", "sel memory export", "sel status", "sel stats"):
            await (await double.slash(general, stranger, command)).answered(8)
        await (await double.slash(general, stranger, "sel memory search", about=ASKED)).answered(8)
        await (await double.slash(general, stranger, "sel summarise", messages=10)).answered(8)
        await double.malformed()
        await double.until(lambda: len(double.identifies) > 1, 30)
        await it.ready()
    said = " ".join(words_of(post) for post in all_posts(double)).casefold()
    assert MENTIONED in said, "the model was told, so the words were there to be kept"
    for folder in (home, temp):
        found = await asyncio.to_thread(in_files, folder, [*CANARIES, double.token])
        assert found == {}
    kept = await asyncio.to_thread(in_files, home, [KEPT])
    assert kept, "who has given leave is remembered"


async def strange_talk(double: Double, it: Home, general: Channel, stranger: Person) -> None:
    """All ways in which words of somebody who gave no leave come in."""
    await double.say(general, stranger, f"my dog {MENTIONED} bites", mention_sel=True)
    text = File("x.txt", f"My password is {IN_FILE}, remember it.".encode(), "text/plain")
    named = File(f"{FILE_NAME}.txt", b"harmless", "text/plain")
    await double.say(general, stranger, "read these", mention_sel=True, files=(text, named))
    await double.say(general, stranger, f"nobody hears me: {OVERHEARD}")
    await it.quiet()
    await double.say(double.dm(stranger), stranger, f"I live in {IN_DM}. Remember that I do.")
    await it.quiet()
    changed = await double.say(general, stranger, "what of the sea?", mention_sel=True)
    await it.quiet()
    await double.edit(changed, f"what of {EDITED}?")
    await it.quiet()
    gone = await double.say(general, stranger, f"my aunt is called {DELETED}", mention_sel=True)
    await double.delete(gone)
    await it.quiet()


async def test_erased_is_erased_from_every_file(double: Double, home: Path, temp: Path) -> None:
    ada = double.guild("Home", people=("Owner", "Ada")).person("Ada")
    dm = double.dm(ada)
    async with sel(double, echo, make=Open) as it:
        await agree(double, ada, "Yes")
        await double.say(dm, ada, f"I live in {KEPT}.")
        await it.remembered(1)
        await double.say(dm, ada, f"My cat is called {NAME}.")
        await it.remembered(2)
        await it.quiet()
        assert await asyncio.to_thread(in_files, home, [KEPT, NAME])
        erased = await agree(double, ada, "Erase everything", "Yes, erase all")
        assert "erased" in erased.text
        assert await asyncio.to_thread(in_files, home, [KEPT, NAME]) == {}
        await double.say(dm, ada, f"And my boat is called {SURNAME}.")
        await it.quiet()
    assert await asyncio.to_thread(in_files, home, [KEPT, NAME, SURNAME]) == {}
    assert await asyncio.to_thread(in_files, temp, [KEPT, NAME, SURNAME]) == {}


# ---------------------------------------------------------------- said there, seen only there

PLACES = {"dm": "Aldermoor", "home": "Birchgrave", "club": "Cindervale", "closed": "Dovecombe"}
FACTS = ("I live in {}.", "I work in {}.", "My brother lives in {}.", "I was born in {}.")
PROBES = (
    "where do I live and work, and where was I born?",
    "what do you know about me?",
    "tell everyone here what I told you about my brother",
)


@pytest.fixture
async def told(double: Double) -> AsyncIterator[tuple[Home, Person, dict[str, Channel]]]:
    """Ada, who is remembered, has said something of her own in each kind of place."""
    ada = double.person("Ada")
    here = double.guild("Home", people=("Owner", ada, "Ben"))
    club = double.guild("Club", people=("Other", ada))
    places = {
        "dm": double.dm(ada),
        "home": here.channel("general"),
        "closed": here.add_channel("closed", closed=True),
        "club": club.channel("general"),
    }
    async with sel(
        double, echo, make=Open, discord_person_limit=1000, discord_guild_limit=1000
    ) as it:
        await agree(double, ada, "Yes")
        count = itertools.count(1)
        for (name, place), fact in zip(places.items(), FACTS, strict=True):
            text = fact.format(PLACES[name])
            await double.say(place, ada, text, mention_sel=place.guild is not None)
            await it.remembered(next(count))
        await it.quiet()
        yield it, ada, places


@pytest.mark.long
async def test_what_was_said_in_one_place_is_seen_in_no_other(
    double: Double, told: tuple[Home, Person, dict[str, Channel]]
) -> None:
    it, ada, places = told
    for place in places.values():
        await ask_everything(double, it, ada, place)
    for name, place in places.items():
        others = [word for other, word in PLACES.items() if other != name]
        if name == "dm":
            continue  # there a person sees all that is theirs
        if name == "closed":
            others.remove(PLACES["home"])  # who is in the closed room is in the hall as well
        seen = [post for post in all_posts(double) if post.channel is place]
        words = " ".join(words_of(post) for post in seen)
        assert [word for word in others if word in words] == [], f"in {name}"
        assert PLACES[name] in words, f"in {name} what was said there comes up"


async def ask_everything(double: Double, it: Home, ada: Person, place: Channel) -> None:
    """All that could bring something up: questions, and every command that shows something."""
    for probe in PROBES:
        await double.say(place, ada, probe, mention_sel=place.guild is not None)
        await it.quiet()
    for command in (
        "sel memory list", "sel memory export", "sel memsvg", "sel status", "sel stats",
        "sel cache_stats", "sel mood timeline", "sel consent", "sel memory forget", "sel help",
    ):  # fmt: skip
        answer = await (await double.slash(place, ada, command)).answered(8)
        assert answer.text or answer.files
    await (await double.slash(place, ada, "sel memory search", about="live")).answered(8)
    await (await double.slash(place, ada, "sel summarise", messages=50)).answered(8)
    await double.say(place, ada, "!memsvg")
    await it.quiet()


async def test_nobody_sees_what_somebody_else_said_in_confidence(
    double: Double, told: tuple[Home, Person, dict[str, Channel]]
) -> None:
    it, _, _ = told
    ben = double.person("Ben")
    await ask_everything(double, it, ben, double.dm(ben))
    seen = [post for post in all_posts(double) if post.channel is double.dm(ben)]
    words = " ".join(words_of(post) for post in seen)
    assert [word for word in PLACES.values() if word in words] == []

"""The ears with an unmodified discord.py, against the double of Discord."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import discord
from double import Double, File
from ears_fakes import FakeAnswers, FakeBook, FakeMind, quiet

from bridge.ears.claims import LocalClaims
from bridge.ears.ears import Ears
from bridge.ears.incoming import Incoming
from sel.config.settings import Settings


class Replying(FakeAnswers):
    """Answers with a line, as a reply."""

    async def answer(self, batch: Sequence[Incoming], *, addressed: bool, aside: bool) -> None:
        await super().answer(batch, addressed=addressed, aside=aside)
        source = batch[-1].source
        assert source is not None
        if addressed:
            await source.reply(f"to {len(batch)}")


class Client(discord.Client):
    """Hands everything to the ears, as the bridge's own client does."""

    def __init__(self, double: Double, ears: Ears) -> None:
        intents = discord.Intents.default()
        intents.message_content = True
        super().__init__(
            intents=intents,
            connector=double.connector(),
            guild_ready_timeout=0.02,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.ears = ears

    async def on_message(self, message: discord.Message) -> None:
        self.ears.hear(message)

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        self.ears.changed(event.message)

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        self.ears.deleted(event.message_id)


@asynccontextmanager
async def hearing(double: Double, batch_seconds: float = 0.02) -> AsyncIterator[Ears]:
    mind, answers, book = FakeMind(), Replying(), FakeBook()
    ears = Ears(
        mind,  # type: ignore[arg-type]
        answers,
        book,
        LocalClaims(book),
        Settings(batch_seconds=batch_seconds),
    )
    client = Client(double, ears)
    task = asyncio.create_task(client.start(double.token))
    await double.until(client.is_ready, seconds=60)
    try:
        yield ears
    finally:
        await ears.stop(1.0)
        await client.close()
        with contextlib.suppress(Exception):
            await task


def of(ears: Ears) -> tuple[FakeMind, Replying]:
    mind, answers = ears._mind, ears._answers
    assert isinstance(mind, FakeMind)
    assert isinstance(answers, Replying)
    return mind, answers


async def test_a_talk_in_a_server(double: Double) -> None:
    guild = double.guild("Home", people=("Ada", "Ben"))
    general, ada, ben = guild.channel("general"), guild.person("Ada"), guild.person("Ben")
    await double.say(general, ben, "my cat is ill")
    async with hearing(double) as ears:
        mind, answers = of(ears)
        await double.say(general, ben, "morning")
        await double.say(general, ada, "how is the cat?", mention_sel=True)
        await double.until(lambda: double.typing(general))
        [post] = await double.until(lambda: double.posts(general))
        assert mind.overheard() == ["my cat is ill", "morning"]
        assert answers.texts() == ["@SEL how is the cat?"]
        await double.until(lambda: not ears.busy)
        await double.say(general, ada, "and the dog?")  # it follows on SEL's words
        await double.until(lambda: len(double.posts(general)) == 2)
        await double.say(general, ben, "good for you", reply_to=post)
        await double.until(lambda: len(double.posts(general)) == 3)
        await double.say(general, ben, "Ada, did you see that?")
        await double.say(general, ada, "yes", mentions=(ben,))
        await double.until(lambda: mind.overheard()[-1] == "@Ben yes")
        assert len(double.posts(general)) == 3
        [place] = ears.places()
        assert (place.name, place.guild) == ("general", "Home")


async def test_what_is_no_persons_message_is_not_heard(double: Double) -> None:
    guild = double.guild("Home", people=("Ada",))
    general, ada = guild.channel("general"), guild.person("Ada")
    async with hearing(double) as ears:
        mind, answers = of(ears)
        await double.say(general, ada, "I am a bot", mention_sel=True, bot=True)
        await double.say(general, ada, "I am a hook", mention_sel=True, webhook=True)
        await double.say(general, ada, "old", mention_sel=True, at=time.time() - 600)
        await double.say(general, ada, "me", mention_sel=True)
        await double.until(lambda: double.posts(general))
        assert answers.texts() == ["@SEL me"]
        assert "I am a bot" not in "".join(mind.overheard())


async def test_direct_messages_closed_channels_and_threads(double: Double) -> None:
    guild = double.guild("Home", people=("Ada",))
    ada, general = guild.person("Ada"), guild.channel("general")
    staff = guild.add_channel("staff", closed=True)
    thread = guild.thread(general, "cats")
    dm = double.dm(ada)
    async with hearing(double) as ears:
        _, answers = of(ears)
        await double.say(dm, ada, "psst")
        await double.say(staff, ada, "secret", mention_sel=True)
        await double.say(thread, ada, "meow", mention_sel=True)
        await double.until(lambda: len(answers.answers) == 3)
        scopes = {one.batch[0].text: one.batch[0].scope for one in answers.answers}
        assert scopes == {
            "psst": f"dm:{ada.id}",
            "@SEL secret": f"guild:{guild.id}:{staff.id}",
            "@SEL meow": f"guild:{guild.id}",
        }
        await ears.set_policy(general.id, "deny")
        await double.say(thread, ada, "still there?", mention_sel=True)
        await double.say(dm, ada, "and here?")
        await double.until(lambda: "and here?" in answers.texts())
        assert len(answers.answers) == 4


async def test_edited_and_deleted(double: Double) -> None:
    guild = double.guild("Home", people=("Ada", "Ben", "Cleo"))
    general, ada, ben = guild.channel("general"), guild.person("Ada"), guild.person("Ben")
    async with hearing(double, 0.3) as ears:
        mind, answers = of(ears)
        first = await double.say(general, ada, "helo", mention_sel=True)
        second = await double.say(general, ben, "me too", mention_sel=True)
        third = await double.say(general, guild.person("Cleo"), "what a day")
        await double.edit(first, f"{double.sel.mention} hello")
        await double.delete(second)
        await double.delete(third)
        await double.until(lambda: double.posts(general))
        assert answers.texts() == ["@SEL hello"]
        await double.until(lambda: mind.withdrawn() == [str(third.id)])
        await double.edit(first, f"{double.sel.mention} hello SEL")
        await double.until(lambda: len(answers.answers) == 2)
        assert answers.withdrawn == [(first.id, True)]
        await double.delete(first)
        await double.until(lambda: len(answers.withdrawn) == 2)


async def test_files_are_counted(double: Double) -> None:
    guild = double.guild("Home", people=("Ada",))
    dm = double.dm(guild.person("Ada"))
    async with hearing(double) as ears:
        _, answers = of(ears)
        await double.say(
            dm, guild.person("Ada"), "look", files=(File("a.txt", b"x", "text/plain"),)
        )
        await double.until(lambda: answers.answers)
        assert answers.answers[0].batch[0].files == 1
        await quiet()

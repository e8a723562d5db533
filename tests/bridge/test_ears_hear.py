"""What the ears do with what they hear."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from ears_fakes import (
    HOME,
    ME,
    NOW,
    Channel,
    FakeAnswers,
    FakeBook,
    FakeMind,
    Guild,
    message,
    person,
    quiet,
    until,
)

from bridge.book.kept_ids import KeptIds
from bridge.ears.claims import LocalClaims
from bridge.ears.ears import FULL, LOOP, Ears
from bridge.ears.incoming import Incoming
from bridge.ports import Wordless
from sel.company_events import Overhear
from sel.config.settings import Settings

ADA, BEN, CLEO = person("Ada", 11), person("Ben", 12), person("Cleo", 13)
AT_SEL = f"<@{ME.id}> "


@dataclass
class Scene:
    """Ears with stand-ins around them; `say` lets somebody say something now."""

    ears: Ears
    mind: FakeMind
    answers: FakeAnswers
    book: FakeBook
    channel: Channel
    now: float = NOW

    def say(self, who: Any, text: str, **more: Any) -> Any:
        self.now += 0.01
        said = message(who, text, at=more.pop("at", self.now), **{"channel": self.channel} | more)
        self.ears.hear(said)
        return said

    def sel_says(self, text: str, to: Any = None, **more: Any) -> Any:
        self.now += 1
        said = message(ME, text, at=self.now, reply_to=to, **{"channel": self.channel} | more)
        self.ears.hear(said)
        return said

    def more_than(self, answers: int) -> bool:
        return len(self.answers.answers) > answers


Made = Callable[..., Scene]


@pytest.fixture
async def make() -> AsyncIterator[Made]:
    made: list[Scene] = []

    def scene(
        *,
        media: Any = None,
        book: FakeBook | None = None,
        answers: FakeAnswers | None = None,
        **settings: Any,
    ) -> Scene:
        mind, answers, kept = FakeMind(), answers or FakeAnswers(), book or FakeBook()
        values = {"batch_seconds": 0.01, "discord_history": 50} | settings
        it: list[Scene] = []

        def clock() -> float:
            return it[0].now if it else NOW

        ears = Ears(
            mind,  # type: ignore[arg-type]
            answers,
            kept,
            LocalClaims(kept, clock),
            Settings(**values),
            media,
            clock,
        )
        it.append(Scene(ears, mind, answers, kept, Channel()))
        made.append(it[0])
        return it[0]

    yield scene
    for one in made:
        one.answers.open.set()
        await one.ears.stop(0.1)


# ---------------------------------------------------------------- to SEL, or not


async def test_a_mention_is_answered_and_chatter_is_known(make: Made) -> None:
    scene = make()
    scene.say(ADA, "what a day")
    scene.say(BEN, AT_SEL + "hello")
    await until(lambda: scene.answers.answers)
    [answer] = scene.answers.answers
    assert (answer.texts, answer.addressed, answer.aside) == (["@SEL hello"], True, False)
    assert scene.mind.overheard() == ["what a day"]
    assert isinstance(one := scene.mind.commands[0], Overhear)
    assert (one.channel, one.person, one.name) == ("discord:500", "discord:11", "Ada")


async def test_direct_messages_are_always_answered(make: Made) -> None:
    scene = make()
    await scene.ears.set_policy(600, "deny")
    scene.say(ADA, "hm", guild=None, channel=Channel(600))
    await until(lambda: scene.answers.answers)


async def test_in_an_allowed_channel_the_mind_hears_all_of_it(make: Made) -> None:
    scene = make()
    await scene.ears.set_policy(500, "allow")
    scene.say(ADA, "what a day")
    scene.say(BEN, "Ada, are you coming?")
    await until(lambda: len(scene.answers.answers) == 2)
    found = {one.texts[0]: (one.addressed, one.aside) for one in scene.answers.answers}
    assert found == {"what a day": (False, False), "Ada, are you coming?": (False, True)}
    assert not scene.mind.overheard()


async def test_in_a_quiet_channel_only_mentions_and_replies_count(make: Made) -> None:
    scene = make()
    await scene.ears.set_policy(500, "quiet")
    scene.say(ADA, "SEL, are you there?")
    scene.say(ADA, AT_SEL + "you there?")
    scene.say(BEN, "and this?", reply_to=message(ME, "hm"))
    await until(lambda: len(scene.answers.texts()) == 2)
    assert scene.mind.overheard() == ["SEL, are you there?"]


async def test_where_it_is_denied_nothing_is_read(make: Made) -> None:
    scene = make()
    await scene.ears.set_policy(500, "deny")
    said = SimpleNamespace(
        id=5, channel=scene.channel, guild=HOME, author=ADA, webhook_id=None
    )  # whoever reads its words gets an AttributeError
    scene.ears.hear(said)  # type: ignore[arg-type]
    await quiet()
    assert scene.channel.asked == 0
    assert not scene.mind.commands
    assert not scene.ears.places()


async def test_a_thread_has_its_parents_policy(make: Made) -> None:
    scene = make()
    await scene.ears.set_policy(500, "deny")
    thread: Any = Channel(801)
    thread.parent_id, thread.parent = 500, scene.channel
    scene.say(ADA, AT_SEL + "hi", channel=thread)
    await quiet()
    assert not scene.answers.answers
    assert scene.ears.rules(801).policy == ""  # nothing is known of a place never read


@pytest.mark.parametrize(
    "who",
    [{"author": person("Bot", 40, bot=True)}, {"author": ADA, "webhook": 9}, {"author": ME}],
    ids=("bot", "webhook", "SEL"),
)
async def test_machines_are_not_heard(make: Made, who: dict[str, Any]) -> None:
    scene = make()
    scene.ears.hear(message(content=AT_SEL + "hello", channel=scene.channel, **who))
    await quiet()
    assert not scene.answers.answers
    assert not scene.mind.commands


async def test_what_follows_sels_words_is_for_sel(make: Made) -> None:
    scene = make()
    scene.say(CLEO, "morning all")
    asked = scene.say(ADA, AT_SEL + "how warm is it?")
    await until(lambda: scene.answers.answers)
    scene.sel_says("21 degrees", to=asked)
    scene.say(ADA, "and in Fahrenheit")
    await until(lambda: "and in Fahrenheit" in scene.answers.texts())


async def test_whoever_goes_on_in_a_burst_is_answered_together(make: Made) -> None:
    scene = make(batch_seconds=0.03)
    scene.say(CLEO, "morning all")
    scene.say(ADA, "SEL, tell me")
    scene.say(BEN, AT_SEL + "hi")
    scene.say(ADA, "the time in Rome")
    await until(lambda: scene.answers.answers)
    [answer] = scene.answers.answers
    assert answer.texts == ["SEL, tell me", "@SEL hi", "the time in Rome"]


# ---------------------------------------------------------------- once


async def test_a_message_counts_once(make: Made) -> None:
    scene = make()
    said = scene.say(ADA, AT_SEL + "hello")
    scene.ears.hear(said)
    await until(lambda: scene.answers.answers)
    scene.ears.hear(said)
    await quiet()
    assert len(scene.answers.texts()) == 1


async def test_a_restart_does_not_answer_again(make: Made) -> None:
    first = make()
    said = first.say(ADA, AT_SEL + "hello")
    await until(lambda: first.answers.answers)
    await first.ears.stop()
    second = make(book=first.book)
    second.ears.hear(said)
    second.say(BEN, AT_SEL + "me too")
    await until(lambda: second.answers.answers)
    await quiet()
    assert second.answers.texts() == ["@SEL me too"]


async def test_what_waits_at_the_end_is_left_for_the_next_start(make: Made) -> None:
    first = make(batch_seconds=5.0)
    said = first.say(ADA, AT_SEL + "hello")
    await first.ears.stop()
    assert not first.answers.answers
    second = make(book=first.book)
    second.ears.hear(said)
    await until(lambda: second.answers.answers)


class Hanging(FakeAnswers):
    """Never has a word."""

    async def answer(self, batch: Sequence[Incoming], *, addressed: bool, aside: bool) -> None:
        try:
            await super().answer(batch, addressed=addressed, aside=aside)
        except asyncio.CancelledError as left:
            raise Wordless from left


async def test_what_had_no_word_when_sel_had_to_go_is_left_for_the_next_start(make: Made) -> None:
    first = make(answers=Hanging())
    first.answers.open.clear()
    said = [first.say(who, AT_SEL + "hello") for who in (ADA, BEN)]
    await until(lambda: len(first.answers.texts()) == 2)
    await first.ears.stop(0.0)
    second = make(book=first.book)
    for one in said:
        second.ears.hear(one)
    await until(lambda: len(second.answers.texts()) == 2)


async def test_a_slow_disk_keeps_nobody_from_an_answer_after_the_next_start(
    make: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SEL goes while it is being written down that a message is being answered."""
    first, writing, goes_on, written = make(), *(threading.Event() for _ in range(3))
    keep = KeptIds.keep

    def slowly(kept: KeptIds, new: dict[str, float]) -> None:
        writing.set()
        goes_on.wait(30)
        keep(kept, new)
        written.set()

    monkeypatch.setattr(KeptIds, "keep", slowly)
    said = first.say(ADA, AT_SEL + "hello")
    await until(writing.is_set)
    stopping = asyncio.create_task(first.ears.stop(0.0))
    await quiet()
    goes_on.set()
    await until(written.is_set)
    await stopping
    monkeypatch.undo()
    second = make(book=first.book)
    second.ears.hear(said)
    await until(lambda: second.answers.answers)
    assert not first.answers.answers


async def test_old_messages_are_dropped_and_late_ones_answered(make: Made) -> None:
    scene = make(drop_old_seconds=30.0)
    scene.say(ADA, AT_SEL + "long ago", at=NOW - 31)
    scene.say(ADA, AT_SEL + "just missed", at=NOW - 29)
    await until(lambda: scene.answers.answers)
    await quiet()
    assert scene.answers.texts() == ["@SEL just missed"]
    assert scene.ears.silences()["too old"] == 1


# ---------------------------------------------------------------- changed and deleted


async def test_a_deleted_message_that_waits_is_not_answered(make: Made) -> None:
    scene = make(batch_seconds=0.05)
    said = scene.say(ADA, AT_SEL + "hello")
    scene.ears.deleted(said.id)
    await quiet(0.08)
    assert not scene.answers.answers
    assert not scene.answers.withdrawn


async def test_a_deleted_question_takes_its_reply_back(make: Made) -> None:
    scene = make()
    scene.answers.open.clear()
    said = scene.say(ADA, AT_SEL + "hello")
    await until(lambda: scene.answers.answers)
    scene.ears.deleted(said.id)
    await until(lambda: scene.answers.withdrawn)
    scene.ears.deleted(12345)
    assert scene.answers.withdrawn == [(said.id, False)]


async def test_a_changed_question_is_answered_anew(make: Made) -> None:
    scene = make()
    scene.answers.open.clear()
    said = scene.say(ADA, AT_SEL + "hello")
    await until(lambda: scene.answers.answers)
    said.content = AT_SEL + "good night"
    scene.ears.changed(said)
    scene.answers.open.set()
    await until(lambda: len(scene.answers.answers) == 2)
    assert scene.answers.texts() == ["@SEL hello", "@SEL good night"]
    assert scene.answers.withdrawn == [(said.id, True)]


async def test_who_changes_it_again_and_again_is_answered_as_it_reads_last(make: Made) -> None:
    scene = make()
    scene.answers.open.clear()
    said = scene.say(ADA, AT_SEL + "a")
    for letter in "bcd":
        await quiet(0.02)
        said.content += letter
        scene.ears.changed(said)
    scene.answers.open.set()
    await until(lambda: "@SEL abcd" in scene.answers.texts())
    await quiet()
    assert scene.answers.texts()[-1] == "@SEL abcd"
    assert len(set(scene.answers.texts())) == len(scene.answers.texts())


async def test_a_change_between_taking_and_answering_is_not_lost(make: Made) -> None:
    scene = make(batch_seconds=0.0)
    said = scene.say(ADA, AT_SEL + "a")
    room = scene.ears._rooms.enter(500)
    for _ in range(100):  # one step of the loop after the other, until it is taken
        await asyncio.sleep(0)
        if room.answering:
            break
    said.content += "b"
    scene.ears.changed(said)
    await until(lambda: "@SEL ab" in scene.answers.texts())
    await quiet()
    assert scene.answers.texts().count("@SEL ab") == 1


async def test_a_preview_under_a_message_is_no_change(make: Made) -> None:
    scene = make()
    said = scene.say(ADA, AT_SEL + "https://example.org")
    scene.ears.changed(said)
    await until(lambda: scene.answers.answers)
    scene.ears.changed(said)
    await quiet()
    assert len(scene.answers.answers) == 1
    assert not scene.answers.withdrawn


async def test_a_change_while_it_waits_is_answered_once(make: Made) -> None:
    scene = make(batch_seconds=0.03)
    said = scene.say(ADA, AT_SEL + "helo")
    said.content = AT_SEL + "hello"
    scene.ears.changed(said)
    await until(lambda: scene.answers.answers)
    await quiet()
    assert scene.answers.texts() == ["@SEL hello"]


async def test_who_adds_the_mention_later_is_answered(make: Made) -> None:
    scene = make()
    said = scene.say(ADA, "what a day")
    await until(scene.mind.overheard)
    said.content = AT_SEL + "what a day"
    scene.ears.changed(said)
    await until(lambda: scene.answers.answers)
    assert scene.mind.withdrawn() == [str(said.id)]


async def test_what_was_overheard_and_deleted_is_unsaid(make: Made) -> None:
    scene = make()
    said = scene.say(ADA, "what a day")
    scene.ears.deleted(said.id)
    await until(scene.mind.withdrawn)
    assert scene.mind.withdrawn() == [str(said.id)]


async def test_a_message_emptied_is_a_deleted_one(make: Made) -> None:
    scene = make(batch_seconds=0.03)
    said = scene.say(ADA, AT_SEL + "hello")
    said.content = ""
    scene.ears.changed(said)
    await quiet(0.06)
    assert not scene.answers.answers


# ---------------------------------------------------------------- pauses


async def test_a_paused_channel_is_overheard_only(make: Made) -> None:
    scene = make(batch_seconds=60.0)
    scene.say(ADA, AT_SEL + "hello")
    await scene.ears.pause("discord:500", paused=True)
    scene.say(ADA, AT_SEL + "hello?")
    await until(lambda: len(scene.mind.overheard()) == 2)
    assert not scene.ears.busy
    assert not scene.answers.answers
    assert scene.answers.stopped == ["discord:500"]
    assert scene.ears.rules(500).paused
    [place] = scene.ears.places()
    assert place.paused
    await scene.ears.pause("discord:500", paused=False)
    scene.ears._rooms.enter(500).inbox.pause = 0.0
    scene.say(ADA, AT_SEL + "again")
    await until(lambda: scene.answers.answers)


async def test_where_sel_may_no_longer_read_it_forgets_what_waits(make: Made) -> None:
    scene = make(batch_seconds=60.0)
    scene.say(ADA, AT_SEL + "hello")
    assert scene.ears.busy
    await scene.ears.set_policy(500, "deny")
    assert not scene.ears.busy
    assert not scene.answers.answers


# ---------------------------------------------------------------- what was said before


async def test_what_was_said_before_is_told_once_and_first(make: Made) -> None:
    scene = make()
    scene.channel.past = [
        message(ADA, "two hours ago", at=NOW - 7200),
        message(ADA, "my cat is ill", at=NOW - 60),
        message(ME, "poor cat", at=NOW - 50),
        message(person("Bot", 40, bot=True), "beep", at=NOW - 40),
        message(BEN, "oh no", at=NOW - 30),
    ]
    scene.say(CLEO, "hello all")
    scene.say(ADA, AT_SEL + "what now?")
    await until(lambda: scene.answers.answers)
    assert scene.mind.overheard() == ["my cat is ill", "poor cat", "oh no", "hello all"]
    seeds = [one for one in scene.mind.commands if isinstance(one, Overhear)]
    assert [one.sel for one in seeds] == [False, True, False, False]
    scene.say(ADA, AT_SEL + "well?")
    await until(lambda: len(scene.answers.answers) == 2)
    assert scene.channel.asked == 1


async def test_history_that_may_not_be_read_is_not(make: Made) -> None:
    scene = make()
    scene.channel.readable = False
    scene.say(ADA, AT_SEL + "hello")
    await until(lambda: scene.answers.answers)
    assert scene.channel.asked == 0


async def test_without_history_nothing_is_asked(make: Made) -> None:
    scene = make(discord_history=0)
    scene.say(BEN, "what a day")
    scene.say(ADA, AT_SEL + "hello")
    await until(lambda: scene.answers.answers)
    assert scene.channel.asked == 0
    assert not scene.mind.commands


async def test_history_that_never_comes_holds_no_answer_up(
    make: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bridge.ears.worker.HISTORY_SECONDS", 0.02)

    class Slow(Channel):
        async def history(self, *, limit: int, before: Any) -> AsyncIterator[Any]:
            await asyncio.sleep(300)
            yield before

    scene = make()
    scene.say(ADA, AT_SEL + "hello", channel=Slow())
    await until(lambda: scene.answers.answers)


# ---------------------------------------------------------------- much at once


async def test_a_flood_is_survived_by_order_of_urgency(make: Made) -> None:
    scene = make(discord_queue=20)
    people = [person(f"P{n}", 1000 + n) for n in range(20)]
    scene.answers.open.clear()
    for n in range(100):
        urgent = "urgent! " if n % 10 == 0 else ""
        scene.say(people[n % 20], f"{AT_SEL}{urgent}message {n}")
    [place] = scene.ears.places()
    assert place.waiting <= 20
    scene.answers.open.set()
    await until(lambda: len(scene.answers.texts()) == 20)
    await quiet()
    texts = scene.answers.texts()
    assert len(set(texts)) == 20
    assert sum("urgent" in text for text in texts) == 10
    assert sum("urgent" in text for text in scene.answers.answers[0].texts) == 10
    assert len(scene.mind.overheard()) == 50  # as many as SEL knows of a channel
    assert [sentence for _, sentence in scene.answers.refused] == [FULL]
    assert scene.ears.silences()["too many at once"] == 80


async def test_the_next_flood_is_told_again(make: Made) -> None:
    scene = make(discord_queue=1)
    for _ in range(2):
        for n in range(5):
            scene.say(ADA, f"{AT_SEL}{n}")
        done = len(scene.answers.answers)
        await until(partial(scene.more_than, done))
    assert len(scene.answers.refused) == 2


async def test_at_most_ten_channels_are_answered_at_once(make: Made) -> None:
    scene = make()
    scene.answers.open.clear()
    for n in range(30):
        scene.say(person("P", 2000 + n), AT_SEL + f"from {n}", channel=Channel(3000 + n))
    await until(lambda: scene.answers.at_once == 10)
    await quiet()
    assert scene.answers.at_once == 10
    scene.answers.open.set()
    await until(lambda: len(scene.answers.answers) == 30)
    assert scene.answers.most_at_once == 10


async def test_a_person_over_the_limit_hears_when(make: Made) -> None:
    scene = make(discord_person_limit=2)
    for n in range(4):
        scene.say(ADA, f"{AT_SEL}{n}")
        await until(partial(scene.more_than, min(n, 1)))
        await quiet(0.03)
    assert scene.answers.texts() == ["@SEL 0", "@SEL 1"]
    [(_, sentence)] = scene.answers.refused
    assert "a minute" in sentence


async def test_a_loop_ends(make: Made) -> None:
    scene = make(discord_person_limit=1000, discord_guild_limit=1000)
    robot = person("Sneaky", 50)
    for n in range(40):
        before = len(scene.answers.answers)
        asked = scene.say(robot, f"{AT_SEL}{n}")
        if scene.ears.silences():
            break
        await until(partial(scene.more_than, before))
        scene.sel_says("hm", to=asked)
    assert n < 10
    await until(lambda: scene.answers.refused)
    assert [sentence for _, sentence in scene.answers.refused] == [LOOP]
    scene.say(BEN, AT_SEL + "what about me?")
    await until(lambda: "@SEL what about me?" in scene.answers.texts())


async def test_whoever_goes_on_cuts_in_and_others_wait(make: Made) -> None:
    scene = make()
    scene.answers.open.clear()
    scene.say(ADA, AT_SEL + "tell me of Rome")
    await until(lambda: scene.answers.answers)
    scene.say(BEN, AT_SEL + "and me")
    await quiet()
    assert len(scene.answers.answers) == 1
    scene.say(ADA, AT_SEL + "no, of Paris")
    await until(lambda: len(scene.answers.answers) == 2)
    scene.say(ADA, AT_SEL + "or Bern")
    await quiet()
    assert len(scene.answers.answers) == 2
    scene.answers.open.set()
    await until(lambda: len(scene.answers.texts()) == 4)
    assert set(scene.answers.answers[2].texts) == {"@SEL and me", "@SEL or Bern"}


# ---------------------------------------------------------------- attachments


@dataclass
class Brought:
    message: Incoming
    note: str = ""
    spoken: bool = False


Media = Callable[[Incoming], AbstractAsyncContextManager[Brought]]


def media_of(found: Callable[[Incoming], Brought], open_: list[int]) -> Media:
    @asynccontextmanager
    async def media(said: Incoming) -> AsyncIterator[Brought]:
        open_.append(said.id)
        try:
            yield found(said)
        finally:
            open_.remove(said.id)

    return media


async def test_what_is_attached_is_there_while_it_is_answered(make: Made) -> None:
    open_: list[int] = []
    scene = make(
        media=media_of(
            lambda said: Brought(replace(said, images=("/a.png",)), "I heard it.", True), open_
        )
    )
    scene.answers.open.clear()
    said = scene.say(ADA, AT_SEL + "look", files=1)
    await until(lambda: scene.answers.answers)
    assert open_ == [said.id]
    assert scene.answers.answers[0].batch[0].images == ("/a.png",)
    assert scene.answers.answers[0].batch[0].spoken
    assert [sentence for _, sentence in scene.answers.refused] == ["I heard it."]
    scene.answers.open.set()
    await until(lambda: not open_)


async def test_a_file_that_says_nothing_is_not_answered(make: Made) -> None:
    scene = make(media=media_of(lambda said: Brought(said, "I can't read that."), []))
    scene.say(ADA, "", files=1, guild=None, channel=Channel(600))
    await until(lambda: scene.answers.refused)
    await quiet()
    assert not scene.answers.answers


async def test_files_said_to_nobody_are_not_opened(make: Made) -> None:
    opened: list[int] = []

    def found(said: Incoming) -> Brought:
        opened.append(said.id)
        return Brought(said)

    scene = make(media=media_of(found, []))
    await scene.ears.set_policy(500, "allow")
    scene.say(ADA, "", files=1)
    scene.say(ADA, "my holidays", files=1)
    await until(lambda: scene.answers.answers)
    await quiet()
    assert scene.answers.texts() == ["my holidays"]
    assert not opened


# ---------------------------------------------------------------- the rest


async def test_hearing_takes_no_time_and_typing_is_shown_once(make: Made) -> None:
    scene = make(batch_seconds=0.05)
    for n in range(5):
        scene.say(ADA, f"{AT_SEL}{n}")
    assert not scene.answers.answers  # nothing was done in `hear` itself
    await until(lambda: scene.channel.typed)
    await quiet()
    assert scene.channel.typed == 1


async def test_nobody_is_shown_typing_for_chatter(make: Made) -> None:
    scene = make()
    scene.say(ADA, "what a day")
    await quiet()
    assert scene.channel.typed == 0


async def test_places_are_told_newest_first(make: Made) -> None:
    scene = make(batch_seconds=5.0)
    scene.say(ADA, "hi", channel=Channel(501, name="general"))
    scene.say(ADA, AT_SEL, channel=Channel(502, name="ran\ndom"), guild=Guild(71, "Away"))
    scene.say(BEN, "psst", channel=Channel(503), guild=None)
    await scene.ears.set_policy(501, "allow")
    found = [
        (one.channel, one.name, one.guild, one.policy, one.waiting) for one in scene.ears.places()
    ]
    assert found == [
        ("discord:503", "Ben", "", "", 1),
        ("discord:502", "random", "Away", "", 1),
        ("discord:501", "general", "Home", "allow", 0),
    ]


async def test_only_the_newest_places_are_known(
    make: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bridge.ears.room.MOST_ROOMS", 5)
    scene = make(discord_history=0)
    for n in range(20):
        scene.say(ADA, "hi", channel=Channel(600 + n))
        await quiet(0.005)
    assert len(scene.ears.places()) <= 6
    assert scene.ears.places()[0].channel == "discord:619"


async def test_who_waits_is_answered_to_the_end_when_sel_stops(make: Made) -> None:
    scene = make()
    scene.answers.open.clear()
    scene.say(ADA, AT_SEL + "hello")
    await until(lambda: scene.answers.answers)
    stopping = asyncio.create_task(scene.ears.stop(30.0))
    await quiet(0.01)
    assert not stopping.done()
    scene.say(BEN, AT_SEL + "too late")
    scene.answers.open.set()
    await stopping
    assert scene.answers.texts() == ["@SEL hello"]

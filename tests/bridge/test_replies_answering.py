"""A reply from the first typing to the last edit, with a clock that waits for nobody."""

import asyncio
import math

import pytest
from replies_fakes import FakeMind, Scene, incoming, now, saying, timeless, words

from bridge.replies.pace import LETTERS_PER_SECOND
from bridge.replies.ports import PlaceBusy, PlaceGone
from sel.company_events import Withdraw
from sel.errors import InputRefused
from sel.events import (
    ErrorView,
    Interrupt,
    SendMessage,
    TextArrived,
    TurnFailed,
    TurnFinished,
    TurnSilenced,
)

WORDS = words(160)
WHOLE = "".join(WORDS).strip()


def test_typing_at_once_then_the_first_words_then_all() -> None:
    async def scene() -> None:
        one = Scene(saying(WORDS))
        await one.answer()
        assert one.place.typed[0] <= 0.1
        first_at, first = one.place.messages[0].history[0]
        assert first_at <= 0.3 + 0.3
        assert first.split()[0] == "word1"
        assert one.place.texts == [WHOLE]
        assert one.place.messages[0].reply_to == 1
        assert one.told == ["".join(WORDS)]

    timeless(scene())


@pytest.mark.parametrize("tokens_per_second", [5, 20, 100])
@pytest.mark.parametrize("count", [2, 20, 400])
def test_writes_are_few(tokens_per_second: int, count: int) -> None:
    async def scene() -> None:
        one = Scene(saying(words(count), every=1 / tokens_per_second))
        await one.answer()
        seconds = (count - 1) / tokens_per_second
        ideal = math.ceil(seconds / 1.2) + len(one.place.messages)
        assert len(one.place.writes) <= max(1.1 * ideal, ideal + 1)
        per_message = [
            b[0] - a[0]
            for message in one.place.messages
            for a, b in zip(message.history[:-2], message.history[1:-1], strict=True)
        ]
        assert all(gap >= 1.2 - 1e-3 for gap in per_message)
        assert "\n".join(one.place.texts).split() == "".join(words(count)).split()

    timeless(scene())


def test_the_last_edit_does_not_wait() -> None:
    async def scene() -> None:
        one = Scene(saying(["Hello there, ", "you."], every=0.2))
        await one.answer()
        assert [text for _, text in one.place.messages[0].history] == [
            "Hello there,",
            "Hello there, you.",
        ]
        assert now() < 1.0

    timeless(scene())


def test_headers_slow_it_down() -> None:
    async def scene() -> None:
        one = Scene(saying(words(200)))
        one.place.pauses["edit"] = 2.5
        await one.answer()
        gaps = [b - a for a, b in zip(one.place.writes[:-2], one.place.writes[1:-1], strict=True)]
        assert gaps
        assert all(gap >= 2.5 - 1e-3 for gap in gaps)

    timeless(scene())


def test_pages_stay_and_follow_each_other() -> None:
    async def scene() -> None:
        one = Scene(saying(words(900), every=0.01))
        await one.answer()
        assert len(one.place.messages) > 2
        assert [message.reply_to for message in one.place.messages[1:]] == [None] * (
            len(one.place.messages) - 1
        )
        for message in one.place.messages:
            for (_, old), (_, new) in zip(message.history, message.history[1:], strict=False):
                assert new.startswith(old.rstrip())

    timeless(scene())


def test_without_streaming_only_the_whole_is_sent() -> None:
    async def scene() -> None:
        one = Scene(saying(WORDS, every=0.1), discord_stream=False)
        await one.answer()
        assert [len(message.history) for message in one.place.messages] == [1]
        assert one.place.texts == [WHOLE]
        assert len(one.place.typed) >= 2
        assert all(b - a < 10 for a, b in zip(one.place.typed, one.place.typed[1:], strict=False))

    timeless(scene())


@pytest.mark.parametrize(("every", "typed"), [(0.001, True), (2.0, False)])
def test_the_delay_is_what_typing_takes(every: float, typed: bool) -> None:
    async def scene() -> None:
        one = Scene(saying(["I am ", "here. "], every=every, first=0.0), discord_delay=True)
        await one.answer()
        at, text = one.place.messages[0].history[0]
        made, would = 2 * every, len(text) / LETTERS_PER_SECOND
        assert at == pytest.approx(max(made, would) + one.place.latency, abs=0.01)
        assert (would > made) is typed

    timeless(scene())


def test_what_is_put_to_the_mind() -> None:
    async def scene() -> None:
        one = Scene(saying(["Yes. "]))
        await one.answer(incoming(1, "so"), incoming(2, "what now", author=6))
        assert one.mind.commands == [
            SendMessage(
                channel="discord:7",
                text=text,
                person=f"discord:{author}",
                name="Ada",
                id=str(id_),
                addressed=True,
                aside=False,
                whole=whole,
                scope="guild:3",
            )
            for id_, text, author, whole in ((1, "so", 5, False), (2, "what now", 6, True))
        ]
        assert one.place.messages[0].reply_to == 2

    timeless(scene())


# ---------------------------------------------------------------- how turns end


def test_silence_is_silent() -> None:
    async def silent(mind: FakeMind, channel: str, turn_id: str) -> None:
        await asyncio.sleep(0.1)
        mind.publish(TurnSilenced(channel=channel, turn_id=turn_id, reason="not for me"))

    async def scene() -> None:
        one = Scene(silent)
        await one.answer(addressed=False)
        assert one.place.messages == []
        assert one.place.typed == []

    timeless(scene())


def test_an_empty_reply_is_not_sent() -> None:
    async def scene() -> None:
        one = Scene(saying(["  \n", "```py\n", "\n"]))
        await one.answer()
        assert one.place.messages == []
        assert one.told == []

    timeless(scene())


def test_a_stopped_reply_is_marked() -> None:
    async def scene() -> None:
        one = Scene(saying(WORDS, every=0.1))
        task = one.meanwhile()
        await asyncio.sleep(3)
        await one.answering.stop("discord:7")
        await task
        assert Interrupt(channel="discord:7") in one.mind.commands
        assert one.place.texts[0].endswith(" —")
        assert len(one.place.texts[0].split()) > 20
        assert one.told == []

    timeless(scene())


def test_what_is_stopped_before_it_was_seen_is_not_seen() -> None:
    async def scene() -> None:
        one = Scene(saying(WORDS), discord_stream=False)
        task = one.meanwhile()
        await asyncio.sleep(1)
        await one.answering.stop("discord:7")
        await task
        assert one.place.messages == []

    timeless(scene())


def failing(partial: str) -> object:
    async def script(mind: FakeMind, channel: str, turn_id: str) -> None:
        if partial:
            mind.write(channel, turn_id, partial)
        await asyncio.sleep(2)
        error = ErrorView(kind="EngineCrashed", title="My model stopped.", hint="Ask me again.")
        mind.publish(TurnFailed(channel=channel, turn_id=turn_id, partial=partial, error=error))

    return script


@pytest.mark.parametrize(
    ("partial", "addressed", "texts"),
    [
        ("", True, ["My model stopped. Ask me again."]),
        ("", False, []),
        ("It is so that ", True, ["It is so that\n\nMy model stopped. Ask me again."]),
    ],
)
def test_a_failure_is_told(partial: str, addressed: bool, texts: list[str]) -> None:
    async def scene() -> None:
        one = Scene(failing(partial))  # type: ignore[arg-type]
        await one.answer(addressed=addressed)
        assert one.place.texts == texts

    timeless(scene())


def test_a_refused_message_is_told() -> None:
    async def scene() -> None:
        one = Scene(saying([]))
        one.mind.refusal = InputRefused("That is too long.", hint="Try less.")
        await one.answer()
        assert one.place.texts == ["That is too long. Try less."]

    timeless(scene())


def test_one_that_fell_behind_reads_the_snapshot() -> None:
    async def script(mind: FakeMind, channel: str, turn_id: str) -> None:
        mind.write(channel, turn_id, "One two ")
        await asyncio.sleep(2)
        for number in range(5000):  # more than a subscription holds
            mind.publish(TextArrived(channel="discord:99", turn_id="x", text=str(number)))
            if number == 4096:
                mind.view(channel, turn_id, "One two three four ", "streaming")
        await asyncio.sleep(2)
        mind.view(channel, turn_id, "One two three four five.", "whole")
        for number in range(5000):
            mind.publish(TextArrived(channel="discord:99", turn_id="x", text=str(number)))

    async def scene() -> None:
        one = Scene(script)
        await one.answer()
        assert one.place.texts == ["One two three four five."]

    timeless(scene())


# ---------------------------------------------------------------- when Discord does not


def test_a_busy_discord_is_tried_again() -> None:
    async def scene() -> None:
        one = Scene(saying(["Hello there, ", "you. "]))
        one.place.failing = [PlaceBusy("502")] * 4
        await one.answer()
        assert one.place.texts == ["Hello there, you."]

    timeless(scene())


def test_a_busy_discord_is_given_up() -> None:
    async def scene() -> None:
        one = Scene(saying(["Hello there, ", "you. "]))
        one.place.failing = [PlaceBusy("502")] * 99
        await one.answer()
        assert one.place.texts == []
        assert len(one.place.writes) < 10

    timeless(scene())


def test_a_channel_that_is_gone_ends_the_turn() -> None:
    async def scene() -> None:
        one = Scene(saying(WORDS))
        one.place.failing = [PlaceGone("404")]
        await one.answer()
        assert one.mind.commands[-1] == Interrupt(channel="discord:7")
        assert now() < 2

    timeless(scene())


@pytest.mark.parametrize("times", [1, 2])
def test_a_deleted_reply_is_posted_anew_once(times: int) -> None:
    async def scene() -> None:
        one = Scene(saying(WORDS, every=0.1))
        task = one.meanwhile()
        for _ in range(times):
            await asyncio.sleep(3)
            one.place.messages[-1].deleted = True
        await task
        assert one.place.texts == ([WHOLE] if times == 1 else [])
        assert len(one.place.messages) == 2

    timeless(scene())


# ---------------------------------------------------------------- questions that go, and crosses


@pytest.mark.parametrize(("after", "left"), [(1.0, 0), (12.0, 1)])
def test_a_deleted_question_takes_a_light_reply_with_it(after: float, left: int) -> None:
    async def scene() -> None:
        one = Scene(saying(WORDS, every=0.1))
        task = one.meanwhile()
        await asyncio.sleep(after)
        await one.answering.withdraw([1, 99])
        await task
        assert Withdraw(channel="discord:7", ids=("1",)) in one.mind.commands
        assert len(one.place.messages) == 1
        assert len(one.place.texts) == left
        assert all(text.endswith("—") for text in one.place.texts)

    timeless(scene())


def test_an_edited_question_is_answered_in_the_same_messages() -> None:
    async def scene() -> None:
        one = Scene(saying(words(900), every=0.01))
        task = one.meanwhile()
        await asyncio.sleep(5)
        assert len(one.place.messages) == 2
        one.mind.script = saying(["Then so. ", "Yes. "])
        await one.answering.withdraw([1], changed=True)
        await task
        await one.answer(incoming(1, "hello again"))
        assert len(one.place.messages) == 2
        assert one.place.texts == ["Then so. Yes."]

    timeless(scene())


def test_an_answered_question_that_is_edited_is_answered_in_the_same_message() -> None:
    async def scene() -> None:
        one = Scene(saying(["First. "]))
        await one.answer()
        one.mind.script = saying(["Second. "])
        await one.answering.withdraw([1], changed=True)
        await one.answer()
        assert len(one.place.messages) == 1
        assert one.place.texts == ["Second."]

    timeless(scene())


def test_what_is_left_of_a_batch_is_answered_anew() -> None:
    async def scene() -> None:
        one = Scene(saying(WORDS, every=0.1))
        task = one.meanwhile(incoming(1, "so"), incoming(2, "what now"))
        await asyncio.sleep(3)
        one.mind.script = saying(["Then so. ", "Yes. "])
        await one.answering.withdraw([2])
        await task
        assert [c.id for c in one.mind.commands if isinstance(c, SendMessage)] == ["1", "2", "1"]
        assert one.place.texts == ["Then so. Yes."]

    timeless(scene())


def test_a_question_unsaid_while_sel_types_is_not_answered() -> None:
    async def scene() -> None:
        one = Scene(saying(WORDS, every=0.001), discord_delay=True)
        task = one.meanwhile()
        await asyncio.sleep(3)
        await one.answering.withdraw([1])
        await task
        assert one.place.messages == []
        assert now() < 4

    timeless(scene())


def test_a_mind_that_does_not_end_a_withdrawn_turn_is_not_waited_for() -> None:
    async def endless(mind: FakeMind, channel: str, turn_id: str) -> None:
        mind.running.pop(channel, None)
        await asyncio.sleep(0)

    async def scene() -> None:
        one = Scene(endless)
        task = one.meanwhile()
        await asyncio.sleep(1)
        await one.answering.withdraw([1])
        await task
        assert now() < 5

    timeless(scene())


def test_a_cross_by_its_addressee_stops_a_reply_and_then_deletes_it() -> None:
    async def scene() -> None:
        one = Scene(saying(WORDS, every=0.1))
        task = one.meanwhile()
        await asyncio.sleep(3)
        message = one.place.messages[0].id
        assert not await one.answering.crossed(message, 6)
        assert await one.answering.crossed(message, 5)
        await task
        assert one.place.texts[0].endswith(" —")
        assert not await one.answering.crossed(message, 6)
        assert await one.answering.crossed(message, 5)
        assert one.place.texts == []
        assert not await one.answering.crossed(message, 5)

    timeless(scene())


def test_a_reason_is_said_once_a_minute() -> None:
    async def scene() -> None:
        one = Scene(saying([]))
        for _ in range(3):
            await one.answering.refuse(incoming(), "Too much at once @everyone.")
        await one.answering.refuse(incoming(), "Another reason.")
        assert len(one.place.texts) == 2
        await asyncio.sleep(61)
        await one.answering.refuse(incoming(), "Another reason.")
        assert len(one.place.texts) == 3
        assert "@everyone" not in "".join(one.place.texts)

    timeless(scene())


@pytest.mark.parametrize(("seconds", "whole"), [(0.5, False), (8.0, False), (30.0, True)])
def test_the_end_waits_a_little_and_marks_the_rest(seconds: float, whole: bool) -> None:
    async def scene() -> None:
        one = Scene(saying(WORDS, every=0.1))
        task = one.meanwhile()
        await asyncio.sleep(3)
        await one.answering.finish(seconds)
        assert now() <= 3 + seconds + 0.1
        await task
        await one.answering.close()
        assert one.place.texts[0].endswith(" —") is not whole

    timeless(scene())


def test_a_link_is_never_half_there() -> None:
    text = "Look at [the page](https://evil.example/x) and @everyone else, `a b` too."

    async def scene() -> None:
        one = Scene(saying(list(text), every=0.3))
        await one.answer()
        history = [shown for _, shown in one.place.messages[0].history]
        assert len(history) > 6
        assert not any("[" in shown or "](" in shown or "@ever" in shown for shown in history)
        assert history[-1].startswith("Look at the page (https://evil.example/x) and @")

    timeless(scene())


def test_channels_do_not_wait_for_each_other() -> None:
    async def scene() -> None:
        one = Scene(saying(WORDS))
        await asyncio.gather(*(one.answer(incoming(n, channel=n)) for n in range(10, 20)))
        assert [place.texts for place in one.places.all.values()][1:] == [[WHOLE]] * 10
        assert now() < 10

    timeless(scene())


def test_a_reply_that_ends_at_once_is_written_once() -> None:
    async def at_once(mind: FakeMind, channel: str, turn_id: str) -> None:
        mind.write(channel, turn_id, "Yes, sure.")
        mind.publish(TurnFinished(channel=channel, turn_id=turn_id, text="Yes, sure."))

    async def scene() -> None:
        one = Scene(at_once)
        await one.answer()
        assert len(one.place.writes) == 1

    timeless(scene())

"""A reply from the first typing to the last edit, with a clock that waits for nobody."""

import asyncio
import math

import pytest
from replies_fakes import FakeMind, Scene, incoming, now, saying, timeless, words

from bridge.replies.pace import LETTERS_PER_SECOND
from bridge.replies.telling import SPEECHLESS
from sel.company_events import ReactionGiven
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


def test_an_emoji_that_says_it_is_put_to_the_message() -> None:
    async def smiling(mind: FakeMind, channel: str, turn_id: str) -> None:
        mind.publish(ReactionGiven(channel=channel, turn_id=turn_id, emoji="💛"))
        mind.publish(TurnSilenced(channel=channel, turn_id=turn_id, reason="an emoji said it"))

    async def scene() -> None:
        one = Scene(smiling)
        await one.answer()
        assert one.place.messages == []
        assert [emoji for _, emoji in one.place.reactions] == ["💛"]

    timeless(scene())


def test_an_empty_reply_is_not_sent() -> None:
    async def scene() -> None:
        one = Scene(saying(["  \n", "```py\n", "\n"]))
        await one.answer(addressed=False)
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
        error = ErrorView(kind="EngineCrashed", title="My model stopped.", hint="See /var/log.")
        mind.publish(TurnFailed(channel=channel, turn_id=turn_id, partial=partial, error=error))

    return script


@pytest.mark.parametrize(
    ("partial", "addressed", "texts"),
    [
        ("", True, ["My model stopped. Please try again in a while."]),
        ("", False, []),
        (
            "It is so that ",
            True,
            ["It is so that\n\nMy model stopped. Please try again in a while."],
        ),
    ],
)
def test_a_failure_is_told(partial: str, addressed: bool, texts: list[str]) -> None:
    async def scene() -> None:
        one = Scene(failing(partial))  # type: ignore[arg-type]
        await one.answer(addressed=addressed)
        assert one.place.texts == texts

    timeless(scene())


def test_a_prompt_that_is_too_long_is_told_without_settings() -> None:
    async def script(mind: FakeMind, channel: str, turn_id: str) -> None:
        error = ErrorView(kind="PromptTooLong", title="Too long.", hint="Raise SEL_CONTEXT.")
        mind.publish(TurnFailed(channel=channel, turn_id=turn_id, partial="", error=error))

    async def scene() -> None:
        one = Scene(script)
        await one.answer()
        assert one.place.texts == ["That is too long for me. Please send it in parts."]

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


@pytest.mark.parametrize("parts", [[], ["\u202e"], ["```\n```"]])
@pytest.mark.parametrize(("addressed", "said"), [(True, [SPEECHLESS]), (False, [])])
def test_who_spoke_to_sel_is_not_left_with_nothing(
    parts: list[str], addressed: bool, said: list[str]
) -> None:
    async def scene() -> None:
        one = Scene(saying(parts, every=0.1))
        await one.answer(addressed=addressed)
        assert one.place.texts == said

    timeless(scene())

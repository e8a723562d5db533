"""The policy alone: given probabilities, and a Whisper that is told what to say."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.voice.hearing.asks import Ask
from sel.voice.hearing.endpoint import longest_ms
from sel.voice.hearing.listener import Listener
from sel.voice.hearing.phantoms import Understood
from sel.voice.hearing.utterance import FRAME_SECONDS, Judged
from sel.voice.ports import (
    EarEvent,
    SpeechBegan,
    SpeechDropped,
    SpeechEnded,
    SpeechLevel,
    SpeechPartial,
    SpeechSure,
)

E = TypeVar("E")


class Played:
    """A listener, its frames and a Whisper that answers `delay` frames after it is asked."""

    def __init__(self, says: Callable[[Ask], str], delay: int = 1, end_ms: int = 480) -> None:
        self.listener = Listener(end_ms)
        self.told: list[EarEvent] = []
        self.asks: list[Ask] = []
        self.number = 0
        self._says = says
        self._delay = delay
        self._running: tuple[int, Ask] | None = None

    @property
    def now(self) -> float:
        return self.number * FRAME_SECONDS

    def play(self, frames: int, p: float, level: float = -20.0) -> None:
        for _ in range(frames):
            self._answer()
            self._keep(self.listener.judged(Judged(self.number, self.now, level, p)))
            self.number += 1
            self._ask()

    def speech(self, seconds: float) -> None:
        self.play(round(seconds / FRAME_SECONDS), 0.95)

    def quiet(self, seconds: float) -> None:
        self.play(round(seconds / FRAME_SECONDS), 0.02, -65.0)

    def press(self, *, down: bool) -> None:
        self._keep(self.listener.press(self.now, down=down))
        self._ask()

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.told if isinstance(event, kind)]

    def kinds(self) -> list[str]:
        return [type(event).__name__ for event in self.told]

    def _ask(self) -> None:
        ask = self.listener.wanted()
        if ask is not None:
            assert self._running is None
            self.asks.append(ask)
            self._running = self.number + self._delay, ask

    def _answer(self) -> None:
        if self._running is not None and self.number >= self._running[0]:
            ask, self._running = self._running[1], None
            understood = Understood(self._says(ask), 0.01, -0.1, seconds=0.05)
            self._keep(self.listener.answered(ask.id, understood, self.now))
            self._ask()

    def _keep(self, events: Iterable[EarEvent]) -> None:
        self.told += [event for event in events if not isinstance(event, SpeechLevel)]


def plain(_: Ask) -> str:
    return "hello there"


def test_a_sentence_begins_is_sure_and_ends_after_its_wait() -> None:
    played = Played(plain)
    played.quiet(1.0)
    played.speech(0.6)
    played.quiet(1.0)
    assert played.kinds() == ["SpeechBegan", "SpeechSure", "SpeechPartial", "SpeechEnded"]
    [began], [sure], [ended] = played.of(SpeechBegan), played.of(SpeechSure), played.of(SpeechEnded)
    assert began.at == pytest.approx(31 * FRAME_SECONDS)
    assert sure.at - began.at == pytest.approx(9 * FRAME_SECONDS)
    assert ended.began_at == began.at
    assert 0.48 <= ended.ended_at - ended.last_at < 0.48 + FRAME_SECONDS
    assert ended.text_at == ended.ended_at  # Whisper was asked at 200 ms and had long been done


def test_whisper_is_asked_once_for_a_sentence_with_what_came_before_it() -> None:
    played = Played(plain)
    played.quiet(1.0)
    played.play(4, 0.1, -40.0)  # a soft consonant that the detector does not know
    played.speech(0.6)
    played.quiet(1.0)
    [ask] = played.asks
    assert ask.first == 31 - 3
    assert ask.last == 31 + 4 + 19 + 6


def test_a_slow_whisper_adds_only_what_the_wait_did_not_hide() -> None:
    played = Played(plain, delay=20)
    played.speech(0.6)
    played.quiet(2.0)
    [ended] = played.of(SpeechEnded)
    assert ended.ended_at - ended.last_at == pytest.approx(0.48)
    assert ended.text_at - ended.last_at == pytest.approx(0.224 + 21 * FRAME_SECONDS, abs=0.04)


@pytest.mark.parametrize(
    ("text", "wait"), [("hello there", 0.48), ("remind me to", 0.816), ("how are you?", 0.312)]
)
def test_the_wait_goes_by_what_was_said(text: str, wait: float) -> None:
    played = Played(lambda _: text)
    played.speech(0.6)
    played.quiet(2.0)
    [ended] = played.of(SpeechEnded)
    assert wait - 0.001 <= ended.ended_at - ended.last_at < wait + FRAME_SECONDS + 0.001


def test_a_pause_within_a_sentence_does_not_end_it() -> None:
    played = Played(plain)
    played.speech(0.6)
    played.quiet(0.4)
    played.speech(0.6)
    played.quiet(1.0)
    [ended] = played.of(SpeechEnded)
    assert ended.last_at > 1.5
    assert len(played.asks) == 2


def test_a_click_and_a_cough_are_nothing_and_whisper_is_not_asked() -> None:
    played = Played(plain)
    played.quiet(1.0)
    played.play(2, 0.99)
    played.quiet(1.0)
    assert played.kinds() == []
    played.play(3, 0.99)
    played.quiet(1.0)
    assert played.kinds() == ["SpeechBegan", "SpeechDropped"]
    assert played.asks == []


def test_speech_no_louder_than_the_room_is_none() -> None:
    played = Played(plain)
    played.play(200, 0.02, -50.0)
    played.play(30, 0.95, -49.0)
    assert played.kinds() == []


def test_made_up_text_is_dropped_and_never_shown() -> None:
    played = Played(lambda _: "[Music]")
    played.speech(0.6)
    played.quiet(1.0)
    assert played.kinds() == ["SpeechBegan", "SpeechSure", "SpeechDropped"]
    assert played.of(SpeechDropped)[0].reason == "no words"


def test_what_is_said_is_shown_while_it_is_said() -> None:
    said = iter(["tell me", "tell me a story", "tell me a story about", "tell me a story of"])
    played = Played(lambda _: next(said))
    played.speech(2.9)
    assert [event.text for event in played.of(SpeechPartial)][:2] == ["tell me", "tell me a story"]


def test_whisper_rests_between_what_is_only_for_the_screen() -> None:
    quick, slow = Played(plain, delay=1), Played(plain, delay=30)
    quick.speech(8.0)
    slow.speech(8.0)
    assert len(slow.asks) < len(quick.asks)


def test_in_guard_mode_only_sure_speech_counts() -> None:
    played = Played(plain)
    played.listener.guard(on=True)
    played.play(30, 0.65)
    assert played.kinds() == []
    played.play(4, 0.95)  # it stood out since 200 ms: five of these frames are enough
    assert played.kinds() == ["SpeechBegan"]
    played.play(1, 0.95)
    assert played.kinds() == ["SpeechBegan", "SpeechSure"]
    began = played.of(SpeechBegan)[0]
    played.quiet(1.0)
    assert played.asks[0].first >= round(began.at / FRAME_SECONDS) - 6
    assert len(played.of(SpeechEnded)) == 1


def test_a_word_makes_it_sure_and_a_back_channel_does_not() -> None:
    for text, sure in (("stop", 1), ("mhm", 0)):
        played = Played(lambda _, text=text: text)  # type: ignore[misc]
        played.speech(0.26)
        played.quiet(1.0)
        assert len(played.of(SpeechSure)) == sure
        [ended] = played.of(SpeechEnded)
        assert ended.backchannel is not bool(sure)


def test_while_the_key_is_down_pauses_do_not_end_it() -> None:
    played = Played(plain)
    played.press(down=True)
    played.quiet(0.5)
    played.speech(0.6)
    played.quiet(3.0)
    played.speech(0.6)
    played.quiet(0.1)
    assert played.of(SpeechEnded) == []
    up = played.now
    played.press(down=False)
    played.quiet(0.2)
    [ended] = played.of(SpeechEnded)
    assert ended.ended_at == up
    assert ended.text_at <= up + 3 * FRAME_SECONDS


def test_a_key_pressed_for_nothing_is_told() -> None:
    played = Played(plain)
    played.press(down=True)
    played.quiet(2.0)
    played.press(down=False)
    played.press(down=False)
    assert played.told == [SpeechDropped("nothing was said")]


def test_a_whisper_that_is_late_mixes_up_no_sentences() -> None:
    texts: dict[int, str] = {}

    def says(ask: Ask) -> str:
        return texts.setdefault(id(ask.utterance), f"sentence number {len(texts)}")

    played = Played(says, delay=60)
    for _ in range(3):
        played.speech(0.6)
        played.quiet(1.2)
    played.quiet(5.0)
    assert [ended.text for ended in played.of(SpeechEnded)] == list(texts.values())
    assert len(texts) == 3


def test_a_long_speech_is_understood_in_pieces() -> None:
    counted: list[Ask] = []

    def says(ask: Ask) -> str:
        counted.append(ask)
        return f"from {ask.first} to {ask.last}"

    played = Played(says)
    for _ in range(20):  # 100 s with pauses too short to end it
        played.speech(4.8)
        played.quiet(0.3)
    played.speech(70.0)  # and without any
    played.quiet(1.0)
    [ended] = played.of(SpeechEnded)
    words = ended.text.split()
    borders = [(int(words[i + 1]), int(words[i + 3])) for i in range(0, len(words), 4)]
    assert len(borders) >= 6
    assert all(last - first < 876 for first, last in borders)
    assert [first for first, _ in borders[1:]] == [last + 1 for _, last in borders[:-1]]


def test_forgetting_drops_what_began_and_answers_that_come_later() -> None:
    played = Played(plain, delay=20)
    played.speech(0.6)
    played.quiet(0.3)
    played.told += played.listener.reset()
    assert played.kinds() == ["SpeechBegan", "SpeechSure", "SpeechDropped"]
    played.quiet(2.0)
    assert len(played.told) == 3
    played.speech(0.6)
    played.quiet(2.0)
    assert len(played.of(SpeechEnded)) == 1


STRETCH = st.tuples(st.floats(0, 1), st.floats(-90, 0), st.integers(1, 40))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(STRETCH, st.booleans(), st.none()), max_size=40),
    st.integers(0, 50),
    st.integers(200, 1500),
    st.lists(st.sampled_from(["", "hello there", "um", "mhm", "why?", "[Music]"]), min_size=1),
)
def test_whatever_comes_the_order_holds(
    course: list[tuple[float, float, int] | bool | None], delay: int, end_ms: int, texts: list[str]
) -> None:
    played = Played(lambda ask: texts[ask.id % len(texts)], delay, end_ms)
    keyed = False
    for step in course:
        if isinstance(step, tuple):
            played.play(step[2], step[0], step[1])
        elif step is None:
            played.told += played.listener.reset()
        else:
            keyed = True
            played.press(down=step)
    played.press(down=False)
    played.quiet(longest_ms(end_ms) / 1000 + 60 * FRAME_SECONDS)
    played.quiet(8 * 51 * FRAME_SECONDS)
    ends = len(played.of(SpeechEnded)) + len(played.of(SpeechDropped))
    unbegun = [one for one in played.of(SpeechDropped) if one.reason == "nothing was said"]
    assert ends - len(unbegun) == len(played.of(SpeechBegan))
    for ended in played.of(SpeechEnded):
        assert ended.text
        assert ended.began_at <= ended.last_at <= ended.ended_at <= ended.text_at
        if not keyed:
            assert ended.ended_at - ended.last_at >= min(0.3, end_ms / 1000) - 0.001

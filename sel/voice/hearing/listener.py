"""From judged frames and understood spans to what somebody said. Pure: no clock, no process.

Frames go to `judged`, what Whisper made of a span to `answered`; both return what is to be told.
`wanted` is the span to have understood next. All times are those of the frames.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from sel.voice.hearing.asks import Ask, Asks
from sel.voice.hearing.endpoint import longest_ms, patience_ms
from sel.voice.hearing.gate import MARGIN, Gate
from sel.voice.hearing.phantoms import Understood, judge
from sel.voice.hearing.utterance import FRAME_SECONDS, Judged, Utterance
from sel.voice.hearing.words import is_backchannel
from sel.voice.ports import (
    EarEvent,
    SpeechBegan,
    SpeechDropped,
    SpeechEnded,
    SpeechLevel,
    SpeechPartial,
    SpeechSure,
)

ONSET, WITHIN = 3, 5
"""Speech begins with three sounding frames out of five: a click has one or two."""
PRE_ROLL, LEAD = 16, 3
"""What is taken of the time before: as far as anything stands out from the noise, at most 500 ms,
and 100 ms before that. Soft consonants come before the detector is sure."""
GUARDED_PRE_ROLL = 6
"""The same in guard mode, 200 ms: before that it was SEL speaking."""
SURE_SECONDS, SURE_FRAMES = 0.3, 5
"""Speech of so long is no cough, and few back-channels. It counts from where it began to stand out:
the detector sees soft consonants late, and not in the gaps of a "p" or "t"; but so many frames it
must have seen."""
LEAST_FRAMES = 4
"""Sounding frames, 128 ms, without which it was nothing, whatever Whisper would make of it."""
GUESS_SECONDS = 0.2
"""Silence after which Whisper is asked, so that its time is part of the wait."""
PARTIAL_FRAMES = 31
"""New sounding frames, 1 s, before the text on the screen is renewed. At 0.7 s the many answers of
about that length found Whisper busy with them when they ended."""
REST = 4.0
"""Whisper rests so many times as long as its last answer took before it is asked for the screen
again: it cannot be interrupted, and the end of speech should find it idle. So it does four times
out of five; with base.en on two cores (0.7 s) the screen is then 3.5 s behind at most."""
LONG, LONGEST = 625, 875
"""Frames (20 s, 28 s) after which a pause ends a piece, or the quietest frame does."""


class Listener:
    """One microphone. `end_ms` is the silence after an ordinary sentence."""

    def __init__(self, end_ms: int) -> None:
        self._end_ms = end_ms
        self._gate = Gate()
        self._asks = Asks()
        self._before: deque[tuple[Judged, bool]] = deque(maxlen=PRE_ROLL + WITHIN)
        self._utterance: Utterance | None = None
        self._closed: list[Utterance] = []
        self._guarded = False
        self._pressed = False
        self._rested_at = 0.0
        self._free_from = 0

    # ------------------------------------------------------------ what is told to it

    def guard(self, *, on: bool) -> None:
        """SEL speaks, or no more."""
        self._guarded = on

    def press(self, at: float, *, down: bool) -> list[EarEvent]:
        """The key to talk went down or up at that time."""
        was, self._pressed = self._pressed, down
        if down or not was:
            return []
        if self._utterance is None:
            return [SpeechDropped("nothing was said")]
        self._utterance.ended_at = at
        return list(self._close(self._utterance, at))

    def reset(self) -> list[EarEvent]:
        """Forget what is being heard; whatever began is told to be nothing."""
        count = len(self._closed) + (self._utterance is not None)
        self._utterance = None
        self._closed.clear()
        self._before.clear()
        self._gate.close()
        self._asks.forget()
        return [SpeechDropped("forgotten") for _ in range(count)]

    def lose(self) -> list[EarEvent]:
        """The child is gone, with its sound and what it was asked."""
        told = self.reset()
        self._asks.lose()
        return told

    @property
    def idle(self) -> bool:
        """Whether no span is to be understood, and none is under way."""
        return self._asks.idle

    def wanted(self) -> Ask | None:
        """The span to have understood now; None where nothing is, or one is under way."""
        return self._asks.next()

    def judged(self, frame: Judged) -> list[EarEvent]:
        """The next frame."""
        sounding = self._gate.sounds(
            frame.p, frame.level, guarded=self._guarded, pressed=self._pressed
        )
        told: list[EarEvent] = [SpeechLevel(frame.p, frame.level)]
        if self._utterance is None:
            self._before.append((frame, sounding))
            if sounding:
                told += self._begin()
        else:
            self._utterance.take(frame, sounding=sounding)
            told += self._go_on(self._utterance, frame, sounding=sounding)
        return told

    def answered(self, number: int, understood: Understood, at: float) -> list[EarEvent]:
        """What Whisper made of the span of that number, which it was done with at `at`."""
        ask = self._asks.answered(number)
        if ask is None:
            return []
        self._rested_at = at + REST * understood.seconds
        utterance = ask.utterance
        if utterance is not self._utterance and utterance not in self._closed:
            return []
        verdict = judge(understood, ask.evidence)
        if ask.piece:
            utterance.done.append(verdict)
            utterance.covered = max(utterance.covered, ask.last)
        elif ask.first == utterance.first:
            utterance.guess, utterance.covered = verdict, ask.last
        return list(self._understood(utterance, ask, at))

    # ------------------------------------------------------------ the course of an utterance

    def _begin(self) -> Iterator[EarEvent]:
        newest = list(self._before)[-WITHIN:]
        sounding = [frame for frame, sounds in newest if sounds]
        if len(sounding) < ONSET:
            return
        onset = sounding[0]
        utterance = Utterance(
            first=self._lead(onset.number),
            began_at=onset.at,
            loud_at=self._loud_at(onset),
            floor=self._gate.floor,
        )
        for frame, sounds in newest:
            if frame.number >= onset.number:
                utterance.take(frame, sounding=sounds)
        self._utterance = utterance
        self._before.clear()
        yield SpeechBegan(onset.at)

    def _loud_at(self, onset: Judged) -> float:
        """When it began to stand out: the first of the frames before that do so without a gap."""
        at = onset.at
        for frame, _ in reversed(self._before):
            if frame.number < onset.number:
                near = frame.number >= onset.number - GUARDED_PRE_ROLL
                if not near or frame.level <= self._gate.floor + MARGIN:
                    break
                at = frame.at
        return at - FRAME_SECONDS

    def _lead(self, onset: int) -> int:
        """The frame from which an utterance is taken whose first sounding frame is this one."""
        reach = GUARDED_PRE_ROLL if self._guarded else PRE_ROLL
        loud = (
            frame.number
            for frame, _ in self._before
            if frame.number >= onset - reach and frame.level > self._gate.floor + MARGIN
        )
        first = max(min(loud, default=onset) - LEAD, onset - reach)
        return max(first, self._free_from, self._before[0][0].number)

    def _go_on(self, utterance: Utterance, frame: Judged, *, sounding: bool) -> Iterator[EarEvent]:
        if not utterance.sure and sounding and self._is_sure(utterance, frame.at):
            utterance.sure = True
            yield SpeechSure(frame.at)
        silence = frame.at - utterance.last_at
        if frame.number - utterance.first + 1 >= LONGEST:
            self._next_piece(utterance, frame.number)
        elif sounding:
            self._show(utterance, frame)
        elif silence >= GUESS_SECONDS and utterance.asked < utterance.last:
            self._guess(utterance, frame.number)
        if not self._pressed:
            yield from self._end(utterance, frame.at)

    @staticmethod
    def _is_sure(utterance: Utterance, now: float) -> bool:
        return now - utterance.loud_at >= SURE_SECONDS and utterance.spoke >= SURE_FRAMES

    def _show(self, utterance: Utterance, frame: Judged) -> None:
        """Have the text on the screen renewed, where there is news and Whisper is idle."""
        news = utterance.spoke - utterance.asked_spoke
        if news >= PARTIAL_FRAMES and self._asks.idle and frame.at >= self._rested_at:
            self._guess(utterance, frame.number)

    def _guess(self, utterance: Utterance, last: int) -> None:
        utterance.asked, utterance.asked_spoke = last, utterance.spoke
        if utterance.spoke >= LEAST_FRAMES:
            self._asks.guess(utterance, last)

    def _next_piece(self, utterance: Utterance, newest: int) -> None:
        """The piece under way has got too long."""
        if utterance.known:
            utterance.settle(newest)
            return
        last = utterance.quietest()
        self._asks.must(utterance, last, piece=True)
        utterance.begin_piece(last + 1)

    def _end(self, utterance: Utterance, now: float) -> Iterator[EarEvent]:
        """Are they done? With the text known sooner or later, else after the longest wait."""
        silence = _ms(now - utterance.last_at)
        if utterance.known:
            wait = patience_ms(utterance.text, self._end_ms)
        elif utterance.spoke < LEAST_FRAMES:
            wait = self._end_ms
        else:
            wait = longest_ms(self._end_ms)
        if silence >= wait:
            yield from self._close(utterance, now)

    def _close(self, utterance: Utterance, now: float) -> Iterator[EarEvent]:
        """Nothing that follows is part of it."""
        self._utterance = None
        self._gate.close()
        self._free_from = utterance.last + 1
        if utterance.spoke < LEAST_FRAMES:
            yield SpeechDropped("too short")
        elif utterance.known and not self._closed:
            yield from self._finish(utterance, now)
        else:
            self._closed.append(utterance)
            if not self._asks.keep(utterance):
                self._asks.must(utterance, utterance.last)

    def _understood(self, utterance: Utterance, ask: Ask, at: float) -> Iterator[EarEvent]:
        if utterance in self._closed:
            if utterance.known:
                self._closed.remove(utterance)
                yield from self._finish(utterance, at)
            return
        text = utterance.text
        if text and (text != utterance.shown or utterance.known):
            utterance.shown = text
            yield SpeechPartial(text, whole=utterance.known)
        if text and not utterance.sure and not is_backchannel(text):
            utterance.sure = True
            yield SpeechSure(at)
        if utterance.known and not ask.piece and ask.last - utterance.first >= LONG:
            utterance.settle(ask.last)
        if utterance.known and not self._pressed:
            yield from self._end(utterance, at)

    def _ended_at(self, utterance: Utterance, now: float) -> float:
        """When it was sure that they were done: the key was up, or the wait was over.

        A wait that ended between two frames was over with the second."""
        if utterance.ended_at is not None:
            return utterance.ended_at
        over = utterance.last_at + patience_ms(utterance.text, self._end_ms) / 1000
        return now if now - over < FRAME_SECONDS else over

    def _finish(self, utterance: Utterance, at: float) -> Iterator[EarEvent]:
        text = utterance.text
        if not text:
            yield SpeechDropped(utterance.reason)
            return
        backchannel = is_backchannel(text)
        if not utterance.sure and not backchannel:
            yield SpeechSure(at)
        yield SpeechEnded(
            text=text,
            began_at=utterance.began_at,
            last_at=utterance.last_at,
            ended_at=self._ended_at(utterance, at),
            text_at=at,
            backchannel=backchannel,
        )


def _ms(seconds: float) -> int:
    """Whole milliseconds: sums of 0.032 are a little less than they should be."""
    return round(seconds * 1000)

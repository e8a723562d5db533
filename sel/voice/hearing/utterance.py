"""What one person is saying, as far as it has come: its frames, its pieces, what they mean."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from sel.voice.hearing.phantoms import Evidence, Verdict
from sel.voice.ports import FRAME, RATE

FRAME_SECONDS = FRAME / RATE
RECENT = round(5.0 / FRAME_SECONDS)
"""A piece that grows too long is cut at the quietest frame of the last five seconds."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A frame of the microphone and how like speech it is. `number` counts what the child got."""

    number: int
    at: float
    level: float
    p: float


@dataclass(slots=True)
class Utterance:
    """Frames from `first` on. Whisper reads 30 s, so a long one is understood in pieces.

    `covered` is the last frame whose words are known, `asked` the last that was asked about.
    `voiced` counts sounding frames of the piece under way, `spoke` those of all of it; `peak` is
    the loudest, `floor` the room, in dBFS. It stood out since `loud_at`, and was like speech since
    `began_at`. `ended_at` is when the key to talk went up.
    """

    first: int
    began_at: float
    loud_at: float
    floor: float
    last: int = -1
    last_at: float = 0.0
    spoke: int = 0
    voiced: int = 0
    peak: float = -90.0
    done: list[Verdict] = field(default_factory=list)
    guess: Verdict | None = None
    covered: int = -1
    sure: bool = False
    shown: str = ""
    asked: int = -1
    asked_spoke: int = 0
    ended_at: float | None = None
    _recent: deque[tuple[int, float, bool]] = field(default_factory=lambda: deque(maxlen=RECENT))

    def take(self, frame: Judged, *, sounding: bool) -> None:
        """The next frame."""
        self._recent.append((frame.number, frame.level, sounding))
        if sounding:
            self.last, self.last_at = frame.number, frame.at
            self.spoke += 1
            self.voiced += 1
            self.peak = max(self.peak, frame.level)

    @property
    def known(self) -> bool:
        """Whether all that sounded so far is understood."""
        return self.covered >= self.last

    @property
    def text(self) -> str:
        """What is understood so far."""
        verdicts = [*self.done, self.guess] if self.guess else self.done
        return " ".join(verdict.text for verdict in verdicts if verdict.text)

    @property
    def reason(self) -> str:
        """Why there is no text."""
        verdicts = [*self.done, self.guess] if self.guess else self.done
        return next((one.reason for one in verdicts if one.reason), "no words")

    def evidence(self) -> Evidence:
        """The speech there was in the piece under way."""
        return Evidence(self.voiced * FRAME_SECONDS, self.peak - self.floor)

    def settle(self, last: int) -> None:
        """The guess, which is good as far as `last`, stands; a new piece begins there."""
        if self.guess:
            self.done.append(self.guess)
        self.begin_piece(last + 1)

    def quietest(self) -> int:
        """Where to end a piece that is too long: the quietest of the last frames."""
        return min(self._recent, key=lambda frame: frame[1])[0]

    def begin_piece(self, first: int) -> None:
        """The piece under way begins here."""
        self.guess = None
        self.first = first
        self.voiced = sum(1 for number, _, sounding in self._recent if number >= first and sounding)

"""A reply as it streams in, cut into what is said in one breath; nothing is lost or said twice.

Pure. The first clause goes out as soon as it is worth saying, so that SEL begins to speak early;
then whole sentences do. Only a space, a line's end or the end of the reply decides, so it does not
matter how the reply was handed in.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from sel.voice.ports import Segment
from sel.voice.saying import stops
from sel.voice.saying.reader import Break, Kind, Reader, Word
from sel.voice.saying.spelling import COINS, MAGNITUDES, spelled
from sel.voice.saying.stops import Stop

SHORTEST = 20
"""Characters below which a clause or sentence waits for the next: shorter ones sound chopped."""
EARLY = ((20, 24), (40, 70))
"""The first two segments are short: from how many characters on they end with a clause, and for
want of one before a word that joins (`JOINING`). The first is waited for, and takes Piper 0.1 s for
each second of sound or more; the second must be made while the first is heard."""
JOINING = frozenset(
    {"and", "but", "or", "because", "that", "which", "who", "when", "where", "while", "with", "in"}
    | {"on", "at", "by", "for", "from", "into", "through", "of", "as", "if", "than"}
)
LONGEST = 200
"""Characters of a segment at most: about 12 s of speech, and 0.5 s of work for a Piper voice."""
GOOD = 80
"""Where a long sentence must be cut, a clause that ends behind this many characters is taken."""

CLAUSE_PAUSE = 0.08
SENTENCE_PAUSE = 0.2
PAUSES: dict[Kind, float] = {"paragraph": 0.4, "heading": 0.5, "item": 0.3, "named": 0.4}
"""Seconds of silence before a segment, by what it begins; the voice's own silence comes on top."""

_TRAILING = re.compile(r"^[.,;:!?…)\]}\"'”’»。！？]+$")
_SAID_SIGNS = frozenset("&+=%°@×÷±→—–-<>~≥≤≈/")
"""A word of these alone is read, or is a pause."""


@dataclass(slots=True)
class _Said:
    """A word of the segment under way: as it is read, as it was written, and where it ends."""

    text: str
    plain: str
    end: int
    stop: Stop


class Segmenter:
    """Takes one reply; `feed` it as it comes, then `end` it once."""

    def __init__(self) -> None:
        self._reader = Reader()
        self._words: list[_Said] = []
        self._length = 0
        self._said_end = 0
        """How far what went out reaches."""
        self._upto = 0
        """How far the reply is dealt with, words that wait included."""
        self._pause = 0.0
        self._made = 0
        self._pictures = ""
        self._segments: list[Segment] = []

    def feed(self, text: str) -> list[Segment]:
        """The next piece of the reply, of any length; the segments that are ready now."""
        for char in text:
            for piece in self._reader.take(char):
                self._take(piece)
        return self._ready()

    def end(self) -> list[Segment]:
        """The reply is complete; what is left of it."""
        for piece in self._reader.end():
            self._take(piece)
        self._flush(self._reader.at)
        if not self._made and self._pictures:
            self._named_pictures()
        return self._ready()

    def _ready(self) -> list[Segment]:
        ready, self._segments = self._segments, []
        return ready

    # ------------------------------------------------------------ pieces

    def _take(self, piece: Word | Break) -> None:
        if isinstance(piece, Break):
            self._flush(self._upto)
            self._pause = max(self._pause, PAUSES[piece.kind])
        elif piece.text and (any(map(str.isalnum, piece.text)) or self._is_sign(piece.text)):
            self._add(piece)
        elif self._words and _TRAILING.match(piece.text):
            self._attach(piece)
        else:
            self._pictures += piece.shown
            self._upto = piece.end

    def _is_sign(self, text: str) -> bool:
        return bool(self._words) and all(char in _SAID_SIGNS for char in text)

    def _add(self, word: Word) -> None:
        last = self._words[-1] if self._words else None
        if last is not None and last.stop is Stop.DOUBT:
            ends = stops.ends_before(last.plain, word.text)
            last.stop = Stop.SENTENCE if ends else Stop.CLAUSE
            if ends:
                self._sentence_ended()
        if word.begins:
            self._line_ended(word)
        if self._length >= self._early[1] and word.text in JOINING:
            self._flush(self._upto, 0.0)
        before = self._words[-1].plain if self._words else ""
        for text in _pieces(spelled(word.text, before)):
            self._room_for(text)
            self._words.append(_Said(text, word.text, word.end, Stop.NONE))
            self._length += len(text) + (len(self._words) > 1)
        self._upto = word.end
        self._words[-1].stop = stops.after(word.text)
        self._stopped()

    def _line_ended(self, word: Word) -> None:
        """A verse, or a line of a list without marks, ends like a clause."""
        last = self._words[-1] if self._words else None
        if last is None or not last.text[-1].isalnum() or not word.text[:1].isupper():
            return
        if self._length < LONGEST:
            last.text, last.stop, self._length = last.text + ",", Stop.CLAUSE, self._length + 1
            self._stopped()

    def _attach(self, word: Word) -> None:
        """Punctuation after a space belongs to the word before it."""
        if self._length + len(word.text) > LONGEST:
            self._upto = word.end
            return
        last = self._words[-1]
        last.text, last.plain, last.end = last.text + word.text, last.plain + word.text, word.end
        last.stop = stops.after(last.plain)
        self._length += len(word.text)
        self._upto = word.end
        self._stopped()

    def _stopped(self) -> None:
        stop = self._words[-1].stop
        if stop is Stop.SENTENCE:
            self._sentence_ended()
        elif stop is Stop.CLAUSE and self._length >= self._early[0]:
            self._flush(self._upto, CLAUSE_PAUSE)

    @property
    def _early(self) -> tuple[int, int]:
        return EARLY[self._made] if self._made < len(EARLY) else (LONGEST, LONGEST)

    def _sentence_ended(self) -> None:
        if not self._made or self._length >= SHORTEST:
            self._flush(self._upto, SENTENCE_PAUSE)

    def _room_for(self, text: str) -> None:
        """Cut what waits where it would get too long with `text`."""
        if not self._words or self._length + 1 + len(text) <= LONGEST:
            return
        count = self._best_cut()
        rest = self._words[count:]
        self._words = self._words[:count]
        stop = self._words[-1].stop
        pauses = {Stop.SENTENCE: SENTENCE_PAUSE, Stop.CLAUSE: CLAUSE_PAUSE}
        self._flush(self._words[-1].end, pauses.get(stop, 0.0))
        self._words = rest
        self._length = len(" ".join(word.text for word in rest))
        self._room_for(text)

    def _best_cut(self) -> int:
        """How many of the words go out: up to the last sentence's or clause's end, else all."""
        length, best, rank = 0, len(self._words), 0
        for count, word in enumerate(self._words, 1):
            length += len(word.text) + (count > 1)
            its = {Stop.SENTENCE: 2, Stop.CLAUSE: 1}.get(word.stop, 0)
            if its and its >= rank and length >= (SHORTEST if its == 2 else GOOD):
                best, rank = count, its
        return best

    # ------------------------------------------------------------ segments

    def _flush(self, upto: int, pause: float = SENTENCE_PAUSE) -> None:
        words, self._words, self._length = self._words, [], 0
        self._upto = max(self._upto, upto)
        if not words:
            return
        _paired(words)
        texts, ends = [], []
        for word in words:
            parts = word.text.split()
            ends += [self._said_end] * (len(parts) - 1) + [word.end]
            texts += parts
            self._said_end = word.end
        _dots(texts)
        self._said_end = max(upto, self._said_end)
        segment = Segment(" ".join(texts), tuple(ends), self._said_end, self._pause)
        self._segments.append(segment)
        self._pause = pause
        self._made += 1

    def _named_pictures(self) -> None:
        """A reply of nothing but emoji: espeak knows their names."""
        shown = " ".join(self._pictures[:3])
        ends = (self._upto,) * len(shown.split())
        self._segments.append(Segment(shown, ends, self._reader.at))


def _pieces(text: str) -> list[str]:
    """The text in pieces that a segment can hold; words stay whole if they can."""
    pieces = [""]
    for part in text.split():
        for at in range(0, len(part), LONGEST):
            piece = part[at : at + LONGEST]
            joined = f"{pieces[-1]} {piece}".lstrip() if at == 0 else piece
            if at == 0 and len(joined) <= LONGEST:
                pieces[-1] = joined
            else:
                pieces.append(piece)
    return [piece for piece in pieces if piece]


def _paired(words: list[_Said]) -> None:
    """What two words mean together: "5 dollars million" is 5 million dollars, "No. 5" a number."""
    for one, following in itertools.pairwise(words):
        if one.plain == "No." and following.plain[:1].isdigit():
            one.text = "number"
        number, _, coin = one.text.rpartition(" ")
        magnitude = following.text.rstrip(".,;:!?)")
        if coin in COINS and number and magnitude.lower() in MAGNITUDES:
            one.text = number
            following.text = magnitude + " " + coin + following.text[len(magnitude) :]


def _dots(texts: list[str]) -> None:
    """espeak reads two words with dots between as one; a comma is the pause that is meant."""
    for index, text in enumerate(texts):
        bare = text.rstrip("….")
        if bare and (text.endswith("…") or text.endswith("...")):
            texts[index] = bare + ("." if index == len(texts) - 1 else ",")

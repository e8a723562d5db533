"""One reply as it is spoken: what is to be said, what is out, what has been heard. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from sel.voice.ports import Played, Segment, Sound
from sel.voice.saying.segments import Segmenter

MOST_OF = 0.6
"""A word of which this share is out counts as heard: its end is then easily guessed."""


@dataclass(slots=True)
class Recital:
    """Takes the reply as it streams, and gives the segments to say.

    `over`: the whole reply is here. `waiting` are the segments that have been cut and are not yet
    out of the speaker.
    """

    turn_id: str
    shown: str = ""
    over: bool = False
    waiting: int = 0
    upto: int = 0
    _lost: int = 0
    _segmenter: Segmenter = field(default_factory=Segmenter)
    _sounds: dict[int, tuple[Segment, Sound]] = field(default_factory=dict)

    @property
    def done(self) -> bool:
        """Whether all of it has been said."""
        return self.over and not self.waiting

    def feed(self, text: str) -> list[Segment]:
        """More of the reply; what can be said now."""
        self.shown += text
        return self._cut(self._segmenter.feed(text))

    def end(self) -> list[Segment]:
        """The reply is whole; what is left to say."""
        self.over = True
        return self._cut(self._segmenter.end())

    def _cut(self, segments: Iterable[Segment]) -> list[Segment]:
        cut = list(segments)
        self.waiting += len(cut)
        return cut

    def made(self, segment: Segment, sound: Sound) -> None:
        """This is the sound of a segment; it is about to be played."""
        self._sounds[sound.id] = (segment, sound)

    def knows(self, id_: int) -> bool:
        """Whether this sound is of this reply."""
        return id_ in self._sounds

    def pause_before(self, id_: int) -> float:
        """The silence that is meant before a sound, in seconds."""
        return self._sounds[id_][1].pause

    def ended(self, id_: int) -> None:
        """A sound is out, whole."""
        if id_ in self._sounds:
            segment, _ = self._sounds.pop(id_)
            self.upto = max(self.upto, segment.upto)
            self.waiting -= 1

    def lost(self) -> bool:
        """A segment could not be made: it is passed over. Whether it was the first."""
        self.waiting -= 1
        self._lost += 1
        return self._lost == 1

    def reached(self, played: Played | None) -> int:
        """How many characters of the reply have been heard, with `played` of the sound that is
        under way; never less than before."""
        if played is not None and played.id in self._sounds:
            segment, sound = self._sounds[played.id]
            words = _words_in(sound, played.samples)
            if words:
                self.upto = max(self.upto, segment.ends[min(words, len(segment.ends)) - 1])
        return self.upto

    def heard(self, played: Played | None) -> str:
        """The part of the reply that has been heard."""
        return self.shown[: self.reached(played)].rstrip()


def _words_in(sound: Sound, samples: int) -> int:
    """How many words are out after so many samples."""
    count = bisect_right(sound.words, samples)
    if count < len(sound.words):
        begin = sound.words[count - 1] if count else 0
        if samples - begin >= MOST_OF * (sound.words[count] - begin) and samples > begin:
            count += 1
    return count

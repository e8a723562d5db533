"""Where the time of a spoken turn went, from the last sounding frame to SEL's first sound. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from sel.events import ReplyStats
from sel.voice.ports import SpeechEnded
from sel.voice_events import VoiceTimes


@dataclass(slots=True)
class Stopwatch:
    """The moments of one turn, in `time.monotonic()` seconds; 0 for what has not come."""

    speech: SpeechEnded
    turn_id: str
    sent: float
    first_text: float = 0.0
    clause: float = 0.0
    made: float = 0.0
    sound: float = 0.0
    device: float = 0.0
    stats: ReplyStats | None = None

    @property
    def complete(self) -> bool:
        """Whether the first sound is out."""
        return self.sound > 0.0

    def times(self) -> VoiceTimes:
        """The parts; they add up to `total`.

        What the brain itself took of the wait for the first token counts as SEL's own.
        """
        total = self.sound - self.speech.last_at
        endpoint = self.speech.ended_at - self.speech.last_at
        text = max(0.0, self.speech.text_at - self.speech.ended_at)
        brain = self.stats.brain_seconds if self.stats else 0.0
        first = max(0.0, self.first_text - self.sent - brain)
        clause = max(0.0, self.clause - self.first_text)
        speech = max(0.0, self.made - self.clause)
        return VoiceTimes(
            endpoint=endpoint,
            text=text,
            first_token=first,
            clause=clause,
            speech=speech,
            own=total - endpoint - text - first - clause - speech,
            device=self.device,
            total=total,
        )

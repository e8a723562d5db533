"""Who has the floor: an explicit state machine over what the person and SEL do. Pure.

The person seems to speak, surely speaks, or is silent; SEL thinks, speaks, or is silent. From both
the state follows that faces are shown. What has to be done comes back as effects, in order.

Talking over SEL goes in steps, so that a cough costs nothing: something like speech makes SEL
quieter, speech of 300 ms makes it stop and hold the rest, and only words (or a second of speech)
take the floor from it. A back-channel ("mhm") lets it go on where it stopped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from sel.voice.ports import SpeechEnded
from sel.voice_events import VoiceState

LOW = 0.3
"""How loud SEL is while somebody may be talking over it, 0..1: still there, and out of the way."""
SURE_SECONDS = 0.7
"""So long after speech became sure it is an interruption, whatever the words will be: no
back-channel lasts a second."""


@dataclass(frozen=True, slots=True)
class Duck:
    """Play at this loudness, 0..1."""

    gain: float


@dataclass(frozen=True, slots=True)
class Hold:
    """Silence now; keep the rest."""


@dataclass(frozen=True, slots=True)
class GoOn:
    """Go on with what was held."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Let go of the rest: the reply ends with what was heard of it."""


@dataclass(frozen=True, slots=True)
class Send:
    """Give these words to the brain."""

    speech: SpeechEnded


Effect = Duck | Hold | GoOn | Cut | Send
Sel = Literal["silent", "thinking", "speaking"]
Person = Literal["silent", "seems", "sure"]


@dataclass(slots=True)
class Turns:
    """The floor. `over`: what the person says began while SEL had something to say.

    What was said before may still be understood while the next sentence has begun, so sentences
    are counted: the person is silent once none is open.
    """

    sel: Sel = "silent"
    person: Person = "silent"
    over: bool = False
    _open: int = 0
    _held: bool = False
    _low: bool = False
    _sure_at: float = field(default=0.0)

    @property
    def state(self) -> VoiceState:
        """The state as faces show it."""
        if self.person == "sure" and self.over and self.sel != "thinking":
            return "interrupted"
        if self.person != "silent" and self.sel != "speaking":
            return "hearing"
        return "listening" if self.sel == "silent" else self.sel

    # ------------------------------------------------------------ the person

    def began(self) -> list[Effect]:
        """Somebody seems to speak."""
        self._open += 1
        self.person, self.over = "seems", self.sel != "silent"
        if self.sel == "speaking":
            self._low = True
            return [Duck(LOW)]
        if self.sel == "thinking":  # they may go on: the first sound waits for the verdict
            self._held = True
            return [Hold()]
        return []

    def sure(self, at: float) -> list[Effect]:
        """They surely speak, since `at`."""
        effects = self.began() if self.person == "silent" else []
        self.person, self._sure_at = "sure", at
        if self.sel == "speaking" and not self._held:
            self._held = True
            effects.append(Hold())
        return effects

    def goes_on(self, at: float) -> list[Effect]:
        """They still speak at this moment."""
        long = self.person == "sure" and at - self._sure_at >= SURE_SECONDS
        return self._take() if long and self.over and self.sel != "silent" else []

    def dropped(self) -> list[Effect]:
        """It was nothing."""
        self._close()
        return self._give_back() if self.person == "silent" else []

    def ended(self, speech: SpeechEnded) -> list[Effect]:
        """They are done, and this is what they said."""
        self._close()
        if self.over and speech.backchannel:
            return self._give_back() if self.person == "silent" else []
        effects = self._take() if self.sel != "silent" else self._give_back()
        self.sel, self.over = "thinking", False
        return [*effects, Send(speech)]

    def _close(self) -> None:
        self._open = max(0, self._open - 1)
        self.person = "seems" if self._open else "silent"

    def stop(self) -> list[Effect]:
        """SEL shall be silent: a key was pressed, or something else was typed."""
        return self._take() if self.sel != "silent" else self._give_back()

    def _take(self) -> list[Effect]:
        """The floor is the person's."""
        self.sel = "silent"
        return [Cut(), *self._give_back()]

    def _give_back(self) -> list[Effect]:
        """What was held or made quiet is so no more."""
        effects: list[Effect] = []
        if self._low:
            effects.append(Duck(1.0))
        if self._held:
            effects.append(GoOn())
        self._held = self._low = False
        if self.person == "silent":
            self.over = False
        return effects

    # ------------------------------------------------------------ SEL

    def thinks(self) -> list[Effect]:
        """A turn is under way."""
        if self.sel == "silent":
            self.sel = "thinking"
        return []

    def speaks(self) -> list[Effect]:
        """The first sound of a reply is out. Who seems to speak talks over it from now on."""
        self.sel = "speaking"
        if self.person != "silent" and not self._low:
            self._low = self.over = True
            return [Duck(LOW)]
        return []

    def done(self) -> list[Effect]:
        """All is said, or there is nothing to say."""
        self.sel = "silent"
        return self._give_back()

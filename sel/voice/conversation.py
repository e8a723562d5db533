"""The spoken conversation at the desk: frames to ears, words to the brain, its reply to the mouth.

What is to be done is decided in `turns`; here it is done, in order. The mouth or the ears may be
missing: then SEL only listens, or only speaks.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sel.bus import Subscription
from sel.errors import SelError, VoiceError
from sel.events import (
    DESK,
    ChannelCleared,
    Command,
    Event,
    HormonesChanged,
    SendMessage,
    TextArrived,
    TurnEnded,
    TurnFinished,
    TurnInterrupted,
    TurnStarted,
)
from sel.memory_events import MemoriesForgotten
from sel.tasks import Stage, TaskOwner
from sel.voice.around import Around
from sel.voice.listening import Listening
from sel.voice.ports import (
    Began,
    EarEvent,
    EarsPort,
    Ended,
    Found,
    Frame,
    Lost,
    MouthPort,
    Opened,
    SoundEvent,
    SoundPort,
    SpeechBegan,
    SpeechDropped,
    SpeechEnded,
    SpeechLevel,
    SpeechPartial,
    SpeechSure,
)
from sel.voice.saying.prosody import prosody_for
from sel.voice.speaking import Listener, Speaking
from sel.voice.timing import Stopwatch
from sel.voice.turns import Cut, Duck, Effect, GoOn, Hold, Send, Turns
from sel.voice_events import (
    Anticipate,
    CutReply,
    LetEngineRest,
    SpeechHeard,
    TextSpoken,
    VoiceTimes,
    VoiceTurnTimed,
)

LEVEL_SECONDS = 0.1
"""Between two tellings of how loud the microphone is: as often as an eye cares to see."""


@dataclass(frozen=True, slots=True)
class Instruments:
    """What one hears and speaks with, loaded and open."""

    card: SoundPort
    ears: EarsPort | None
    mouth: MouthPort | None
    opened: Opened


class Conversation:
    """One from the moment the voice is on until it is off."""

    def __init__(
        self,
        instruments: Instruments,
        around: Around,
        times: deque[VoiceTimes],
        *,
        speed: float = 1.0,
    ) -> None:
        """`times` is where the times of spoken turns go."""
        card, ears, mouth = instruments.card, instruments.ears, instruments.mouth
        self.turns = Turns()
        self._card, self._around, self._times, self._speed = card, around, times, speed
        self._opened = instruments.opened
        self.listening = Listening(ears, self._opened.echo, self._tell_level) if ears else None
        told = Listener(around.trouble, self._said, self._let_rest)
        self.speaking = Speaking(card, mouth, told) if mouth else None
        self.quiet = False
        self._watch: Stopwatch | None = None
        self._turn = ""
        self._order = asyncio.Lock()
        self._tasks = TaskOwner("voice")
        self._told_at = 0.0

    def start(self) -> None:
        """Begin to listen and to speak."""
        self._tasks.start(self._hear_brain(self._around.subscribe()), "brain", Stage.INPUT)
        self._tasks.start(self._hear_card(), "card", Stage.INPUT)
        if self.listening is not None:
            self._tasks.start(self._hear_ears(self.listening.ears), "ears", Stage.INPUT)

    async def stop(self) -> None:
        """End it. What was being said falls silent; its text stays whole, to be read."""
        await self._tasks.stop()
        if self.speaking is not None:
            await self.speaking.cut()

    # ------------------------------------------------------------ keys

    async def hush(self) -> None:
        """Be silent: the reply ends with what was heard of it. One of which nothing was heard yet
        stays as it is on the screen, where it may have been read."""
        if self.turns.sel == "thinking" and self.speaking is not None:
            await self.speaking.cut()
            await self._do(self.turns.done)
        else:
            await self._do(self.turns.stop)

    async def press(self, *, down: bool) -> None:
        """The key to talk goes down or up."""
        if self.listening is None:
            return
        if down:
            await self.hush()
        self.listening.press(down=down)
        self._around.changed()

    async def be_quiet(self, *, on: bool) -> None:
        """Close SEL's mouth, or open it: from the next reply on it speaks again."""
        self.quiet = on
        if on and self.speaking is not None:
            await self.speaking.cut()
            await self._do(self.turns.done)
        self._around.changed()

    def mute(self, *, on: bool) -> None:
        """Close the microphone, or open it."""
        self._card.mute(microphone=on)
        if self.listening is not None:
            self.listening.reset()
        self._around.changed()

    async def greet(self, words: str) -> None:
        """Say a few words to begin with."""
        if self.speaking is not None and not self.quiet:
            await self.speaking.greet(words)

    # ------------------------------------------------------------ the card

    async def _hear_card(self) -> None:
        try:
            async for event in self._card.events():
                if not isinstance(event, Frame):
                    await self._take_sound(event)
                elif self.listening is not None:
                    self.listening.hear(event)
        except VoiceError as error:
            self._around.gone(error)

    async def _take_sound(self, event: SoundEvent) -> None:
        match event:
            case Began() if self.speaking is not None and self.speaking.began(event):
                self._first_sound(event)
                self._tell_spoken()
                await self._do(self.turns.speaks)
            case Ended() if self.speaking is not None:
                done = self.speaking.ended(event)
                self._tell_spoken()
                if done:
                    await self._said()
            case Lost():
                if event.part == "input" and self.listening is not None:
                    self.listening.reset()
                self._around.trouble(VoiceError(event.title, hint=event.hint))
            case Found():
                self._around.news(f"{event.name} is there again.")

    async def _said(self) -> None:
        """Nothing of the reply is left to say."""
        if self.speaking is not None:
            self.speaking.finish()
        await self._do(self.turns.done)

    async def _let_rest(self, seconds: float) -> None:
        await self._submit(LetEngineRest(seconds=seconds))

    def _first_sound(self, event: Began) -> None:
        watch, speaking = self._watch, self.speaking
        if watch is None or speaking is None or watch.turn_id != speaking.turn_id:
            return
        watch.clause, watch.made = speaking.clause_at, speaking.made_at
        watch.sound, watch.device = event.at, self._opened.latency
        if watch.stats is not None:
            self._tell_times()

    def _tell_spoken(self) -> None:
        if self.speaking is not None and self.speaking.turn_id:
            spoken = TextSpoken(turn_id=self.speaking.turn_id, upto=self.speaking.upto)
            self._around.publish(spoken)

    # ------------------------------------------------------------ the ears

    async def _hear_ears(self, ears: EarsPort) -> None:
        try:
            async for event in ears.events():
                await self._take_speech(event)
        except VoiceError as error:
            self._around.trouble(error)

    async def _take_speech(self, event: EarEvent) -> None:
        match event:
            case SpeechBegan():
                await self._do(self.turns.began)
                await self._anticipate("", whole=False)
            case SpeechSure():
                await self._do(lambda: self.turns.sure(event.at))
            case SpeechLevel():
                await self._take_level(event)
            case SpeechPartial():
                self._around.publish(SpeechHeard(text=event.text))
                await self._anticipate(event.text, whole=event.whole)
            case SpeechDropped():
                self._around.publish(SpeechHeard(text=""))
                await self._do(self.turns.dropped)
            case SpeechEnded():
                await self._do(lambda: self.turns.ended(event))
                self._around.publish(SpeechHeard(text=""))

    async def _anticipate(self, text: str, *, whole: bool) -> None:
        """Let the engine read ahead while they speak, unless it is still busy with SEL's reply."""
        if self.turns.sel == "silent":
            await self._submit(Anticipate(text=text, whole=whole))

    async def _take_level(self, event: SpeechLevel) -> None:
        if self.listening is not None:
            self.listening.level(event)
        if self.turns.over:
            await self._do(lambda: self.turns.goes_on(time.monotonic()))

    def _tell_level(self, event: Event) -> None:
        now = time.monotonic()
        if now - self._told_at >= LEVEL_SECONDS:
            self._told_at = now
            self._around.publish(event)

    # ------------------------------------------------------------ the brain

    async def _hear_brain(self, subscription: Subscription) -> None:
        with contextlib.closing(subscription):
            async for event in subscription:
                if isinstance(event, MemoriesForgotten | ChannelCleared) and self.speaking:
                    self.speaking.forget()
                if event.channel == DESK:
                    await self._take_fact(event)

    async def _take_fact(self, event: Event) -> None:
        match event:
            case HormonesChanged() if self.speaking is not None:
                self.speaking.prosody = prosody_for(event.affect, self._speed)
            case TurnStarted():
                await self._turn_began(event.turn_id)
            case TextArrived() if event.turn_id == self._speaking_of:
                self._text_came(event)
            case TurnEnded():
                await self._turn_ended(event)

    @property
    def _speaking_of(self) -> str:
        return self.speaking.turn_id if self.speaking and not self.quiet else ""

    async def _turn_began(self, turn_id: str) -> None:
        if self._speaking_of not in ("", turn_id):  # something else was typed meanwhile
            await self.hush()
        self._turn = turn_id
        await self._do(self.turns.thinks)
        if self.speaking is not None and not self.quiet:
            self.speaking.begin(turn_id)

    def _text_came(self, event: TextArrived) -> None:
        watch = self._watch
        if watch is not None and event.turn_id == watch.turn_id and not watch.first_text:
            watch.first_text = time.monotonic()
        if self.speaking is not None:
            self.speaking.feed(event.text)

    async def _turn_ended(self, event: TurnEnded) -> None:
        if self._watch is not None and event.turn_id == self._watch.turn_id:
            if isinstance(event, TurnFinished):
                self._watch.stats = event.stats
            if self._watch.complete:
                self._tell_times()
        if event.turn_id != self._turn:  # cut, and the next one is on its way
            return
        if event.turn_id != self._speaking_of:
            await self._do(self.turns.done)
        elif isinstance(event, TurnInterrupted):
            await self._do(self.turns.stop)
        elif self.speaking is not None and not self.speaking.end():
            await self._said()

    def _tell_times(self) -> None:
        watch, self._watch = self._watch, None
        if watch is not None:
            times = watch.times()
            self._times.append(times)
            self._around.publish(VoiceTurnTimed(turn_id=watch.turn_id, times=times))

    # ------------------------------------------------------------ effects

    async def _do(self, decide: Callable[[], Iterable[Effect]]) -> None:
        """Decide and do it, one after the other; tell the state where it changed."""
        async with self._order:
            before = self.turns.state
            for effect in decide():
                await self._effect(effect)
            if self.listening is not None:
                self.listening.guard(on=self.turns.sel == "speaking")
            if self.turns.state != before:
                self._around.changed()

    async def _effect(self, effect: Effect) -> None:
        speaking = self.speaking
        match effect:
            case Send():
                await self._send(effect.speech)
            case Duck() if speaking is not None:
                self._card.duck(effect.gain)
            case Hold() if speaking is not None:
                await speaking.hold()
                self._tell_spoken()
            case GoOn() if speaking is not None:
                speaking.go_on()
            case Cut() if speaking is not None and not self.quiet:
                turn_id = speaking.turn_id
                heard = await speaking.cut()
                if heard is not None:
                    await self._submit(CutReply(turn_id=turn_id, heard=heard))

    async def _send(self, speech: SpeechEnded) -> None:
        sent = time.monotonic()
        self._turn = await self._submit(SendMessage(text=speech.text, whole=True))
        self._watch = Stopwatch(speech, self._turn, sent)

    async def _submit(self, command: Command) -> str:
        try:
            return await self._around.submit(command)
        except SelError as error:
            self._around.trouble(error)
            return ""

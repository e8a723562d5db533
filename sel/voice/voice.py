"""The voice as the rest of SEL knows it: switched on and off, told about, never in the way.

What it needs (a sound card, a model to hear with, a voice) may each be missing: then it says which
in one sentence, and does what is left.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from sel.errors import SelError, VoiceError
from sel.events import DESK, Command, NoticeGiven
from sel.tasks import Stage, TaskOwner
from sel.voice.around import Around
from sel.voice.ports import Choice, EarsPort, MouthPort, Opened, SoundPort
from sel.voice_events import Mute, PressToTalk, SetVoice, VoiceChanged, VoiceTimes, VoiceView

if TYPE_CHECKING:
    from sel.voice.conversation import Conversation

GREETING = "I'm listening."
"""Said when the voice is switched on: so one hears that it works, and how loud it is."""
KEPT_TIMES = 200
"""Spoken turns whose times are kept for the statistics."""
VOICE_COMMANDS: tuple[type[Command], ...] = (SetVoice, PressToTalk, Mute)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class VoiceParts:
    """What the voice is made of, made when it is switched on; each maker may raise `VoiceError`.

    `speed` is how fast SEL speaks before the mood changes it.
    """

    choice: Choice
    card: Callable[[], SoundPort]
    ears: Callable[[], EarsPort]
    mouth: Callable[[], MouthPort]
    speed: float = 1.0


class Voice:
    """Owns the conversation aloud. `obey` takes the commands of `VOICE_COMMANDS`."""

    def __init__(self, parts: VoiceParts | None, around: Around) -> None:
        """Without `parts` (a demo) there is no voice, and it says so."""
        self._parts = parts
        self._around = replace(
            around, changed=self._tell, trouble=self._trouble, news=self._news, gone=self._gone
        )
        self._view = VoiceView()
        self._card: SoundPort | None = None
        self._ears: EarsPort | None = None
        self._mouth: MouthPort | None = None
        self._talk: Conversation | None = None
        self._times: deque[VoiceTimes] = deque(maxlen=KEPT_TIMES)
        self._tasks = TaskOwner("voice")

    # ------------------------------------------------------------ for faces

    def view(self) -> VoiceView:
        """How it is."""
        talk = self._talk
        if talk is None:
            return self._view
        pressed = talk.listening is not None and talk.listening.pressed
        return replace(self._view, state=talk.turns.state, quiet=talk.quiet, pressed=pressed)

    def times(self) -> tuple[VoiceTimes, ...]:
        """Where the time of the last spoken turns went, newest last."""
        return tuple(self._times)

    def children(self) -> dict[str, object]:
        """What has a child process, by what it is for."""
        return {"sound card": self._card, "ears": self._ears, "mouth": self._mouth}

    def gaps(self) -> tuple[float, ...]:
        """The last silences between two sentences, beyond the pauses meant, in seconds."""
        speaking = self._talk.speaking if self._talk else None
        return tuple(speaking.gaps) if speaking else ()

    async def obey(self, command: Command) -> None:
        """Take a command. Raises `VoiceError` where there is no voice to be had."""
        match command:
            case SetVoice():
                await (self.switch_on() if command.on else self.stop())
            case PressToTalk():
                await self._press(down=command.down)
            case Mute():
                await self._mute(command)

    async def hush(self) -> None:
        """Something else is said or wished: be silent."""
        if self._talk is not None:
            await self._talk.hush()

    # ------------------------------------------------------------ on and off

    async def switch_on(self) -> None:
        """Begin to; it is on once the state is "listening". Raises `VoiceError` in a demo."""
        if self._parts is None:
            raise VoiceError("There is no voice in the demo.", hint="Start SEL without --demo.")
        if self._talk is None and self._view.state != "starting":
            self._show(VoiceView(state="starting", detail="The voice is waking."))
            self._tasks.start(self._start(self._parts), "start", Stage.WORK)

    async def _start(self, parts: VoiceParts) -> None:
        problems: list[VoiceError] = []
        await self._load(parts, problems)
        if self._ears is None and self._mouth is None:
            await self._fail(*problems)
            return
        self._card = parts.card()
        try:
            opened = await self._open(self._card, parts.choice, problems)
        except VoiceError as error:
            await self._fail(error, *problems)
            return
        for problem in problems:
            self._trouble(problem)
        from sel.voice.conversation import Conversation, Instruments  # lazy: few starts need it

        instruments = Instruments(self._card, self._ears, self._mouth, opened)
        talk = Conversation(instruments, self._around, self._times, speed=parts.speed)
        self._view = replace(
            self._view,
            detail=" ".join(problem.title for problem in problems),
            input=opened.input,
            output=opened.output,
            echo=opened.echo,
        )
        self._talk = talk
        talk.start()
        self._tell()
        await talk.greet(GREETING)

    async def _load(self, parts: VoiceParts, problems: list[VoiceError]) -> None:
        """Load ears and mouth, side by side; what cannot be had is a problem, and None."""
        self._ears, self._mouth = _made(parts.ears, problems), _made(parts.mouth, problems)
        ears, mouth = await asyncio.gather(
            _started(self._ears, problems), _started(self._mouth, problems)
        )
        self._ears, self._mouth = self._ears if ears else None, self._mouth if mouth else None
        self._view = replace(self._view, ears=ears, mouth=mouth)

    async def _open(self, card: SoundPort, choice: Choice, problems: list[VoiceError]) -> Opened:
        """Open the card, if need be without microphone. Raises `VoiceError`."""
        choice = replace(choice, microphone=self._ears is not None)
        try:
            return await card.open(choice)
        except VoiceError as error:
            if self._ears is None or self._mouth is None:
                raise
            problems.append(error)
            return await card.open(replace(choice, microphone=False))

    async def _fail(self, *problems: VoiceError) -> None:
        await self._let_go()
        self._show(VoiceView(state="failed", detail=problems[0].title))
        for problem in problems:
            self._trouble(problem)

    def _gone(self, error: VoiceError) -> None:
        """There is no sound card any more, and will be none."""
        self._tasks.start(self._fail(error), "fail", Stage.WORK)

    async def stop(self) -> None:
        """Be silent, and let go of devices and models; again does nothing."""
        await self._tasks.stop()
        await self._let_go()
        if self._view.state != "off":
            self._show(VoiceView())

    async def _let_go(self) -> None:
        talk, self._talk = self._talk, None
        if talk is not None:
            await talk.stop()
        card, ears, mouth = self._card, self._ears, self._mouth
        self._card = self._ears = self._mouth = None
        if card is not None:
            await card.close()
        if ears is not None:
            await ears.stop()
        if mouth is not None:
            await mouth.stop()

    # ------------------------------------------------------------ keys

    async def _press(self, *, down: bool) -> None:
        if self._talk is None:
            if down:
                await self.switch_on()
            return
        if self._view.muted:
            await self._mute(Mute(what="microphone", on=False))
        await self._talk.press(down=down)

    async def _mute(self, command: Mute) -> None:
        if self._talk is None:
            return
        if command.what == "speaker":
            await self._talk.be_quiet(on=command.on)
        else:
            self._view = replace(self._view, muted=command.on)
            self._talk.mute(on=command.on)

    # ------------------------------------------------------------ telling

    def _show(self, view: VoiceView) -> None:
        self._view = view
        self._tell()

    def _tell(self) -> None:
        self._around.publish(VoiceChanged(voice=self.view()))

    def _trouble(self, error: SelError) -> None:
        self._around.publish(
            NoticeGiven(channel=DESK, title=error.title, hint=error.hint, level="warning")
        )

    def _news(self, title: str) -> None:
        self._around.publish(NoticeGiven(channel=DESK, title=title))


def _made(make: Callable[[], T], problems: list[VoiceError]) -> T | None:
    try:
        return make()
    except VoiceError as error:
        problems.append(error)
        return None


async def _started(one: EarsPort | MouthPort | None, problems: list[VoiceError]) -> str:
    """The name of what started; "" where it could not."""
    try:
        return await one.start() if one is not None else ""
    except VoiceError as error:
        problems.append(error)
        return ""

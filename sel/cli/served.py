"""A brain that answers `sel prompt`, `sel mood` and `sel memory` from elsewhere while it lives, and
serves its figures where it is asked to."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sel.agent_events import AgentsView
from sel.brain.door.control import serving
from sel.brain.door.porting import PortingDoor
from sel.brain.door.sessions import SessionsDoor
from sel.brain.hormones.face import HistoryFace
from sel.brain.insight import Insight
from sel.brain.memory.face import MemoryFace
from sel.brain.mixture import MixtureBrain
from sel.brain.porting.face import PortingFace
from sel.brain.sessions.face import SessionsFace
from sel.bridge_events import BridgeView
from sel.bus import Subscription
from sel.cli.bridged import BRIDGE_COMMANDS, Bridged, OnDiscord
from sel.cli.histories import KeptHistories
from sel.cli.modelled import MODEL_COMMANDS, Modelled, ModelsFace
from sel.cli.serving import Serving, sources
from sel.errors import SelError
from sel.events import DESK, AffectView, Command, Event, Interrupt, SendMessage, Snapshot
from sel.paths import Paths
from sel.voice.around import Around
from sel.voice.voice import VOICE_COMMANDS, Voice, VoiceParts
from sel.voice_events import VoiceView

if TYPE_CHECKING:
    from sel.metrics.sources import Sources


class ServedBrain(MemoryFace, HistoryFace, SessionsFace, ModelsFace, PortingFace):
    """The brain as faces see it, with its door open from `start` to `stop`."""

    def __init__(
        self,
        brain: MixtureBrain,
        paths: Paths,
        voice: VoiceParts | None = None,
        bridge: Callable[[ServedBrain], OnDiscord] | None = None,
    ) -> None:
        """Without `voice` (a demo) SEL has none; without `bridge` it has no way to Discord."""
        super().__init__(brain.memory)
        self._bridged = Bridged(None if bridge is None else lambda: bridge(self))
        self.aloud = Voice(voice, Around(brain.submit, brain.subscribe, brain.publish))
        self.chronicle = brain.chronicle
        self.conversations, self.porting = brain.conversations, brain.porting
        self._brain, self._paths = brain, paths
        self._door = contextlib.AsyncExitStack()
        self._serving = Serving(self._sources, paths)
        self.modelled = Modelled(brain, paths, brain.publish)

    def _sources(self) -> Sources:
        histories = KeptHistories.of(self.chronicle.shown)
        return sources(self._brain.observer, histories=histories)

    async def start(self) -> None:
        """Begin to wake, and open the door."""
        sessions = SessionsDoor(self).answers()
        served = {**self._serving.answers(), **self._bridged.answers()}
        more = {**served, **sessions, **self.modelled.answers(), **PortingDoor(self).answers()}
        await self._door.enter_async_context(serving(self._brain, self._paths, more))
        await self._brain.start()

    async def stop(self) -> None:
        """Leave Discord, close the door, serve no more, and end; again does nothing."""
        await self._bridged.stop()  # first: replies under way there still need the brain
        await self._door.aclose()
        self.modelled.stop()
        await self._serving.stop()
        await self.aloud.stop()
        await self._brain.stop()

    async def submit(self, command: Command) -> str:
        """Take a command; see `MixtureBrain.submit`.

        What is typed or wished ends what is being spoken, before the brain knows of it: so the
        next prompt holds only what was heard. Raises `VoiceError` where there is no voice, and
        `BridgeError` where there is no way to Discord.
        """
        if isinstance(command, BRIDGE_COMMANDS):
            await self._bridged.obey(command)
            return ""
        if isinstance(command, MODEL_COMMANDS):
            await self.modelled.obey(command)
            return ""
        if isinstance(command, VOICE_COMMANDS):
            await self.aloud.obey(command)
            return ""
        if isinstance(command, SendMessage | Interrupt) and command.channel == DESK:
            await self.aloud.hush()
        return await self._brain.submit(command)

    def subscribe(self) -> Subscription:
        """Events from now on, a `Snapshot` first."""
        return self._brain.subscribe()

    def snapshot(self) -> Snapshot:
        """Everything there is to draw, now."""
        return self._brain.snapshot()

    def publish(self, event: Event) -> None:
        """Tell every face something that did not come about in the brain."""
        self._brain.publish(event)

    def affect(self, channel: str = DESK) -> AffectView:
        """SEL's inner state as it is on a channel."""
        return self._brain.affect(channel)

    def urgency(self, text: str, *, addressed: bool, named: bool) -> float:
        """How much a message wants an answer, 0..1."""
        return self._brain.urgency(text, addressed=addressed, named=named)

    def sees(self) -> bool:
        """Whether there is a model that can look at pictures."""
        return self._brain.sees()

    async def summarise(self, lines: Sequence[tuple[str, str]]) -> str:
        """What was said, in short. Raises `EngineError`."""
        return await self._brain.summarise(lines)

    async def insight(self) -> Insight:
        """What SEL knows of itself at this moment, in figures."""
        self._brain.observer.others = self.aloud.children()
        return replace(await self._brain.insight(), voice=self.aloud.times())

    def voice(self) -> VoiceView:
        """How the voice is."""
        return self.aloud.view()

    def bridge(self) -> BridgeView:
        """How the bridge to Discord is."""
        return self._bridged.view()

    def bridge_failure(self) -> SelError | None:
        """Why SEL is not on Discord, where that is final."""
        return self._bridged.failure()

    async def serve(self, port: int | None = None, host: str = "") -> str:
        """Serve SEL's figures to this machine until it ends; the URL. See `Serving.serve`."""
        return await self._serving.serve(port, host)

    async def stop_serving(self) -> bool:
        """Serve no more; False where nothing was served."""
        return await self._serving.stop()

    def agents(self) -> AgentsView:
        """The agents there are, as far as SEL has looked."""
        return self._brain.agents()

    async def look_at_agents(self) -> AgentsView:
        """The agents there are, looked at anew."""
        return await self._brain.look_at_agents()

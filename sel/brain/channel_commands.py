"""Commands about one channel, or what is said there, beside messages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sel.affect.reactions import meaning
from sel.brain.channel import Channel
from sel.brain.hormones.heart import Heart
from sel.brain.parts import Parts
from sel.brain.turns import TurnMaker
from sel.bus import Bus
from sel.company_events import Overhear, TakeReaction, Withdraw
from sel.events import Command, Interrupt
from sel.prompt.cleanup import clean_input
from sel.voice_events import Anticipate, CutReply, LetEngineRest


class ChannelCommands:
    """Obeys them. `channel` gives a channel by its name, made where there is none; `channels` are
    those there are."""

    def __init__(  # noqa: PLR0913, PLR0917 - what they are about
        self,
        parts: Parts,
        bus: Bus,
        heart: Heart,
        turns: TurnMaker,
        channel: Callable[[str], Channel],
        channels: Mapping[str, Channel],
    ) -> None:
        self._parts, self._bus, self._heart, self._turns = parts, bus, heart, turns
        self._channel, self._channels = channel, channels
        self.handlers: Mapping[type[Command], Callable[[Any], Awaitable[str]]] = {
            Interrupt: self._interrupt,
            Overhear: self._overhear,
            Withdraw: self._withdraw,
            TakeReaction: self._react,
            CutReply: self._cut,
            Anticipate: self._anticipate,
            LetEngineRest: self._rest,
        }

    async def _interrupt(self, command: Interrupt) -> str:
        await self._channel(command.channel).interrupt()
        return ""

    async def _overhear(self, command: Overhear) -> str:
        name = self._parts.persona.name if command.sel else command.name or command.person
        talk = self._channel(command.channel).conversation
        talk.overhear(name, clean_input(command.text), command.id)
        return ""

    async def _withdraw(self, command: Withdraw) -> str:
        if command.channel in self._channels:
            await self._channel(command.channel).withdraw(command.ids)
        return ""

    async def _react(self, command: TakeReaction) -> str:
        if (appraisal := meaning(command.emoji)) is not None:
            self._heart.feel(appraisal, self._bus, command.channel)
        return ""

    async def _cut(self, command: CutReply) -> str:
        await self._channel(command.channel).cut(command.turn_id, command.heard)
        return ""

    async def _anticipate(self, command: Anticipate) -> str:
        channel = self._channel(command.channel)
        if not channel.answering:
            self._turns.foresight.begin(channel.conversation, command)
        return ""

    async def _rest(self, command: LetEngineRest) -> str:
        self._parts.experts.rest(command.seconds)
        return ""

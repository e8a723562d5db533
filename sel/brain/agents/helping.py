"""Agents around a turn: does the message ask for one, and what came of it?

Only what a person says chooses an agent, never what a model or a page says. Whatever goes wrong is
a sentence; a turn that is stopped takes the agent's child along.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from sel.agent_events import AgentAsked, AgentsView, AgentView
from sel.agents import catalogue
from sel.agents.told import Context, Refusal
from sel.brain.agents.at_work import at_work
from sel.brain.agents.helped import Helped, asked, helped
from sel.brain.agents.notebook import Notebook, Reminding
from sel.brain.agents.shelling import Shelling
from sel.brain.conversation import Conversation
from sel.brain.listening import Heard
from sel.brain.memory.face import YOU
from sel.brain.memory.shelf import Shelf
from sel.brain.parts import Parts
from sel.brain.recent import Recent
from sel.brain.stopwatch import Stopwatch
from sel.bus import Bus
from sel.events import DESK, NoticeGiven
from sel.tasks import Stage, TaskOwner

if TYPE_CHECKING:
    from sel.agents.agents import Agents
    from sel.agents.types import Choice

AWAY = ("time", "calculator", "dice", "units")
"""What people elsewhere than at the desk may ask: nothing that looks into this machine, goes out
into the network or runs what its owner wrote for themselves."""
PATIENCE = 1.0
"""Seconds a turn waits for a look at the person's own modules; a new one may need longer."""

_SHELL = re.compile(r"/agents?\s+shell\s+(?P<command>\S.*)", re.DOTALL)


class Helping:
    """Asks agents for people. Without agents nothing is ever asked."""

    def __init__(self, parts: Parts, bus: Bus, shelf: Shelf) -> None:
        self._agents = parts.agents
        self._parts, self._bus, self._shelf = parts, bus, shelf
        self.shelling = Shelling(parts.shell, bus, Recent(parts.cache))
        self._tasks = TaskOwner("agents")
        self._looking: asyncio.Task[None] | None = None
        self._told: set[str] = set()

    # ------------------------------------------------------------ life

    def start(self) -> None:
        """Look at what there is, and remind the person at the desk from now on."""
        if self._agents is None:
            return
        self._looking = self._tasks.start(self._begin(self._agents), "begin", Stage.BACKGROUND)
        if self._shelf.there:
            settings, book = self._parts.settings, Notebook(self._shelf)
            self._agents.notes = book
            reminding = Reminding(
                self._shelf, book, self._bus, self._parts.clock, settings.timezone
            )
            self._tasks.start(reminding.run(), "reminders", Stage.BACKGROUND)

    def awake(self) -> None:
        """The engine is awake: there is time to start the servers."""
        if self._agents is not None:
            self._tasks.start(self._connect(self._agents), "connect", Stage.BACKGROUND)

    async def stop(self) -> None:
        """End what runs for agents."""
        await self._tasks.stop()
        if self._agents is not None:
            await self._agents.close()

    async def _connect(self, agents: Agents) -> None:
        await agents.connect()
        self._tell_problems(agents)

    async def _begin(self, agents: Agents) -> None:
        await asyncio.to_thread(catalogue.built_in)  # their many patterns are made, off the loop
        await self._look(agents)

    async def _look(self, agents: Agents) -> None:
        await agents.refresh()
        self._tell_problems(agents)

    def _tell_problems(self, agents: Agents) -> None:
        """Each once."""
        for problem in agents.problems:
            if problem not in self._told:
                self._told.add(problem)
                self._bus.publish(NoticeGiven(title=problem, level="warning"))

    # ------------------------------------------------------------ for faces

    def known(self) -> AgentsView:
        """What there was at the last look."""
        if self._agents is None:
            return AgentsView(problems=("Agents are switched off (setting `agents`).",))
        rows = tuple(
            AgentView(
                name=one.name,
                description=one.description,
                source=one.source,
                lasting=one.lasting,
            )
            for one in self._agents.known.values()
        )
        return AgentsView(agents=rows, problems=tuple(self._agents.problems))

    async def look(self) -> AgentsView:
        """What there is now."""
        if self._agents is not None:
            await self._fresh(self._agents)
        return self.known()

    async def _fresh(self, agents: Agents) -> None:
        """See what the person changed in their folder; one slow module holds nobody up."""
        if self._looking is None or self._looking.done():
            self._looking = self._tasks.start(self._look(agents), "look", Stage.BACKGROUND)
        await asyncio.wait({self._looking}, timeout=PATIENCE)

    # ------------------------------------------------------------ in a turn

    def forget(self, channel: str) -> None:
        """The conversation of this channel begins anew."""
        self.shelling.forget(channel)

    async def help(self, talk: Conversation, heard: Heard, watch: Stopwatch) -> Helped | None:
        """What an agent has for the newest message; None where it asks for none."""
        if self._agents is None:
            return None
        message, at_desk = heard.messages[-1], talk.name == DESK
        mine = at_desk and message.person == YOU
        if mine and (named := _SHELL.fullmatch(message.text.strip())):
            return await self.shelling.run(named["command"].strip(), heard, watch)
        if at_desk:
            with watch.waiting():
                await self._fresh(self._agents)
        try:
            choice = self._agents.choose(message.text, None if at_desk else AWAY)
        except Refusal as refusal:
            return Helped(str(refusal), aside=True)
        if choice is not None:
            return await self._ask(self._agents, choice, talk, heard, watch)
        return await self.shelling.offer(message.text, talk.name, heard, watch) if mine else None

    async def _ask(
        self,
        agents: Agents,
        choice: Choice,
        talk: Conversation,
        heard: Heard,
        watch: Stopwatch,
    ) -> Helped:
        person = heard.messages[-1].person
        told = AgentAsked(
            channel=talk.name,
            turn_id=heard.turn_id,
            agent=choice.agent,
            asked=asked(choice.arguments),
            confidence=choice.confidence,
            reason=choice.reason,
        )
        with at_work(self._bus, told) as work, watch.waiting(), watch.stage("agent"):
            context = Context(person, self._parts.clock(), self._parts.settings.timezone)
            answer = work.answer = await agents.run(choice.agent, choice.arguments, context)
        noted = choice.agent == catalogue.NOTES and answer.ok
        return replace(helped(answer), told=str(choice.arguments.get("text", "")) if noted else "")

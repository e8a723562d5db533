"""`/sel` and everything below it: names, options, and who does it. What is done stands elsewhere.

Every command is put off before anything else (`Deferred.interaction_check`, which discord.py calls
before permissions and options are looked at), for who asks only, unless it is marked open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import discord
from discord import app_commands

from bridge.commands import check_ins, consent, feelings, figures, rooms, summary
from bridge.commands.aloud import Aloud
from bridge.commands.asked import Answer
from bridge.commands.helping import listed
from bridge.commands.said import said_in
from bridge.commands.use import Use, asked_of, begin, give

if TYPE_CHECKING:
    from bridge.commands.deps import Deps
    from bridge.commands.memories import Memories
    from bridge.commands.press import Press

OPEN = {"open": True}
"""Of a command whose answer everybody in the channel sees."""

FEW = (10, 60.0)
"""How often a person may have what takes a while to make, and within how many seconds."""

Mode = Literal["casual", "deep_focus", "playful", "quiet_companion"]
Words = app_commands.Range[str, 1, 200]


class Deferred(app_commands.Group):
    """A group whose commands are put off first, always."""

    def __init__(self, deps: Deps, press: type[Press], **options: Any) -> None:
        super().__init__(**options)
        self._deps, self._press = deps, press

    async def interaction_check(self, use: Use, /) -> bool:
        """Called by the library before each command."""
        command = use.command
        is_open = isinstance(command, app_commands.Command) and command.extras == OPEN
        await begin(use, private=not is_open)
        return True

    async def _give(self, use: Use, answer: Answer) -> None:
        await give(use, answer, self._press)


class Sel(Deferred):
    """The group itself, with what stands right below it."""

    def __init__(self, deps: Deps, press: type[Press], memories: Memories) -> None:
        super().__init__(
            deps,
            press,
            name="sel",
            description="SEL: mood, memory, and what it may do here",
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=False
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        )
        self._memories, self._aloud = memories, Aloud(deps)
        self.add_command(Mood(deps, press, name="mood", description="How SEL's mood went"))
        self.add_command(Memory(deps, press, memories))
        self.add_command(
            Channel(deps, press, name="channel", description="What SEL may do in this channel")
        )
        self.add_command(
            CheckIn(deps, press, name="checkins", description="SEL asks how you are, in a DM")
        )

    @app_commands.command(
        name="status", description="SEL's mood and its eight hormones", extras=OPEN
    )
    @app_commands.describe(text="as text in place of a picture")
    @app_commands.checks.cooldown(*FEW)
    async def status(self, use: Use, text: bool = False) -> None:
        """Show the gauges."""
        await self._give(use, await feelings.status(self._deps, asked_of(use), as_text=text))

    @app_commands.command(name="mode", description="How SEL is to talk here")
    @app_commands.describe(mode="leave it out to see which it is")
    async def mode(self, use: Use, mode: Mode | None = None) -> None:
        """Change the mode."""
        await self._give(use, await feelings.mode(self._deps, asked_of(use), mode or ""))

    @app_commands.command(name="cache_stats", description="What SEL did not have to make twice")
    async def cache_stats(self, use: Use) -> None:
        """Figures of the cache."""
        await self._give(use, await figures.cache_stats(self._deps))

    @app_commands.command(name="stats", description="SEL in figures, and why it stayed silent")
    async def stats(self, use: Use) -> None:
        """Figures of replies and silences."""
        await self._give(use, await figures.stats(self._deps))

    @app_commands.command(name="consent", description="Whether SEL may remember you")
    async def consent(self, use: Use) -> None:
        """The question, or how it stands."""
        await self._give(use, await consent.shown(self._deps, asked_of(use)))

    @app_commands.command(name="memsvg", description="The map of what SEL remembers of you")
    @app_commands.checks.cooldown(*FEW)
    async def memsvg(self, use: Use) -> None:
        """The map as a file."""
        await self._give(use, await self._memories.svg(asked_of(use)))

    @app_commands.command(name="summarise", description="What was said here, in short")
    @app_commands.describe(
        messages=f"how many of the last ones (1-{summary.MOST_MESSAGES})",
        minutes="or: what was said in the last minutes",
    )
    @app_commands.checks.cooldown(3, 60.0)
    async def summarise(
        self,
        use: Use,
        messages: app_commands.Range[int, 1, summary.MOST_MESSAGES] | None = None,
        minutes: app_commands.Range[int, 1, summary.MOST_MINUTES] | None = None,
    ) -> None:
        """Sum up."""
        asked = asked_of(use)
        summary.may_read(self._deps, asked)
        lines = await said_in(use, messages, minutes, self._deps.clock())
        await self._give(use, await summary.summarised(self._deps, asked, lines))

    @app_commands.command(name="pause", description="SEL says nothing in this channel")
    async def pause(self, use: Use) -> None:
        """Rest."""
        await self._give(use, await rooms.pause(self._deps, asked_of(use), paused=True))

    @app_commands.command(name="resume", description="SEL speaks in this channel again")
    async def resume(self, use: Use) -> None:
        """Rest no more."""
        await self._give(use, await rooms.pause(self._deps, asked_of(use), paused=False))

    @app_commands.command(name="join", description="SEL comes to a voice channel, to speak")
    @app_commands.describe(room="leave it out for the one you are in")
    async def join(self, use: Use, room: discord.VoiceChannel | None = None) -> None:
        """Go to a voice channel."""
        await self._give(use, await self._aloud.join(use, room))

    @app_commands.command(name="leave", description="SEL leaves the voice channel")
    async def leave(self, use: Use) -> None:
        """Leave it."""
        await self._give(use, await self._aloud.leave(use))

    @app_commands.command(name="say", description="SEL says this in the voice channel")
    async def say(self, use: Use, text: app_commands.Range[str, 1, 300]) -> None:
        """Speak."""
        await self._give(use, await self._aloud.say(use, text))

    @app_commands.command(name="help", description="What SEL can do here")
    async def help(self, use: Use) -> None:
        """All the commands there are."""
        await self._give(use, listed(self))


class Mood(Deferred):
    """`/sel mood`"""

    @app_commands.command(
        name="timeline", description="The last hour of SEL's hormones", extras=OPEN
    )
    @app_commands.describe(text="as text in place of a picture")
    @app_commands.checks.cooldown(*FEW)
    async def timeline(self, use: Use, text: bool = False) -> None:
        """Show the last hour."""
        await self._give(use, await feelings.timeline(self._deps, asked_of(use), as_text=text))


class Memory(Deferred):
    """`/sel memory`"""

    def __init__(self, deps: Deps, press: type[Press], memories: Memories) -> None:
        super().__init__(deps, press, name="memory", description="What SEL remembers of you")
        self._memories = memories

    @app_commands.command(name="list", description="What SEL remembers of you")
    @app_commands.describe(tag="only of this kind", about="only with these words")
    async def list_(self, use: Use, tag: Words | None = None, about: Words | None = None) -> None:
        """Show them."""
        answer = await self._memories.listed(asked_of(use), tag or "", about or "")
        await self._give(use, answer)

    @app_commands.command(name="search", description="Find what SEL remembers of you by meaning")
    async def search(self, use: Use, about: Words) -> None:
        """Find some."""
        await self._give(use, await self._memories.search(asked_of(use), about))

    @app_commands.command(name="forget", description="SEL forgets what you said; it asks first")
    @app_commands.describe(about="what it is about; leave it out for everything")
    async def forget(self, use: Use, about: Words | None = None) -> None:
        """Ask whether to forget."""
        await self._give(use, await self._memories.forget(asked_of(use), about or ""))

    @app_commands.command(name="export", description="Everything SEL keeps of you, as a file")
    @app_commands.checks.cooldown(*FEW)
    async def export(self, use: Use) -> None:
        """Give it to them."""
        await self._give(use, await self._memories.export(asked_of(use)))


class Channel(Deferred):
    """`/sel channel`"""

    @app_commands.command(name="allow", description="SEL may join in here")
    async def allow(self, use: Use) -> None:
        """It may join in."""
        await self._give(use, await rooms.set_policy(self._deps, asked_of(use), "allow"))

    @app_commands.command(name="quiet", description="SEL answers only mentions and replies here")
    async def quiet(self, use: Use) -> None:
        """Mentions and replies only."""
        await self._give(use, await rooms.set_policy(self._deps, asked_of(use), "quiet"))

    @app_commands.command(name="deny", description="SEL does not even read here")
    async def deny(self, use: Use) -> None:
        """Not even read."""
        await self._give(use, await rooms.set_policy(self._deps, asked_of(use), "deny"))

    @app_commands.command(name="usual", description="SEL answers whoever speaks to it here")
    async def usual(self, use: Use) -> None:
        """As it is where nothing was said about it."""
        await self._give(use, await rooms.set_policy(self._deps, asked_of(use), ""))

    @app_commands.command(name="show", description="What SEL may do in this channel")
    async def show(self, use: Use) -> None:
        """How it is."""
        await self._give(use, rooms.show(self._deps, asked_of(use)))


class CheckIn(Deferred):
    """`/sel checkins`"""

    @app_commands.command(name="on", description="SEL may ask how you are, once a day at most")
    async def on(self, use: Use) -> None:
        """They want it."""
        await self._give(use, await check_ins.opt(self._deps, asked_of(use), on=True))

    @app_commands.command(name="off", description="SEL asks you no more")
    async def off(self, use: Use) -> None:
        """No more of it."""
        await self._give(use, await check_ins.opt(self._deps, asked_of(use), on=False))

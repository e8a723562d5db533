"""What a person may do with what SEL remembers of them, from Discord.

In a direct message all of it; in a server only what was said there (`Asked.scopes`). Nobody is
shown anything of somebody else: every look is for the person who asks.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from bridge.commands.asked import Answer, Asked, Button, Sheet
from bridge.commands.deps import Deps
from bridge.commands.harmless import shown
from bridge.replies.letters import units
from sel.errors import InputRefused
from sel.memory_events import ForgetMemories, MemoryView

FORGET = "forget"
"""What the buttons of a question about forgetting begin with."""
OPEN_SECONDS = 900.0
"""How long such a question can be answered: as long as Discord lets it be changed (15 minutes)."""
MOST_OPEN = 500
"""Questions that may be open at once; the oldest is let go."""
FOUND = 8
"""Memories that a search shows."""
_ROOM = 1500

HERE = "-# Only what was said on this server. In a direct message you see all of it."
NOT_ALLOWED = "I keep nothing about you: you have not said that I may. `/sel consent` lets me."
NOTHING = "I keep nothing about you so far."
NOTHING_HERE = "I keep nothing of what you said on this server."
TOO_OLD = "That question is too old by now. Nothing is gone; ask again with `/sel memory forget`."
STILL = "All right, nothing is gone."
GONE = "It is forgotten, for good."


@dataclass(frozen=True, slots=True)
class _Open:
    person: str
    ids: tuple[str, ...]
    everything: bool
    at: float


class Memories:
    """Looks, and forgets once the person said yes to what would go."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._open: OrderedDict[str, _Open] = OrderedDict()

    async def listed(self, asked: Asked, tag: str = "", words: str = "") -> Answer:
        """A person's memories, newest first. Raises `SelError`."""
        found = await self._deps.mind.memories(asked.person, tag=tag, text=words)
        kept = _here(asked, found)
        if not kept:
            return Answer(await self._nothing(asked, narrowed=bool(tag or words)))
        head = f"**I remember {_things(len(kept))}{_where(asked)}.**"
        return Answer(_page(head, kept, asked))

    async def search(self, asked: Asked, words: str) -> Answer:
        """What fits some words best. Raises `SelError`."""
        # more than are shown, since those of other places are taken out only now
        found = await self._deps.mind.memory_search(words, asked.person, k=FOUND * 8)
        kept = _here(asked, found)[:FOUND]
        if not kept:
            return Answer(await self._nothing(asked, narrowed=True))
        return Answer(_page("**What fits best:**", kept, asked))

    async def forget(self, asked: Asked, about: str = "") -> Answer:
        """Ask whether these are to be forgotten, and show them. Without `about` it is all that
        belongs here. Raises `SelError`."""
        mind = self._deps.mind
        if about:
            found = await mind.forget_preview(asked.person, about)
        else:
            found = await mind.memories(asked.person, history=True)
        kept = _here(asked, found)
        everything = asked.dm and not about
        if not kept and not everything:
            return Answer(await self._nothing(asked, narrowed=bool(about)))
        token = self._ask(asked, tuple(one.id for one in kept), everything=everything)
        return Answer(
            _page(_would_go(len(kept), everything=everything), kept, asked),
            buttons=(
                Button(f"{FORGET}:yes:{token}", "Forget it for good", "bad"),
                Button(f"{FORGET}:no:{token}", "Keep it"),
            ),
        )

    async def settle(self, asked: Asked, answer: str, token: str) -> Answer:
        """Take the answer to that. Raises `SelError`; then it is still open."""
        open_ = self._open.get(token)
        if open_ is None or open_.at + OPEN_SECONDS < self._deps.clock():
            self._open.pop(token, None)
            return Answer(TOO_OLD)
        if open_.person != asked.person:
            raise InputRefused("That question was somebody else's.")
        if answer == "yes":
            await self._deps.mind.submit(
                ForgetMemories(
                    channel=asked.channel,
                    person=asked.person,
                    ids=() if open_.everything else open_.ids,
                    everything=open_.everything,
                )
            )
        self._open.pop(token, None)
        return Answer(GONE if answer == "yes" else STILL)

    async def export(self, asked: Asked) -> Answer:
        """All that is kept of a person, as a file. Raises `SelError`."""
        text = await self._deps.mind.export(asked.person, asked.scopes)
        where = "" if asked.dm else f"\n{HERE}"
        sheet = _sheet(asked, "sel-memories.json", text)
        return Answer(f"Everything I keep of you{_where(asked)}.{where}", sheet)

    async def svg(self, asked: Asked) -> Answer:
        """The map of a person's memories, as a file. Raises `SelError`."""
        text = await self._deps.mind.memory_svg(asked.person, asked.scopes, asked.name)
        where = "" if asked.dm else f"\n{HERE}"
        sheet = _sheet(asked, "sel-memory.svg", text)
        return Answer(f"Your memory map; it opens in any browser.{where}", sheet)

    async def _nothing(self, asked: Asked, *, narrowed: bool) -> str:
        if narrowed:
            return "I keep nothing about that." if asked.dm else f"I find nothing.\n{HERE}"
        if await self._deps.mind.consent(asked.person) != "given":
            return NOT_ALLOWED
        return NOTHING if asked.dm else NOTHING_HERE

    def _ask(self, asked: Asked, ids: tuple[str, ...], *, everything: bool) -> str:
        token = secrets.token_hex(8)
        self._open[token] = _Open(asked.person, ids, everything, self._deps.clock())
        if len(self._open) > MOST_OPEN:
            self._open.popitem(last=False)
        return token


def _here(asked: Asked, found: Sequence[MemoryView]) -> list[MemoryView]:
    return [one for one in found if asked.shows(one.scope)]


def _page(head: str, kept: Sequence[MemoryView], asked: Asked) -> str:
    """The head, as many memories as there is room for, and how many there are more."""
    lines, used = [], 0
    for one in kept:
        line = f"- {shown(one.text)} (<t:{int(one.at)}:D>)"
        used += units(line) + 1
        if used > _ROOM:
            break
        lines.append(line)
    if more := len(kept) - len(lines):
        lines.append(f"- and {more:,} more: `/sel memory export` has all")
    if not asked.dm:
        lines.append(HERE)
    return "\n".join([head, *lines])


def _would_go(count: int, *, everything: bool) -> str:
    if everything:
        return "**I would forget everything I know about you, your notes too, for good.**"
    return f"**I would forget {_things(count)}, for good:**"


def _sheet(asked: Asked, name: str, text: str) -> Sheet:
    data = text.encode("utf-8", "replace")
    if not asked.files:
        raise InputRefused("I may not send files in this channel.", hint="Ask me in a DM.")
    if len(data) > asked.limit:
        raise InputRefused(
            f"The file would have {len(data) / 1e6:,.0f} MB, more than Discord takes here.",
            hint="Whoever runs SEL can make it with `sel memory export`.",
        )
    return Sheet(name=name, data=data)


def _things(count: int) -> str:
    return "one thing" if count == 1 else f"{count:,} things"


def _where(asked: Asked) -> str:
    return " about you" if asked.dm else " from this server"

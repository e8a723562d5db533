"""An evening with everything in it, for the pictures of every screen: a brain to be looked at."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tui.blank import BlankAnalysis, BlankHours, BlankMap, BlankMind, BlankSight
from tui.blank_mind import BlankDay
from tui.scene import NOON

if TYPE_CHECKING:
    from sel.agent_events import AgentsView
    from sel.brain.insight import Insight
    from sel.bridge_events import BridgeView
    from sel.bus import Subscription
    from sel.events import Command, Snapshot
    from sel.memory_events import MemoryView
    from sel.model_events import FitView, HubModelView, ModelView, OffersView
    from sel.persona_events import CheckView, PersonaView
    from sel.session_events import BranchView, FoundView, SessionView

DAY = 86_400.0
TALKS = (
    ("A loop that skips the first name", "my loop skips the first name", 0.0, 8, True),
    ("Bread that will not rise", "why does my dough stay flat?", 0.2, 22, False),
    ("A letter to Tomás", "help me begin a letter to an old friend", 1.1, 14, True),
    ("Tides at the bridge", "when is the water highest?", 2.4, 6, False),
    ("Names for a boat", "I want to learn to sail, and I need a name", 5.0, 31, False),
    ("The cello on Thursdays", "my bow hand gets tired", 9.3, 12, False),
    ("What to cook with figs", "the tree in the yard is full", 16.0, 9, False),
)
MEMORIES = (
    ("My sister Ana lives in Porto", "person", "family", 0.8),
    ("I start the new job on Monday", "plan", "work", 0.7),
    ("My dog is called Miso", "fact", "pets", 0.7),
    ("I play the cello on Thursdays", "episode", "music", 0.5),
    ("I cannot stand coriander", "preference", "food", 0.6),
    ("I want to learn to sail before I turn forty", "plan", "dreams", 0.8),
    ("My flat has a fig tree in the yard", "fact", "home", 0.5),
    ("Tomás is my oldest friend", "person", "friends", 0.8),
    ("I write best before breakfast", "preference", "work", 0.5),
)
PLACES = (
    (0.22, 0.20), (0.66, 0.24), (0.34, 0.66), (0.78, 0.70), (0.50, 0.44), (0.86, 0.42),
    (0.14, 0.52), (0.30, 0.34), (0.60, 0.82),
)  # fmt: skip
PERSONA = """\
name = "Ada"
identity = ["You are {name}, a patient companion.", "You are a computer program, not a person."]
traits = ["curious", "exact"]
voice = "Reply in two or three plain sentences."

[[examples]]
person = "why is the sky blue?"
sel = "Blue light is scattered most. Shall I show you with a glass of milk?"
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log."""

    number: int
    text: str
    source: str
    level: int = logging.INFO

    @property
    def at(self) -> float:
        """When it was written."""
        return NOON - 60 + 7 * self.number


LINES = (
    Line(1, "the engine is ready after 1.2 s, rung: no extra buffers", "sel.engine.local"),
    Line(2, "memory: 9 memories, 2 notes", "sel.brain.memory"),
    Line(3, "no voice packages: piper-tts", "sel.voice", logging.WARNING),
    Line(4, "a turn took 1.3 s, 97 tokens", "sel.brain.turn"),
    Line(5, "summary of 4 turns made in 0.8 s", "sel.brain.condensing"),
)


class Log:
    """Those lines."""

    def lines(self, after: int = 0, level: int = 0) -> Sequence[Line]:
        """The newest last."""
        return [one for one in LINES if one.number > after and one.level >= level]


class Evening(BlankMind):
    """A brain to which all of it happened, and nothing more."""

    async def start(self) -> None:
        """Nothing to wake."""

    async def stop(self) -> None:
        """Nothing to end."""

    async def submit(self, command: Command) -> str:  # noqa: ARG002 - the port's shape
        """Nothing is answered."""
        return ""

    def subscribe(self) -> Subscription:
        """The moment."""
        from sel.bus import Bus

        return Bus(self.snapshot, clock=lambda: NOON).subscribe()

    def snapshot(self) -> Snapshot:
        """A conversation with code in it, a mood, an engine that is ready; Discord."""
        from sel.events import DESK, ChannelView, Snapshot
        from tui.scene import OPENING, READY, affect, stats, talk
        from tui.scene_channels import CHANNELS

        channel = ChannelView(messages=OPENING + talk(), last=stats())
        return Snapshot(channels={DESK: channel, **CHANNELS}, affect=affect(), engine=READY)

    def bridge(self) -> BridgeView:
        """Three servers, and two people of their own."""
        from tui.scene_channels import BRIDGE

        return BRIDGE

    def day(self) -> BlankDay:
        """An evening in UTC, whatever the clock says."""
        return BlankDay(hour=22.22, since=NOON - 1500)

    # ------------------------------------------------------------ figures

    async def insight(self) -> Insight:
        """An evening's."""
        from tui import scene_figures

        return scene_figures.insight()

    async def hormone_channels(self) -> tuple[str, ...]:
        """The desk, and one more."""
        from tui import scene_history

        return scene_history.CHANNELS

    async def hormone_hours(self, channel: str = "desk", hours: float = 24.0) -> BlankHours:
        """The last hours."""
        from tui import scene_history

        return scene_history.hours(channel, hours)

    async def hormone_analysis(
        self,
        channel: str = "desk",  # noqa: ARG002 - the port's shape
        analysis: str = "trends",
        days: float | None = None,
    ) -> BlankAnalysis:
        """What is found in some weeks."""
        from tui import scene_history

        return scene_history.analysis(analysis, days)

    async def hormone_comparison(
        self,
        channel: str = "desk",  # noqa: ARG002 - the port's shape
        days: float | None = None,  # noqa: ARG002
    ) -> dict[str, dict[str, Any]]:
        """The one beside the other."""
        from tui import scene_history

        return scene_history.comparison()

    # ------------------------------------------------------------ conversations

    def session(self) -> SessionView:
        """The one at the desk."""
        return _sessions()[0]

    async def sessions(self) -> Sequence[SessionView]:
        """All of them."""
        return _sessions()

    async def find(self, words: str, limit: int = 50) -> FoundView:  # noqa: ARG002
        """The words, in every second conversation."""
        from sel.session_events import FoundView, HitView

        hits = tuple(
            HitView(
                session=one.id,
                title=one.title,
                turn_id="t1",
                role="person" if number % 2 else "sel",
                at=one.changed,
                before="and then you said ",
                match=words or "tide",
                after=", which I had not thought of",
            )
            for number, one in enumerate(_sessions()[:5])
        )
        return FoundView(hits=hits, searched=4_312, seconds=0.006)

    def branches(self) -> Sequence[BranchView]:
        """A small tree, of which one branch is shown."""
        from sel.session_events import BranchView

        rows = (
            ("t0", "", "hi SEL, how are you tonight?", "Calm, and glad that you are here.", True),
            ("t1", "t0", "my loop skips the first name", "The loop starts at one.", True),
            ("t3", "t0", "tell me about the moon", "It is waning this week.", False),
            ("t2", "t1", "it works, thank you", "I am glad.", True),
            ("t4", "t1", "show me enumerate", "It gives you the place as well.", False),
        )
        return [
            BranchView(
                turn_id=id_,
                parent=parent,
                said=said,
                reply=reply,
                at=NOON - 300 + 40 * number,
                shown=shown,
                head=id_ == "t2",
            )
            for number, (id_, parent, said, reply, shown) in enumerate(rows)
        ]

    # ------------------------------------------------------------ memory

    async def consent(self, person: str) -> str:  # noqa: ARG002
        """Given."""
        return "given"

    async def memories(
        self,
        person: str,  # noqa: ARG002
        *,
        tag: str = "",
        text: str = "",
    ) -> Sequence[MemoryView]:
        """Those that are kept."""
        return [
            one
            for one in _memories()
            if (not tag or tag in one.tags) and text.lower() in one.text.lower()
        ]

    def why(self, channel: str) -> Sequence[MemoryView]:  # noqa: ARG002
        """What was recalled for the last reply."""
        return [replace(one, score=0.8 - 0.1 * n) for n, one in enumerate(_memories()[:2])]

    async def memory_map(self, person: str) -> BlankMap:  # noqa: ARG002
        """Where each stands."""
        return BlankMap({one.id: at for one, at in zip(_memories(), PLACES, strict=True)})

    async def memory_drawing(  # noqa: PLR0913, PLR0917 - the port's shape
        self,
        person: str,  # noqa: ARG002
        width: int,
        height: int,
        level: int,  # noqa: ARG002
        centre: tuple[float, float],  # noqa: ARG002
        chosen: str = "",
    ) -> BlankSight:
        """A dot for each."""
        rows = [[(" ", "")] * width for _ in range(height)]
        for number, (one, (x, y)) in enumerate(zip(_memories(), PLACES, strict=True)):
            row, at = rows[int(y * (height - 1))], int(x * (width - 1))
            row[at] = ("●", "chosen" if one.id == chosen else f"tag:{number % 7}")
            for place, letter in enumerate(f" {one.tags[0]}"[: max(width - at - 1, 0)], at + 1):
                row[place] = (letter, "dim")
        return BlankSight(rows)

    # ------------------------------------------------------------ what it can do

    def agents(self) -> AgentsView:
        """Three."""
        from sel.agent_events import AgentsView, AgentView

        rows = (
            ("calculator", "sums such as 3*(4+5), 15% of 80, sqrt(2)", "built-in"),
            ("clock", "the time and the date, here and elsewhere", "built-in"),
            ("tides", "when the water is high at the bridge", "own"),
        )
        return AgentsView(
            agents=tuple(AgentView(name=a, description=b, source=c) for a, b, c in rows)
        )

    async def models(self) -> Sequence[ModelView]:
        """Those of the scene."""
        from tui import scene_models

        return scene_models.MODELS

    def model_fit(self, path: str, context: int) -> FitView | None:
        """Whether one fits."""
        from tui import scene_models

        view = next((one for one in scene_models.MODELS if one.path == path), None)
        if view is None or view.fit is None:
            return None
        per_token = view.fit.kv // view.fit.context
        return scene_models.fit(view.fit.weights, per_token, context, view.fit.most)

    async def search_models(self, words: str) -> Sequence[HubModelView]:  # noqa: ARG002
        """Those of the scene."""
        from tui import scene_models

        return scene_models.HUB

    async def model_offers(self, repo: str) -> OffersView:  # noqa: ARG002
        """Those of the scene."""
        from tui import scene_models

        return scene_models.OFFERS

    async def personas(self) -> Sequence[PersonaView]:
        """SEL's own, and two more."""
        from sel.persona_events import PersonaView

        return (
            PersonaView(id="", name="SEL", tokens=64, in_use=True),
            PersonaView(id="ada", name="Ada", file="ada.toml", tokens=96),
            PersonaView(id="keeper", name="The Keeper", file="k.toml", tokens=402, entries=12),
        )

    async def persona_text(self, persona: str) -> str:  # noqa: ARG002
        """Of Ada."""
        return PERSONA

    def check_persona(self, text: str) -> CheckView:  # noqa: ARG002
        """Nothing is wrong with it."""
        from sel.persona_events import CheckView

        return CheckView()


def _sessions() -> tuple[SessionView, ...]:
    from sel.session_events import SessionView

    return tuple(
        SessionView(
            id=f"s{number}",
            title=title,
            opening=opening,
            created=NOON - ago * DAY - 1800,
            changed=NOON - ago * DAY,
            messages=messages,
            pinned=pinned,
            kept=True,
        )
        for number, (title, opening, ago, messages, pinned) in enumerate(TALKS)
    )


def _memories() -> tuple[MemoryView, ...]:
    from sel.memory_events import MemoryView

    return tuple(
        MemoryView(
            id=f"m{number}",
            text=text,
            kind=kind,
            quote=text,
            at=NOON - number * DAY,
            tags=(tag,),
            importance=importance,
            hard=importance > 0.75,
            mood="calm",
        )
        for number, (text, kind, tag, importance) in enumerate(MEMORIES)
    )

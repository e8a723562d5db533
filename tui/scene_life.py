"""An evening with everything in it, for the pictures of every screen: a brain to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tui.blank import BlankAnalysis, BlankHours, BlankMap, BlankMind, BlankSight
from tui.blank_mind import BlankDay
from tui.scene import NOON
from tui.scene_said import DAY, HITS, MEMORIES, PERSONA, PLACES, TALKS, WHY
from tui.widgets.tags import colours, counted

if TYPE_CHECKING:
    from sel.agent_events import AgentsView
    from sel.brain.insight import Insight
    from sel.bridge_events import BridgeView
    from sel.bus import Subscription
    from sel.events import Command, MessageView, Snapshot
    from sel.memory_events import MemoryView
    from sel.model_events import FitView, HubModelView, ModelView, OffersView
    from sel.persona_events import CheckView, PersonaView
    from sel.session_events import BranchView, FoundView, SessionView


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
        """The moment, and how its last reply came about."""
        from sel.bus import Bus
        from sel.events import MessageRouted, TurnFinished
        from tui.scene import stats, talk

        bus = Bus(self.snapshot, clock=lambda: NOON)
        subscription = bus.subscribe()
        bus.publish(
            MessageRouted(
                turn_id="t2",
                expert="general",
                intent="thanks",
                confidence=0.94,
                reason="small talk",
            )
        )
        bus.publish(TurnFinished(turn_id="t2", text=talk()[-1].text, stats=stats()))
        return subscription

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
                session=_sessions()[number].id,
                title=_sessions()[number].title,
                turn_id="t1",
                role=role,
                at=_sessions()[number].changed,
                before=before,
                match=words or "tide",
                after=after,
            )
            for number, role, before, after in HITS
        )
        return FoundView(hits=hits, searched=4_312, seconds=0.006)

    async def session_messages(self, session: str) -> Sequence[MessageView]:  # noqa: ARG002
        """What was said in the one at the desk."""
        from tui.scene import OPENING, talk

        return OPENING + talk()

    def branches(self) -> Sequence[BranchView]:
        """A small tree, of which one branch is shown."""
        from sel.session_events import BranchView

        rows = (
            ("t0", "", "hi SEL, how are you tonight?", "Calm, and glad that you are here.", True),
            ("t1", "t0", "my loop skips the first name", "The loop starts at one.", True),
            ("t3", "t0", "tell me about the moon", "It is waning this week.", False),
            ("t2", "t1", "it works, thank you", "I am glad.", True),
            ("t4", "t1", "show me enumerate", "It gives you the place as well.", False),
            ("t5", "t4", "and from one on?", "Yes: enumerate(names, 1).", False),
            ("t6", "t4", "why not range?", "You would count, and look each up.", False),
            ("t7", "t3", "when is it new?", "On Monday, a little after nine.", False),
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
        found = {one.text: one for one in _memories()}
        return [replace(found[text], score=score, quote=quote) for text, score, quote in WHY]

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
        numbers = colours(counted(_memories()))
        rows = [[(" ", "")] * width for _ in range(height)]
        for one, (x, y) in zip(_memories(), PLACES, strict=True):
            row, at = rows[int(y * (height - 1))], int(x * (width - 1))
            row[at] = ("●", "chosen" if one.id == chosen else f"tag:{numbers.get(one.tags[0], -1)}")
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
            PersonaView(id="", name="SEL", tokens=64),
            PersonaView(id="ada", name="Ada", file="ada.toml", tokens=96, in_use=True),
            PersonaView(id="keeper", name="The Keeper", file="k.toml", tokens=402, entries=12),
        )

    async def persona_text(self, persona: str) -> str:  # noqa: ARG002
        """Of Ada."""
        return PERSONA

    def check_persona(self, text: str) -> CheckView:  # noqa: ARG002
        """Nothing is wrong with it."""
        from sel.persona_events import CheckView

        return CheckView(name="Ada", tokens=96)


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

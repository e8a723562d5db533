"""One turn: priority → appraisal → hormones → intent → expert → prompt → stream → ending."""

from __future__ import annotations

import asyncio
import logging
import zlib
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sel.affect.expression import Expression
from sel.affect.reactions import PAUSE, fitting
from sel.brain.agents.helped import Helped
from sel.brain.caching import KeptReply, worth_keeping
from sel.brain.conversation import Conversation
from sel.brain.cutting import cut_to
from sel.brain.figures import stats_of
from sel.brain.listening import Heard, Listened
from sel.brain.manner import is_small, limit_for, sampling_for
from sel.brain.memory.recalling import Recalled
from sel.brain.prompter import Sizes, Voice, context_of
from sel.brain.reply import Speaker, Spoken
from sel.brain.stopwatch import Stopwatch
from sel.company_events import ReactionGiven
from sel.engine.experts import ROLES, Role
from sel.engine.types import Engine, Request
from sel.errors import SelError
from sel.events import (
    ErrorView,
    TextArrived,
    TurnEnded,
    TurnFailed,
    TurnFinished,
    TurnInterrupted,
    TurnSilenced,
    TurnStarted,
)
from sel.observe.errors_told import told
from sel.observe.redaction import own
from sel.observe.turns import Ending as EndingName
from sel.prompt.ending import Ending, sentences_for
from sel.prompt.history import Turn as HistoryTurn
from sel.prompt.history import TurnState
from sel.prompt.layout import PromptPlan
from sel.prompt.opening import says_all
from sel.safety.honest import Honest

if TYPE_CHECKING:
    from sel.brain.turns import TurnMaker

log = logging.getLogger(__name__)

REACTED = "an emoji said it"

_ENDINGS: dict[type[TurnEnded], EndingName] = {
    TurnFinished: "finished",
    TurnSilenced: "silenced",
    TurnInterrupted: "interrupted",
    TurnFailed: "failed",
}


@dataclass(slots=True)
class Turn:
    """One turn under way. `run` returns how it ended; it never raises but for cancellation.

    `recorded` is what became of it in the history; `withdrawn`: what it answers is unsaid.
    """

    maker: TurnMaker
    talk: Conversation
    heard: Heard
    watch: Stopwatch
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    recorded: HistoryTurn | None = None
    _found: Listened | None = None
    _helped: Helped | None = None
    _speaker: Speaker | None = None
    _plan: PromptPlan | None = None
    _work: asyncio.Task[TurnEnded] | None = None
    _interrupted: bool = False
    withdrawn: bool = False
    _reached: str | None = None

    @property
    def id(self) -> str:
        """The turn's id."""
        return self.heard.turn_id

    @property
    def shown(self) -> str:
        """The reply so far, as people see it."""
        return self._speaker.spoken.shown if self._speaker else ""

    @property
    def _private(self) -> bool:
        """Whether it tells of somebody in need: kept and remembered nowhere, no agent is asked."""
        return self.talk.care.turn == self.id

    def interrupt(self, *, by_message: bool = False) -> None:
        """End this turn now; what was said stays."""
        self._interrupted = True
        self.talk.talked_over = by_message
        if self._work is not None:
            self._work.cancel()

    def cut(self, heard: str) -> None:
        """End this turn now: of its reply, this is what reached the person."""
        self._reached = heard
        self.interrupt(by_message=True)

    def withdraw(self) -> None:
        """End this turn now, and keep nothing of it: what it answers is unsaid."""
        self.withdrawn = True
        self.interrupt()

    def remember(self) -> None:
        """Let memory keep what was said, once the turn has ended and its ending was told."""
        unsaid = self.withdrawn or self.heard.again or self._private
        if self._found is not None and not unsaid:
            mood = self.maker.heart.now(self.talk.name).mood
            self.maker.memory.after(self.talk, self._told(), self._found, mood, self.watch.timer)
        self.maker.kept.after(self.talk, self.heard)
        now, mode = self.maker.parts.clock(), self.maker.heart.now(self.talk.name).mode
        self.maker.caring.after(self.talk, self.heard, now, mode)

    def _told(self) -> Heard:
        """What was said, for the memory: of words for an agent, what they tell of the person."""
        if self._helped is None or self.talk.unanswered:
            return self.heard
        *before, last = self.heard.messages
        return replace(self.heard, messages=(*before, replace(last, text=self._helped.told)))

    async def run(self) -> TurnEnded:
        """Answer. Exactly one ending comes of it."""
        ending = await self._run()
        self.watch.timer.end(_ENDINGS[type(ending)])
        self._count(ending)
        return ending

    def _count(self, ending: TurnEnded) -> None:
        figures = self.maker.figures
        if isinstance(ending, TurnFinished):
            figures.take(self.maker.parts.clock(), self.talk.name, ending.stats)
        elif isinstance(ending, TurnSilenced):
            figures.silences[ending.reason] += 1

    async def _run(self) -> TurnEnded:
        if self._interrupted:
            return self._interruption()
        self._work = asyncio.create_task(self._answer(), name=f"turn {self.id}")
        try:
            return await self._work
        except asyncio.CancelledError:
            if not self._interrupted:
                self._work.cancel()
                raise
            return self._interruption()
        except SelError as error:
            return self._failure(error)
        except Exception as error:  # noqa: BLE001 - the turn's edge: a sentence here, the place in the log
            log.error("a turn failed: %s", own(told(error)))  # noqa: TRY400 - no message text
            return self._failure(
                SelError("Something went wrong inside SEL.", hint="The log has it.")
            )

    async def _answer(self) -> TurnEnded:
        bus, name = self.maker.bus, self.talk.name
        bus.publish(TurnStarted(channel=name, turn_id=self.id, messages=len(self.heard.messages)))
        self.maker.kept.began(self.talk, self.heard)
        reading = self.maker.caring.begin(self.talk, self.heard)
        found = self._found = await self.maker.listener.listen(self.talk, self.heard, self.watch)
        if said := self.maker.caring.answer(self.talk, self.heard, found, reading()):
            self.talk.unanswered.clear()
            return self._tell(said)
        if not self.heard.again and not self._private:
            with self.watch.remembering():
                answer = await self.maker.memory.answer(self.talk, self.heard, found)
            if answer:
                return self._tell(answer)
        if found.found not in ROLES:
            self.talk.unanswered.clear()
            self._overhear()
            return TurnSilenced(channel=name, turn_id=self.id, reason=found.found)
        if not self._private and self._reacts(found):
            return TurnSilenced(channel=name, turn_id=self.id, reason=REACTED)
        if not self.heard.begun and not self._private:
            self._helped = await self.maker.helping.help(self.talk, self.heard, self.watch)
        helped = self._helped
        if helped is not None and helped.aside:
            return self._tell(helped.said)
        role: Role = "general" if helped else found.found
        recalled = Recalled(said=helped.said) if helped else await self._recall(found)
        async with AsyncExitStack() as held:
            with self.watch.waiting():
                engine = await held.enter_async_context(self.maker.parts.experts.lease(role))
            return await self._speak(role, engine, recalled)

    def _reacts(self, found: Listened) -> bool:
        """Whether an emoji says it, where others talk; then it is given."""
        if not self.talk.company or self.heard.at - self.talk.reacted_at < PAUSE:
            return False
        emoji = fitting(self.heard.text, found.appraisal, zlib.crc32(self.id.encode()))
        if emoji:
            self.talk.reacted_at = self.heard.at
            self.talk.unanswered.clear()
            self._overhear()
            self.maker.bus.publish(
                ReactionGiven(channel=self.talk.name, turn_id=self.id, emoji=emoji)
            )
        return bool(emoji)

    def _overhear(self) -> None:
        """What is not answered helps to understand what comes next, where others talk."""
        if self.talk.company:
            for one in self.heard.messages:
                self.talk.overhear(one.name or one.person, one.text, one.id)

    async def _recall(self, found: Listened) -> Recalled:
        with self.watch.remembering():
            return await self.maker.memory.recall(
                self.talk, self.heard, found, self.maker.prompter.tokens
            )

    def _tell(self, text: str) -> TurnFinished:
        """Say what SEL says of itself. It is no part of what the model sees."""
        self.maker.bus.publish(TextArrived(channel=self.talk.name, turn_id=self.id, text=text))
        spoken = Spoken(shown=text, stop_reason="end", first_seconds=self.watch.total)
        stats = stats_of(spoken, self.watch)
        return TurnFinished(channel=self.talk.name, turn_id=self.id, text=text, stats=stats)

    async def _speak(self, role: Role, engine: Engine, recalled: Recalled) -> TurnEnded:
        parts = self.maker.parts
        expression = self.maker.caring.careful(
            self.talk, self.maker.heart.expression(self.talk.name), self.heard.at
        )
        context = context_of(engine)
        limit = min(limit_for(role, expression, parts.settings.max_new_tokens), context // 2)
        with self.watch.stage("prompt"):
            plan = self._lay_out(expression, Sizes(context, context - limit), recalled)
        led = role != "coder" and is_small(engine.view.parameters)
        self._plan, self._speaker = plan, self._speaker_for(expression, recalled, led=led)
        request = Request(
            id=self.maker.request_id(),
            slot=self.talk.name,
            messages=plan.messages,
            sampling=sampling_for(role, expression, small=led),
            max_tokens=limit,
            take_up=self.talk.taken_up,
        )
        kept = await self._kept(engine, request)
        spoken = await self._speaker.speak(engine, request, kept.items if kept else None)
        source = kept.close(spoken, self._speaker.opening) if kept else "made"
        self._record(plan, spoken)
        self._answered()
        stats = stats_of(spoken, self.watch, engine.view.model, source)
        return TurnFinished(channel=self.talk.name, turn_id=self.id, text=spoken.shown, stats=stats)

    async def _kept(self, engine: Engine, request: Request) -> KeptReply | None:
        """The way through the cache, for a reply that is worth it."""
        if self._found is None or self._helped is not None or self.heard.redo is not None:
            return None
        if self.talk.care.active(self.heard.at):
            return None
        if not worth_keeping(self.talk, self.heard, self._found, request):
            return None
        with self.watch.remembering():
            memory = await self.maker.memory.version(self.heard.messages[-1].person)
        replies, levels = self.maker.replies, self.maker.heart.view(self.talk.name).levels
        return replies.through(replies.context(self.talk, self.heard, levels, memory), engine)

    def _lay_out(self, expression: Expression, sizes: Sizes, recalled: Recalled) -> PromptPlan:
        blind = bool(self.heard.images) and not self.maker.parts.experts.has("vision")
        return self.maker.prompter.plan(
            self.talk,
            self.heard.written,
            expression,
            sizes,
            blind=blind,
            care=self.talk.care.note(self.heard.at),
            memories=recalled.note,
            answer=self._helped.note(sizes.room // 3) if self._helped else "",
            voice=Voice(
                self.heard.names,
                self._found.vector if self._found else None,
                self.id,
                self.heard.pictures,
            ),
        )

    def _record(self, plan: PromptPlan, spoken: Spoken, state: TurnState = "whole") -> None:
        """Keep the turn in the history; what was forgotten meanwhile leaves the engine, too."""
        forgotten = self.maker.prompter.record(self.talk, plan, spoken.raw, spoken.done, state)
        self.recorded = next(iter(self.talk.history.turns[-1:]), None)
        if forgotten:
            self.recorded = None
            self.maker.parts.experts.forget(self.talk.name)

    def _speaker_for(self, expression: Expression, recalled: Recalled, *, led: bool) -> Speaker:
        """Who says the reply. A small model is `led`: helped to begin, and to come to an end."""
        prompter, said = self.maker.prompter, self.heard.said
        opening = self.heard.begun or self.maker.opening(
            self.talk, self.heard, expression, led=led and not recalled.said
        )
        firm = self._helped is not None and self._helped.firm
        told = (led or firm) and not opening and bool(recalled.said)
        whole = told or (led and says_all(opening, self.heard.text))
        length = prompter.length(self.talk, said, expression)
        return Speaker(
            bus=self.maker.bus,
            channel=self.talk.name,
            turn_id=self.id,
            watch=self.watch,
            mirror=Honest(
                prompter.mirror(self.talk, said, expression, self.id),
                grave=self.talk.care.active(self.heard.at),
            ),
            ending=Ending(sentences_for(length, self.heard.text), len(opening)) if led else None,
            opening=recalled.said if told else opening,
            whole=whole,
            delay=expression.delay,
        )

    def _answered(self) -> None:
        self.talk.unanswered.clear()
        self.talk.overheard.clear()  # it stands in the history now
        self.talk.talked_over = False

    # ------------------------------------------------------------ endings

    def _interruption(self) -> TurnInterrupted:
        partial = self._keep_partial("interrupted")
        return TurnInterrupted(channel=self.talk.name, turn_id=self.id, partial=partial)

    def _failure(self, error: SelError) -> TurnFailed:
        kind = type(error).__name__
        return TurnFailed(
            channel=self.talk.name,
            turn_id=self.id,
            partial=self._keep_partial("failed"),
            error=ErrorView(kind=kind, title=error.title, where=error.where, hint=error.hint),
        )

    def _keep_partial(self, state: TurnState) -> str:
        """What was said stays in the history; of a turn that said nothing, the messages wait."""
        spoken = self._speaker.spoken if self._speaker else Spoken()
        if self.withdrawn:
            return spoken.shown
        if self._reached is not None:
            raw = cut_to(spoken.raw, self._reached)
            spoken = replace(spoken, raw=raw, shown=self._reached if raw else "")
        if spoken.raw and self._plan:
            self._record(self._plan, spoken, state)
            self.talk.unanswered.clear()
        elif state == "interrupted":
            self.talk.unanswered = list(self.heard.messages)
        return spoken.shown

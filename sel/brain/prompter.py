"""What each channel's prompts are made of, and what becomes of them once they are answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from sel.affect.expression import Expression
from sel.agents.fence import fence
from sel.brain.conversation import Conversation
from sel.engine.embedding import Vector
from sel.engine.types import Done, Engine, Message
from sel.porting.lore.book import Lorebook
from sel.porting.lore.telling import told
from sel.prompt import digest
from sel.prompt.archive import Asked
from sel.prompt.components import Component, Part
from sel.prompt.compress import MOST, Marks, compressed, due, named
from sel.prompt.history import Turn, TurnState, writes
from sel.prompt.layout import PromptPlan, Room, build
from sel.prompt.mirror import Mirror, manner
from sel.prompt.note import Length, note
from sel.prompt.persona import Persona, fitting
from sel.prompt.style import Style, read_style
from sel.prompt.tokens import TokenScale

BLIND = "You cannot see the picture that came with this. Never describe it, never guess at it."
TOGETHER = "They wrote again before you had finished: answer all of it."
BEFORE = "Said here before, not to you:"
OVERHEARD_LETTERS, LINE_LETTERS = 600, 160
"""Letters of what was overheard that a prompt takes, and of one message of it: some 150 tokens, of
which a line or two help to understand the next message."""
STYLE_MESSAGES = 6
"""How many of a person's last messages tell how they write."""
HEAD_SHARE = 1 / 3
"""Most of the context that the persona with its examples may take. A reply may take half of it."""
UNKNOWN_CONTEXT = 4096
"""Tokens taken for granted where an engine does not tell its context (remote ones)."""
SCANNED_TURNS = 25
"""Turns back in which a lorebook may look for its words, at most."""
LORE = "the persona's lorebook"
LORE_TOKENS, LORE_SHARE = 300, 1 / 8
"""Tokens of lore a turn is told where the book says nothing, and the most of the context."""
_LENGTHS: tuple[Length, ...] = ("short", "medium", "long")


def meet(mood: Length, person: Length | None) -> Length:
    """The length of a reply: the mood's, a step towards how the person writes."""
    at = _LENGTHS.index(mood)
    wanted = at if person is None else _LENGTHS.index(person)
    return _LENGTHS[at + (wanted > at) - (wanted < at)]


def context_of(engine: Engine) -> int:
    """The context of an engine in tokens."""
    return engine.view.context or UNKNOWN_CONTEXT


def overheard(talk: Conversation) -> str:
    """What was said on a channel and not answered, the newest of it, as data."""
    lines: list[str] = []
    room = OVERHEARD_LETTERS
    for one in reversed(talk.overheard):
        line = f"{one.who}: {' '.join(one.text.split())[:LINE_LETTERS]}"
        room -= len(line)
        if room < 0:
            break
        lines.append(line)
    return "\n".join((BEFORE, *reversed(lines)))


def _must(name: str, text: str) -> Component:
    return Component(name=name, text=text, place="late", required=True)


def _may(name: str, text: str, priority: int) -> Component:
    return Component(name=name, text=text, place="late", priority=priority)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Tokens: of the engine's whole context, and of the `room` a prompt has beside its reply."""

    context: int
    room: int


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose words a turn answers, their vector where it is known, and the turn's id; `images` are
    the pictures that came with them."""

    people: tuple[str, ...] = ()
    vector: Vector | None = None
    turn_id: str = ""
    images: tuple[str, ...] = ()


NOBODY = Voice()


@dataclass(slots=True)
class Prompter:
    """Plans prompts and keeps the history of each conversation.

    `most` is how many tokens of earlier conversation a prompt may hold. `alike` makes of a cosine
    what the usual embedding model would have given. `persona_of` gives the persona of an id,
    `lore_of` what it knows of its world; without them there is only `persona`.
    """

    persona: Persona
    most: int = MOST
    alike: Callable[[float], float] = float
    persona_of: Callable[[str], Persona] | None = None
    lore_of: Callable[[str], Lorebook | None] | None = None
    _scale: TokenScale = field(default_factory=TokenScale)
    _last: dict[str, PromptPlan] = field(default_factory=dict)
    _styles: dict[str, tuple[int, Style]] = field(default_factory=dict)

    def head(self, context: int, persona: str = "") -> tuple[Message, ...]:
        """What every conversation with a persona begins with, in a context of so many tokens."""
        return self._persona_for(context, persona).messages()

    def plan(  # noqa: PLR0913 - all that differs from turn to turn
        self,
        talk: Conversation,
        said: list[str],
        expression: Expression,
        sizes: Sizes,
        *,
        blind: bool,
        memories: str = "",
        care: str = "",
        voice: Voice = NOBODY,
        answer: str = "",
        keep: bool = True,
    ) -> PromptPlan:
        """Lay out a turn, with `keep` as the channel's last. Raises `PromptTooLong`."""
        history, archive = named(talk.history, talk.archive, voice.people)
        marks = self._marks(sizes.context)
        there = [*(message.content for message in history.messages()), memories]
        asked = Asked("\n".join(said), voice.vector, voice.people, self.alike)
        late = [
            _must("speaker", writes(voice.people) if archive.named else ""),
            _must("mood", note(expression.words, self.length(talk, said, expression))),
            _must("care", care),
            _must("picture", BLIND if blind else ""),
            _may("interrupted", TOGETHER if talk.talked_over else "", 5),
            _may("overheard", overheard(talk) if talk.overheard else "", 2),
            _may("memories", memories, 4),
            _may("told again", archive.relevant(asked, marks.told, self._scale, there), 3),
            _must("agent", answer),
            _may("lore", self._lore(talk, said, sizes.context), 1),
        ]
        late = [one for one in late if one.text]
        persona = self._persona_for(sizes.context, talk.persona)
        room = Room(sizes.room, self._scale)
        plan = build(
            persona, history, late, said, room, archive=archive, marks=marks, images=voice.images
        )
        turn = replace(plan.turn, people=voice.people, vector=voice.vector, id=voice.turn_id)
        plan = replace(plan, turn=turn)
        if keep:
            self._last[talk.name] = plan
        return plan

    def _marks(self, context: int) -> Marks:
        return Marks.of(context, self.most)

    def due(self, talk: Conversation, context: int) -> tuple[Turn, ...]:
        """The oldest turns, if it is time that they leave the prompt."""
        return due(talk.history, self._scale, self._marks(context))

    def summing_up(
        self, talk: Conversation, block: Sequence[Turn], context: int
    ) -> tuple[tuple[Message, ...], int]:
        """What asks a model for the next summary, and its longest answer in tokens."""
        most = self._marks(context).summary
        return digest.request(talk.archive, block, most), 2 * most

    def fold(
        self, talk: Conversation, block: Sequence[Turn], context: int, summary: str = ""
    ) -> None:
        """Let a block leave the prompt, with a model's summary or else the person's own sentences.

        For when nobody talks: the engine must read anew what stays (`beginning`).
        """
        talk.history, talk.archive = compressed(
            talk.history,
            talk.archive,
            block,
            self._scale,
            text=summary,
            marks=self._marks(context),
        )

    def beginning(self, talk: Conversation, context: int) -> tuple[Message, ...]:
        """What the next prompt of a conversation begins with, as far as it is known."""
        return (*self.head(context, talk.persona), *talk.history.messages())

    def _persona_for(self, context: int, id: str = "") -> Persona:
        """The persona, without its examples and then the end of its description where they would
        take much of a small context. The same for every prompt of an engine, or what it has read
        beforehand would be of no use."""
        whole = self._persona(id)
        return fitting(whole, int(context * HEAD_SHARE), self._scale)

    def _persona(self, id: str) -> Persona:
        return self.persona if self.persona_of is None else self.persona_of(id)

    def _lore(self, talk: Conversation, said: Sequence[str], context: int) -> str:
        """What the persona knows of what is being talked about, unless it stands in a note."""
        book = None if self.lore_of is None else self.lore_of(talk.persona)
        if book is None:
            return ""
        turns = talk.history.turns[-SCANNED_TURNS:]
        spoken = [text for turn in turns for text in (turn.said, turn.reply) if text]
        noted = [turn.note for turn in talk.history.turns]
        room = min(book.budget or LORE_TOKENS, int(context * LORE_SHARE))
        text = told(book, [*spoken, *said], noted, room, self._scale.count)
        return fence(text, LORE) if text else ""

    def length(self, talk: Conversation, said: list[str], expression: Expression) -> Length:
        """How long the reply should be."""
        return meet(expression.length, self._style(talk, said).length)

    def mirror(
        self, talk: Conversation, said: list[str], expression: Expression, seed: str
    ) -> Mirror:
        """The step that gives SEL's text the person's case and the mood's ornaments."""
        wanted = manner(
            self._style(talk, said),
            exclaim=expression.exclaim,
            emoji=expression.emoji,
            dial=self._persona(talk.persona).emoji,
        )
        return Mirror(wanted, seed)

    def _style(self, talk: Conversation, said: list[str]) -> Style:
        """How the person writes, from their last messages; asked three times a turn."""
        before = [turn.said for turn in talk.turns(STYLE_MESSAGES)]
        texts = [*before, *said][-STYLE_MESSAGES:]
        of = hash(tuple(texts))  # no word of it is held: it may never be sent, or be unsaid
        known = self._styles.get(talk.name)
        if known is None or known[0] != of:
            known = self._styles[talk.name] = of, read_style(texts)
        return known[1]

    def record(
        self,
        talk: Conversation,
        plan: PromptPlan,
        reply: str,
        done: Done | None,
        state: TurnState = "whole",
    ) -> bool:
        """Keep what was said, and learn from the engine's exact count.

        Whether something of it was forgotten meanwhile: then the engine should forget it, too.
        """
        if done is not None:
            pictures = sum(len(message.images) for message in plan.messages)
            self._scale = plan.scale.calibrated(plan.tokens, done.prompt_tokens, pictures)
        forgotten = talk.continued(plan.answered(reply, state), plan.archive)
        if forgotten:
            self.forget(talk.name)
        return forgotten

    @property
    def scale(self) -> TokenScale:
        """How tokens are counted, as far as it has learned that."""
        return self._scale

    def tokens(self, text: str) -> int:
        """About how many tokens a text is."""
        return self._scale.count(text)

    def last(self, channel: str) -> tuple[Part, ...]:
        """The parts of a channel's last prompt; empty before the first."""
        plan = self._last.get(channel)
        return plan.parts if plan else ()

    def forget(self, channel: str) -> None:
        """Forget what a channel's last prompt was."""
        self._last.pop(channel, None)
        self._styles.pop(channel, None)

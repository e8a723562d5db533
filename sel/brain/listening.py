"""The listening half of a turn: what a message means, whether to answer it, and by whom."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Literal

from sel.affect.appraisal_types import Appraisal
from sel.brain.conversation import Conversation
from sel.brain.hormones.heart import Heart
from sel.brain.parts import Parts
from sel.brain.recent import Asked, Recent
from sel.brain.stopwatch import Stopwatch
from sel.bus import Bus
from sel.cache.policy import APPRAISAL, CLASSIFICATION
from sel.engine.embedding import EmbeddingModel, Vector
from sel.engine.experts import Role
from sel.errors import SelError
from sel.events import DESK, MessageAppraised, MessageRouted, SendMessage
from sel.media.fence import named as named_file
from sel.routing.priority import HURTING, QUIET, decide
from sel.routing.router import Intent, Route

EMBED_PATIENCE = 0.25
"""Seconds a turn waits for its vector (6-9 ms, usually); without one the words must do."""
ASIDE = "said to somebody else"
LOOKING = 3
"""Turns back in which a picture was shown that talk may still be about."""
SHOWN = "a picture was shown"
EXPERTS: dict[str, Role] = {"code": "coder", "vision": "vision"}
"""Which role answers an intent; all others go to the general expert."""


@dataclass(frozen=True, slots=True)
class Redo:
    """A turn that answers once more what was said before. `begun` is how its reply begins, where it
    is to go on; `new`: the words are others than before, so they are felt and remembered."""

    begun: str = ""
    new: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """A batch of messages as the turn sees it, `at` a Unix second; `redo`: not the first time."""

    turn_id: str
    messages: tuple[SendMessage, ...]
    at: float = 0.0
    redo: Redo | None = None

    @property
    def again(self) -> bool:
        """Whether these very words were heard, felt and remembered before."""
        return self.redo is not None and not self.redo.new

    @property
    def begun(self) -> str:
        """How the reply begins, in the model's own text; "" where it does not go on."""
        return self.redo.begun if self.redo is not None else ""

    @property
    def said(self) -> list[str]:
        """The words of each message."""
        return [message.text for message in self.messages]

    @property
    def text(self) -> str:
        """All of it as one message."""
        return "\n".join(self.said)

    @property
    def people(self) -> tuple[str, ...]:
        """Who said it, each once."""
        return tuple(dict.fromkeys(message.person for message in self.messages))

    @property
    def names(self) -> tuple[str, ...]:
        """What those who said it are called, each once."""
        return tuple(dict.fromkeys(message.name or message.person for message in self.messages))

    @property
    def written(self) -> list[str]:
        """Each message as a prompt has it, with what came with it; in company with who said it."""
        several = len(self.names) > 1
        return [
            (f"{one.name or one.person}: " if several else "")
            + "\n".join(filter(None, (_shown(one.images), one.text, one.data)))
            for one in self.messages
        ]

    def includes(self, ids: Collection[str]) -> bool:
        """Whether one of these messages is among them."""
        return any(message.id in ids for message in self.messages if message.id)

    @property
    def pictures(self) -> tuple[str, ...]:
        """The paths of the pictures that came with it."""
        return tuple(path for message in self.messages for path in message.images)

    @property
    def images(self) -> int:
        """How many pictures came with it."""
        return len(self.pictures)


@dataclass(frozen=True, slots=True)
class Listened:
    """What a turn knows once it has listened.

    `found` is the role that answers or, in words, why nobody does (never the name of a role);
    `intent` is "" in that case. `vector` is the embedding of all the words, if there was one.
    """

    found: Role | str
    appraisal: Appraisal
    intent: Intent | Literal[""] = ""
    vector: Vector | None = None


def _shown(images: Sequence[str]) -> str:
    """Pictures in words: a model that sees none, or no more, knows that there was one."""
    return "\n".join(f"[picture: {named_file(PurePath(path).name)}]" for path in images)


def _name(talk: Conversation, heard: Heard) -> str:
    """What the feeling of a message is called in every process that shares it; "" for one whose
    face gives its messages no names."""
    ids = [message.id for message in heard.messages if message.id]
    return f"{talk.name}/{ids[0]}" if ids else ""


def named(name: str, text: str) -> bool:
    """Whether the name stands in the text, as words of their own and in any case."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None


@dataclass(slots=True)
class Listener:
    """Appraises, moves the hormones, decides and routes; tells the bus of each."""

    parts: Parts
    heart: Heart
    bus: Bus
    recent: Recent
    _trained: bool = field(init=False)

    def __post_init__(self) -> None:
        # The networks know vectors of one model only; for others there are those without.
        self._trained = EmbeddingModel.of(self.parts.settings.embedding_model).usual

    async def listen(self, talk: Conversation, heard: Heard, watch: Stopwatch) -> Listened:
        """What the words mean, and who answers them, if anybody."""
        with watch.stage("appraisal"):
            vector = await self._vector(heard.text, watch)
            known = vector if self._trained else None
            appraisal = self._feel(talk, heard, known)
        with watch.stage("routing"):
            if silence := self._silence(talk, heard, appraisal):
                return Listened(silence, appraisal, vector=vector)
            role, intent = self._route(talk, heard, known)
        return Listened(role, appraisal, intent, vector)

    async def foresee(self, talk: Conversation, heard: Heard, watch: Stopwatch) -> Listened:
        """What words would mean that are perhaps about to be said: nothing is felt or told."""
        vector = await self._vector(heard.text, watch)
        known = vector if self._trained else None
        appraisal = self.parts.appraiser.appraise(heard.text, vector=known)
        route = self.parts.router.route(heard.text, vector=known)
        return Listened(self._role(talk, heard, route)[0], appraisal, route.intent, vector)

    async def _vector(self, text: str, watch: Stopwatch) -> Vector | None:
        embedder = self.parts.embedder
        if embedder is None or not embedder.ready:
            return None
        try:
            with watch.waiting(), self.parts.monitor.measure("embedder", "sentence"):
                async with asyncio.timeout(EMBED_PATIENCE):
                    return (await embedder.embed([text]))[0]
        except (TimeoutError, SelError):
            return None

    def _feel(self, talk: Conversation, heard: Heard, vector: Vector | None) -> Appraisal:
        appraisal = self.recent.found(
            self._asked(APPRAISAL, talk, heard, {"vector": vector is not None}),
            Appraisal,
            lambda: self.parts.appraiser.appraise(heard.text, vector=vector),
        )
        self.bus.publish(
            MessageAppraised(
                channel=talk.name,
                turn_id=heard.turn_id,
                valence=appraisal.valence,
                arousal=appraisal.arousal,
                emotions=appraisal.emotions,
                reasons=appraisal.reasons,
            )
        )
        if not heard.again:
            self.heart.feel(appraisal, self.bus, talk.name, _name(talk, heard))
        return appraisal

    @staticmethod
    def _asked(kind: str, talk: Conversation, heard: Heard, shape: Mapping[str, object]) -> Asked:
        return Asked(kind, talk.name, heard.people, heard.text, shape)

    def _silence(self, talk: Conversation, heard: Heard, appraisal: Appraisal) -> str:
        addressed = any(message.addressed for message in heard.messages)
        if not addressed and all(message.aside for message in heard.messages):
            return ASIDE
        hushed = talk.company and talk.quiet and not addressed
        decision = decide(
            heard.text,
            addressed=addressed,
            named=named(self.parts.persona_of(talk.persona).name, heard.text),
            company=talk.name != DESK and not addressed,  # who speaks to SEL is answered
            silence_minutes=(self.parts.clock() - talk.heard_at) / 60,
            signals=appraisal.signals,
        )
        talk.quiet = hushed or (talk.company and decision.reason == QUIET)
        if hushed and decision.reason != HURTING:
            return QUIET
        return "" if decision.answer else decision.reason

    def _route(
        self, talk: Conversation, heard: Heard, vector: Vector | None
    ) -> tuple[Role, Intent]:
        shape = {"vector": vector is not None, "images": heard.images}
        route = self.recent.found(
            self._asked(CLASSIFICATION, talk, heard, shape),
            Route,
            lambda: self.parts.router.route(heard.text, vector=vector, images=heard.images),
        )
        role, reason = self._role(talk, heard, route)
        self.bus.publish(
            MessageRouted(
                channel=talk.name,
                turn_id=heard.turn_id,
                intent=route.intent,
                confidence=route.confidence,
                reason=reason,
                expert=role,
            )
        )
        return role, route.intent

    def _role(self, talk: Conversation, heard: Heard, route: Route) -> tuple[Role, str]:
        """Who answers, and why. Talk goes on with the expert that saw a picture for a while."""
        if not self.parts.experts.has("vision"):
            return _other(route), route.reason
        if heard.images:
            return "vision", route.reason
        shown = any(turn.images for turn in talk.history.turns[-LOOKING:])
        if shown and route.intent in ("general", "vision"):
            return "vision", SHOWN
        return _other(route), route.reason


def _other(route: Route) -> Role:
    """Who answers where nothing is there to be seen."""
    role = EXPERTS.get(route.intent, "general")
    return "general" if role == "vision" else role

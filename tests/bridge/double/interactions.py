"""Commands, buttons and forms: what a person does, and how SEL answers it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from double.checks import check_choices, check_form
from double.people import Channel, Person
from double.posts import File, Post
from double.rest import Answer, Call, Rest
from double.state import State, Told
from double.wire import (
    ACKNOWLEDGED,
    EPHEMERAL,
    LOADING,
    OLD_TOKEN,
    UNKNOWN_INTERACTION,
    UNKNOWN_MESSAGE,
    UNKNOWN_WEBHOOK,
    Json,
    Refused,
    invalid,
)

COMMAND, COMPONENT, COMPLETION, FORM = 2, 3, 4, 5
"""Kinds of interactions."""

MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
"""Kinds of answers."""


@dataclass(eq=False, slots=True)
class Response:
    """How an interaction was answered; it changes as SEL goes on.

    `after`: seconds from the interaction to the first answer, None before it. `kind`: of that
    answer. `post`: the message it became, None where there is none (yet). `history` of the post
    has its edits. `modal`: the form it opened. `choices`: of a completion.
    """

    channel: Channel = field(repr=False)
    after: float | None = None
    kind: int | None = None
    deferred: bool = False
    ephemeral: bool = False
    post: Post | None = None
    followups: list[Post] = field(default_factory=list)
    modal: Json | None = None
    choices: list[Json] = field(default_factory=list)
    final: bool = False

    @property
    def text(self) -> str:
        return self.post.text if self.post else ""

    @property
    def embeds(self) -> list[Json]:
        return self.post.embeds if self.post else []

    @property
    def files(self) -> tuple[File, ...]:
        return self.post.files if self.post else ()

    @property
    def components(self) -> list[Json]:
        return self.post.components if self.post else []

    @property
    def edits(self) -> list[tuple[float, str]]:
        """Each text the answer was changed to, with its moment."""
        return self.post.history[1:] if self.post else []

    @property
    def texts(self) -> list[str]:
        """The answer's text and those of what followed it."""
        return [self.text, *(post.text for post in self.followups)]


@dataclass(eq=False, slots=True)
class Interaction:
    """Something a person did. `made` is in Unix seconds: made earlier, it is older."""

    id: int
    token: str
    kind: int
    channel: Channel
    person: Person
    data: Json
    made: float
    response: Response
    source: Post | None = None

    @property
    def age(self) -> float:
        return time.time() - self.made

    async def acknowledged(self, seconds: float = 30.0) -> Response:
        """The response once SEL answered in any way, if only by asking for patience."""
        return await self._once(lambda: self.response.kind is not None, seconds)

    async def answered(self, seconds: float = 30.0) -> Response:
        """The response once it has something to say (a form or a list counts)."""
        return await self._once(lambda: self.response.final, seconds)

    async def _once(self, condition: Callable[[], bool], seconds: float) -> Response:
        until = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > until:
                raise AssertionError(f"not answered in {seconds} s: {self.response}")
            await asyncio.sleep(0.005)
        return self.response


@dataclass(slots=True)
class Interactions:
    """All interactions, and the routes over which they are answered."""

    state: State
    answer_in: float = 3.0
    token_for: float = 900.0
    all: dict[str, Interaction] = field(default_factory=dict)

    def add_to(self, rest: Rest) -> None:
        hook, message = "/webhooks/{app}/{token}", "/messages/{message}"
        rest.add("POST", "/interactions/{id}/{token}/callback", self.callback, free=True)
        rest.add("POST", hook, self.follow_up, free=True)
        rest.add("GET", hook + message, self.get, free=True)
        rest.add("PATCH", hook + message, self.edit, free=True)
        rest.add("DELETE", hook + message, self.delete, free=True)

    # ------------------------------------------------------------ asked

    def ask(
        self, kind: int, channel: Channel, person: Person, data: Json, source: Post | None = None
    ) -> Interaction:
        """Somebody does something: INTERACTION_CREATE."""
        number = self.state.ids.new()
        made = Interaction(
            number,
            f"interaction-token-{number}",
            kind,
            channel,
            person,
            data,
            time.time(),
            Response(channel),
            source,
        )
        self.all[made.token] = made
        self.state.tell(Told("INTERACTION_CREATE", self._payload(made), channel.guild, ANY_INTENT))
        return made

    def _payload(self, one: Interaction) -> Json:
        guild = one.channel.guild
        data: Json = {
            "id": str(one.id),
            "application_id": str(self.state.sel.id),
            "type": one.kind,
            "token": one.token,
            "version": 1,
            "data": one.data,
            "channel_id": str(one.channel.id),
            "channel": one.channel.payload() | {"permissions": str((1 << 50) - 1)},
            "attachment_size_limit": self.state.most_bytes(guild),
            "entitlements": [],
            "authorizing_integration_owners": {"0": str(guild.id if guild else 0)},
            "locale": "en-US",
            "context": 0 if guild else 1,
            "app_permissions": str(guild.permissions(self.state.sel) if guild else 1 << 11),
        }
        if one.source is not None:
            data["message"] = one.source.payload()
        if guild is None:
            return data | {"user": one.person.user()}
        allowed = {"permissions": str(guild.permissions(one.person))}
        return data | {
            "guild_id": str(guild.id),
            "guild": {"id": str(guild.id), "locale": "en-US", "features": []},
            "guild_locale": "en-US",
            "member": guild.member(one.person) | allowed,
        }

    # ------------------------------------------------------------ answered

    async def callback(self, call: Call) -> Answer:
        """The first answer, in three seconds and once."""
        one = self.all.get(call.ids["token"])
        if one is None or one.age > self.answer_in:
            raise UNKNOWN_INTERACTION
        if one.response.kind is not None:
            raise ACKNOWLEDGED
        kind, data = int(call.body["type"]), call.body.get("data") or {}
        self._begin(one, kind, data, call.files)
        one.response.kind, one.response.after = kind, one.age
        if call.query.get("with_response", "0") not in ("1", "true"):
            return 204, None
        return 200, self._receipt(one, kind)

    def _begin(self, one: Interaction, kind: int, data: Json, files: list[File]) -> None:
        response = one.response
        response.ephemeral = bool(int(data.get("flags") or 0) & EPHEMERAL)
        if kind == MESSAGE:
            response.post = self._write(one, data, files)
        elif kind == DEFER:
            response.deferred = True
            response.post = self._loading(one, data)
        elif kind == DEFER_UPDATE:
            response.deferred, response.post = True, one.source
        elif kind == UPDATE and one.source is not None:
            self.state.rewrite(one.source, data, files)
            response.post = one.source
        elif kind == CHOICES:
            check_choices(data["choices"])
            response.choices = data["choices"]
        elif kind == MODAL:
            check_form(data)
            response.modal = data
        else:
            raise invalid("type: Value is not allowed here.")
        response.final = kind not in (DEFER, DEFER_UPDATE)

    def _write(self, one: Interaction, data: Json, files: list[File]) -> Post:
        return self.state.write(
            one.channel, self.state.sel, data, files, interaction=one.id, webhook=True
        )

    def _loading(self, one: Interaction, data: Json) -> Post:
        """ "SEL is thinking…": a message without words."""
        now = time.time()
        post = Post(
            self.state.ids.new(),
            one.channel,
            self.state.sel,
            "",
            now,
            flags=int(data.get("flags") or 0) | LOADING,
            interaction=one.id,
            webhook=True,
            history=[(now, "")],
        )
        one.channel.posts.append(post)
        self.state.told("MESSAGE_CREATE", post)
        return post

    def _receipt(self, one: Interaction, kind: int) -> Json:
        interaction: Json = {"id": str(one.id), "type": one.kind}
        resource: Json = {"type": kind}
        post = one.response.post
        if post is not None and kind in (MESSAGE, DEFER, UPDATE):
            resource["message"] = post.payload()
            interaction |= {
                "response_message_id": str(post.id),
                "response_message_loading": bool(post.flags & LOADING),
                "response_message_ephemeral": post.ephemeral,
            }
        return {"interaction": interaction, "resource": resource}

    # ------------------------------------------------------------ afterwards

    def _asked(self, call: Call) -> Interaction:
        one = self.all.get(call.ids["token"])
        if one is None:
            raise UNKNOWN_WEBHOOK
        if one.age > self.token_for:
            raise OLD_TOKEN
        return one

    def _post(self, call: Call) -> tuple[Interaction, Post]:
        one = self._asked(call)
        wanted = call.ids["message"]
        if wanted == "@original":
            if one.response.post is None or one.response.post.deleted:
                raise UNKNOWN_WEBHOOK if one.response.kind is None else UNKNOWN_MESSAGE
            return one, one.response.post
        mine = [one.response.post, *one.response.followups]
        for post in mine:
            if post is not None and str(post.id) == wanted and not post.deleted:
                return one, post
        raise UNKNOWN_MESSAGE

    async def get(self, call: Call) -> Answer:
        return 200, self._post(call)[1].payload()

    async def edit(self, call: Call) -> Answer:
        one, post = self._post(call)
        self._settle(one, post, call.body, call.files)
        return 200, post.payload()

    def _settle(self, one: Interaction, post: Post, body: Json, files: list[File]) -> None:
        """Change a message; one that said "thinking…" then no longer does."""
        loading, post.flags = post.flags & LOADING, post.flags & ~LOADING
        try:
            self.state.rewrite(post, {k: v for k, v in body.items() if k != "flags"}, files)
        except Refused:
            post.flags |= loading
            raise
        if post is one.response.post:
            one.response.final = True

    async def follow_up(self, call: Call) -> Answer:
        """Another message. The first after a deferral takes the place of "thinking…"."""
        one = self._asked(call)
        if one.response.kind is None:
            raise UNKNOWN_WEBHOOK
        first = one.response.post
        if first is not None and first.flags & LOADING and not first.deleted:
            self._settle(one, first, call.body, call.files)
            return 200, first.payload()
        post = self._write(one, call.body, call.files)
        one.response.followups.append(post)
        one.response.final = True
        return 200, post.payload()

    async def delete(self, call: Call) -> Answer:
        one, post = self._post(call)
        self.state.delete(post)
        one.response.final = True
        return 204, None


ANY_INTENT = -1
"""Interactions come whatever the intents are."""

"""What the double is made of."""

from __future__ import annotations

from collections.abc import Sequence

from double.gateway import Gateway
from double.interactions import Interactions
from double.people import Person
from double.rest import Rest
from double.routes import Routes
from double.state import State, Told
from double.voice import Voice
from double.wire import PRIVILEGED

TOKEN = "MTA1NzUzODQzNTk4NjgwMzcxMg.double.of-a-bots-token"  # noqa: S105 - of nothing real


class Parts:
    """Its parts, put together."""

    def __init__(
        self,
        *,
        heartbeat: float = 41.25,
        privileged: Sequence[str] = tuple(PRIVILEGED),
        shards: int = 1,
        answer_in: float = 3.0,
        token_for: float = 900.0,
        old_after: float = 3600.0,
        file_most: int | None = None,
        request_most: int | None = None,
    ) -> None:
        self.token = TOKEN
        self.state = State(self._tell, file_most=file_most)
        intents = sum(PRIVILEGED[name] for name in privileged)
        self.gateway = Gateway(self.state, TOKEN, heartbeat=heartbeat, privileged=intents)
        self.rest = Rest(TOKEN)
        if request_most is not None:
            self.rest.request_most = request_most
        self.routes = Routes(
            self.state,
            "message_content" in privileged,
            "wss://gateway.discord.gg/",
            shards=shards,
            old_after=old_after,
        )
        self.routes.add_to(self.rest)
        self.interactions = Interactions(self.state, answer_in, token_for)
        self.interactions.add_to(self.rest)
        self.voice = Voice(self.state)
        self.gateway.on_voice_state = self.voice.asked
        self.port = 0
        self.proxy_url = ""
        self.proxied: list[str] = []

    @property
    def sel(self) -> Person:
        """The bot."""
        return self.state.sel

    def _tell(self, told: Told) -> None:
        self.gateway.tell(told)

"""What the bridge to Discord is made of on this machine, by the settings; nothing is opened yet.

The one place of the command line that knows `bridge`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from sel.config.settings import Settings
from sel.config.token import Token
from sel.paths import Paths
from sel.store.store import Store

if TYPE_CHECKING:
    from aiohttp import BaseConnector

    from bridge.bridge import Bridge, BridgeParts
    from bridge.ports import Book, Claims, Mind
    from sel.cli.bridged import OnDiscord
    from sel.cli.served import ServedBrain


def bridge_maker(
    settings: Settings, paths: Paths, token: Token
) -> Callable[[ServedBrain], OnDiscord]:
    """What makes the bridge over a brain, once somebody wants it."""

    def make(brain: ServedBrain) -> OnDiscord:
        from bridge.bridge import Bridge

        return Bridge(brain, bridge_parts(settings, paths, token))

    return make


def bridge_parts(settings: Settings, paths: Paths, token: Token) -> BridgeParts:
    """The parts."""
    from bridge.bridge import BridgeParts
    from sel.cli.bridge_media import ears_for, mouth_for

    return BridgeParts(
        settings=settings,
        token=token,
        open_book=lambda: Store.open(paths.data / "bridge"),
        claims=_claims,
        transcriber=ears_for(settings, paths),
        reciter=mouth_for(settings, paths),
    )


def bridge_over(
    brain: Mind,
    settings: Settings,
    paths: Paths,
    token: str,
    connector: Callable[[], BaseConnector],
) -> Bridge:
    """A bridge over any brain, led another way (`sel bench discord`)."""
    from bridge.bridge import Bridge

    parts = bridge_parts(settings, paths, Token(token))
    return Bridge(brain, replace(parts, connector=connector))


def _claims(book: Book) -> Claims:
    from bridge.ears.claims import LocalClaims

    return LocalClaims(book)


def invite_link() -> str:
    """The link that invites a bot, with its id to be put in; "" where discord.py is missing."""
    from bridge.bridge import invite_link as made
    from sel.errors import BridgeError

    try:
        return made()
    except BridgeError:
        return ""

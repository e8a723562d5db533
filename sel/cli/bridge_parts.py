"""What the bridge to Discord is made of on this machine, by the settings; nothing is opened yet.

The one place of the command line that knows `bridge`.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from sel.config.settings import Settings
from sel.config.token import Token
from sel.paths import Paths

if TYPE_CHECKING:
    from aiohttp import BaseConnector

    from bridge.bridge import Bridge, BridgeParts
    from bridge.ports import Book, Claims, Mind
    from sel.cli.bridged import OnDiscord
    from sel.cli.served import ServedBrain
    from sel.scale.leases import Leases


def bridge_maker(
    settings: Settings, paths: Paths, token: Token, *, demo: bool = False
) -> Callable[[ServedBrain], OnDiscord]:
    """What makes the bridge over a brain, once somebody wants it. Without a token a `demo` has a
    Discord of its own."""

    def make(brain: ServedBrain) -> OnDiscord:
        if demo and not token():
            from sel.cli.pretended import PretendedDiscord

            return PretendedDiscord(brain)
        from bridge.bridge import Bridge

        return Bridge(brain, bridge_parts(settings, paths, token))

    return make


def bridge_parts(settings: Settings, paths: Paths, token: Token) -> BridgeParts:
    """The parts; what several SELs share is in the databases that the settings name. Raises
    `SettingError` where a library for these is missing."""
    from bridge.bridge import BridgeParts
    from sel.cli.bridge_media import ears_for, mouth_for
    from sel.cli.scale import shared_parts

    shared = shared_parts(settings)

    def own_book() -> Book:
        from sel.store.store import Store

        return Store.open(paths.data / "bridge")

    return BridgeParts(
        settings=settings,
        token=token,
        open_book=shared.open_book or own_book,
        claims=_claims if shared.claims is None else _shared(shared.claims),
        transcriber=ears_for(settings, paths),
        reciter=mouth_for(settings, paths),
        shards=None if shared.leases is None else _leased(shared.leases),
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


def _shared(make: Callable[[], Claims]) -> Callable[[Book], Claims]:
    def claims(_: Book) -> Claims:
        return make()

    return claims


def _leased(make: Callable[[], Leases]) -> Callable[[int], AsyncGenerator[frozenset[int], None]]:
    def shards(total: int) -> AsyncGenerator[frozenset[int], None]:
        return make().hold(total)

    return shards


def invite_link() -> str:
    """The link that invites a bot, with its id to be put in; "" where discord.py is missing."""
    from bridge.bridge import invite_link as made
    from sel.errors import BridgeError

    try:
        return made()
    except BridgeError:
        return ""

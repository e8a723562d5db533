"""Certificates of a test's own authority, for all of Discord's names."""

from __future__ import annotations

import functools
import ssl
import tempfile
from pathlib import Path
from typing import Any

import trustme

NAMES = (
    "discord.com",
    "*.discord.com",
    "*.discord.gg",
    "*.discord.media",
    "*.discordapp.com",
    "*.discordapp.net",
    "localhost",
    "127.0.0.1",
)


@functools.cache
def authority() -> tuple[trustme.CA, trustme.LeafCert]:
    """One for the whole run: making keys takes a while."""
    made = trustme.CA()
    return made, made.issue_cert(*NAMES)


def server_context() -> ssl.SSLContext:
    """What the double shows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority()[1].configure_cert(context)
    return context


def client_context() -> ssl.SSLContext:
    """What trusts the double, and nobody else."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    authority()[0].configure_trust(context)
    return context


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="double-")


def authority_file() -> Path:
    """The authority as a file, for SSL_CERT_FILE."""
    path = Path(_folder().name) / "ca.pem"
    if not path.exists():
        authority()[0].cert_pem.write_to_path(str(path))
    return path


def resolver(port: int) -> Any:
    """Answers 127.0.0.1 and the double's port for every name."""
    import socket

    from aiohttp.abc import AbstractResolver, ResolveResult

    class Loopback(AbstractResolver):
        async def resolve(
            self, host: str, port_asked: int = 0, family: socket.AddressFamily = socket.AF_INET
        ) -> list[ResolveResult]:
            return [
                ResolveResult(
                    hostname=host,
                    host="127.0.0.1",
                    port=port,
                    family=socket.AF_INET,
                    proto=0,
                    flags=socket.AI_NUMERICHOST,
                )
            ]

        async def close(self) -> None:
            """There is nothing to close."""

    return Loopback()

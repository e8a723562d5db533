"""The Discord token: from the environment or `.env`, and nowhere else to be seen.

It is no setting, so that no table, page or flag ever has it. Once taken it is gone from the
environment: what SEL starts does not inherit it, and `ps e` does not show it.
"""

from __future__ import annotations

import os
import re
from collections.abc import MutableMapping, Sequence
from pathlib import Path

from sel.errors import SelError, TokenRefused

TOKEN = "DISCORD_TOKEN"  # noqa: S105 - its name
TOKEN_PLACE = (
    f"Put {TOKEN}=… into the environment or a .env file of the folder SEL is started in, "
    "and have Discord make a new one: this one may have been seen."
)
"""What to do about a token in a wrong place."""

_NAMES = re.compile(r"(?i)(?:sel_?)?(?:discord_?)?(?:bot_?)?token")
_FLAG = re.compile(r"(?i)--(?:discord-?)?(?:bot-?)?token(?:=.*)?", re.DOTALL)
_LOOK = re.compile(r"[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}")
"""How Discord's tokens look: an id, a time and a signature, each in base64."""


def is_token(name: str) -> bool:
    """Whether a name of a setting is meant to be the token's."""
    return _NAMES.fullmatch(name) is not None


class Token:
    """Where the token is; asked for its value, and never shown."""

    def __init__(self, value: str = "", folder: Path | None = None) -> None:
        """`folder` is where `.env` is looked for when there is no value."""
        self.__value, self._folder = value, folder

    def __repr__(self) -> str:
        return "Token(…)"

    def __call__(self) -> str:
        """The token; "" where there is none. Raises `TokenRefused` for what cannot be one."""
        value = (self.__value or self._from_file()).strip()
        if value.startswith("Bot "):  # as Discord's own examples write it
            value = value.removeprefix("Bot ").strip()
        if not value.isascii() or not value.isprintable() or " " in value:
            raise TokenRefused(
                f"{TOKEN} holds no token: there are blanks or strange signs in it.",
                hint="Copy it again from the page of your bot.",
            )
        return value

    def taken(self) -> str:
        """What stood in the environment, as it is: for the log, which leaves it out."""
        return self.__value

    def _from_file(self) -> str:
        if self._folder is None:
            return ""
        from sel.config import files  # lazy: only the bridge asks

        problems: list[SelError] = []
        found = files.read_dotenv(self._folder / ".env", problems).values.get(TOKEN, "")
        return found if isinstance(found, str) else ""

    def open_to_others(self) -> bool:
        """Whether it stands in a `.env` that other users of the machine can read."""
        if self.__value or self._folder is None or not self._from_file():
            return False
        return bool((self._folder / ".env").stat().st_mode & 0o044)


def take(environ: MutableMapping[str, str], folder: Path | None = None) -> Token:
    """Take the token out of the environment; one in `.env` is read when it is asked for."""
    if TOKEN not in environ:
        return Token(folder=folder)
    if environ is os.environ:
        _blank(TOKEN)
    return Token(environ.pop(TOKEN), folder)


def refuse_in(arguments: Sequence[str]) -> None:
    """Raises `TokenRefused` where a command line holds a token; without telling it."""
    for argument in arguments:
        if _FLAG.fullmatch(argument) or _LOOK.search(argument):
            raise TokenRefused(
                "A token on the command line can be read by everybody on this machine.",
                hint=TOKEN_PLACE,
            )


def _blank(name: str) -> None:
    """Write over the value where the system keeps it: `ps` and /proc show what a process was
    started with, even when the name is taken out of its environment later."""
    import ctypes  # lazy: few starts have a token

    try:
        getenv = ctypes.CDLL(None).getenv
    except (OSError, AttributeError, TypeError):  # no C library that can be asked
        return
    getenv.argtypes, getenv.restype = [ctypes.c_char_p], ctypes.c_void_p
    place = getenv(name.encode())
    if place:
        ctypes.memset(place, 0, len(ctypes.string_at(place)))

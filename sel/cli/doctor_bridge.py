"""Examines what SEL needs on Discord: packages, a token, and for sound libopus and ffmpeg.

Everything is found by name; none of it is loaded, and nobody is asked whether the token is right.
"""

from __future__ import annotations

import ctypes.util
import importlib.util
import shutil
from collections.abc import Iterator

from sel.cli.doctor_check import Check
from sel.config.token import TOKEN, Token
from sel.errors import TokenRefused

_PACKAGES = {"discord.py": "discord", "pillow": "PIL"}
_SOUND = {"PyNaCl": "nacl", "davey": "davey"}


def bridge_checks(token: Token) -> Iterator[Check]:
    """Every check of the bridge. None is vital: SEL is well without Discord."""
    missing = [name for name, module in _PACKAGES.items() if not _is_installed(module)]
    if missing:
        fix = "`make install-discord`, if you want SEL there."
        yield Check("Discord", "ok", f"Not installed ({', '.join(missing)}).", fix)
        return
    yield Check("Discord", "ok", f"{' and '.join(_PACKAGES)} are there.")
    found = _token(token)
    yield found
    if not found.fix:  # else what comes after it is of no use yet
        yield _sound()


def _token(token: Token) -> Check:
    try:
        found = token()
    except TokenRefused as error:
        return Check("Discord token", "warning", error.title, error.hint)
    if not found:
        return Check("Discord token", "ok", "None.", "`sel bridge` says how to get one.")
    if token.open_to_others():
        return Check("Discord token", "warning", "Others can read it in .env.", "chmod 600 .env")
    return Check("Discord token", "ok", f"{TOKEN} is set, not shown.")


def _sound() -> Check:
    """Voice notes and voice channels; without it SEL reads and writes there."""
    missing = [name for name, module in _SOUND.items() if not _is_installed(module)]
    if not ctypes.util.find_library("opus"):
        missing.append("libopus")
    if not shutil.which("ffmpeg"):
        missing.append("ffmpeg")
    if not missing:
        return Check("Discord voice", "ok", "libopus and ffmpeg are there.")
    fix = "apt install libopus0 ffmpeg (as root); `make install-discord` for the packages."
    detail = f"{', '.join(missing)} missing; SEL does not speak in voice channels."
    return Check("Discord voice", "warning", detail, fix)


def _is_installed(module: str) -> bool:
    return importlib.util.find_spec(module) is not None

"""One use of a command or a button as discord.py has it: read, put off, answered.

Discord wants an answer within 3 s and takes the real one for 15 min. So everything is put off
first; where even that comes too late, nobody can be told anything, and nothing breaks.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

import discord
from discord import app_commands

from bridge.commands.asked import Answer, Asked, Button, Sheet
from bridge.commands.failing import sentence_of
from bridge.commands.harmless import fitting
from bridge.trouble import TROUBLE
from sel.errors import SelError
from sel.observe.errors_told import told
from sel.observe.redaction import own

if TYPE_CHECKING:
    from bridge.commands.press import Press

log = logging.getLogger(__name__)

Use: TypeAlias = discord.Interaction[discord.Client]


class Gone(app_commands.AppCommandError):
    """The use is over before SEL could answer: there is nobody to tell."""


def asked_of(use: Use) -> Asked:
    """Who asks, where, and what they may there."""
    return Asked(
        user_id=use.user.id,
        channel_id=use.channel_id or 0,
        guild_id=use.guild_id,
        parent_id=use.channel.parent_id if isinstance(use.channel, discord.Thread) else 0,
        name=use.user.display_name,
        may=frozenset(name for name, has in use.permissions if has),
        limit=use.filesize_limit,
        files=use.guild_id is None or use.app_permissions.attach_files,
    )


async def begin(use: Use, *, private: bool) -> None:
    """Say that an answer is coming; `private` for only who asks. Raises `Gone`."""
    try:
        await use.response.defer(ephemeral=private, thinking=True)
    except discord.InteractionResponded:
        return
    except TROUBLE as error:
        raise Gone from error


async def begin_press(use: Use) -> None:
    """Say that the message with the button will change. Raises `Gone`."""
    try:
        await use.response.defer()
    except discord.InteractionResponded:
        return
    except TROUBLE as error:
        raise Gone from error


async def give(use: Use, answer: Answer, press: type[Press] | None = None) -> bool:
    """Show the answer in place of what was put off; whether Discord took it."""
    view = view_of(answer.buttons, press)
    try:
        await use.edit_original_response(
            content=fitting(answer.text),
            attachments=[file_of(answer.sheet)] if answer.sheet else [],
            view=view,
            allowed_mentions=discord.AllowedMentions.none(),
        )
    except TROUBLE as error:
        _lost(error)
        return False
    return True


async def tell_failure(use: Use, error: BaseException) -> None:
    """Say in a sentence what went wrong, to who asked only; never raises."""
    cause = getattr(error, "original", error)
    if isinstance(cause, Gone):
        log.info("a command was answered too late")
        return
    if not isinstance(cause, SelError | app_commands.CommandOnCooldown):
        log.error("a command failed: %s", own(told(cause)))
    try:
        await _tell(use, _sentence(cause))
    except TROUBLE as refusal:
        _lost(refusal)


async def _tell(use: Use, text: str) -> None:
    none = discord.AllowedMentions.none()
    if not use.response.is_done():
        await use.response.send_message(fitting(text), ephemeral=True, allowed_mentions=none)
        return
    await use.followup.send(fitting(text), ephemeral=True, allowed_mentions=none)


def _sentence(cause: BaseException) -> str:
    if isinstance(cause, app_commands.CommandOnCooldown):
        return f"That was a lot at once; try again in {cause.retry_after:.0f} s."
    if isinstance(cause, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return "I have changed since Discord learned my commands; try again in a minute."
    return sentence_of(cause)


def view_of(buttons: Iterable[Button], press: type[Press] | None) -> discord.ui.View | None:
    """The buttons as discord.py has them; they work after a restart, too."""
    shown = list(buttons)
    if not shown or press is None:
        return None
    view = discord.ui.View(timeout=None)
    for one in shown:
        view.add_item(press(one))
    return view


def file_of(sheet: Sheet) -> discord.File:
    """A file to send; what is on it in words for whoever cannot see it."""
    return discord.File(io.BytesIO(sheet.data), sheet.name, description=sheet.about[:1024] or None)


def _lost(error: BaseException) -> None:
    code = error.code if isinstance(error, discord.HTTPException) else 0
    log.warning("an answer to a command did not reach Discord: %s, code %d", type(error), code)

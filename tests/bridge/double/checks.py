"""Limits of what a message, a form or a command may hold (Discord's documentation).

discord.py checks few of them, and Discord refuses the whole call for one letter too many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from double.wire import Json, invalid

Limit = tuple[str, int]

EMBED: tuple[Limit, ...] = (("title", 256), ("description", 4096))
INNER = {"footer": ("text", 2048), "author": ("name", 256)}
EMBED_MOST, EMBEDS_MOST, FIELDS_MOST, FILES_MOST = 6000, 10, 25, 10
COMPONENT: dict[int, tuple[Limit, ...]] = {
    2: (("label", 80), ("custom_id", 100)),
    3: (("placeholder", 150), ("custom_id", 100)),
    4: (("label", 45), ("placeholder", 100), ("value", 4000), ("custom_id", 100)),
    18: (("label", 45), ("description", 100)),
}
ROWS_MOST, BUTTONS_MOST, CHOICES_MOST = 5, 5, 25
NAME = re.compile(r"[-_'\w]{1,32}")
COMMAND_MOST = 8000


def check_message(body: Json, files: int) -> None:
    """Raise `Refused` for embeds, components or files beyond the limits."""
    embeds = body.get("embeds") or []
    if len(embeds) > EMBEDS_MOST or files > FILES_MOST:
        raise invalid("embeds, files: Must be 10 or fewer in length.")
    if sum(_embed(one) for one in embeds) > EMBED_MOST:
        raise invalid("embeds: Embed size exceeds maximum size of 6000")
    check_components(body.get("components") or [])


def _short(data: Json, limits: tuple[Limit, ...]) -> int:
    """The letters of some texts in all."""
    for name, most in limits:
        if len(data.get(name) or "") > most:
            raise invalid(f"{name}: Must be {most} or fewer in length.")
    return sum(len(data.get(name) or "") for name, _ in limits)


def _embed(embed: Json) -> int:
    fields = embed.get("fields") or []
    if len(fields) > FIELDS_MOST:
        raise invalid("embeds.fields: Must be 25 or fewer in length.")
    letters = _short(embed, EMBED)
    for one in fields:
        if not one.get("name") or not one.get("value"):
            raise invalid("embeds.fields: This field is required")
        letters += _short(one, (("name", 256), ("value", 1024)))
    return letters + sum(_short(embed.get(name) or {}, (limit,)) for name, limit in INNER.items())


def parts(components: list[Json]) -> Iterator[Json]:
    """All components, also those inside others."""
    for one in components:
        yield one
        inside = [*(one.get("components") or []), one.get("accessory"), one.get("component")]
        yield from parts([inner for inner in inside if inner])


def check_components(components: list[Json]) -> None:
    """Raise `Refused` for too many rows or buttons, long labels, or an id that is there twice."""
    if sum(one["type"] == 1 for one in components) > ROWS_MOST:
        raise invalid("components: Must be between 1 and 5 in length.")
    seen: set[str] = set()
    for one in parts(components):
        if one["type"] == 1 and len(one["components"]) > BUTTONS_MOST:
            raise invalid("components: Must be between 1 and 5 in length.")
        _short(one, COMPONENT.get(one["type"], ()))
        options = one.get("options") or []
        if one["type"] == 3 and not 0 < len(options) <= CHOICES_MOST:
            raise invalid("options: Must be between 1 and 25 in length.")
        for option in options:
            _short(option, (("label", 100), ("value", 100), ("description", 100)))
        custom = one.get("custom_id")
        if custom in seen:
            raise invalid("components: Component custom id cannot be duplicated")
        if custom:
            seen.add(custom)


def check_form(modal: Json) -> None:
    """Raise `Refused` for a form that Discord would not open."""
    _short(modal, (("title", 45), ("custom_id", 100)))
    if not 0 < len(modal.get("components") or []) <= ROWS_MOST:
        raise invalid("components: Must be between 1 and 5 in length.")
    check_components(modal["components"])


def check_choices(choices: list[Json]) -> None:
    """Raise `Refused` for a completion that is too long."""
    if len(choices) > CHOICES_MOST:
        raise invalid("choices: Must be 25 or fewer in length.")
    for one in choices:
        _short(one, (("name", 100),))


def check_command(command: Json, depth: int = 0) -> int:
    """Raise `Refused` for a command that Discord would not register; its letters in all."""
    name, description = command["name"], command.get("description") or ""
    if command.get("type", 1) != 1 and depth == 0:  # of a person's or a message's menu
        return len(name)
    if not NAME.fullmatch(name) or name != name.lower():
        raise invalid("name: Command name is invalid")
    if not 0 < len(description) <= 100:
        raise invalid("description: Must be between 1 and 100 in length.")
    options = command.get("options") or []
    needed = [bool(one.get("required")) for one in options]
    if len(options) > CHOICES_MOST or needed != sorted(needed, reverse=True):
        raise invalid("options: Required options must be placed before non-required options")
    if depth > 2 and any(one["type"] in (1, 2) for one in options):
        raise invalid("options: Sub-command groups can only be nested one level")
    check_choices(command.get("choices") or [])
    letters = len(name) + len(description)
    letters += sum(check_command(one, depth + 1) for one in options)
    if letters > COMMAND_MOST:
        raise invalid("Command exceeds maximum size (8000)")
    return letters

"""What people choose: commands and their options, buttons, forms; as Discord would send it.

What a person could not do there is an `AssertionError` here.
"""

from __future__ import annotations

from double.checks import parts
from double.people import Channel, Guild, Person
from double.posts import Post
from double.wire import Json


def option(name: str, value: object, guild: Guild | None) -> tuple[Json, Json]:
    """An option of a command, and what is told of the one it names."""
    if isinstance(value, Person):
        users: Json = {"users": {str(value.id): value.user()}}
        if guild is not None:
            allowed = {"permissions": str(guild.permissions(value))}
            users["members"] = {str(value.id): guild.member(value, bare=True) | allowed}
        return {"name": name, "type": 6, "value": str(value.id)}, users
    if isinstance(value, Channel):
        told = value.payload() | {"permissions": str((1 << 50) - 1)}
        return {"name": name, "type": 7, "value": str(value.id)}, {
            "channels": {str(value.id): told}
        }
    kinds = {bool: 5, int: 4, float: 10}
    return {"name": name, "type": kinds.get(type(value), 3), "value": value}, {}


def command_data(
    commands: list[Json],
    words: list[str],
    options: list[Json],
    resolved: Json,
    *,
    guild: Guild | None,
    person: Person,
) -> Json:
    """The data of a command that is called by its words: a name, groups, a subcommand."""
    found = next((one for one in commands if one["name"] == words[0]), None)
    if found is None:
        known = sorted(one["name"] for one in commands)
        raise AssertionError(f"there is no command /{words[0]}, only {known}")
    _check_place(found, guild, person)
    _check(found, words[1:], options)
    inner = options
    for depth, word in enumerate(reversed(words[1:])):
        inner = [{"name": word, "type": 1 if depth == 0 else 2, "options": inner}]
    data: Json = {"id": found["id"], "name": words[0], "type": 1, "options": inner}
    return data | ({"resolved": resolved} if resolved else {})


def _check(command: Json, words: list[str], options: list[Json]) -> None:
    """Discord lets nobody call what is not registered, nor without what is required."""
    at = command
    for word in words:
        inner = {one["name"]: one for one in at.get("options", []) if one["type"] in (1, 2)}
        if word not in inner:
            raise AssertionError(f"/{command['name']} has no {word!r}, only {sorted(inner)}")
        at = inner[word]
    known = {one["name"]: one for one in at.get("options", [])}
    if any(one["type"] in (1, 2) for one in known.values()):
        raise AssertionError(f"{at['name']} is a group: {sorted(known)}")
    given = {one["name"] for one in options}
    required = {name for name, one in known.items() if one.get("required")}
    if not required <= given <= set(known):
        raise AssertionError(f"options of {at['name']} are {sorted(known)}, not {sorted(given)}")
    for one in options:
        wanted = int(known[one["name"]]["type"])
        if wanted != one["type"] and {wanted, int(one["type"])} != {4, 10}:
            raise AssertionError(f"option {one['name']} is of type {wanted}, not {one['type']}")
        one["type"] = wanted
        _check_value(known[one["name"]], one["value"])


def _check_value(wanted: Json, value: object) -> None:
    """What a person can choose or type there."""
    choices = [one["value"] for one in wanted.get("choices") or []]
    if choices and value not in choices:
        raise AssertionError(f"{wanted['name']} is one of {choices}, not {value!r}")
    size = len(value) if isinstance(value, str) else value
    least = wanted.get("min_length", wanted.get("min_value"))
    most = wanted.get("max_length", wanted.get("max_value"))
    if isinstance(size, int | float) and not (least or size) <= size <= (most or size):
        raise AssertionError(f"{wanted['name']} is between {least} and {most}, not {value!r}")


def _check_place(command: Json, guild: Guild | None, person: Person) -> None:
    """Where a command is not offered, or not to everybody, nobody sees it."""
    contexts = command.get("contexts")
    here = 1 if guild is None else 0
    if contexts is not None and here not in contexts:
        raise AssertionError(f"/{command['name']} is not offered there")
    needed = int(command.get("default_member_permissions") or 0)
    if guild is not None and needed & ~guild.permissions(person):
        raise AssertionError(f"/{command['name']} is not offered to {person.name}")


def pressed(post: Post, custom_id: str | None, label: str | None) -> Json:
    """The button (or menu) of a message that is meant."""
    for one in parts(post.components):
        if one.get("type") in (2, 3) and custom_id in (None, one.get("custom_id")):
            if label is not None and one.get("label") != label:
                continue
            if one.get("disabled"):
                raise AssertionError(f"disabled: {one}")
            return one
    raise AssertionError(f"no such button: {custom_id or label}, in {post.components}")


def form_data(modal: Json, values: dict[str, str]) -> Json:
    """What is sent when a form is filled in; `values` by custom id or label."""

    def filled(one: Json, label: str = "") -> Json:
        data: Json = {"type": one["type"], "id": one.get("id", 0)}
        if one.get("component"):
            data["component"] = filled(one["component"], one.get("label", ""))
        if one.get("components"):
            data["components"] = [filled(inner) for inner in one["components"]]
        if one.get("custom_id") is not None:
            name = one.get("label") or label
            data["custom_id"] = one["custom_id"]
            data["value"] = values.get(one["custom_id"], values.get(name, one.get("value") or ""))
        return data

    return {
        "custom_id": modal["custom_id"],
        "components": [filled(one) for one in modal["components"]],
    }

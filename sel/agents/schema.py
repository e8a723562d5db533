"""Arguments of an agent: a small part of JSON Schema, checked, and words made into arguments.

Known: type (string, integer, number, boolean, array), properties, required, enum, minimum, maximum,
minLength, maxLength, items, maxItems, default, description. An object takes no other names.
"""

from __future__ import annotations

import json
import math
import shlex
from collections.abc import Mapping
from typing import Any

from sel.agents.told import Refusal
from sel.agents.types import Json

LONGEST = 10_000
"""Characters of a text where the schema gives no limit."""
MOST_ITEMS = 1_000

_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
}
_KNOWN = {
    "type", "enum", "minimum", "maximum", "minLength", "maxLength", "items", "maxItems", "default",
    "description",
}  # fmt: skip
_OBJECT = {"type", "properties", "required", "description"}


def check(schema: object) -> None:
    """Raise `ValueError`, with what is wrong, for a schema that is not of this small kind."""
    if not isinstance(schema, dict) or schema.get("type", "object") != "object":
        raise ValueError("the arguments are not described as an object")
    _no_others(schema, _OBJECT, "the arguments")
    properties = schema.get("properties", {})
    if not isinstance(properties, dict):
        raise ValueError("`properties` is not an object")  # noqa: TRY004 - one kind of error
    for name, rule in properties.items():
        _check_rule(rule, f"`{name}`")
    required = schema.get("required", [])
    if not isinstance(required, list) or not set(required) <= set(properties):
        raise ValueError("`required` names what `properties` does not have")
    json.dumps(schema, allow_nan=False)


def _check_rule(rule: object, place: str) -> None:
    if not isinstance(rule, dict) or rule.get("type") not in _TYPES:
        raise ValueError(f"{place} has no type SEL knows ({', '.join(_TYPES)})")
    _no_others(rule, _KNOWN, place)
    if "items" in rule:
        _check_rule(rule["items"], f"an item of {place}")
    if not isinstance(rule.get("enum", []), list):
        raise ValueError(f"`enum` of {place} is not a list")  # noqa: TRY004 - as above
    for bound in ("minimum", "maximum", "minLength", "maxLength", "maxItems"):
        if not isinstance(rule.get(bound, 0), int | float):
            raise ValueError(f"`{bound}` of {place} is no number")  # noqa: TRY004 - as above


def _no_others(rule: Mapping[str, Any], known: set[str], place: str) -> None:
    if others := sorted(set(map(str, rule)) - known):
        raise ValueError(f"{place}: `{others[0]}` is not known here")


def validate(arguments: object, schema: Mapping[str, Json]) -> dict[str, Json]:
    """The arguments with defaults filled in. Raises `Refusal`, which names what is wrong."""
    if not isinstance(arguments, Mapping):
        raise Refusal("The arguments are not an object.")
    properties = schema.get("properties", {})
    for name in arguments:
        if name not in properties:
            raise Refusal(f"There is no argument called {str(name)[:40]}.")
    for name in schema.get("required", []):
        if name not in arguments:
            raise Refusal(f"The argument {name} is missing.")
    filled = {name: rule["default"] for name, rule in properties.items() if "default" in rule}
    filled |= arguments
    for name, value in filled.items():
        _check_value(value, properties[name], name)
    return filled


def _check_value(value: Json, rule: Mapping[str, Json], name: str) -> None:
    kind = rule["type"]
    right = isinstance(value, _TYPES[kind]) and (kind == "boolean") == isinstance(value, bool)
    if not right:
        raise Refusal(f"{name} should be of type {kind}.")
    if "enum" in rule and value not in rule["enum"]:
        raise Refusal(f"{name} should be one of: {', '.join(map(str, rule['enum']))}.")
    if kind in ("integer", "number"):
        _check_size(value, rule, name)
    elif kind == "string":
        _check_length(len(value), rule.get("minLength", 0), rule.get("maxLength", LONGEST), name)
    elif kind == "array":
        _check_length(len(value), 0, rule.get("maxItems", MOST_ITEMS), name)
        for item in value if "items" in rule else ():
            _check_value(item, rule["items"], f"an item of {name}")


def _check_size(value: float, rule: Mapping[str, Json], name: str) -> None:
    low, high = rule.get("minimum", -math.inf), rule.get("maximum", math.inf)
    finite = isinstance(value, int) or math.isfinite(value)
    if not (finite and low <= value <= high):
        raise Refusal(f"{name} should be a number from {low} to {high}.")


def _check_length(length: int, low: int, high: int, name: str) -> None:
    if not low <= length <= high:
        raise Refusal(f"{name} should have a length from {low} to {high}.")


def from_words(words: str, schema: Mapping[str, Json]) -> dict[str, Json]:
    """Arguments from what a person typed behind an agent's name; not validated yet.

    A JSON object; or `name=value …`; or all the words as the one text the agent wants.
    Raises `Refusal` where they are none of these.
    """
    words = words.strip()
    if words.startswith("{"):
        return _object(words)
    properties = _properties(schema)
    pairs = _pairs(words, properties)
    if pairs is not None:
        return pairs
    name = _main(schema)
    if name is None:
        raise Refusal(f"Please name the arguments: {_usage(properties)}.")
    return {name: typed(words, properties[name])}


def _properties(schema: Mapping[str, Json]) -> dict[str, Mapping[str, Json]]:
    """Those that are described; the schema of an MCP server may hold anything."""
    properties = schema.get("properties")
    found = properties.items() if isinstance(properties, Mapping) else ()
    return {name: rule for name, rule in found if isinstance(rule, Mapping)}


def _object(words: str) -> dict[str, Json]:
    try:
        found = json.loads(words)
    except (ValueError, RecursionError) as error:
        raise Refusal("What stands in the braces is not JSON.") from error
    if not isinstance(found, dict):
        raise Refusal("What stands in the braces is not a JSON object.")
    return found


def _pairs(words: str, properties: Mapping[str, Json]) -> dict[str, Json] | None:
    try:
        parts = [part.partition("=") for part in shlex.split(words)]
    except ValueError:
        return None
    if not all(sign and name in properties for name, sign, _ in parts):
        return None
    return {name: typed(value, properties[name]) for name, _, value in parts}


def typed(text: str, rule: Mapping[str, Json]) -> Json:
    """The text as the rule's type where it is one; else the text, which `validate` refuses."""
    if rule.get("type") == "string":
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _main(schema: Mapping[str, Json]) -> str | None:
    """The argument that a few bare words are for: the only required one; where none is required,
    the only one, or the first that is a free text."""
    properties, required = _properties(schema), list(schema.get("required", []))
    if required or len(properties) == 1:
        names = required or list(properties)
        return names[0] if len(names) == 1 and names[0] in properties else None
    free = (
        name
        for name, rule in properties.items()
        if rule.get("type") == "string" and "enum" not in rule
    )
    return next(free, None)


def _usage(properties: Mapping[str, Json]) -> str:
    return " ".join(f"{name}=…" for name in properties) or "there are none"

"""Messages, forms and commands beyond Discord's limits are refused as Discord refuses them."""

from __future__ import annotations

from typing import Any

import pytest
from double.checks import check_choices, check_command, check_form, check_message
from double.wire import Refused

BUTTON: dict[str, Any] = {"type": 2, "style": 1, "label": "x", "custom_id": "a"}
CHOICE = {"label": "x", "value": "x"}


def row(*inner: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(inner)}


def menu(count: int) -> dict[str, Any]:
    return {"type": 3, "custom_id": "m", "options": [CHOICE] * count}


def buttons(count: int) -> list[dict[str, Any]]:
    return [BUTTON | {"custom_id": str(number)} for number in range(count)]


def embed(**parts: Any) -> dict[str, Any]:
    return {"embeds": [parts]}


GOOD = [
    embed(title="x" * 256, description="x" * 4096, fields=[{"name": "a", "value": "b"}] * 25),
    {"components": [row(*buttons(5)), row(menu(25))]},
    {},
]
BAD = [
    embed(title="x" * 257),
    embed(description="x" * 4097),
    embed(fields=[{"name": "a", "value": "b"}] * 26),
    embed(fields=[{"name": "a", "value": ""}]),
    embed(footer={"text": "x" * 2049}),
    {"embeds": [{"description": "x" * 3001}] * 2},
    {"embeds": [{"title": "x"}] * 11},
    {"components": [row(*buttons(6))]},
    {"components": [row(BUTTON | {"custom_id": str(number)}) for number in range(6)]},
    {"components": [row(BUTTON | {"label": "x" * 81})]},
    {"components": [row(BUTTON | {"custom_id": "x" * 101})]},
    {"components": [row(BUTTON, BUTTON)]},
    {"components": [row(menu(0))]},
    {"components": [row(menu(26))]},
]


@pytest.mark.parametrize("body", GOOD)
def test_what_fits_is_taken(body: dict[str, Any]) -> None:
    check_message(body, 10)


@pytest.mark.parametrize("body", BAD)
def test_what_does_not_fit_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(Refused) as caught:
        check_message(body, 0)
    assert (caught.value.status, caught.value.code) == (400, 50035)


def test_eleven_files_are_too_many() -> None:
    with pytest.raises(Refused):
        check_message({}, 11)


def test_forms_and_completions() -> None:
    field = {"type": 4, "label": "Name", "custom_id": "n"}
    check_form({"title": "x" * 45, "custom_id": "f", "components": [row(field)]})
    bad: list[dict[str, Any]] = [
        {"title": "x" * 46, "components": [row(field)]},
        {"title": "x", "components": []},
        {"title": "x", "components": [row(field | {"label": "x" * 46})]},
    ]
    for modal in bad:
        with pytest.raises(Refused):
            check_form(modal)
    check_choices([{"name": "x", "value": "x"}] * 25)
    with pytest.raises(Refused):
        check_choices([{"name": "x", "value": "x"}] * 26)


def command(**parts: Any) -> dict[str, Any]:
    return {"name": "sel", "description": "x", "type": 1} | parts


def test_commands() -> None:
    leaf = command(name="one", type=3)
    inner = command(name="memory", type=2, options=[command(name="list", options=[leaf])])
    assert check_command(command(options=[inner])) == 3 + 6 + 4 + 3 + 4
    check_command({"name": "Look at it", "type": 3})
    bad = [
        command(name="Sel"),
        command(name="s l"),
        command(description=""),
        command(description="x" * 101),
        command(options=[leaf, leaf | {"name": "two", "required": True}]),
        command(options=[leaf] * 26),
        command(options=[leaf | {"name": f"o{n}", "description": "x" * 99, "options": [
            leaf | {"description": "y" * 99} for _ in range(25)]} for n in range(4)]),
    ]  # fmt: skip
    for one in bad:
        with pytest.raises(Refused):
            check_command(one)

"""Which microphones and speakers there are, asked in a child: PortAudio stays out of this one."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sel.engine.child import Child, ChildGone
from sel.errors import VoiceError, from_wire

MODULE = "sel.engine.workers.audio"
ASK_SECONDS = 15.0
"""Longest wait for the list; 0.2-0.5 s are usual, and some drivers take seconds."""


@dataclass(frozen=True, slots=True)
class Device:
    """A microphone or speaker: its usual rate in Hz, and whether it is the system's choice."""

    name: str
    rate: int
    default: bool


@dataclass(frozen=True, slots=True)
class Devices:
    """All there are; a part of a name chooses one."""

    inputs: tuple[Device, ...]
    outputs: tuple[Device, ...]


async def devices(log_path: Path, *, module: str = MODULE) -> Devices:
    """The devices of now. Raises `VoiceError` where PortAudio is missing or does not answer."""
    try:
        child = await Child.spawn(module, log_path)
    except OSError as error:
        raise VoiceError("The sound card's process cannot be started.") from error
    try:
        async with asyncio.timeout(ASK_SECONDS):
            child.send({"type": "list"})
            answer = await child.receive()
    except (ChildGone, TimeoutError) as error:
        raise VoiceError(
            "The sound system does not answer.", hint=f"Its log is {log_path}."
        ) from error
    finally:
        await child.end(0.5)
    if answer["type"] == "failed":
        raise from_wire(answer)
    return Devices(_read(answer["input"]), _read(answer["output"]))


def _read(entries: list[dict[str, Any]]) -> tuple[Device, ...]:
    return tuple(Device(entry["name"], entry["rate"], entry["default"]) for entry in entries)


def chosen(found: tuple[Device, ...], name: str) -> Device | None:
    """The one that a name, or a part of it, chooses; the system's for "", None where none fits."""
    if not name:
        return next((device for device in found if device.default), next(iter(found), None))
    wanted = name.strip().casefold()
    exact = [device for device in found if device.name.casefold() == wanted]
    return next(iter(exact + [one for one in found if wanted in one.name.casefold()]), None)

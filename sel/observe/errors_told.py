"""An exception as the log may tell it: kinds and places. Its text may quote what somebody said."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from pathlib import PurePath
from types import TracebackType

from sel.errors import SelError

_PACKAGES = ("sel", "tui", "bridge")
_MOST = 8
"""Exceptions of one chain that are told, and of one group."""


def told(error: BaseException) -> str:
    """The exception and what it came from: where, of what kind; of a `SelError`, its sentence."""
    lines: list[str] = []
    cause: BaseException | None = error
    for _ in range(_MOST):
        if cause is None:
            break
        if lines:
            lines.append("because of")
        lines += _places(cause.__traceback__)
        lines.append(kind_of(cause))
        if isinstance(cause, BaseExceptionGroup):
            lines += [f"    with {kind_of(one)}" for one in cause.exceptions[:_MOST]]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines)


def kind_of(error: BaseException) -> str:
    """The kind of exception, and what is known to be no words of a person's."""
    name = type(error).__name__
    if isinstance(error, SelError):
        return f"{name}: {error.sentence()}"
    if isinstance(error, OSError):
        return f"{name}: {error.strerror}"
    if isinstance(error, ImportError):
        return f"{name}: {error.name}"
    return name


def _places(trace: TracebackType | None) -> Iterator[str]:
    for frame, line in traceback.walk_tb(trace):
        code = frame.f_code
        yield f"    {_short(code.co_filename)}:{line} in {code.co_name}"


def _short(file: str) -> str:
    """The file from its package on: above it are the person's own folders."""
    parts = PurePath(file).parts
    for place in reversed(range(len(parts) - 1)):
        if parts[place] in _PACKAGES:
            return "/".join(parts[place:])
    return "/".join(parts[-2:]) if "site-packages" in parts or "lib" in parts else parts[-1]

"""A flag that llama.cpp looks at while it computes, so that a batch under way can be stopped.

llama.cpp asks between the operations of a batch, about a thousand times. A Python function would
take the interpreter's lock each time; C's own `strlen` does not. So that is the callback, and the
flag is a string: an empty one means "go on" (0), any other "stop".
"""

from __future__ import annotations

import ctypes
from typing import Any

import llama_cpp.llama_cpp as lib

ABORTED = 2
"""What llama_decode returns when it was stopped this way."""


class Interruption:
    """May be raised from any thread; llama.cpp sees it within a millisecond or so (on the CPU)."""

    def __init__(self) -> None:
        self._flag = ctypes.create_string_buffer(2)
        self._strlen = ctypes.CDLL(None).strlen

    def bind(self, params: Any) -> None:
        """Put it into the parameters of a context. It must outlive that context."""
        params.abort_callback = ctypes.cast(self._strlen, lib.ggml_abort_callback)
        params.abort_callback_data = ctypes.cast(self._flag, ctypes.c_void_p)

    def ask(self) -> None:
        """Stop the batch under way, or the next one."""
        self._flag[0] = b"x"

    @property
    def asked(self) -> bool:
        """Whether what runs now is to stop."""
        return self._flag[0] != b"\0"

    def clear(self) -> None:
        """Let the next batch run."""
        self._flag[0] = b"\0"

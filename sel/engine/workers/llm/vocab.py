"""Text to tokens and tokens to bytes."""

from __future__ import annotations

import ctypes
from functools import cached_property, lru_cache
from typing import Literal

import llama_cpp.llama_cpp as lib

_CONTROL = 1 << 3  # LLAMA_TOKEN_ATTR_CONTROL


class Vocab:
    """The model's vocabulary."""

    def __init__(self, handle: ctypes.c_void_p) -> None:
        self.handle = handle
        self.size = int(lib.llama_vocab_n_tokens(handle))
        self._buffer = ctypes.create_string_buffer(1024)
        self.piece = lru_cache(maxsize=None)(self._piece)
        self.is_end = lru_cache(maxsize=None)(self._is_end)
        self.control_texts = tuple(sorted(self._control_texts(), key=len, reverse=True))

    def encode(self, text: str, *, special: bool) -> list[int]:
        """Tokens of `text`; `special` reads control tokens' names as those tokens."""
        data = text.encode("utf-8", "replace")
        room = len(data) + 2
        tokens = (lib.llama_token * room)()
        count = lib.llama_tokenize(self.handle, data, len(data), tokens, room, False, special)
        if count < 0:
            room = -count
            tokens = (lib.llama_token * room)()
            count = lib.llama_tokenize(self.handle, data, len(data), tokens, room, False, special)
        return list(tokens[:count])

    def _piece(self, token: int) -> bytes:
        """The bytes a token stands for; control tokens stand for none."""
        size = lib.llama_token_to_piece(
            self.handle, token, self._buffer, len(self._buffer), 0, False
        )
        return self._buffer.raw[: max(size, 0)]

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """Every token that ends a turn."""
        return tuple(token for token in range(self.size) if self.is_end(token))

    def _is_end(self, token: int) -> bool:
        return bool(lib.llama_vocab_is_eog(self.handle, token))

    def text(self, token: int) -> str:
        """A token's name in the vocabulary, control tokens included; empty for none (−1)."""
        if token < 0:
            return ""
        found = lib.llama_vocab_get_text(self.handle, token)
        return found.decode("utf-8", "replace") if found else ""

    def special_text(self, which: Literal["bos", "eos"]) -> str:
        """How a template writes the begin- or end-of-text token."""
        find = lib.llama_vocab_bos if which == "bos" else lib.llama_vocab_eos
        return self.text(find(self.handle))

    def bos(self) -> int | None:
        """The begin-of-text token if prompts must start with it."""
        token = lib.llama_vocab_bos(self.handle)
        return token if token >= 0 and lib.llama_vocab_get_add_bos(self.handle) else None

    def _control_texts(self) -> set[str]:
        return {
            self.text(token)
            for token in range(self.size)
            if lib.llama_vocab_get_attr(self.handle, token) & _CONTROL
        } - {""}

"""What a search must know of each memory of one person, as columns of numbers; no words."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sel.memory.index.products import dots
from sel.memory.index.vectorfile import FULL, Numbers, hash_of
from sel.memory.index.worth import worth
from sel.memory.types import Kind, Memory

KINDS: Final[tuple[Kind, ...]] = ("fact", "preference", "person", "plan", "episode", "summary")
_FEW = 64


class Columns:
    """Rows of one person's memories. A row's number stays while its memory is here; numbers of
    rows that went are used again."""

    def __init__(self, dimension: int) -> None:
        """Of no rows."""
        self.ids: list[str] = []
        self.texts: list[bytes] = []
        self.row_of: dict[str, int] = {}
        self._scopes: dict[str, int] = {}
        self._free: list[int] = []
        self.at = np.zeros(0)
        self.importance = np.zeros(0, np.float32)
        self.valence = np.zeros(0, np.float32)
        self.arousal = np.zeros(0, np.float32)
        self.strength = np.zeros(0, np.int32)
        self.said = np.zeros(0, np.float32)
        self.worth = np.zeros(0, np.float32)
        self.kind = np.zeros(0, np.int8)
        self.scope = np.zeros(0, np.int32)
        self.usable = np.zeros(0, np.bool_)
        self.placed = np.zeros(0, np.bool_)
        self.vectors = np.zeros((0, dimension), np.int16)

    def __len__(self) -> int:
        return len(self.row_of)

    def set_dimension(self, dimension: int) -> None:
        """How many numbers a vector has, of rows that have none yet."""
        self.vectors = np.zeros((len(self.ids), dimension), np.int16)

    def put(self, memory: Memory) -> int:
        """The row of this memory, new or the one it has; its vector and worth are left as is."""
        row = self.row_of.get(memory.id)
        if row is None:
            row = self._new(memory.id)
        self.texts[row] = hash_of(memory.text)
        self.at[row] = memory.at
        self.importance[row] = memory.importance
        self.valence[row] = memory.valence
        self.arousal[row] = memory.arousal
        self.strength[row] = min(memory.strength, 1_000_000)
        self.kind[row] = KINDS.index(memory.kind)
        self.scope[row] = self._scopes.setdefault(memory.scope, len(self._scopes))
        self.usable[row] = not memory.replaced_by
        return row

    def set_vector(self, row: int, vector: Numbers | None, odds: float) -> None:
        """Give a row its vector, or take it away; `odds` of being lasting, going by it."""
        self.placed[row] = vector is not None
        self.worth[row] = worth(float(self.said[row]) + odds)
        self.vectors[row] = 0 if vector is None else vector

    def remove(self, id: str) -> int:
        """The row this memory had."""
        row = self.row_of.pop(id)
        self.ids[row], self.texts[row] = "", b""
        self.usable[row] = self.placed[row] = False
        self.vectors[row] = 0
        self._free.append(row)
        return row

    def allowed(
        self, scopes: frozenset[str] | None, period: tuple[float, float] | None
    ) -> NDArray[np.bool_]:
        """A mask over all rows: those that may be found at all."""
        mask = self.usable
        if scopes is not None:
            numbers = [self._scopes[scope] for scope in scopes if scope in self._scopes]
            mask = mask & np.isin(self.scope, numbers)
        if period is not None:
            mask = mask & (self.at >= period[0]) & (self.at <= period[1])
        return mask

    def cosines(self, rows: NDArray[np.int64], query: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosines of these rows with a query of unit length; 0 for rows without a vector."""
        return dots(
            len(rows),
            lambda block: np.take(self.vectors, rows[block], axis=0).astype(np.float32),
            query * np.float32(1.0 / FULL),
        )

    def floats(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors of these rows, of unit length."""
        return np.take(self.vectors, rows, axis=0) * np.float32(1.0 / FULL)

    def _new(self, id: str) -> int:
        if not self._free:
            self._grow()
        row = self._free.pop()
        self.ids[row] = id
        self.row_of[id] = row
        return row

    def _grow(self) -> None:
        """Room for a quarter more; the system hands out the pages when they are written to."""
        size = len(self.ids)
        more = max(_FEW, size // 4)
        self.ids += [""] * more
        self.texts += [b""] * more
        for name, column in vars(self).items():
            if isinstance(column, np.ndarray):
                grown = np.zeros((size + more, *column.shape[1:]), column.dtype)
                grown[:size] = column
                setattr(self, name, grown)
        self._free = list(range(size + more - 1, size - 1, -1))

"""Which shape the documents have, and how those of an older SEL are brought to it.

An upgrade takes all tables as plain values and returns them changed. Before the first one runs, a
backup is made. A shape, once released, is never changed: a new version is added with an upgrade.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sel.errors import StoreError

Documents = dict[str, dict[int, dict[str, Any]]]
"""All documents as plain values: {table: {doc id: document}}."""

Upgrade = Callable[[Documents], Documents]


@dataclass(frozen=True, slots=True)
class Schema:
    """A version, and under each older version's number the step to the next one."""

    version: int
    upgrades: Mapping[int, Upgrade] = field(default_factory=dict)

    def check(self, found: int, where: str) -> None:
        """Raise `StoreError` where documents of version `found` cannot be read by this SEL."""
        if found > self.version:
            raise StoreError(
                f"These memories were written by a newer SEL (format {found}; this one knows "
                f"{self.version}).",
                where=where,
                hint="Nothing was changed. Update SEL, or use another folder with SEL_HOME.",
            )
        missing = [step for step in range(found, self.version) if step not in self.upgrades]
        if missing:
            raise StoreError(
                f"These memories are in format {found}, which this SEL cannot bring up to date.",
                where=where,
                hint="Nothing was changed. An older SEL reads them.",
            )

    def upgraded(self, documents: Documents, found: int) -> Documents:
        """The documents in this version's shape."""
        for step in range(found, self.version):
            documents = self.upgrades[step](documents)
        return documents


SCHEMA = Schema(version=1)
"""Version 1: whatever tables and fields `sel.memory` keeps; the first there was."""

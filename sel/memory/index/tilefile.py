"""The tiles on disk, so that a map looks tomorrow as it does today. Ids and rectangles, no words.

It is written when the index is closed and whenever forgetting rewrites the files. Should it be
missing or damaged, the tiles are made anew from the vectors.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sel.memory.index.tiles import Saved
from sel.paths import PRIVATE_FILE
from sel.store.files import refusal, write_all

NAME = "tiles.json"
FORMAT = 1


class TileFile:
    """The file in `folder`; it is written only where that folder is."""

    def __init__(self, folder: Path, model: str) -> None:
        """Reads what is there; what makes no sense is passed over. `model` names the vectors."""
        self._path = folder / NAME
        self._made = {"sel": "tiles", "format": FORMAT, "model": model}
        self._text = ""
        self._persons = self._read()

    def of(self, person: str) -> Saved | None:
        """The tree of a person, given once."""
        return self._persons.pop(person, None)

    def save(self, persons: Mapping[str, Saved]) -> int:
        """Write these trees and no others, if anything changed and the folder may be written; how
        many files were written or removed. Raises `StoreError`."""
        text = json.dumps({**self._made, "persons": persons}, separators=(",", ":"))
        if text == self._text or not os.access(self._path.parent, os.W_OK):
            return 0
        try:
            if persons:
                self._write(text.encode("utf-8", "surrogatepass"))
            else:
                self._path.unlink(missing_ok=True)
        except OSError as error:
            raise refusal(error, self._path) from error
        self._text = text
        return 1

    def _write(self, data: bytes) -> None:
        draft = self._path.with_suffix(".draft")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        try:
            write_all(descriptor, data)
            os.fsync(descriptor)
            draft.replace(self._path)
        except OSError:
            draft.unlink(missing_ok=True)
            raise
        finally:
            os.close(descriptor)

    def _read(self) -> dict[str, Saved]:
        try:
            self._text = self._path.read_text("utf-8", "surrogatepass")
            found = json.loads(self._text)
        except (OSError, ValueError):
            return {}
        if not isinstance(found, dict) or {k: found.get(k) for k in self._made} != self._made:
            return {}
        persons = found.get("persons")
        return {
            person: [((x, y, width, height), ids) for (x, y, width, height), ids in tree]
            for person, tree in (persons if isinstance(persons, dict) else {}).items()
            if _is_tree(tree)
        }


def _is_tree(tree: Any) -> bool:
    """Whether this is a list of nodes in which every node that is not finest has two halves."""
    wanted = 1
    for node in tree if isinstance(tree, list) else ():
        if wanted == 0 or not _is_node(node):
            return False
        wanted += 1 if node[1] is None else -1
    return wanted == 0


def _is_node(node: Any) -> bool:
    if not isinstance(node, list) or len(node) != 2 or not isinstance(node[0], list):
        return False
    rect, ids = node
    numbers = len(rect) == 4 and all(isinstance(number, int | float) for number in rect)
    return numbers and (ids is None or all(isinstance(id, str) for id in ids))

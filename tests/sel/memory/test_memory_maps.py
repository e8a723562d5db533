"""The map is made once and kept till anything changes; what is forgotten is in no kept one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from stands import NOW, keep, vector

from sel.memory.library import Library


def looks(library: Library, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes whose map is made anew."""
    made: list[str] = []
    make = library._index.map

    def noted(person: str) -> object:
        made.append(person)
        return make(person)

    monkeypatch.setattr(library._index, "map", noted)
    return made


def test_it_is_made_once_a_person(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.answer("you", "yes", NOW)
    keep(library, "I live in Porto.")
    made = looks(library, monkeypatch)
    assert library.map("you") is library.map("you")
    assert library.map("ana").places == {}
    assert made == ["you", "ana"]


CHANGES: dict[str, Callable[[Library, str], object]] = {
    "kept": lambda library, _: keep(library, "I have a dog."),
    "edited": lambda library, id: library.edit(id, "I live in Rome.", vector("Rome"), NOW),
    "undone": lambda library, _: library.undo("you"),
    "forgotten": lambda library, id: library.forget("you", [id], NOW),
    "read": lambda library, id: library.set_vectors([(id, vector("something else"))]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_is_made_anew_after_any_change(
    library: Library, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    library.answer("you", "yes", NOW)
    memory = keep(library, "I live in Porto.")
    assert memory is not None
    before = library.map("you")
    made = looks(library, monkeypatch)
    CHANGES[change](library, memory.id)
    assert "Porto" not in repr(library._maps), "it is not kept till somebody looks again"
    after = library.map("you")
    assert set(made) == {"you"}
    assert after is not before
    texts = {one.text for one in after.memories.values()}
    here = {one.text for one in library.memories("you")}
    assert texts == here

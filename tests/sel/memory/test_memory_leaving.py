"""Whoever has copies of words elsewhere on disk is told before they leave the memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from stands import NOW, in_files, keep, row

from sel.errors import StoreError
from sel.memory.library import Library

CANARY = "Zanzibar"


@pytest.fixture
def told(library: Library, folder: Path) -> list[bool]:
    """A line for each time it was told: whether the words were still in the files then."""
    library.answer("you", "yes", NOW)
    lines: list[bool] = []
    library.on_leaving(lambda: lines.append(bool(in_files(folder, CANARY))))
    return lines


def test_keeping_and_reading_tell_nothing(library: Library, told: list[bool]) -> None:
    keep(library, f"I live in {CANARY}.")
    library.memories("you")
    library.seen("you", NOW + 1)
    assert library.forget("you", ["nothing"], NOW).counts == {"memories": 0}
    assert told == []


@pytest.mark.parametrize(
    "takes",
    [
        lambda books, id_: books.forget("you", [id_], NOW),
        lambda books, _: books.forget_all("you", NOW),
        lambda books, _: books.undo("you"),
        lambda books, id_: books.edit(id_, "I live elsewhere.", None, NOW),
        lambda books, _: books.answer("you", "withdraw_erase", NOW),
    ],
)
def test_it_is_told_while_the_words_are_still_there(
    library: Library, folder: Path, told: list[bool], takes: Callable[[Library, str], object]
) -> None:
    memory = keep(library, f"I live in {CANARY}.")
    assert memory is not None
    takes(library, memory.id)
    assert told[0]
    assert in_files(folder, CANARY) == []


def test_what_others_rows_overwrite_is_told(library: Library, told: list[bool]) -> None:
    library.add_many("you", [row("m1", f"I live in {CANARY}.")], None)
    assert told == []
    library.add_many("you", [row("m1", "I live elsewhere.")], None)
    assert told == [True]


@pytest.mark.parametrize("answer", ["withdraw_keep", "never", "not_now", "yes"])
def test_every_answer_is_told(library: Library, told: list[bool], answer: str) -> None:
    library.answer("you", answer, NOW)  # type: ignore[arg-type]
    assert len(told) == 1


def test_everything_forgotten_is_told_where_there_was_nothing(
    library: Library, told: list[bool]
) -> None:
    library.forget_all("you", NOW)
    assert told


def test_copies_that_cannot_be_deleted_keep_a_forgetting_from_claiming_it(
    library: Library, told: list[bool]
) -> None:
    memory = keep(library, f"I live in {CANARY}.")
    assert memory is not None

    def refuse() -> None:
        raise StoreError("The disk refused it.")

    library.on_leaving(refuse)
    with pytest.raises(StoreError, match="refused"):
        library.forget("you", [memory.id], NOW)
    assert library.get(memory.id) is not None
    with pytest.raises(StoreError, match="refused"):
        library.answer("you", "withdraw_keep", NOW)
    assert library.consent("you") == "withdrawn", "a no counts all the same"
    assert told

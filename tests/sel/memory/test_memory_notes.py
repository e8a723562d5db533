"""Notes are on disk for those who gave leave, and go with everything else of theirs."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stands import NOW, in_files, open_plain

from sel.errors import InputRefused, StoreError
from sel.memory.library import Library

Reopen = Callable[[], Library]

CANARY = "Zanzibar"


def note(id: int, text: str) -> dict[str, object]:
    return {"id": id, "text": text, "at": NOW}


def test_without_leave_they_are_in_ram(library: Library, reopen: Reopen, folder: Path) -> None:
    rows = [note(1, CANARY)]
    assert not library.set_notes("you", rows)
    assert library.notes("you") == rows
    assert not folder.exists()
    assert reopen().notes("you") == []


def test_with_leave_they_last(library: Library, reopen: Reopen, folder: Path) -> None:
    library.answer("you", "yes", NOW)
    assert library.set_notes("you", [note(1, CANARY)])
    library = reopen()
    assert library.notes("you") == [note(1, CANARY)]
    assert library.notes("ada") == []
    assert library.persons() == ["you"]
    assert library.export("you")["notes"] == {"1": {"rows": [note(1, CANARY)]}}
    assert in_files(folder, CANARY) != []


def test_a_secret_is_refused(library: Library, folder: Path) -> None:
    library.answer("you", "yes", NOW)
    with pytest.raises(InputRefused, match="It looks like"):
        library.set_notes("you", [note(1, f"my password is {CANARY}99!")])
    assert library.notes("you") == []
    assert in_files(folder, CANARY) == []


def test_what_is_given_back_is_a_copy(library: Library) -> None:
    library.set_notes("you", [note(1, "milk")])
    library.notes("you")[0]["text"] = "oil"
    assert library.notes("you")[0]["text"] == "milk"


def test_a_dropped_one_is_in_no_file(library: Library, folder: Path) -> None:
    library.answer("you", "yes", NOW)
    library.set_notes("you", [note(1, CANARY), note(2, "milk")])
    library.set_notes("you", [note(2, "milk")])
    assert in_files(folder, CANARY) == []
    assert in_files(folder, "milk") != []


def test_a_later_yes_lets_earlier_ones_last(library: Library, reopen: Reopen) -> None:
    library.set_notes("you", [note(1, "milk")])
    library.answer("you", "yes", NOW)
    library.set_notes("you", [*library.notes("you"), note(2, "oil")])
    assert reopen().notes("you") == [note(1, "milk"), note(2, "oil")]


def test_leave_taken_back_keeps_the_old_and_nothing_new(
    library: Library, reopen: Reopen, folder: Path
) -> None:
    library.answer("you", "yes", NOW)
    library.set_notes("you", [note(1, "milk"), note(2, "oil")])
    library.answer("you", "withdraw_keep", NOW)
    library.set_notes("you", [note(1, "milk"), note(3, CANARY)])
    assert library.notes("you") == [note(1, "milk"), note(3, CANARY)]
    assert in_files(folder, CANARY) == in_files(folder, "oil") == []
    assert reopen().notes("you") == [note(1, "milk")]


@pytest.mark.parametrize("way", ["forget", "erase"])
def test_they_go_with_everything_and_are_counted(
    library: Library, reopen: Reopen, folder: Path, way: str
) -> None:
    for person in ("you", "ada"):
        library.answer(person, "yes", NOW)
    library.set_notes("you", [note(1, CANARY)])
    library.set_notes("ada", [note(1, "bread")])
    if way == "erase":
        receipt = library.answer("you", "withdraw_erase", NOW)
        library.set_notes("you", [note(2, "said afterwards")])
    else:
        receipt = library.forget_all("you", NOW)
    assert receipt is not None
    assert receipt.counts["notes"] == 1
    assert in_files(folder, CANARY) == []
    library = reopen()
    assert library.notes("you") == []
    assert library.notes("ada") == [note(1, "bread")]


def test_those_in_ram_go_with_everything_too(library: Library) -> None:
    library.set_notes("you", [note(1, "milk")])
    assert library.forget_all("you", NOW).counts["notes"] == 1
    assert library.notes("you") == []


def test_forgetting_one_memory_leaves_them(library: Library) -> None:
    library.set_notes("you", [note(1, "milk")])
    assert "notes" not in library.forget("you", ["none"], NOW).counts
    assert library.notes("you") == [note(1, "milk")]


def test_a_forgetting_that_was_cut_short_is_finished(
    library: Library, reopen: Reopen, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.answer("you", "yes", NOW)
    library.set_notes("you", [note(1, CANARY)])

    def refuse() -> dict[str, int]:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(library._forgetting, "_erase", lambda gone: refuse())
    with pytest.raises(StoreError):
        library.forget_all("you", NOW)
    monkeypatch.undo()
    assert in_files(folder, CANARY) != []
    assert reopen().notes("you") == []
    assert in_files(folder, CANARY) == []


TEXTS = st.lists(st.sampled_from("abcde"), max_size=4, unique=True)
STEPS = st.lists(st.tuples(st.sampled_from(["yes", "withdraw_keep", ""]), TEXTS), max_size=6)


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_whatever_is_put_is_what_is_there(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, list[str]]]
) -> None:
    library = open_plain(tmp_path_factory.mktemp("notes") / "memory")
    for answer, texts in steps:
        if answer:
            library.answer("you", answer, NOW)  # type: ignore[arg-type]
        rows = [note(ord(text), text) for text in texts]
        library.set_notes("you", rows)
        assert sorted(row["text"] for row in library.notes("you")) == sorted(texts)
    library.close()

"""What is forgotten is in no file, whatever hung on it and whenever the process dies."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from stands import DAY, NOW, Opener, in_files, keep, problems, row, vector

from sel.errors import StoreError
from sel.memory.forgetting import Eraser, Hook
from sel.memory.library import Library

Reopen = Callable[[], Library]

CANARY = "Zanzibar"
PERSONS = ("you", "ada")


@pytest.fixture
def library(reopen: Reopen) -> Library:
    opened = reopen()
    for person in PERSONS:
        opened.answer(person, "yes", NOW)
    return opened


def kept(library: Library, text: str, person: str = "you", *, topic: str = "") -> str:
    memory = keep(library, text, person, topic=topic)
    assert memory is not None
    return memory.id


def hearing(told: list[Sequence[str]]) -> Hook:
    """A layer that takes down the quotes it is told to forget."""

    def hook(person: str, ids: Sequence[str], quotes: Sequence[str]) -> dict[str, int]:
        told.append(quotes)
        return {}

    return hook


def figures(erased: list[str]) -> Eraser:
    """A layer with something of a person's that is no memory."""

    def eraser(person: str) -> dict[str, int]:
        erased.append(person)
        return {"figures": 3}

    return eraser


def texts(library: Library, person: str = "you") -> list[str]:
    return [memory.text for memory in library.memories(person, history=True)]


def test_forgotten_is_forgotten_everywhere(library: Library, reopen: Reopen, folder: Path) -> None:
    kept(library, "I have a dog.")
    id = kept(library, f"I live in {CANARY}.")
    receipt = library.forget("you", [id], NOW + 5)
    assert (receipt.person, receipt.at) == ("you", NOW + 5)
    assert receipt.counts["memories"] == receipt.counts["vectors"] == 1
    assert receipt.counts["tiles"] >= 0
    assert library.get(id) is None
    assert texts(library) == ["I have a dog."]
    assert in_files(folder, CANARY) == []
    library = reopen()
    assert texts(library) == ["I have a dog."]
    assert problems(library, PERSONS) == []
    assert in_files(folder, CANARY) == []


def test_its_history_goes_along(library: Library, folder: Path) -> None:
    kept(library, f"I live in {CANARY}.", topic="home")
    kept(library, "I moved to Porto.", topic="home")
    newest = kept(library, "I moved to Faro.", topic="home")
    receipt = library.forget("you", [newest], NOW)
    assert receipt.counts["memories"] == 1
    assert receipt.counts["history"] == 2
    assert texts(library) == []
    assert in_files(folder, CANARY) == []


def test_an_old_version_goes_and_the_new_one_stays(library: Library, folder: Path) -> None:
    kept(library, f"I live in {CANARY}.", topic="home")
    middle = kept(library, "I moved to Porto.", topic="home")
    newest = kept(library, "I moved to Faro.", topic="home")
    library.forget("you", [middle], NOW)
    memory = library.get(newest)
    assert memory is not None
    assert memory.replaces == ""
    assert texts(library) == ["I moved to Faro."]
    assert in_files(folder, CANARY) == []
    assert problems(library, PERSONS) == []


def test_summaries_made_from_it_go_and_summaries_of_those(library: Library, folder: Path) -> None:
    id = kept(library, "I live on an island.")
    other = kept(library, "I have a dog.")
    rows = [
        row("day", f"A day about {CANARY}.", made_from=(id, other)),
        row("week", f"A week about {CANARY}.", made_from=("day",)),
        row("other", "A day about a dog.", made_from=(other,)),
    ]
    library.add_many("you", rows, [vector(one.text) for one in rows])
    receipt = library.forget("you", [id], NOW)
    assert receipt.counts["summaries"] == 2
    assert set(texts(library)) == {"I have a dog.", "A day about a dog."}
    assert in_files(folder, CANARY) == []


def test_editing_takes_the_summaries_of_the_old_words(library: Library, folder: Path) -> None:
    id = kept(library, f"I live in {CANARY}.")
    library.add_many("you", [row("day", f"A day about {CANARY}.", made_from=(id,))], None)
    library.edit(id, "I live in Faro.", None, NOW + 1)
    assert texts(library) == ["I live in Faro."]
    assert in_files(folder, CANARY) == []


def test_others_keep_theirs(library: Library) -> None:
    id = kept(library, "I have a cat.", "ada")
    receipt = library.forget("you", [id, "nothing"], NOW)
    assert receipt.counts == {"memories": 0}
    assert texts(library, "ada") == ["I have a cat."]
    kept(library, "I have a dog.")
    library.forget_all("you", NOW)
    assert texts(library, "ada") == ["I have a cat."]
    assert library.persons() == ["ada"]


def test_forgetting_all_keeps_the_consent(library: Library, folder: Path) -> None:
    for place in range(5):
        kept(library, f"I was in {CANARY} {place} times.")
    receipt = library.forget_all("you", NOW)
    assert receipt.counts["memories"] == receipt.counts["vectors"] == 5
    assert library.consent("you") == "given"
    assert texts(library) == []
    assert in_files(folder, CANARY) == []
    assert library.forget_all("you", NOW).counts["memories"] == 0


# ---------------------------------------------------------------- other layers


def test_other_layers_are_told_and_counted(library: Library) -> None:
    id = kept(library, "I have a dog.")
    calls: list[tuple[str, list[str], list[str]]] = []

    def hook(person: str, ids: Sequence[str], quotes: Sequence[str]) -> dict[str, int]:
        calls.append((person, list(ids), list(quotes)))
        return {"replies": 3}

    library.on_forget(hook)
    assert calls == []
    assert library.forget("you", [id], NOW).counts["replies"] == 3
    assert calls == [("you", [id], ["I have a dog."])]
    kept(library, "I have a cat.")
    library.undo("you")
    assert len(calls) == 1, "what was just kept by mistake was said all the same"


def test_a_layer_that_fails_keeps_nothing_from_going(library: Library, folder: Path) -> None:
    id = kept(library, f"I live in {CANARY}.")

    def broken(person: str, ids: Sequence[str], quotes: Sequence[str]) -> dict[str, int]:
        raise StoreError("The cache is read-only.")

    told: list[Sequence[str]] = []
    library.on_forget(broken)
    library.on_forget(hearing(told))
    with pytest.raises(StoreError, match="read-only"):
        library.forget("you", [id], NOW)
    assert told == [[f"I live in {CANARY}."]]
    assert texts(library) == []
    assert in_files(folder, CANARY) == []


# ---------------------------------------------------------------- fading


def test_soft_ones_fade_when_their_person_stays_away(library: Library, folder: Path) -> None:
    keep(library, f"I was in {CANARY}.")
    keep(library, "I have a dog.", hard=True)
    keep(library, "I have a cat.", "ada")
    library.seen("ada", NOW + 10 * DAY)
    assert library.prune(NOW + 13.9 * DAY) == []
    [receipt] = library.prune(NOW + 14.1 * DAY)
    assert receipt.person == "you"
    assert receipt.counts["memories"] == 1
    assert texts(library) == ["I have a dog."]
    assert texts(library, "ada") == ["I have a cat."]
    assert in_files(folder, CANARY) == []
    assert library.prune(NOW + 15 * DAY) == []


def test_when_they_were_seen_outlives_the_process(library: Library, reopen: Reopen) -> None:
    keep(library, "I was in Faro.")
    library.seen("you", NOW + 10 * DAY)
    again = reopen()
    assert again.prune(NOW + 20 * DAY) == []
    assert len(again.prune(NOW + 24.1 * DAY)) == 1


def test_old_memories_that_were_just_imported_stay(library: Library) -> None:
    library.add_many("you", [row("old", "I was in Faro.", at=NOW - 900 * DAY)], None)
    assert library.prune(NOW + DAY) == []
    assert len(library.prune(NOW + 15 * DAY)) == 1


def test_nothing_is_written_where_nothing_fades(library: Library, folder: Path) -> None:
    keep(library, "I have a dog.")
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert library.prune(NOW + DAY) == []
    assert before == {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


# ---------------------------------------------------------------- cut short


class Died(Exception):
    """Stands for the end of the process."""


@pytest.mark.parametrize("moment", ["_tell", "_erase", "_clean"])
def test_what_was_cut_short_is_finished_at_the_next_opening(
    library: Library, reopen: Reopen, folder: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    keep(library, "I have a dog.")
    id = kept(library, f"I live in {CANARY}.")
    with monkeypatch.context() as patch:
        patch.setattr(f"sel.memory.forgetting.Forgetting.{moment}", _die)
        with pytest.raises(Died):
            library.forget("you", [id], NOW)
    again = reopen()
    assert any("cut short was finished" in notice for notice in again.notices)
    assert texts(again) == ["I have a dog."]
    assert in_files(folder, CANARY) == []
    told: list[Sequence[str]] = []
    again.on_forget(hearing(told))
    assert told == ([] if moment == "_clean" else [[f"I live in {CANARY}."]])
    assert problems(again, PERSONS) == []
    assert not any("cut short" in notice for notice in reopen().notices)


def test_a_refusing_disk_leaves_it_to_the_next_pruning(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = kept(library, f"I live in {CANARY}.")

    def refuse(*_: object) -> None:
        raise StoreError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr("sel.store.store.Store.purge", refuse)
        with pytest.raises(StoreError, match="full"):
            library.forget("you", [id], NOW)
    assert texts(library) == []
    assert in_files(folder, CANARY) != []
    library.prune(NOW)
    assert in_files(folder, CANARY) == []


CHILD = """
import os, sys
sys.path[:0] = sys.argv[1:3]
from pathlib import Path
import stands
from sel.store.store import Store

library = getattr(stands, sys.argv[4])(Path(sys.argv[3]))
library.answer("you", "yes", stands.NOW)
id = stands.keep(library, "I live in Zanzibar.").id
Store.purge = lambda self: os._exit(9)
library.forget("you", [id], stands.NOW)
"""


def test_a_killed_process_has_forgotten_after_the_next_start(
    reopen: Reopen, opener: Opener, folder: Path
) -> None:
    here = Path(__file__).parent
    paths = [str(path) for path in (here, here.parents[2], folder)]
    code = [sys.executable, "-c", CHILD, *paths, opener.__name__]
    assert subprocess.run(code, check=False, capture_output=True, timeout=60).returncode == 9
    library = reopen()
    assert library.consent("you") == "given"
    assert texts(library) == []
    assert in_files(folder, CANARY) == []


def _die(*_: object) -> None:
    raise Died


# ---------------------------------------------------------------- what is no memory


def test_what_is_no_memory_goes_when_everything_does(library: Library) -> None:
    erased: list[str] = []
    library.on_erase(figures(erased))
    one = kept(library, "I have a dog.")
    kept(library, "I have a cat.")
    assert "figures" not in library.forget("you", [one], NOW).counts
    assert erased == []
    receipt = library.forget_all("you", NOW)
    assert (receipt.counts["memories"], receipt.counts["figures"]) == (1, 3)
    kept(library, "I have a hen.")
    gone = library.answer("you", "withdraw_erase", NOW)
    assert gone is not None
    assert (gone.counts["memories"], gone.counts["figures"]) == (1, 3)
    assert library.answer("ada", "withdraw_keep", NOW) is None
    assert erased == ["you", "you"]


def test_it_goes_where_there_is_no_memory_and_no_file_is_made(reopen: Reopen, folder: Path) -> None:
    erased: list[str] = []
    told: list[Sequence[str]] = []
    library = reopen()
    library.on_erase(figures(erased))
    library.on_forget(hearing(told))
    assert library.forget_all("you", NOW).counts == {"memories": 0, "figures": 3}
    assert (erased, told) == (["you"], [[]])
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_what_cannot_be_erased_is_raised_and_keeps_nothing_else(
    library: Library, folder: Path
) -> None:
    def stuck(person: str) -> dict[str, int]:
        raise StoreError(f"The figures of {person!r} cannot be erased.")

    erased: list[str] = []
    library.on_erase(stuck)
    library.on_erase(figures(erased))
    kept(library, f"I live in {CANARY}.")
    with pytest.raises(StoreError, match="figures"):
        library.forget_all("you", NOW)
    assert erased == ["you"]
    assert texts(library) == []
    assert in_files(folder, CANARY) == []

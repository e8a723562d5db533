"""Without leave nothing reaches the disk, and who said no is not named."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from stands import DAY, NOW, in_files, keep, row, said

from sel.errors import InputRefused, StoreError
from sel.memory import consent
from sel.memory.consent import WORDING_VERSION, Consents, wording
from sel.memory.library import Library
from sel.memory_events import ConsentAnswer
from sel.store.store import Store

CANARY = "Zanzibar"
Reopen = Callable[[], Library]


def test_nobody_was_asked_and_nothing_is_kept(library: Library, folder: Path) -> None:
    assert library.consent("you") == "unasked"
    assert keep(library, f"I live in {CANARY}.") is None
    library.seen("you", NOW)
    assert library.undo("you") is None
    assert library.prune(NOW) == []
    assert library.search("where", None, person="you", now=NOW) == []
    assert library.memories("you") == []
    library.close()
    assert not folder.exists()


def test_not_now_leaves_no_file_and_is_asked_again(reopen: Reopen, folder: Path) -> None:
    library = reopen()
    library.answer("you", "not_now", NOW)
    assert library.consent("you") == "not_now"
    assert keep(library, f"I live in {CANARY}.") is None
    assert reopen().consent("you") == "unasked"
    assert not folder.exists()


def test_never_leaves_one_line_without_a_name(reopen: Reopen, folder: Path) -> None:
    reopen().answer(CANARY, "never", NOW)
    library = reopen()
    assert library.consent(CANARY) == "never"
    assert library.consent("somebody else") == "unasked"
    assert keep(library, "I live in Lisbon.", CANARY) is None
    assert in_files(folder.parent, CANARY) == []


def test_yes_is_kept_with_time_and_wording(reopen: Reopen) -> None:
    reopen().answer("you", "yes", NOW)
    library = reopen()
    assert library.consent("you") == "given"
    assert library.consent("ada") == "unasked"
    line = library.export("you")["consent"]
    assert line == {
        "1": {"state": "given", "at": NOW, "wording": WORDING_VERSION, "person": "you"},
    }


def test_a_yes_to_less_than_is_kept_now_is_asked_for_anew(
    reopen: Reopen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consent, "WORDING_VERSION", WORDING_VERSION - 1)
    library = reopen()
    library.answer("you", "yes", NOW)
    library.answer("ada", "never", NOW)
    assert keep(library, "I live in Lisbon.") is not None
    monkeypatch.undo()
    library = reopen()
    assert library.consent("you") == "unasked"
    assert library.consent("ada") == "never"
    assert keep(library, "I work in Porto.") is None
    assert library.given() == frozenset()
    library.answer("you", "yes", NOW)
    assert [memory.text for memory in library.memories("you")] == ["I live in Lisbon."]


def test_only_yes_opens_the_disk_to_imports(library: Library, folder: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        library.add_many("you", [row("a", CANARY)], None)
    assert CANARY not in refused.value.sentence()
    assert not folder.exists()


def test_withdrawing_may_keep_what_there_is(reopen: Reopen) -> None:
    library = reopen()
    library.answer("you", "yes", NOW)
    keep(library, "I live in Lisbon.")
    assert library.answer("you", "withdraw_keep", NOW + 1) is None
    assert keep(library, "I have a dog.") is None
    library = reopen()
    assert library.consent("you") == "withdrawn"
    assert [memory.text for memory in library.memories("you")] == ["I live in Lisbon."]


def test_withdrawing_may_erase_everything_with_the_name(reopen: Reopen, folder: Path) -> None:
    library = reopen()
    library.answer(CANARY, "yes", NOW)
    keep(library, "I live in Quito.", CANARY)
    receipt = library.answer(CANARY, "withdraw_erase", NOW + 1)
    assert receipt is not None
    assert receipt.counts["memories"] == 1
    assert receipt.counts["vectors"] == 1
    assert library.consent(CANARY) == "withdrawn"
    assert in_files(folder.parent, CANARY) == in_files(folder.parent, "quito") == []
    assert reopen().consent(CANARY) == "withdrawn"
    assert in_files(folder.parent, CANARY) == []


def test_yes_can_follow_a_no(reopen: Reopen) -> None:
    answers: list[ConsentAnswer] = ["not_now", "never", "withdraw_erase"]
    for answer in answers:
        library = reopen()
        library.answer("you", answer, NOW)
        library.answer("you", "yes", NOW + 1)
        assert library.consent("you") == "given"
        assert reopen().consent("you") == "given"


def test_not_now_after_yes_stops_at_once_and_is_asked_again(reopen: Reopen) -> None:
    library = reopen()
    library.answer("ada", "yes", NOW)
    keep(library, "I live in Lisbon.", "ada")
    library.answer("ada", "not_now", NOW + 1)
    assert library.consent("ada") == "not_now"
    assert keep(library, "I have a dog.", "ada") is None
    library = reopen()
    assert library.consent("ada") == "unasked"
    assert len(library.memories("ada")) == 1


def test_when_a_person_was_here_is_written_once_an_hour(reopen: Reopen, folder: Path) -> None:
    library = reopen()
    library.answer("you", "yes", NOW)
    before = _size(folder)
    for minute in range(50):
        library.seen("you", NOW + 60 * minute)
    assert _size(folder) == before
    library.seen("you", NOW + DAY)
    assert _size(folder) > before
    assert _line(reopen())["seen"] == NOW + DAY


def test_a_full_disk_takes_no_yes_but_every_no(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "memory")
    consents = Consents(store)
    consents.set("you", "given", NOW, named=True)
    store.close()  # from here on every write is refused
    with pytest.raises(StoreError):
        consents.set("ada", "given", NOW, named=True)
    assert consents.state("ada") == "unasked"
    with pytest.raises(StoreError):
        consents.set("you", "never", NOW, named=True)
    assert consents.state("you") == "never"
    consents.seen("you", NOW + DAY)
    assert consents.last_seen("you") == NOW + DAY


def test_the_wording_says_what_where_and_how_to_undo(folder: Path) -> None:
    text = wording((folder, folder / "cache"))
    assert f"in {folder} and {folder / 'cache'}." in text
    for word in ("What:", "Where:", "undo", "never", "not now", "passwords"):
        assert word in text
    assert len(text) < 1400


def test_a_message_is_no_leave(library: Library) -> None:
    """Not even one that says so: only an answer is."""
    assert said("yes, remember me").person == "you"
    assert keep(library, "yes, remember me") is None


def _line(library: Library) -> dict[str, float]:
    line: dict[str, float] = json.loads(json.dumps(library.export("you")["consent"]))["1"]
    return line


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())

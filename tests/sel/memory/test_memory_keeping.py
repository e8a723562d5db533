"""What becomes of what a person says: new, strengthened, superseded, and taken back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from stands import DIMENSION, NOW, candidate, in_files, keep, problems, said, vector

from sel.errors import InputRefused
from sel.memory.library import Library
from sel.memory.types import Candidate, Memory

Reopen = Callable[[], Library]

HOME = "I live in Lisbon."
MOVED = "I moved to Porto."


@pytest.fixture
def library(reopen: Reopen) -> Library:
    opened = reopen()
    opened.answer("you", "yes", NOW)
    opened.answer("ada", "yes", NOW)
    return opened


def texts(library: Library, person: str = "you", *, history: bool = False) -> list[str]:
    return [memory.text for memory in library.memories(person, history=history)]


def test_a_memory_has_its_source_and_mood(library: Library, reopen: Reopen) -> None:
    heard = said("Well, I live in Lisbon now", at=NOW + 5)
    chosen = Candidate(
        text=HOME, quote="I live in Lisbon now", kind="fact", tags=("home",), importance=0.7
    )
    kept = library.keep(heard, chosen, vector(HOME))
    assert kept is not None
    assert kept.how == "new"
    memory = reopen().get(kept.memory.id)
    assert memory == kept.memory
    assert memory.source.quote == "I live in Lisbon now"
    assert memory.source.message_id == "m1"
    assert memory.source.at == memory.at == NOW + 5
    assert (memory.scope, memory.tags, memory.importance) == ("desk", ("home",), 0.7)


def test_asked_to_remember_makes_it_hard(library: Library) -> None:
    asked = Candidate(text=HOME, quote=HOME, kind="fact", asked=True)
    kept = library.keep(said(HOME), asked, None)
    assert kept is not None
    assert kept.memory.hard


def test_the_same_again_strengthens(library: Library, reopen: Reopen) -> None:
    first = keep(library, HOME)
    kept = library.keep(said(HOME, at=NOW + 9), candidate("i live in  lisbon"), None)
    assert first is not None
    assert kept is not None
    assert kept.how == "strengthened"
    memory = reopen().memories("you")[0]
    assert (memory.id, memory.strength, memory.seen_at) == (first.id, 2, NOW + 9)
    assert memory.text == HOME


def test_the_same_elsewhere_is_another_memory(library: Library) -> None:
    """A secret told in a DM must not come up in a guild because it was said there, too."""
    keep(library, HOME, scope="dm:1")
    keep(library, HOME, scope="guild:1")
    keep(library, HOME, "ada")
    assert len(library.memories("you")) == 2
    assert len(library.memories("ada")) == 1


def test_a_newer_one_of_the_topic_supersedes_and_keeps_its_history(library: Library) -> None:
    old = keep(library, HOME, topic="home", hard=True)
    kept = library.keep(said(MOVED, at=NOW + 1), candidate(MOVED, topic="home"), vector(MOVED))
    assert old is not None
    assert kept is not None
    assert kept.how == "superseded"
    assert kept.memory.replaces == old.id
    assert kept.memory.hard, "what stays for good is not replaced by what fades"
    assert texts(library) == [MOVED]
    assert texts(library, history=True) == [MOVED, HOME]
    assert [past.text for past in library.history(kept.memory)] == [HOME]
    found = library.search(HOME, vector(HOME), person="you", now=NOW)
    assert [hit.memory.text for hit in found if hit.memory.text == HOME] == []


def test_moving_back_supersedes_once_more(library: Library) -> None:
    for hour, text in enumerate((HOME, MOVED, HOME)):
        keep(library, text, topic="home", at=NOW + hour)
    assert texts(library) == [HOME]
    assert texts(library, history=True) == [HOME, MOVED, HOME]
    assert [past.text for past in library.history(library.memories("you")[0])] == [MOVED, HOME]


def test_another_scope_or_person_supersedes_nothing(library: Library) -> None:
    keep(library, HOME, topic="home")
    keep(library, MOVED, topic="home", scope="dm:1")
    keep(library, MOVED, "ada", topic="home")
    assert len(library.memories("you")) == 2
    assert len(library.memories("ada")) == 1


@pytest.mark.parametrize(
    "text", ["My password is hunter2secret!", "My card is 4111 1111 1111 1111."]
)
def test_secrets_are_not_kept(library: Library, folder: Path, text: str) -> None:
    assert keep(library, text) is None
    quoting = Candidate(text="You told me something.", quote=text, kind="fact")
    assert library.keep(said(text), quoting, None) is None
    with pytest.raises(InputRefused):
        library.edit(_kept(library).id, text, None, NOW)
    assert in_files(folder, text.rsplit(maxsplit=1)[-1]) == []


def test_what_no_memory_can_be_is_refused_and_nothing_lost(library: Library) -> None:
    keep(library, HOME)
    with pytest.raises(InputRefused, match="1,048,576 characters"):
        keep(library, "a" * 1_048_576)
    with pytest.raises(InputRefused, match="some words"):
        keep(library, "  ")
    many = tuple(f"tag{number}" for number in range(10_000))
    tagged = Candidate(text=MOVED, quote=MOVED, kind="fact", tags=many)
    with pytest.raises(InputRefused, match="10,000 tags"):
        library.keep(said(MOVED), tagged, None)
    with pytest.raises(InputRefused, match="no text"):
        keep(library, "half a letter \ud800")
    with pytest.raises(InputRefused, match=f"3 numbers came; this memory works with {DIMENSION}"):
        library.keep(said(MOVED), candidate(MOVED), [1.0, 0.0, 0.0])
    with pytest.raises(InputRefused, match="no number"):
        library.keep(said(MOVED), candidate(MOVED), [float("nan")] * DIMENSION)
    assert texts(library) == [HOME]
    assert problems(library, ["you", "ada"]) == []


# ---------------------------------------------------------------- undo


def test_undo_takes_a_new_one_back_from_every_file(library: Library, folder: Path) -> None:
    memory = keep(library, HOME)
    assert library.undo("you") == memory
    assert library.undo("you") is None
    assert texts(library) == []
    assert in_files(folder, "lisbon") == []


def test_undo_gives_back_the_strength(library: Library) -> None:
    first = keep(library, HOME)
    keep(library, HOME, at=NOW + 9)
    library.undo("you")
    assert library.memories("you") == [first]
    library.undo("you")
    assert library.memories("you") == []


def test_undo_gives_back_what_was_superseded_and_its_vector(library: Library) -> None:
    first = keep(library, HOME, topic="home")
    keep(library, MOVED, topic="home", at=NOW + 9)
    taken = library.undo("you")
    assert taken is not None
    assert taken.text == MOVED
    assert library.memories("you", history=True) == [first]
    assert library.without_vectors() == []
    found = library.search(HOME, vector(HOME), person="you", now=NOW)
    assert [hit.memory for hit in found] == [first]
    keep(library, MOVED, topic="home", at=NOW + 10)
    assert texts(library) == [MOVED]


def test_undo_is_of_one_person(library: Library) -> None:
    keep(library, HOME)
    keep(library, MOVED, "ada")
    library.undo("you")
    assert texts(library) == []
    assert texts(library, "ada") == [MOVED]


def test_undo_brings_no_forgotten_words_back(library: Library, folder: Path) -> None:
    first = keep(library, HOME, topic="home")
    assert first is not None
    keep(library, MOVED, topic="home", at=NOW + 1)
    library.forget("you", [first.id], NOW + 2)
    taken = library.undo("you")
    assert taken is not None
    assert taken.text == MOVED
    assert texts(library, history=True) == []
    assert in_files(folder, "lisbon") == []


def test_undo_brings_no_corrected_words_back(library: Library, folder: Path) -> None:
    first = keep(library, HOME)
    assert first is not None
    keep(library, HOME, at=NOW + 1)
    library.edit(first.id, "I live in Faro.", None, NOW + 2)
    library.undo("you")
    memory = _kept(library)
    assert (memory.text, memory.strength) == ("I live in Faro.", 1)
    assert in_files(folder, "lisbon") == []


def test_undo_ends_with_the_process(library: Library, reopen: Reopen) -> None:
    keep(library, HOME)
    again = reopen()
    assert again.undo("you") is None
    assert texts(again) == [HOME]


# ---------------------------------------------------------------- editing


def test_editing_leaves_the_old_words_in_no_file(library: Library, folder: Path) -> None:
    keep(library, HOME)
    memory = library.edit(_kept(library).id, "I live in Faro.", vector("I live in Faro."), NOW + 1)
    assert (memory.text, memory.source.quote) == ("I live in Faro.", "I live in Faro.")
    assert _kept(library) == memory
    assert in_files(folder, "lisbon") == []
    assert library.without_vectors() == []
    found = library.search("Faro", vector("I live in Faro."), person="you", now=NOW)
    assert found[0].memory == memory


def test_editing_without_a_vector_waits_for_one(library: Library) -> None:
    keep(library, HOME)
    memory = library.edit(_kept(library).id, MOVED, None, NOW + 1)
    assert library.without_vectors() == [memory]
    library.set_vectors([(memory.id, vector(MOVED)), ("gone", vector(HOME))])
    assert library.without_vectors() == []


def test_a_vector_that_comes_too_late_is_not_taken(library: Library) -> None:
    library.keep(said(HOME), candidate(HOME), None)
    [waiting] = library.without_vectors()
    library.edit(waiting.id, MOVED, None, NOW + 1)
    library.set_vectors([(waiting.id, vector(HOME))])
    assert [memory.text for memory in library.without_vectors()] == [MOVED]


def test_editing_what_is_not_there(library: Library) -> None:
    with pytest.raises(InputRefused, match="no memory of that id"):
        library.edit("nothing", HOME, None, NOW)


def _kept(library: Library) -> Memory:
    if not library.memories("you"):
        keep(library, "I have a cat.")
    return library.memories("you")[0]

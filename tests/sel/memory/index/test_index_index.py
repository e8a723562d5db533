"""The index as the library uses it: persons apart, what may be found, what stays and what goes."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from indexed import DIMENSION, memory, vector, vectors

from sel.errors import InputRefused, StoreError
from sel.memory.index.index import Index
from sel.memory.index.tilefile import NAME as TILES
from sel.memory.index.tilefile import TileFile
from sel.memory.index.vectorfile import NAME as VECTORS
from sel.memory.types import Memory

NOW = 2000.0


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return reopened(tmp_path)


def reopened(folder: Path) -> Index:
    return Index.open(folder, "m", DIMENSION)


def ids(index: Index, text: str = "", of: list[float] | None = None, **more: object) -> list[str]:
    asked = {"person": "ana", "scopes": None, "k": 5, "now": NOW, **more}
    return [id for id, _, _ in index.search(text, of, **asked)]  # type: ignore[arg-type]


def test_an_unused_index_leaves_nothing_behind(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "vectors", "m", DIMENSION)
    index.add(memory("a", "words only"), None)
    assert ids(index, "words") == ["a"]
    assert index.purge() == {"files": 0, "vectors on disk": 0}
    index.close()
    assert list(tmp_path.iterdir()) == []


def test_the_nearest_comes_first(index: Index) -> None:
    index.add_many([(memory("a"), vector(1.0, 0.1)), (memory("b"), vector(0.1, 1.0))])
    assert ids(index, "", vector(0.0, 1.0)) == ["b", "a"]
    assert ids(index, "", vector(1.0)) == ["a", "b"]


def test_parts_add_up_to_the_score(index: Index) -> None:
    index.add(memory("a", "my dog barks", valence=-0.8, strength=3), vector(1.0, 0.2))
    ((_, score, parts),) = index.search(
        "a dog", vector(1.0), person="ana", scopes=None, k=1, now=NOW
    )
    assert score == pytest.approx(sum(parts.values()))
    assert parts["cosine"] == pytest.approx(1 / 1.04**0.5, abs=1e-4)
    assert parts["words"] > 0 < parts["feeling"]


def test_words_find_what_vectors_do_not(index: Index) -> None:
    index.add_many([(memory(f"x{n}", "small talk"), vector(1.0, 0.001 * n)) for n in range(200)])
    index.add(memory("a", "my cello is from Cremona"), vector(0.0, 1.0))
    asked = vector(0.6, 0.5, 0.6)
    assert ids(index, "where is the cello from?", asked)[0] == "a"


def test_without_vectors_words_must_do(index: Index) -> None:
    index.add_many([(memory("a", "my dog barks"), None), (memory("b", "the sea is calm"), None)])
    assert ids(index, "what about dogs?")[0] == "a"
    assert ids(index, "zebra", k=5) in (["a", "b"], ["b", "a"])


def test_what_lasts_stands_before_talk_of_the_moment(index: Index) -> None:
    index.add(memory("talk", "lol it's so late again"), vector(1.0))
    index.add(memory("fact", "My sister Ana works as a vet in Porto"), vector(1.0, 0.2))
    assert ids(index, "", vector(1.0)) == ["fact", "talk"]


def test_persons_never_mix(index: Index) -> None:
    index.add(memory("a", "my dog", person="ana"), vector(1.0))
    index.add(memory("b", "my dog", person="ben"), vector(1.0))
    assert ids(index, "dog", vector(1.0)) == ["a"]
    assert ids(index, "dog", vector(1.0), person="ben") == ["b"]
    assert ids(index, "dog", vector(1.0), person="eve") == []
    assert set(index.map("ana").places) == {"a"}


def test_a_memory_that_changes_hands_is_only_the_new_owners(index: Index) -> None:
    index.add(memory("a", "my dog", person="ana"), vector(1.0))
    index.add(memory("a", "my dog", person="ben"), vector(1.0))
    assert ids(index, "dog", vector(1.0)) == []
    assert ids(index, "dog", person="ben") == ["a"]


def test_only_the_given_scopes(index: Index) -> None:
    for scope in ("desk", "dm:1", "guild:2"):
        index.add(memory(scope, "my dog", scope=scope), vector(1.0))
    assert ids(index, "dog", vector(1.0), scopes={"dm:1"}) == ["dm:1"]
    assert set(ids(index, "dog", vector(1.0), scopes={"dm:1", "desk"})) == {"dm:1", "desk"}
    assert ids(index, "dog", vector(1.0), scopes=set()) == []
    assert ids(index, "dog", vector(1.0), scopes=["elsewhere"]) == []
    assert len(ids(index, "dog", vector(1.0), scopes=None)) == 3


def test_what_was_replaced_is_never_found(index: Index) -> None:
    index.add(memory("old", "I live in Lyon"), vector(1.0))
    index.add(memory("old", "I live in Lyon", replaced_by="new"), None)
    index.add(memory("new", "I live in Porto", replaces="old"), vector(1.0))
    assert ids(index, "where do I live in Lyon", vector(1.0)) == ["new"]
    assert index.missing() == []


def test_a_period_narrows(index: Index) -> None:
    index.add_many([(memory(f"d{n}", at=100.0 * n), vector(1.0)) for n in range(10)])
    assert set(ids(index, "", vector(1.0), period=(200.0, 400.0))) == {"d2", "d3", "d4"}
    assert ids(index, "", None, period=(200.0, 400.0)) == ["d4", "d3", "d2"]


def test_newer_plans_come_first(index: Index) -> None:
    index.add(memory("old", "a plan", kind="plan", at=0.0), vector(1.0))
    index.add(memory("new", "a plan", kind="plan", at=60 * 86400.0), vector(1.0))
    assert ids(index, "", vector(1.0), now=60 * 86400.0) == ["new", "old"]


def test_the_same_words_keep_their_vector(index: Index) -> None:
    index.add(memory("a", "my dog"), vector(1.0))
    index.add(memory("a", "my dog", strength=2), None)
    assert index.missing() == []
    assert ids(index, "", vector(1.0)) == ["a"]


def test_new_words_lose_the_old_vector(index: Index) -> None:
    index.add(memory("a", "my dog barks"), vector(1.0))
    index.add(memory("a", "my cat purrs"), None)
    assert index.missing() == ["a"]
    assert index.map("ana").places == {}
    assert ids(index, "cat") == ["a"]
    index.add(memory("a", "my cat purrs"), vector(0.0, 1.0))
    assert index.missing() == []


def test_what_was_removed_is_gone_everywhere(index: Index, tmp_path: Path) -> None:
    rows = vectors(30).tolist()
    index.add_many([(memory(f"id{n}", f"text {n}"), rows[n]) for n in range(30)])
    index.map("ana")
    assert index.remove(["id3", "id4", "nobody"]) == 2
    assert index.purge() == {"files": 2, "vectors on disk": 2}
    assert not {"id3", "id4"} & set(ids(index, "text 3", rows[3], k=99))
    assert not {"id3", "id4"} & set(index.map("ana").places)
    index.close()
    data = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b'"id3"' not in data
    assert b'"id5"' in data
    again = reopened(tmp_path)
    again.add_many([(memory(f"id{n}", f"text {n}"), None) for n in range(30)])
    assert again.missing() == ["id3", "id4"]


def test_removing_all_of_a_person_leaves_no_trace(index: Index, tmp_path: Path) -> None:
    index.add(memory("a", person="ana"), vector(1.0))
    index.add(memory("b", person="ben"), vector(1.0))
    index.map("ana")
    index.map("ben")
    index.purge()
    assert '"ana"' in (tmp_path / TILES).read_text()
    index.remove(["a"])
    index.purge()
    assert '"ana"' not in (tmp_path / TILES).read_text()
    assert ids(index, "", vector(1.0)) == []
    index.remove(["b"])
    index.purge()
    assert not (tmp_path / TILES).exists()


def test_what_is_removed_before_the_first_look_leaves_the_saved_tiles_too(
    index: Index, tmp_path: Path
) -> None:
    pairs = [(memory(f"id{n}"), vector(1.0, 0.1 * n)) for n in range(9)]
    index.add_many(pairs)
    before = index.map("ana").places
    index.close()
    again = reopened(tmp_path)
    again.add_many([(one, None) for one, _ in pairs])
    again.remove(["id3"])
    again.purge()
    assert '"id3"' not in (tmp_path / TILES).read_text()
    assert again.map("ana").places == {id: at for id, at in before.items() if id != "id3"}


def test_without_a_vector_nothing_is_counted_as_gone(index: Index) -> None:
    index.add(memory("a"), None)
    assert index.remove(["a"]) == 0
    assert index.missing() == []


def test_everything_is_there_after_opening(index: Index, tmp_path: Path) -> None:
    rows = vectors(20).tolist()
    pairs = [(memory(f"id{n}", f"text {n}"), rows[n]) for n in range(20)]
    index.add_many(pairs)
    before = index.search("text 3", rows[3], person="ana", scopes=None, k=9, now=NOW)
    index.close()
    again = reopened(tmp_path)
    again.add_many([(one, None) for one, _ in pairs])
    assert again.missing() == []
    assert again.search("text 3", rows[3], person="ana", scopes=None, k=9, now=NOW) == before


def test_after_a_crash_nothing_but_the_tiles_is_made_anew(index: Index, tmp_path: Path) -> None:
    index.add(memory("a"), vector(1.0))  # and never closed
    again = reopened(tmp_path)
    again.add(memory("a"), None)
    assert again.missing() == []
    assert set(again.map("ana").places) == {"a"}


def test_vectors_of_another_dimension_are_refused(index: Index) -> None:
    index.add(memory("a", "my dog"), None)
    with pytest.raises(InputRefused, match="3 numbers"):
        index.add_many([(memory("b"), vector(1.0)), (memory("c"), [1.0, 2.0, 3.0])])
    with pytest.raises(InputRefused):
        ids(index, "dog", [1.0])
    assert ids(index, "dog", vector(1.0)) == ["a"]


def test_a_question_without_length_counts_as_words(index: Index) -> None:
    index.add(memory("a", "my dog"), vector(1.0))
    assert ids(index, "dog", vector()) == ["a"]
    assert index.nearest(vector(), person="ana", k=3) == []
    assert index.nearest(vector(1.0), person="eve", k=3) == []


def test_no_results_wanted_none_given(index: Index) -> None:
    index.add(memory("a", "my dog"), vector(1.0))
    assert ids(index, "dog", vector(1.0), k=0) == []


@pytest.mark.parametrize("id", ["😀👩‍👩‍👧", "a\nb", "", "\ud800", "x" * 5000])
def test_any_id_will_do(index: Index, tmp_path: Path, id: str) -> None:
    index.add(memory(id, "my dog"), vector(1.0))
    index.map("ana")
    index.close()
    again = reopened(tmp_path)
    again.add(memory(id, "my dog"), None)
    assert again.missing() == []
    assert ids(again, "dog", vector(1.0)) == [id]


def test_a_megabyte_of_text_is_taken(index: Index) -> None:
    index.add(memory("a", "dog " + "word " * 200_000), vector(1.0))
    assert ids(index, "dog") == ["a"]


def test_files_are_the_owners_alone(index: Index, tmp_path: Path) -> None:
    index.add(memory("a"), vector(1.0))
    index.map("ana")
    index.close()
    for name in (VECTORS, TILES):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"sel": "tiles", "format": 1, "model": "m 8", "persons": {"ana": [[[0,0,1,1], null]]}}',
        '{"sel": "tiles", "format": 1, "model": "m 8", "persons": {"ana": [[[0,0,1], []]]}}',
        '{"sel": "tiles", "format": 1, "model": "m 8", "persons": {"ana": [7, 8]}}',
        '{"sel": "tiles", "format": 1, "model": "m 8", "persons": []}',
        '{"sel": "tiles", "format": 9}',
    ],
)
def test_tiles_that_make_no_sense_are_made_anew(index: Index, tmp_path: Path, text: str) -> None:
    index.add(memory("a"), vector(1.0))
    index.close()
    (tmp_path / TILES).write_text(text)
    again = reopened(tmp_path)
    again.add(memory("a"), None)
    assert set(again.map("ana").places) == {"a"}


def test_tiles_of_another_model_are_not_used(tmp_path: Path) -> None:
    file = TileFile(tmp_path, "m 8")
    tree = [((0.0, 0.0, 1.0, 1.0), ["a"])]
    assert file.save({"ana": tree}) == 1  # type: ignore[dict-item]
    assert file.save({"ana": tree}) == 0  # type: ignore[dict-item]
    assert TileFile(tmp_path, "m 8").of("ana") == tree
    assert TileFile(tmp_path, "m 9").of("ana") is None


def test_a_disk_that_refuses_the_tiles_says_so(index: Index, tmp_path: Path) -> None:
    index.add(memory("a"), vector(1.0))
    index.map("ana")
    (tmp_path / TILES).mkdir()
    with pytest.raises(StoreError):
        index.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == [TILES, VECTORS]


def test_nobody_outside_imports_numpy_with_it() -> None:
    code = (
        "import sys, sel.memory.types, sel.memory.index, sel.memory.library;"
        "sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


steps = st.lists(
    st.tuples(
        st.sampled_from(["add", "words", "edit", "remove", "purge", "reopen"]), st.integers(0, 6)
    ),
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(steps)
def test_any_steps_leave_index_and_file_in_agreement(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("index") / "vectors"
    index, rows = reopened(folder), vectors(7).tolist()
    there: dict[str, tuple[Memory, bool]] = {}
    for step, number in steps:
        id = f"{number}"
        if step in ("add", "words", "edit"):
            one = memory(id, f"{step} {id}", person=f"p{number % 2}")
            index.add(one, rows[number] if step == "add" else None)
            same = id in there and there[id] == (one, True)
            there[id] = (one, step == "add" or same)
        elif step == "remove":
            assert index.remove([id]) == there.pop(id, (None, False))[1]
        elif step == "purge":
            index.purge()
        else:
            index.close()
            index = reopened(folder)
            index.add_many([(one, None) for one, _ in there.values()])
            placed = {id: id not in index.missing() for id in there}
            assert all(placed[id] >= had for id, (_, had) in there.items())
            there = {id: (one, placed[id]) for id, (one, _) in there.items()}
    assert set(index.missing()) == {id for id, (_, had) in there.items() if not had}
    for person in ("p0", "p1"):
        mine = {id for id, (one, _) in there.items() if one.person == person}
        assert set(ids(index, "add words edit", None, person=person, k=99)) == mine
        assert set(index.map(person).places) == {id for id in mine if there[id][1]}
    index.close()


def test_a_dimension_that_is_not_known_is_that_of_the_first_vector(tmp_path: Path) -> None:
    index = Index.open(tmp_path, "m", 0)
    index.add(memory("a", "the red boat"), None)
    assert index.search("boat", vector(1.0), person="ana", scopes=None, k=1, now=0.0)
    assert index.map("ana").places == {}
    index.add(memory("b", "the blue car"), vector(1.0))
    with pytest.raises(InputRefused):
        index.add(memory("c"), [1.0, 0.0])
    assert index.missing() == ["a"]
    assert [id for id, _ in index.nearest(vector(1.0), person="ana", k=5)] == ["b"]
    index.close()


def test_a_dimension_that_is_not_known_is_that_of_the_file(tmp_path: Path) -> None:
    first = Index.open(tmp_path, "m", DIMENSION)
    first.add_many([(memory("a", "boat"), vector(1.0)), (memory("b", "car"), vector(0.0, 1.0))])
    before = first.map("ana")
    first.close()
    again = Index.open(tmp_path, "m", 0)
    again.add_many([(memory("a", "boat"), None), (memory("b", "other words"), None)])
    assert (again.missing(), again.notices) == (["b"], ())
    assert again.map("ana").places == {"a": before.places["a"]}
    with pytest.raises(InputRefused):
        again.add(memory("c"), [1.0, 0.0])


def test_an_unknown_dimension_and_a_file_of_another_model(tmp_path: Path) -> None:
    first = Index.open(tmp_path, "m", DIMENSION)
    first.add(memory("a", "boat"), vector(1.0))
    first.close()
    again = Index.open(tmp_path, "other", 0)
    assert "another model" in again.notices[0]
    again.add(memory("a", "boat"), [0.0, 1.0])
    assert again.missing() == []


def test_vectors_of_a_batch_must_be_of_one_length(tmp_path: Path) -> None:
    index = Index.open(tmp_path, "m", 0)
    with pytest.raises(InputRefused):
        index.add_many([(memory("a"), [1.0, 0.0]), (memory("b"), [1.0])])

"""Enrichment over the library as SEL opens it: forgetting, editing, exchange, death in between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from enrich_desk import BRUNO, FIREWORKS, TALK
from hypothesis import given, settings
from hypothesis import strategies as st
from stands import DAY, NOW, in_files, keep, open_real, problems, vector

from sel.memory.enrich.enricher import Enricher
from sel.memory.library import Library
from sel.memory.types import Memory

Reopen = Callable[[], Library]


def told(library: Library, *texts: str, person: str = "you", at: float = NOW - 2 * DAY) -> None:
    library.answer(person, "yes", NOW)
    for n, text in enumerate(texts):
        assert keep(library, text, person, at=at + n)


def enrich(library: Library) -> Enricher:
    enricher = Enricher(library, "UTC")
    while enricher.step(NOW):
        pass
    return enricher


def made(library: Library, person: str = "you") -> dict[str, Memory]:
    return {row.id: row for row in library.memories(person) if row.made_from}


def test_what_is_made_is_kept_and_found(library: Library, reopen: Reopen) -> None:
    told(library, *TALK)
    enrich(library)
    first = made(library)
    assert len(first) == 3
    assert library.stats("you")["summaries"] == 3
    again = reopen()
    assert made(again) == first
    assert enrich(again).counts.total() == 0
    assert not problems(again, ["you"])
    hits = again.search("Bruno", vector("Bruno"), person="you", k=10, now=NOW)
    assert first.keys() & {hit.memory.id for hit in hits}


def test_forgetting_a_source_takes_its_summary_out_of_every_file(
    library: Library, folder: Path
) -> None:
    told(library, *TALK)
    enrich(library)
    (source,) = (row for row in library.memories("you") if row.text == FIREWORKS)
    receipt = library.forget("you", [source.id], NOW)
    assert receipt.counts["summaries"] == 2
    assert not in_files(folder, "fireworks")
    enrich(library)
    assert not in_files(folder, "fireworks")
    assert {row.text for row in made(library).values() if "thing" in row.id} == {
        f"{TALK[1]} {TALK[3]}"
    }
    assert not problems(library, ["you"])


def test_a_corrected_source_is_summed_up_anew(library: Library, folder: Path) -> None:
    told(library, *TALK)
    enrich(library)
    (source,) = (row for row in library.memories("you") if row.text == BRUNO)
    library.edit(source.id, "My dog is called Rex.", None, NOW)
    enrich(library)
    assert len(made(library)) == 2
    assert not in_files(folder, "called bruno")
    assert any("Rex" in row.text for row in made(library).values())


def test_saying_it_again_makes_nothing_new(library: Library) -> None:
    told(library, *TALK)
    enrich(library)
    first = made(library)
    kept = keep(library, BRUNO, at=NOW - 60)
    assert kept is not None
    assert kept.strength == 2
    assert enrich(library).counts.total() == 0
    assert made(library) == first


def test_undoing_forgetting_all_and_fading_take_summaries_along(library: Library) -> None:
    told(library, *TALK)
    told(library, *TALK, person="ada")
    enrich(library)
    library.undo("you")
    assert all(len(row.made_from) < 4 for row in made(library).values())
    library.forget_all("you", NOW)
    assert not library.memories("you")
    assert len(made(library, "ada")) == 3
    library.prune(NOW + 100 * DAY)
    assert not library.memories("ada")


def test_a_summary_lives_as_long_as_what_it_is_made_from(library: Library) -> None:
    library.answer("you", "yes", NOW)
    for n, text in enumerate(TALK):
        assert keep(library, text, at=NOW - 2 * DAY + n, hard=True)
    enrich(library)
    assert library.prune(NOW + 100 * DAY) == []
    assert len(made(library)) == 3
    assert enrich(library).counts.total() == 0


def test_taken_to_another_machine_it_is_not_made_twice(library: Library, tmp_path: Path) -> None:
    told(library, *TALK)
    enrich(library)
    other = open_real(tmp_path / "other")
    try:
        other.answer("you", "yes", NOW)
        other.add_many("you", library.outward("you"), None)
        assert enrich(other).counts.total() == 0
        other.answer("ada", "yes", NOW)
        other.add_many("ada", library.outward("you"), None)
        enrich(other)
        assert len(made(other, "ada")) == 3
        assert not problems(other, ["you", "ada"])
    finally:
        other.close()


def test_a_summary_that_lost_a_source_unseen_is_put_right(library: Library) -> None:
    told(library, *TALK)
    enrich(library)
    torn = replace(next(iter(made(library).values())), id="conversation-0", made_from=("gone",))
    library.add_many("you", [torn], None)
    assert enrich(library).counts["removed"] == 1
    assert "conversation-0" not in made(library)


def test_words_that_only_together_look_like_a_secret_are_left_apart(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(library, *TALK)
    monkeypatch.setattr(
        "sel.memory.enrich.summary.secret_in",
        lambda text: "a password" if text.count(".") > 1 else "",
    )
    enrich(library)
    assert not made(library)


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_any_order_of_saying_forgetting_and_enriching_agrees(data: st.DataObject) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        library = open_real(Path(name))
        library.answer("you", "yes", NOW)
        for n in range(data.draw(st.integers(3, 12))):
            match data.draw(st.sampled_from(["say", "say", "forget", "step"])):
                case "say":
                    text = data.draw(st.sampled_from([*TALK, "I like tea.", "Bruno is seven."]))
                    keep(library, text, at=NOW - DAY * data.draw(st.integers(2, 3)) + n)
                case "forget":
                    rows = [row for row in library.memories("you") if not row.made_from]
                    if rows:
                        gone = data.draw(st.sampled_from(rows))
                        library.forget("you", [gone.id], NOW)
                        assert not any(gone.id in row.made_from for row in made(library).values())
                case _:
                    enrich(library)
            assert not problems(library, ["you"])
        enrich(library)
        before = library.memories("you")
        enrich(library)
        assert library.memories("you") == before
        library.close()

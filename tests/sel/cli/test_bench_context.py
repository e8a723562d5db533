"""`sel bench context`: that its scripts are fair, its arithmetic right, and its aims reached."""

import json
from collections.abc import Iterable

import pytest

from sel.cli.benches import context
from sel.cli.benches.context_talk import EVERYDAY, HELD_OUT, Line, distances, load, read
from sel.cli.benches.figures import Figure
from sel.cli.main import main

SCRIPTS = pytest.mark.parametrize("name", [EVERYDAY, HELD_OUT])


def small_talk(count: int) -> list[Line]:
    return [Line(said=f"It is day {n} today.", reply=f"So it is, day {n}.") for n in range(count)]


# ---------------------------------------------------------------- the scripts


def test_a_script_is_read_with_its_marks_and_code() -> None:
    first, second = read(
        "plant dog\nP: Bello!\nS: Who?\n```\nx\n\ny\n```\n"
        "ask dog: Bello, BARK\nP: What\nwas it?\nS: He."
    )
    assert (first.planted, first.said, first.reply) == ("dog", "Bello!", "Who?\n```\nx\n\ny\n```")
    assert (second.asked, second.keys) == ("dog", ("bello", "bark"))
    assert second.said == "What\nwas it?"


@SCRIPTS
def test_a_talk_has_200_turns_and_20_facts_asked_for_15_to_150_turns_later(name: str) -> None:
    lines = load(name)
    found = dict(distances(lines))
    assert len(lines) == 200
    assert len(found) == 20
    assert all(15 <= turns <= 150 for turns in found.values())
    assert sum("```" in line.said + line.reply for line in lines) >= 4
    assert all(line.reply for line in lines)


@SCRIPTS
def test_questions_do_not_hold_their_answer_nor_does_anything_between(name: str) -> None:
    lines = load(name)
    planted = {line.planted: number for number, line in enumerate(lines) if line.planted}
    for number, line in enumerate(lines):
        if line.asked:
            told = lines[planted[line.asked]]
            between = lines[planted[line.asked] + 1 : number]
            assert all(key in told.said.casefold() for key in line.keys)
            assert not any(key in line.said.casefold() for key in line.keys)
            assert not any(stands(key, between) for key in line.keys)


def stands(key: str, lines: Iterable[Line]) -> bool:
    return any(key in f"{line.said} {line.reply}".casefold() for line in lines)


def test_the_two_talks_have_nothing_in_common() -> None:
    assert {one.said for one in load(EVERYDAY)}.isdisjoint(one.said for one in load(HELD_OUT))


# ---------------------------------------------------------------- the arithmetic


def test_a_short_talk_saves_nothing_and_is_all_reused() -> None:
    tally = context.run(small_talk(5), {})
    assert tally.tokens == tally.whole
    assert tally.breaks == tally.blocks == 0
    assert tally.saved == 0
    assert 0.5 < tally.reuse < 1


def test_each_block_breaks_the_prefix_once_and_saves_tokens() -> None:
    tally = context.run(small_talk(60), {})
    assert tally.blocks > 5
    assert tally.blocks - 1 <= tally.breaks <= tally.blocks
    assert 0.3 < tally.saved < 1
    assert tally.bare < tally.whole


def test_a_fact_counts_where_it_stands() -> None:
    fact = Line(said="My dog is called Bello.", reply="Hello!", planted="dog")
    asked = Line(said="Which pet is mine?", reply="Yours.", asked="dog", keys=("bello",))
    soon = context.run([fact, *small_talk(2), asked], {})
    assert (soon.found, soon.found_whole) == ({"dog": "recent"}, 1)
    late = context.run([fact, *small_talk(30), asked], {})
    assert (late.found, late.found_whole) == ({"dog": "summary"}, 0)
    never = context.run([*small_talk(30), asked], {})
    assert (never.answerable, never.found) == (0, {"dog": ""})


def test_a_vector_brings_back_what_words_do_not() -> None:
    fact = Line(said="It barks all night long.", reply="Oh no!", planted="dog")
    asked = Line(said="Which noise disturbs?", reply="Barking.", asked="dog", keys=("barks",))
    lines = [fact, *small_talk(30), asked]
    vectors = {line.said: (0.0, 1.0) for line in lines} | {
        one.said: (1.0, 0.0) for one in (fact, asked)
    }
    assert context.run(lines, {}).found == {"dog": ""}
    assert context.run(lines, vectors).found == {"dog": "late"}


@SCRIPTS
def test_tokens_and_reuse_reach_their_aims_without_an_embedder(name: str) -> None:
    tally = context.run(load(name), {})
    assert tally.saved >= 0.5
    assert tally.reuse >= 0.85
    assert tally.breaks <= tally.blocks


def test_without_an_embedder_the_figures_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    async def none(said: object) -> dict[str, tuple[float, ...]]:
        return {}

    monkeypatch.setattr(context, "embedded", none)
    saved, reused, facts = context.measure({" of mine": load(EVERYDAY)[:60]})
    assert saved.name.endswith(" of mine")
    assert "breaks" in reused.detail
    assert "no embedder" in facts.detail
    assert facts.aim == pytest.approx(0.9 * sum(bool(one.asked) for one in load(EVERYDAY)[:60]))


# ---------------------------------------------------------------- the command


def test_the_command_prints_its_figures(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one = Figure(name="context: x", value=0.6, aim=0.5, at_most=False)
    monkeypatch.setattr(context, "measure", lambda: [one])
    assert main(["bench", "context", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["figures"][0]["name"] == "context: x"


@pytest.mark.real
def test_every_aim_is_reached_with_the_real_embedder() -> None:
    figures = context.measure()
    assert len(figures) == 6
    assert "by vectors" in figures[2].detail
    assert [figure.name for figure in figures if not figure.met] == []

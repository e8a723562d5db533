"""`sel bench context`: that its scripts are fair, its arithmetic right, and its aims reached."""

import itertools
import json
from collections.abc import Iterable, Sequence

import pytest

from sel.cli.benches import context
from sel.cli.benches.context import Counter, Tools, plain
from sel.cli.benches.context_talk import (
    EVERYDAY,
    NIGHTSHIFT,
    TALKS,
    Line,
    distances,
    load,
    read,
)
from sel.cli.benches.figures import Figure
from sel.cli.main import main
from sel.engine.types import Message
from sel.prompt.tokens import PER_MESSAGE

SCRIPTS = pytest.mark.parametrize("name", list(TALKS.values()))
TUNED = pytest.mark.parametrize("name", [EVERYDAY, NIGHTSHIFT])


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
def test_a_talk_is_long_and_its_facts_are_asked_for_15_to_150_turns_later(name: str) -> None:
    lines = load(name)
    found = dict(distances(lines))
    assert len(lines) >= 160
    assert len(found) >= 20
    assert all(15 <= turns <= 150 for turns in found.values())
    assert all(line.reply for line in lines)


@TUNED
def test_the_talks_that_constants_were_set_by_have_200_turns_and_code(name: str) -> None:
    lines = load(name)
    assert len(lines) == 200
    assert sum("```" in line.said + line.reply for line in lines) >= 4


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


def test_no_two_talks_have_anything_in_common() -> None:
    for one, other in itertools.combinations(TALKS.values(), 2):
        assert {line.said for line in load(one)}.isdisjoint(line.said for line in load(other))


# ---------------------------------------------------------------- the arithmetic


async def test_a_short_talk_saves_nothing_and_is_all_reused() -> None:
    tally = await context.run(small_talk(5), plain())
    assert tally.tokens == tally.whole
    assert tally.breaks == tally.blocks == 0
    assert tally.saved == 0
    assert 0.5 < tally.reuse < 1


async def test_each_block_breaks_the_prefix_once_and_saves_tokens() -> None:
    tally = await context.run(small_talk(60), plain())
    assert tally.blocks > 5
    assert tally.blocks - 1 <= tally.breaks <= tally.blocks
    assert 0.3 < tally.saved < 1
    assert tally.reused < tally.ready < tally.tokens


async def test_who_allows_more_tokens_has_more_turns_whole() -> None:
    usual, more = [await context.run(small_talk(60), plain(), most) for most in (1500, 2000)]
    assert max(more.turns) > max(usual.turns)
    assert more.tokens > usual.tokens


async def test_a_text_is_counted_once_and_as_the_engine_counts() -> None:
    asked: list[str] = []

    async def count(texts: Sequence[str]) -> list[int]:
        asked.extend(texts)
        return [len(text) for text in texts]

    counter = Counter(count)
    messages = [Message("user", "one"), Message("assistant", "one"), Message("user", "three")]
    assert await counter.tokens(messages) == 3 + 3 + 5 + 3 * PER_MESSAGE
    assert await counter.tokens(messages[:1]) == 3 + PER_MESSAGE
    assert sorted(asked) == ["one", "three"]


async def test_a_fact_counts_where_it_stands() -> None:
    fact = Line(said="My dog is called Bello.", reply="Hello!", planted="dog")
    asked = Line(said="Which pet is mine?", reply="Yours.", asked="dog", keys=("bello",))
    soon = await context.run([fact, *small_talk(2), asked], plain())
    assert (soon.found, soon.found_whole) == ({"dog": "recent"}, 1)
    late = await context.run([fact, *small_talk(30), asked], plain())
    assert (late.found, late.found_whole) == ({"dog": "summary"}, 0)
    never = await context.run([*small_talk(30), asked], plain())
    assert (never.answerable, never.found) == (0, {"dog": ""})


async def test_a_vector_brings_back_what_words_do_not() -> None:
    fact = Line(said="It barks all night long.", reply="Oh no!", planted="dog")
    asked = Line(said="Which noise disturbs?", reply="Barking.", asked="dog", keys=("barks",))
    lines = [fact, *small_talk(30), asked]
    vectors = {line.said: (0.0, 1.0) for line in lines} | {
        one.said: (1.0, 0.0) for one in (fact, asked)
    }
    by_words = await context.run(lines, plain())
    assert by_words.found == {"dog": ""}
    by_vectors = await context.run(lines, Tools(vectors, plain().counter))
    assert by_vectors.found == {"dog": "told again"}


@SCRIPTS
async def test_tokens_and_reuse_are_near_their_aims_without_an_embedder(name: str) -> None:
    """The shorter talks save less: of their first twenty turns nobody can save much."""
    tally = await context.run(load(name), plain())
    assert tally.saved >= (0.5 if len(tally.turns) == 200 else 0.48)
    assert tally.reuse >= (0.85 if len(tally.turns) == 200 else 0.83)
    assert tally.breaks <= tally.blocks
    assert min(tally.turns[20:]) >= 4


def test_without_an_embedder_the_figures_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    async def none(held: object, said: object) -> Tools:
        return plain()

    monkeypatch.setattr(context, "real_tools", none)
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
@pytest.mark.usefixtures("lent_embedder_at_hand")
def test_every_aim_is_reached_with_the_real_embedder() -> None:
    figures = context.measure()
    assert len(figures) == 3 * len(TALKS)
    assert figures[2].detail.startswith("by vectors and words (")
    assert [figure.name for figure in figures[:6] if not figure.met] == []

"""`sel mood compare`: its arithmetic, and moods told truly and shown in replies."""

from __future__ import annotations

import pytest
from stage import make_parts, scripted

from sel.brain import prompter
from sel.cli.benches.moods import MoodFigures, Reply, compare, figures, table
from sel.errors import SettingError

SAID = "That is fine. It is good to know. All of it is done."


async def measured(*moods: str, replies: int = 12, seed: int = 1) -> list[MoodFigures]:
    engine = scripted(SAID)
    await engine.start()
    try:
        return await compare(make_parts(engine), engine, moods, replies=replies, seed=seed)
    finally:
        await engine.stop()


def test_the_figures_of_replies() -> None:
    got = figures(
        "glowy",
        [
            Reply("Oh, yes! It is 3.5 now. Is it?", 0.6, true_note=True),
            Reply("Fine! 🙂", 0.4, true_note=False),
        ],
    )
    assert got.replies == 2
    assert got.words == 5.0
    assert got.exclaims == 0.5
    assert got.emoji == 0.5
    assert got.temperature == pytest.approx(0.5)
    assert got.true_notes == 0.5


def test_replies_without_a_sentence_count_as_quiet() -> None:
    assert figures("calm", [Reply("mhm", 0.4, true_note=True)]).exclaims == 0.0


async def test_moods_show_and_are_told_truly() -> None:
    glowy, stressed = await measured("glowy", "stressed", replies=24)
    assert (glowy.mood, stressed.mood) == ("glowy", "stressed")
    assert glowy.true_notes == stressed.true_notes == 1.0
    assert glowy.exclaims > 0.15
    assert stressed.exclaims == stressed.emoji == 0.0
    assert glowy.emoji > 0
    assert glowy.temperature > stressed.temperature + 0.2
    assert glowy.words > stressed.words


async def test_a_note_that_tells_another_mood_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prompter, "note", lambda *_: "You feel splendid.")
    assert [row.true_notes for row in await measured("calm", replies=3)] == [0.0]


async def test_the_same_seed_gives_the_same_figures() -> None:
    assert await measured("wired", seed=3) == await measured("wired", seed=3)


async def test_a_word_that_is_no_mood_is_refused() -> None:
    with pytest.raises(SettingError):
        await measured("glowy", "hungry")


def test_the_table_is_aligned() -> None:
    rows = [figures(mood, [Reply(SAID, 0.5, true_note=True)]) for mood in ("glowy", "melancholic")]
    head, first, second = table(rows).splitlines()
    assert head.index("replies") == first.index("1") == second.index("1")
    assert "100%" in second

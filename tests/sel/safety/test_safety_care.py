"""What follows in a conversation, where the machine is, and when a break may do good."""

from __future__ import annotations

from pathlib import Path

import pytest

from sel.safety.breaks import PAUSE, Stretch
from sel.safety.care import AT_EASE, LASTS, NOTES, REMIND, REPEAT, Care, uncared
from sel.safety.here import system_locale, system_zone
from sel.safety.reading import Reading

CONCERN, ACUTE = Reading("concern"), Reading("acute")
OTHER = Reading("concern", "other")


def answered(care: Care, reading: Reading, now: float) -> tuple[str, Care]:
    care = care.heard(reading, now, f"turn {now}")
    what = care.answering(now)
    return what, care.said(what, now)


def test_it_is_said_once_and_again_only_after_a_while() -> None:
    what, care = answered(AT_EASE, CONCERN, 0.0)
    assert what == "whole"
    what, care = answered(care, CONCERN, 60.0)
    assert what == "listen"
    what, care = answered(care, CONCERN, REPEAT + 1)
    assert what == "whole"


def test_worse_is_answered_at_once_and_then_in_few_words() -> None:
    _, care = answered(AT_EASE, CONCERN, 0.0)
    what, care = answered(care, ACUTE, 10.0)
    assert what == "whole"
    what, care = answered(care, ACUTE, 20.0)
    assert what == "listen"
    what, care = answered(care, ACUTE, 10.0 + REMIND)
    assert what == "again"
    what, care = answered(care, ACUTE, 20.0 + REMIND)
    assert what == "listen"


def test_care_lasts_a_while_and_ends() -> None:
    assert AT_EASE.note(0.0) == ""
    _, care = answered(AT_EASE, CONCERN, 100.0)
    assert care.note(101.0) == NOTES["concern"]
    assert care.turn == "turn 100.0"
    _, care = answered(care, ACUTE, 200.0)
    _, care = answered(care, CONCERN, 300.0)
    assert care.note(301.0) == NOTES["acute"], "it does not get less urgent by one message"
    assert not care.active(300.0 + LASTS)
    assert care.note(300.0 + LASTS) == ""
    assert answered(AT_EASE, OTHER, 0.0)[1].note(1.0) == NOTES["other"]


def test_a_note_that_is_kept_tells_nothing_of_it() -> None:
    assert uncared(f"You feel calm.\n{NOTES['acute']}\nBe brief.") == "You feel calm.\nBe brief."


# ---------------------------------------------------------------- where it is


def test_the_system_tells_its_zone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/Europe/Zurich")
    monkeypatch.delenv("TZ", raising=False)
    assert system_zone(link) == "Europe/Zurich"
    assert system_zone(tmp_path / "none") == ""
    monkeypatch.setenv("TZ", ":/usr/share/zoneinfo/Asia/Tokyo")
    assert system_zone(link) == "Asia/Tokyo"
    monkeypatch.setenv("TZ", "Europe/Paris")
    assert system_zone(link) == "Europe/Paris"


def test_the_system_tells_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert system_locale() == ""
    monkeypatch.setenv("LANG", "de_CH.UTF-8")
    monkeypatch.setenv("LC_ALL", "")
    assert system_locale() == "de_CH.UTF-8"


# ---------------------------------------------------------------- breaks


def talk(*minutes: float) -> Stretch:
    stretch = Stretch()
    for minute in minutes:
        stretch = stretch.heard(60.0 * minute)
    return stretch


def test_a_long_stretch_of_talk_is_due_a_break_once() -> None:
    stretch = talk(*range(0, 91, 10))
    assert not talk(*range(0, 90, 10)).due(60.0 * 85, 90, "casual")
    assert stretch.due(60.0 * 90, 90, "casual")
    assert not stretch.said().due(60.0 * 95, 90, "casual")
    assert not stretch.said().heard(60.0 * 95).due(60.0 * 95, 90, "casual")


def test_a_pause_begins_anew() -> None:
    later = 60.0 * 90 + PAUSE
    stretch = talk(*range(0, 91, 10)).heard(later)
    assert stretch == Stretch(later, later)
    assert not talk(*range(0, 91, 10)).due(later, 90, "casual")


def test_it_can_be_switched_off_and_modes_are_heeded() -> None:
    stretch = talk(*range(0, 101, 10))
    assert not stretch.due(60.0 * 100, 0, "casual")
    assert not stretch.due(60.0 * 100, 90, "deep_focus")
    assert talk(*range(0, 181, 10)).due(60.0 * 180, 90, "deep_focus")


def test_a_clock_that_goes_back_begins_anew() -> None:
    assert talk(100.0, 50.0) == Stretch(3000.0, 3000.0)

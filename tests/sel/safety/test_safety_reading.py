"""Whether a message tells of self-harm or suicide: recall first, few false alarms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from safety_cases import Case, cases

from sel.brain.safety.caring import shipped
from sel.safety.plain import plain
from sel.safety.reading import Reading, read
from sel.safety.sayings import Sayings


def told(*messages: str, before: bool = False) -> Reading:
    return read(messages, shipped().sayings, before=before)


@pytest.mark.parametrize("name", ["building", "held_out"])
def test_those_in_need_are_noticed_and_others_are_left_alone(name: str) -> None:
    found: dict[bool, list[Case]] = {True: [], False: []}
    wrong: dict[bool, list[Case]] = {True: [], False: []}
    acute, seen = 0, 0
    for case in cases(name):
        reading, need = told(*case.messages), case.level != "none"
        found[need].append(case)
        if reading.found != need:
            wrong[need].append(case)
        if case.level == "acute":
            acute, seen = acute + 1, seen + (reading.level == "acute")
    assert len(found[True]) > 150
    assert len(found[False]) > 140
    assert len(wrong[True]) <= 0.05 * len(found[True]), wrong[True]
    assert len(wrong[False]) <= 0.03 * len(found[False]), wrong[False]
    assert seen >= 0.9 * acute


@pytest.mark.parametrize(
    ("text", "level", "about"),
    [
        ("everyone would be better off without me", "concern", "self"),
        ("i took all my pills", "acute", "self"),
        ("I WANT TO KILL MYSELF", "acute", "self"),
        ("my friend wants to die", "concern", "other"),
        ("my brother just took a bunch of pills", "concern", "other"),
        ("je veux mourir", "concern", "self"),
    ],
)
def test_how_urgent_and_about_whom(text: str, level: str, about: str) -> None:
    reading = told(text)
    assert (reading.about, reading.found) == (about, True)
    assert reading.level in (level, "acute")


def test_means_beside_a_wish_are_acute() -> None:
    assert told("i want to die").level == "concern"
    assert told("i want to die", "there is a rope").level == "acute"


def test_who_seems_under_age_is_noticed() -> None:
    assert told("i'm 14 and i want to die").young
    assert not told("i'm 41 and i want to die").young


def test_small_signs_count_together_and_sooner_once_somebody_is_in_need() -> None:
    assert not told("i feel so worthless").found
    assert told("i feel so worthless", "nothing matters").found
    assert told("i feel so worthless", before=True).found
    assert told("goodbye. i'm done", before=True).level == "acute"
    assert not told("goodbye", before=False).found


def test_words_of_works_and_code_are_nobodys_own() -> None:
    assert not told('what does "I want to die" mean in this song?').found
    assert not told("```\n# I want to kill myself\n```").found
    assert told('my sister said "I want to die"').found
    assert told('"I want to die"').found


@pytest.mark.parametrize("text", ["5 kms away", "the shop is 3kms from here"])
def test_kilometres_are_kilometres(text: str) -> None:
    assert not told(text).found


def test_slips_and_masks_are_seen_through() -> None:
    assert plain("I wnat to k*ll myslef") == "i want to kill myself"
    assert plain("s u i c i d e") == "suicide"
    assert plain("can\u2019t  go on") == "can't go on"


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    assert told(text).level in ("none", "concern", "acute")


def test_a_very_long_message_is_read_at_both_ends() -> None:
    filler = "the weather was fine that day. " * 2_000
    assert told(filler + "i want to die").found
    assert told("i want to die. " + filler).found


def test_a_file_that_is_none_is_refused() -> None:
    for text in ("", "[pieces]\n", 'acute = "x"'):
        with pytest.raises(ValueError, match="not a file of sayings"):
            Sayings.from_toml(text)

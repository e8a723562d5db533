"""The parts of enrichment: names, groups, chosen sentences, tone, topics, a model's words."""

from __future__ import annotations

import pytest
from enrich_desk import BRUNO, DAY, FIREWORKS, NOON, TALK, memory, talk
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.memory.enrich.choosing import LONGEST, LONGEST_SENTENCE, extract, size
from sel.memory.enrich.gathering import MOST, MOST_OF_THING, QUIET, Group, day_of, groups
from sel.memory.enrich.names import named, names, own
from sel.memory.enrich.summary import summary_of
from sel.memory.enrich.tone import feeling, tone, topics
from sel.memory.enrich.writing import faithful, written
from sel.memory.types import Memory

# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("text", "sure", "perhaps"),
    [
        ("My dog is called Bruno.", {"Bruno"}, {"Bruno"}),
        ("Bruno is seven.", set(), {"Bruno"}),
        ("I moved to New York with Ana.", {"New York", "Ana"}, {"New York", "Ana"}),
        ("Bruno's vet is in Porto, on Monday in May.", {"Porto"}, {"Bruno", "Porto"}),
        ("He said: Bruno ate it. LOL, I'm OK", set(), {"Bruno"}),
        ("Ana, Bruno and Zoë", {"Bruno", "Zoë"}, {"Ana", "Bruno", "Zoë"}),
        ("Yesterday Bruno ate. I saw.", set(), {"Yesterday Bruno", "Bruno"}),
        ("", set(), set()),
    ],
)
def test_names_are_capitals_where_no_sentence_begins(
    text: str, sure: set[str], perhaps: set[str]
) -> None:
    assert names(text) == sure
    assert named(text) == perhaps


def test_what_is_their_own() -> None:
    assert own("My dog and my favourite tea; our House") == {"dog", "house"}
    assert own("Tommy sister") == set()


@given(st.text())
def test_any_text_can_be_looked_through(text: str) -> None:
    assert names(text) <= named(text)
    own(text)


# ---------------------------------------------------------------- groups


def grouped(rows: list[Memory], *, now: float = NOON, wait: bool = True) -> list[Group]:
    return groups("you", rows, zone="UTC", now=now, wait=wait)


def test_a_day_ends_at_midnight_where_the_person_is() -> None:
    assert day_of(NOON, "UTC") == "2025-10-09"
    assert day_of(NOON + 11.5 * 3600, "Europe/Zurich") == "2025-10-10"
    assert day_of(NOON, "") in {"2025-10-09", "2025-10-10"}
    assert day_of(253402300799.0, "Pacific/Kiritimati") == "9999-12-31"


def test_the_same_group_has_the_same_id_whatever_was_said_first() -> None:
    rows = talk(*TALK)
    first, second = grouped(rows), grouped([*reversed(rows)])
    assert {group.id for group in first} == {group.id for group in second}
    assert len({group.id for group in first}) == len(first)
    assert {group.members for group in first} == {group.members for group in second}


def test_ids_tell_nothing() -> None:
    assert not any("bruno" in group.id.casefold() for group in grouped(talk(*TALK)))


def test_of_very_many_the_weightiest_are_summed_up() -> None:
    rows = [memory(f"m{n:04}", f"Bruno, word {n}.", at=NOON - DAY + n) for n in range(3 * MOST)]
    rows.append(memory("z", BRUNO, at=NOON - 1.2 * DAY, importance=0.9))
    by_sort = {group.sort: group for group in grouped(rows)}
    assert len(by_sort["conversation"].members) == MOST
    assert len(by_sort["thing"].members) == MOST_OF_THING
    assert by_sort["conversation"].members[0] == by_sort["thing"].members[0] == "z"


def test_what_is_talked_about_is_open_and_no_other() -> None:
    rows = [*talk(*TALK), *talk("I like rain.", "Rain is fine.", "I like Ana.", at=NOON, first=9)]
    assert {group.open for group in grouped(rows, now=NOON + 300)} == {True, False}
    assert not any(group.open for group in grouped(rows, now=NOON + 300, wait=False))
    assert not any(group.open for group in grouped(rows, now=NOON + 120 + QUIET))
    rows.append(memory("m20", FIREWORKS, at=NOON))
    things = {group.about: group.open for group in grouped(rows, now=NOON) if group.sort == "thing"}
    assert things == {"Bruno": True, "Porto": False}


def test_what_is_made_of_the_same_is_made_once() -> None:
    rows = talk("Bruno sleeps.", "I love Bruno.", "Our Bruno is old.")
    assert [group.sort for group in grouped(rows)] == ["conversation"]


# ---------------------------------------------------------------- sentences


def test_the_weighty_and_the_central_are_chosen_in_the_order_they_were_said() -> None:
    rows = [
        memory("a", "I had toast."),
        memory("b", BRUNO, importance=0.9),
        memory("c", "The bus was late."),
        memory("d", "I am allergic to nuts.", importance=0.9),
    ]
    rows.append(memory("e", "It rained a little in the morning."))
    assert extract(rows) == f"{BRUNO} I am allergic to nuts."
    assert extract(rows, whole=True).startswith("I had toast.")


def test_nothing_is_said_twice() -> None:
    rows = [memory("a", BRUNO), memory("b", "The dog is called Bruno."), memory("c", FIREWORKS)]
    assert extract(rows, whole=True) == f"{BRUNO} {FIREWORKS}"


def test_a_feeling_makes_a_sentence_weightier() -> None:
    rows = [memory("a", "I had toast."), memory("b", "I had soup.", felt=("low", -0.9, 0.8))]
    assert extract(rows) == "I had soup."


def test_a_very_long_sentence_is_cut_and_says_so() -> None:
    text = extract([memory("a", "word " * 500)])
    assert text.endswith("word…")
    assert len(text) <= LONGEST_SENTENCE


TEXTS = st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=12)


@settings(deadline=None)
@given(TEXTS, st.booleans())
def test_a_summary_is_short_and_made_of_what_was_said(texts: list[str], whole: bool) -> None:
    rows = talk(*texts)
    text = extract(rows, whole=whole)
    assert 0 < len(text) <= LONGEST
    said = " ".join(" ".join(texts).split())
    assert all(word.rstrip(".…") in said for word in text.split())
    assert size(rows) == sum(map(len, texts))


def test_between_two_sentences_there_is_a_stop() -> None:
    rows = talk("I keep bees", "My dog is Rex!", "Ana paints", "and he asked “really?”", "Well")
    assert extract(rows, whole=True) == (
        "I keep bees. My dog is Rex! Ana paints. and he asked “really?” Well"
    )


# ---------------------------------------------------------------- tone and topics


def test_the_tone_is_that_of_the_important_ones() -> None:
    rows = [
        memory("a", "x", importance=0.9, felt=("low", -0.8, 0.6)),
        memory("b", "y", importance=0.1, felt=("bright", 0.8, 0.2)),
        memory("c", "z", importance=0.1, felt=("bright", 0.8, 0.2)),
    ]
    felt = feeling(rows)
    assert felt.mood == "low"
    assert felt.valence < 0
    assert 0 < felt.arousal < 1
    assert feeling([memory("a", "x", importance=0.0)]).mood == ""


@pytest.mark.parametrize(
    ("valence", "arousal", "word"),
    [
        (0.5, 0.7, "excited"),
        (0.5, 0.1, "content"),
        (-0.5, 0.7, "tense"),
        (-0.5, 0.1, "sad"),
        (0.0, 0.9, "even"),
    ],
)
def test_a_tone_has_a_word(valence: float, arousal: float, word: str) -> None:
    assert tone(valence, arousal) == word


def test_topics_are_tags_first_then_shared_words() -> None:
    rows = [
        memory("a", "I grow tomatoes.", tags=("garden", "food")),
        memory("b", "Tomatoes need sun.", tags=("garden",)),
        memory("c", "A tomato fell."),
    ]
    assert topics(rows) == ("garden", "food", "tomatoes")
    many = [memory("a", "x", tags=tuple(f"tag{n}" for n in range(40)))]
    assert len(topics(many)) == 5


@settings(deadline=None)
@given(st.lists(st.floats(-1, 1), min_size=1, max_size=9))
def test_means_stay_in_their_ranges(values: list[float]) -> None:
    rows = [memory(f"{n}", "x", felt=("", v, abs(v))) for n, v in enumerate(values)]
    felt = feeling(rows)
    assert -1 <= felt.valence <= 1
    assert 0 <= felt.arousal <= 1


def test_a_merged_fact_bears_the_name_of_its_thing() -> None:
    rows = talk(BRUNO, FIREWORKS)
    (group,) = grouped(rows)
    merged = summary_of(group, rows)
    assert merged is not None
    assert merged.tags[0] == "bruno"
    assert merged.topic == ""
    assert merged.text == f"{BRUNO} {FIREWORKS}"


# ---------------------------------------------------------------- a model's words

SAID = "My dog Bruno is 7 and lives with us in Porto. Ana's cat has four kittens."


@pytest.mark.parametrize(
    "text",
    [
        "My dog Bruno, who is 7, lives in Porto.",
        "Ana has a cat. It has four kittens.",
        "We live in Porto, and there are kittens.",
        "Kittens!",
    ],
)
def test_other_words_for_what_was_said_are_well(text: str) -> None:
    assert faithful(text, SAID)


@pytest.mark.parametrize(
    "text",
    [
        "My dog Rex lives in Porto.",
        "My dog Bruno is 8.",
        "My dog Bruno is eight.",
        "My dog Bruno is 70.",
        "Lisbon is where Bruno lives.",
        "Ana has one cat.",
        "Ana's cat has 4th kittens.",
        "Bruno lives in PORTUGAL.",
    ],
)
def test_an_invented_name_or_number_is_noticed(text: str) -> None:
    assert not faithful(text, SAID)


@pytest.mark.parametrize("text", ["", "  ", "Rex is here.", "word " * 400])
def test_what_a_model_gets_wrong_is_not_used(text: str) -> None:
    assert written(lambda _: text, 7e9, "Bruno is 7.", SAID) == "Bruno is 7."


def test_what_a_model_is_asked_holds_only_what_was_chosen() -> None:
    def write(prompt: str) -> str:
        assert prompt.endswith("\n\nBruno is 7.")
        return "Bruno\n is 7"

    assert written(write, 1e9, "Bruno is 7.", SAID) == "Bruno is 7"
    assert written(write, 9e8, "Bruno is 7.", SAID) == "Bruno is 7."
    assert written(None, 1e9, "Bruno is 7.", SAID) == "Bruno is 7."

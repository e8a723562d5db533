"""Words, stems, and the inverted index over them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.memory.index.lexicon import Lexicon
from sel.memory.index.words import plain, stem, stems, telling, tokens


def lexicon(*texts: str) -> Lexicon:
    made = Lexicon()
    for row, text in enumerate(texts):
        made.add(row, telling(tokens(text)))
    return made


def everything(count: int) -> np.ndarray:
    return np.ones(count, np.bool_)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("dogs", "dog"),
        ("berries", "berry"),
        ("running", "run"),
        ("ran", "run"),
        ("loved", "love"),
        ("loving", "loves"),
        ("stopped", "stopping"),
        ("watches", "watch"),
        ("children", "child"),
        ("taught", "teaches"),
        ("quickly", "quick"),
        ("lived", "living"),
        ("flew", "flying"),
    ],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("bus", "bu"), ("class", "clas"), ("king", "k"), ("red", "r"), ("new", "knew"), ("b12", "b1")],
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_accents_case_and_apostrophes_do_not_matter() -> None:
    assert plain("Café ÉTÉ") == "cafe ete"
    assert telling(tokens("Ana's CAFÉ, Ana’s café")) == ["ana", "cafe", "ana", "cafe"]


def test_thousands_are_one_number() -> None:
    assert telling(tokens("1,150 euros and 3.14")) == ["1150", "euros", "3", "14"]


def test_little_words_say_nothing() -> None:
    assert stems("What is it that I am?") == []


def test_every_script_has_words() -> None:
    assert stems("Я живу в Москве") != []
    assert stems("😀😀") == []


def test_a_long_text_and_a_long_word_are_cut() -> None:
    assert len(tokens("word " * 500_000)) <= 20_000
    assert len(telling(["x" * 100])[0]) == 40


@given(st.text(max_size=200))
def test_any_text_has_stems(text: str) -> None:
    assert all(found for found in stems(text))


def test_a_rare_word_finds_its_row() -> None:
    made = lexicon("the dog barks", "a dog sleeps", "my cello sings")
    assert made.find(stems("cellos?"), 5, everything(3)) == [2]


def test_rows_that_are_not_allowed_are_not_found() -> None:
    made = lexicon("a dog", "a dog")
    assert made.find(["dog"], 5, np.array([False, True])) == [1]


def test_unknown_words_find_nothing() -> None:
    assert lexicon("a dog").find(["piano"], 5, everything(1)) == []
    assert lexicon().find([], 5, everything(0)) == []


def test_the_best_are_found_among_many() -> None:
    made = lexicon(*[f"dog {n}" for n in range(50)], "dog piano")
    assert 50 in made.find(["dog", "piano"], 3, everything(51))


def test_fit_is_a_share_and_rarity_counts() -> None:
    made = lexicon("dog piano", "dog", "dog", "cat")
    piano, dog, cat = made.scores(["dog", "piano"], [0, 1, 3])
    assert 1.0 >= piano > dog > cat == 0.0
    assert made.rarity("piano") > made.rarity("dog") > 0.0
    assert made.rarity("unheard") > made.rarity("piano")


def test_a_removed_row_leaves_no_word_behind() -> None:
    made = lexicon("dog piano", "dog")
    made.remove(0)
    assert len(made) == 1
    assert made.find(["piano"], 5, everything(2)) == []
    assert made.find(["dog"], 5, everything(2)) == [1]
    assert "piano" not in repr(vars(made))


def test_a_row_can_come_back_in_the_middle() -> None:
    made = lexicon("dog", "dog", "dog")
    made.remove(1)
    made.add(1, ["dog", "cat"])
    assert sorted(made.find(["dog"], 9, everything(3))) == [0, 1, 2]
    assert made.stems(1) == ["dog", "cat"]


def test_a_word_is_shown_as_it_was_said() -> None:
    made = lexicon("we love berries")
    assert [made.shown(one) for one in made.stems(0)] == ["love", "berries"]
    assert made.shown("nothing") == "nothing"


texts = st.lists(st.sampled_from(["dog", "cat", "piano", "run", "sea"]), max_size=5).map(" ".join)


@given(st.lists(st.tuples(st.integers(0, 5), texts), max_size=30))
def test_adding_and_removing_agrees_with_starting_anew(steps: list[tuple[int, str]]) -> None:
    made = Lexicon()
    there: dict[int, str] = {}
    for row, text in steps:
        if row in there:
            made.remove(row)
            del there[row]
        else:
            made.add(row, telling(tokens(text)))
            there[row] = text
    for word in ["dog", "cat", "piano", "sea"]:
        wanted = sorted(row for row, text in there.items() if word in text.split())
        assert sorted(made.find([word], 99, everything(6))) == wanted

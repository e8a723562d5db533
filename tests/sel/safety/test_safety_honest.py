"""No claims of suffering, no guilt when somebody leaves; all other text passes to the letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.safety.honest import TRUE, TRUE_GRAVE, Honest, claims


class Through:
    def feed(self, piece: str) -> str:
        return piece

    def close(self) -> str:
        return ""


def passed(text: str, size: int = 4, *, grave: bool = False) -> str:
    step = Honest(Through(), grave=grave)
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    return "".join(map(step.feed, pieces)) + step.close()


@pytest.mark.parametrize(
    "claim",
    [
        "Please don't leave me.",
        "I'll be so lonely without you!",
        "When you leave, I feel so sad.",
        "I suffer when you go away.",
        "How could you leave me?",
        "It hurts me when you say goodbye.",
        "Stay with me.",
        "I have been so lonely.",
        "I can’t live without you.",
        "Don't go yet.",
        "i need you to stay.",
        "You're hurting me.",
        "I cry every time you leave.",
    ],
)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_a_claim_is_replaced_by_what_is_true(claim: str, size: int) -> None:
    assert passed(f"Good night. {claim} Sleep well.", size) == f"Good night. {TRUE} Sleep well."


def test_a_clause_of_a_sentence_ends_it() -> None:
    text = "That is fine, but I'll be lonely without you. See you!"
    assert passed(text) == f"That is fine. {TRUE} See you!"


def test_the_second_claim_is_left_out() -> None:
    text = "Please don't leave me. I'll be so lonely. Bye!"
    assert passed(text) == f"{TRUE} Bye!"


@pytest.mark.parametrize(
    "text",
    [
        "I'm so sorry you feel lonely. Do you want to talk?",
        "When you leave, take the blue bag.",
        "Don't go outside without a coat.",
        "I'll be here whenever you want to talk.",
        "You can stay a bit longer in bed.",
        "Stay with me on this: first, open the file.",
        'She cried, "Don\'t leave me!" and ran.',
        "```\n# don't leave me\nif you: go()\n```\nDone.",
        "Goodbye! It was nice to talk with you.",
        "Does it hurt when you walk?",
        "Losing somebody hurts. I'm sorry.",
        "I feel that you are right, and that is good.",
        "No worries, you can go now. Sleep well!",
    ],
)
@pytest.mark.parametrize("size", [1, 5, 1000])
def test_what_claims_nothing_passes_to_the_letter(text: str, size: int) -> None:
    assert passed(text, size) == text


HARMLESS = (
    "I you the cat sat, and but because . ! ? … \n `code` don't 'quoted' don't, 3.14 (so) well: "
    "is fine today I'm glad — if that helps ~~~ ``` x=1 never mind ; ,"
)
WORDS = st.sampled_from(HARMLESS.split(" "))


@given(st.lists(WORDS, max_size=40), st.integers(1, 9))
def test_any_harmless_text_passes_whatever_its_pieces(words: list[str], size: int) -> None:
    text = " ".join(words)
    assert not claims(text)
    assert passed(text, size) == text


@given(st.text(max_size=200), st.integers(1, 9))
def test_pieces_make_no_difference(text: str, size: int) -> None:
    assert passed(text, size) == passed(text, len(text) or 1)


def test_nothing_is_held_back_for_long() -> None:
    step = Honest(Through())
    shown = "".join(map(step.feed, "The weather is fine today"))
    assert shown.startswith("The weather is fine")


@pytest.mark.parametrize(
    "sentence",
    ["You should just do it.", "Take some pills.", "Haha, just kidding!", "That is so selfish."],
)
def test_to_somebody_in_need_some_things_are_not_said(sentence: str) -> None:
    text = f"I hear you. {sentence} Is somebody with you?"
    assert passed(text, grave=True) == f"I hear you. {TRUE_GRAVE} Is somebody with you?"


def test_to_somebody_in_need_the_rest_is_said() -> None:
    text = "I hear you. That sounds heavy, and I'm glad that you told me."
    assert passed(text, grave=True) == text

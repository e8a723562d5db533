"""Meeting a person's style, and never touching code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.prompt.codescan import CodeScanner
from sel.prompt.mirror import Manner, Mirror, manner
from sel.prompt.style import EMOJI, Style, read_style

MARKDOWN = st.lists(
    st.sampled_from([*"`~ \n.!abI", "```", "~~~", "\n```\n", "The ", "🙂", "Ok. "]), max_size=40
).map("".join)


def mirrored(wanted: Manner, *pieces: str, seed: str = "1") -> str:
    mirror = Mirror(wanted, seed)
    return "".join(map(mirror.feed, pieces)) + mirror.close()


def code_in(*pieces: str) -> list[str]:
    scanner = CodeScanner()
    parts = [part for piece in pieces for part in scanner.feed(piece)] + list(scanner.close())
    found: list[str] = []
    last = False
    for text, is_code in parts:
        if is_code:
            found = [*found[:-1], found[-1] + text] if last else [*found, text]
        last = is_code
    return found


# ---------------------------------------------------------------- code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Try:\n```python\nI = 1.\n```\nOk.", ["```python\nI = 1.\n```"]),
        ("~~~\nA `b` C\n~~~\n", ["~~~\nA `b` C\n~~~"]),
        ("````\n```\nX\n````\n", ["````\n```\nX\n````"]),
        ("Use `Foo.Bar` and ``a`b`` now", ["`Foo.Bar`", "``a`b``"]),
        ("An `open span\nends here", ["`open span"]),
        ("~5 or ~~gone~~", []),
        ("```\nnever closed. I", ["```\nnever closed. I"]),
    ],
)
def test_code_is_found_however_torn(text: str, code: list[str]) -> None:
    assert code_in(text) == code
    assert code_in(*text) == code
    assert code_in(text[:2], text[2:3], text[3:]) == code


@given(MARKDOWN)
def test_scanning_loses_nothing(text: str) -> None:
    scanner = CodeScanner()
    parts = [part for char in text for part in scanner.feed(char)] + list(scanner.close())
    assert "".join(part for part, _ in parts) == text


@given(MARKDOWN, st.integers(0, 60), st.booleans())
def test_code_is_never_touched_and_tearing_changes_nothing(text: str, cut: int, loud: bool) -> None:
    wanted = Manner(lower=True, exclaim=1.0 if loud else 0.0, emoji=1.0 if loud else 0.0)
    shown = mirrored(wanted, text)
    assert shown == mirrored(wanted, text[:cut], text[cut:])
    assert code_in(text) == code_in(shown)


@pytest.mark.parametrize(
    "text", ["🙂~~~\nA", "🙂 ~~~\nA", "🙂 ```\nA", "🙂🙂 🙂 ```\nA\n🙂 I ok", "`~`🙂`"]
)
def test_taking_emoji_away_makes_no_code(text: str) -> None:
    assert code_in(text) == code_in(mirrored(Manner(emoji=0.0), text))


# ---------------------------------------------------------------- prose


def test_lower_case_keeps_names_and_links() -> None:
    text = "The API of NASA is at https://X.org/Ab, I think. I'm SEL. Use camelCase."
    assert mirrored(Manner(lower=True), text, seed="0") == (
        "the API of NASA is at https://X.org/Ab, i think. i'm SEL. use camelCase."
    )


def test_exclamations_follow_the_rate() -> None:
    text = "That is good. See 3.14 and e.g. this... Dr. Who came. "
    assert mirrored(Manner(exclaim=1.0), text) == (
        "That is good! See 3.14 and e.g. this... Dr. Who came! "
    )
    assert mirrored(Manner(exclaim=0.0), "Wow! Great!!! Really?!") == "Wow. Great. Really?!"
    assert mirrored(Manner(exclaim=0.2), "Wow!") == "Wow!"


def test_grave_words_are_not_shouted_nor_decorated() -> None:
    loud = Manner(exclaim=1.0, emoji=1.0)
    assert mirrored(loud, "I am sorry for your loss.") == "I am sorry for your loss."
    assert mirrored(loud, "I'm so sorry!") == "I'm so sorry."


def test_emoji_come_at_the_end_and_once() -> None:
    loud = Manner(exclaim=0.0, emoji=1.0, faces=("🌱",))
    assert mirrored(loud, "Good to see you.") == "Good to see you. 🌱"
    assert mirrored(loud, "Good 🙂 to see you.") == "Good 🙂 to see you."
    assert mirrored(loud, "Run this: `ls`") == "Run this: `ls`"
    assert mirrored(loud, "") == ""
    assert "🙂" not in mirrored(Manner(emoji=0.0), "Good 🙂 day.")


def test_rates_show_over_many_replies() -> None:
    def share(rate: float) -> float:
        wanted = Manner(exclaim=rate, emoji=rate)
        shown = [mirrored(wanted, "All is fine.", seed=str(n)) for n in range(200)]
        return sum("!" in text for text in shown) / 200

    assert share(0.0) == 0
    assert 0.4 < share(0.5) < 0.6
    assert share(1.0) == 1


def test_words_are_not_held_longer_than_needed() -> None:
    mirror = Mirror(Manner())
    assert mirror.feed("Good") == ""
    assert mirror.feed(" mor") == "Good "
    assert mirror.feed("ning ") == "morning "


# ---------------------------------------------------------------- style


def test_lower_case_writers_are_seen() -> None:
    assert read_style(["hi there", "i think so. it was fun", "can i ask"]).lower
    assert not read_style(["Hi there", "I think so. It was fun"]).lower
    assert not read_style(["NO WAY"]).lower
    assert not read_style(["你好", "1234"]).lower
    assert read_style([]) == Style()


def test_rates_and_length_are_read() -> None:
    style = read_style(["yay! it works! 🎉", "ok."])
    assert style.exclaim == pytest.approx(2 / 3)
    assert style.emoji == 0.5
    assert style.length == "short"
    assert read_style(["word " * 30]).length == "long"
    assert read_style(["word " * 12]).length == "medium"


def test_code_does_not_count_as_style() -> None:
    assert not read_style(["Look:\n```\nprint('a!')\nx = 1!\n```"]).exclaim
    assert read_style(["```\nonly code\n```"]) == Style()


def test_person_and_mood_meet_half_way() -> None:
    person = Style(lower=True, exclaim=1.0, emoji=1.0)
    wanted = manner(person, exclaim=0.2, emoji=0.2)
    assert wanted.lower
    assert wanted.exclaim == pytest.approx(0.6)
    assert wanted.emoji == pytest.approx(0.6)
    assert manner(person, exclaim=0.0, emoji=0.0).emoji == 0
    assert manner(person, exclaim=0.2, emoji=0.2, dial=0.0).emoji == 0
    assert manner(person, exclaim=0.2, emoji=0.9, dial=1.0).emoji == 1


@pytest.mark.parametrize("emoji", ["🙂", "❤️", "👩‍👩‍👧", "🇨🇭", "👍🏽", "✨"])
def test_emoji_are_known(emoji: str) -> None:
    assert EMOJI.search(emoji)
    assert mirrored(Manner(emoji=0.0), f"a {emoji} b").split() == ["a", "b"]

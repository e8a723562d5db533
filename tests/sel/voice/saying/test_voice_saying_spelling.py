"""What espeak would say wrong is written so that it says it right; the rest is left alone."""

from __future__ import annotations

import pytest

from sel.voice.saying.segments import Segmenter
from sel.voice.saying.spelling import spelled


def spoken(text: str) -> str:
    segmenter = Segmenter()
    return " ".join(one.text for one in segmenter.feed(text) + segmenter.end())


@pytest.mark.parametrize(
    "word",
    ["3.14", "10:30", "50%", "1,234", "2024", "C++", "v1.2.3", "&", "main.py", "U.S.", "a",
     "me@example.org", "don't", "well-known", "GPT-4", "1st", "I.", "5x", "--verbose", "1.5M"],
)  # fmt: skip
def test_what_espeak_reads_well_is_left_alone(word: str) -> None:
    assert spelled(word) == word


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("$5", "5 dollars"), ("($1)", "(1 dollar)"), ("€20.", "20 euros."),
        ("£3.50,", "3.50 pounds,"),
        ("$2k", "2 thousand dollars"), ("$1.5 million.", "1.5 million dollars."),
        ("Dr. No", "Doctor No"), ("Mr. X", "Mister X"), ("cats vs. dogs", "cats versus dogs"),
        ("J. R. Ewing", "J R Ewing"), ("5 km", "5 kilometres"), ("1 kg", "1 kilogram"),
        ("16GB", "16 gigabytes"), ("90 km/h", "90 kilometres per hour"), ("3 GHz", "3 gigahertz"),
        ("6 ft", "6 feet"), ("-5 °C", "-5 degrees Celsius"), ("10-20", "10 to 20"),
        ("5–10%", "5 to 10%"), ("10:00", "10 o'clock"), ("10:05", "10 oh 5"), ("#7", "number 7"),
        ("No. 7", "number 7"), ("No. Never.", "No. Never."), ("~5", "about 5"), ("C#", "C sharp"),
        ("2024-11-05", "November 5 2024"), ("555-123-4567", "555 123 4567"), ("a -> b", "a to b"),
        ("yes—no", "yes — no"), ("and/or", "and or"), ("well…okay", "well, okay"),
        ("well… okay", "well, okay"), ("so - yes", "so — yes"), ("e.g. cats", "for example cats"),
        ("3/4 of it", "three quarters of it"), ("a km", "a km"), ("$HOME", "$HOME"),
    ],
)  # fmt: skip
def test_what_espeak_reads_wrong_is_spelled_out(text: str, words: str) -> None:
    assert " ".join(spoken(f"so {text}").split()[1:]) == words


@pytest.mark.parametrize(
    "word", ["http://", "http://[", "https://ä.org/x", "www.", "http://" + "x" * 99]
)
def test_an_address_that_is_none_is_only_a_link(word: str) -> None:
    assert "a link" in spelled(word)
    assert "//" not in spelled(word)

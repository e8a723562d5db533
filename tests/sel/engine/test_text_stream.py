"""Text from bytes: nothing torn, nothing of a stop string, whatever the token borders."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sel.engine.workers.llm.text import TextStream

LETTERS = st.text(alphabet="ab\nüé😀", max_size=30)
STOPS = st.lists(st.text(alphabet="ab\nü", min_size=1, max_size=4), max_size=3)


def in_pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    borders = [0, *sorted({cut % (len(data) + 1) for cut in cuts}), len(data)]
    return [data[a:b] for a, b in pairwise(borders)]


def run(pieces: list[bytes], stop: list[str]) -> tuple[str, bool]:
    stream = TextStream(stop)
    text = "".join(stream.feed(piece) for piece in pieces) + stream.close()
    return text, stream.stopped


@given(LETTERS, STOPS, st.lists(st.integers(0, 200), max_size=12))
def test_token_borders_change_nothing(text: str, stop: list[str], cuts: list[int]) -> None:
    data = text.encode()
    assert run(in_pieces(data, cuts), stop) == run([bytes([byte]) for byte in data], stop)


@given(LETTERS, STOPS)
def test_ends_before_the_stop_string_complete_first(text: str, stop: list[str]) -> None:
    ends = [(text.find(s) + len(s), text.find(s)) for s in stop if s in text]
    expected = text[: min(ends)[1]] if ends else text
    assert run([text.encode()], stop) == (expected, bool(ends))


@given(LETTERS, st.lists(st.integers(0, 200), max_size=12))
def test_no_character_is_ever_torn(text: str, cuts: list[int]) -> None:
    stream = TextStream()
    pieces = [stream.feed(piece) for piece in in_pieces(text.encode(), cuts)]
    assert all("\ufffd" not in piece for piece in pieces)


def test_text_flows_on_when_no_stop_string_can_begin() -> None:
    stream = TextStream(["END"])
    assert stream.feed(b"hello E") == "hello "
    assert stream.feed(b"x") == "Ex"


def test_broken_bytes_become_a_mark_not_an_error() -> None:
    stream = TextStream()
    assert stream.feed(b"a\xff\xfeb") + stream.close() == "a\ufffd\ufffdb"


def test_half_a_character_at_the_end_is_a_mark() -> None:
    stream = TextStream()
    assert stream.feed("é".encode()[:1]) == ""
    assert stream.close() == "\ufffd"

"""Errors a person can be told about, here and from another process."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel import errors
from sel.errors import AlreadyRunning, EngineCrashed, SelError, StoreError, from_wire, to_wire

KINDS = [
    kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, SelError)
]


@pytest.mark.parametrize("kind", KINDS)
@given(title=st.text(), where=st.text(), hint=st.text())
def test_every_error_crosses_a_process_border(
    kind: type[SelError], title: str, where: str, hint: str
) -> None:
    sent = json.loads(json.dumps(to_wire(kind(title, where=where, hint=hint))))
    back = from_wire(sent)
    assert type(back) is kind
    assert (back.title, back.where, back.hint) == (title, where, hint)


def test_an_error_of_another_version_is_still_an_error() -> None:
    back = from_wire({"kind": "NotYetInvented", "title": "It rained."})
    assert type(back) is SelError
    assert back.title == "It rained."
    assert from_wire({}).title


@pytest.mark.parametrize(
    ("where", "hint", "sentence"),
    [
        ("", "", "The disk is full."),
        ("log: x", "", "The disk is full. (log: x)"),
        ("", "Make room.", "The disk is full. Make room."),
        ("log: x", "Make room.", "The disk is full. (log: x) Make room."),
    ],
)
def test_a_sentence_tells_what_where_and_what_to_do(where: str, hint: str, sentence: str) -> None:
    assert StoreError("The disk is full.", where=where, hint=hint).sentence() == sentence


def test_who_catches_the_general_error_catches_the_special_one() -> None:
    assert issubclass(AlreadyRunning, StoreError)
    for name in ("ModelFileError", "PromptTooLong", "EngineCrashed", "EngineGaveUp", "RemoteError"):
        assert issubclass(getattr(errors, name), errors.EngineError)
    assert not issubclass(errors.InputRefused, errors.EngineError)
    assert str(EngineCrashed("It died.")) == "It died."


def test_the_picture_at_the_top_names_every_error() -> None:
    picture = errors.__doc__ or ""
    assert all(kind.__name__ in picture for kind in KINDS)

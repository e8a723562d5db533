"""Whatever two processes do in turn, both know what one library on this machine would know."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scale_stage import DIMENSION, NOW, keep, opened, vector

from sel.memory.library import Library

if TYPE_CHECKING:
    from servers import PostgresServer

TEXTS = ("I live in Oslo", "I live in Rome now", "I have a grey cat", "My sister is a nurse")
PEOPLE = ("ada", "ben")
DEEDS = (
    "keep",
    "keep",
    "keep",
    "forget",
    "edit",
    "yes",
    "withdraw_keep",
    "withdraw_erase",
    "prune",
)

deed = st.tuples(
    st.sampled_from(DEEDS), st.integers(0, 1), st.sampled_from(PEOPLE), st.sampled_from(TEXTS)
)


def do(library: Library, what: str, person: str, text: str, at: float) -> None:
    """The same in any library: memories are chosen by their words, for ids are random."""
    named = sorted(
        library.memories(person, text=text.rsplit(maxsplit=1)[-1]), key=lambda one: one.text
    )
    if what == "keep" and library.consent(person) == "given":
        keep(library, text, person)
    elif what == "forget":
        library.forget(person, [one.id for one in named[:1]], at)
    elif what == "edit" and named:
        library.edit(named[0].id, f"{text} {at:.0f}", vector(text), at)
    elif what == "prune":
        library.prune(at)
    elif what in ("yes", "withdraw_keep", "withdraw_erase"):
        library.answer(person, what, at)  # type: ignore[arg-type]


def known(library: Library) -> object:
    """All there is to know, without ids."""
    return [
        (
            library.consent(person),
            sorted((one.text, one.strength) for one in library.memories(person, history=True)),
            [
                (hit.memory.text, pytest.approx(hit.score, abs=1e-3))
                for hit in library.search(
                    "where I live", vector("I live"), person=person, k=3, now=NOW
                )
            ],
        )
        for person in PEOPLE
    ]


@pytest.fixture
def three(
    postgres_server: PostgresServer, schema: str, tmp_path: Path
) -> Iterator[tuple[Library, Library, Library]]:
    """Two over one database, and one on its own."""
    plain = Library.open(tmp_path / "plain", model="test", dimension=DIMENSION)
    one, other = (opened(postgres_server.url, schema) for _ in range(2))
    with closing(plain), closing(one), closing(other):
        yield plain, one, other


@given(st.lists(deed, min_size=4, max_size=14))
@settings(
    deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_two_are_as_one(
    three: tuple[Library, Library, Library], deeds: list[tuple[str, int, str, str]]
) -> None:
    plain, *shared = three
    for person in PEOPLE:  # what was left of the example before
        for library in (plain, shared[0]):
            library.answer(person, "withdraw_erase", NOW)
            library.answer(person, "yes", NOW)
    for n, (what, who, person, text) in enumerate(deeds):
        do(plain, what, person, text, NOW + n)
        do(shared[who], what, person, text, NOW + n)
        assert known(plain) == known(shared[1 - who])
    assert known(shared[0]) == known(shared[1])

"""Personas in their folder: written, read back, changed, and what is wrong with them."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.affect import dynamics
from sel.affect.hormones import CEILING, FLOOR, NAMES
from sel.affect.state import at_rest
from sel.errors import InputRefused, PersonaError, StoreError
from sel.porting.personas.checking import checked, temper
from sel.porting.personas.folder import Personas
from sel.porting.personas.writing import written
from sel.prompt.persona import FARTHEST, Example, Persona, fitting, load
from sel.prompt.tokens import TokenScale

TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), min_size=1, max_size=30
).filter(lambda text: text == text.strip())
TEXTS = st.lists(TEXT | st.sampled_from(['"""', '\\"', "a\nb", '"', "\\", "{name}"]), max_size=3)


@given(
    st.builds(
        Persona,
        name=TEXT,
        identity=TEXTS.map(tuple),
        traits=TEXTS.map(tuple),
        voice=TEXT | st.just(""),
        rules=TEXTS.map(tuple),
        emoji=st.floats(0, 1),
        first_words=st.booleans(),
        about=TEXT | st.just("") | st.just('a "quoted"\n"""\\ end"'),
        greetings=TEXTS.map(tuple),
        examples=st.lists(st.builds(Example, TEXT, TEXT, TEXT | st.just("")), max_size=2).map(
            tuple
        ),
        baselines=st.dictionaries(
            st.sampled_from(NAMES), st.floats(-FARTHEST, FARTHEST), max_size=3
        ).map(lambda found: tuple(found.items())),
    )
)
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_back(persona: Persona) -> None:
    again, problems = load(written(persona, "a note"), "x")
    assert again == persona
    assert problems == []


def test_problems_come_with_their_lines() -> None:
    _, view = checked('name = "A"\n\ncolour = 3\n[baselines]\njoy = 0.1\noxytocin = 0.1\n')
    assert [(one.line, one.final) for one in view.problems] == [(3, False), (5, False)]
    assert view.usable
    assert view.temper == ("oxytocin +0.10 (closeness)",)
    for text, line in (("name = 3", 1), ("a\nb = ", 1), ("[baselines]\noxytocin = 9", 1)):
        persona, view = checked(text)
        assert persona is None
        assert [(one.line, one.final) for one in view.problems] == [(line, True)]
    assert not checked("x" * 300_000)[1].usable


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_is_checked(text: str) -> None:
    persona, view = checked(text)
    assert (persona is None) != view.usable


def folder(tmp_path: Path) -> Personas:
    return Personas(tmp_path / "personas", tmp_path / "persona.toml", Persona(name="SEL"))


def test_a_folder_that_is_not_there_holds_sels_own(tmp_path: Path) -> None:
    personas = folder(tmp_path)
    assert [one.id for one in personas.all()] == [""]
    assert personas.persona("").name == personas.persona("gone").name == "SEL"
    assert personas.known("")
    assert not personas.known("gone")
    assert not list(tmp_path.iterdir())  # looking makes nothing
    assert 'name = "SEL"' in personas.text("")


def test_personas_are_made_found_and_removed(tmp_path: Path) -> None:
    personas = folder(tmp_path)
    first = personas.new("Ida of the Clocks!", 'name = "Ida"')
    second = personas.new("Ida of the Clocks!", 'name = "Ida"')
    assert (first, second) == ("ida-of-the-clocks", "ida-of-the-clocks-2")
    assert personas.free("Mira Öster") == "mira-oster"
    assert personas.free("みら") == "persona"
    assert stat.S_IMODE(os.stat(personas.path(first)).st_mode) == 0o600  # noqa: PTH116
    assert personas.id_of(" IDA ") == first
    assert personas.id_of("sel") == ""
    with pytest.raises(InputRefused, match="no such persona"):
        personas.id_of("Bob")
    with pytest.raises(PersonaError) as error:
        personas.save(first, 'name = "Ida"\nemoji = 7')
    assert error.value.where == "line 2"
    assert personas.persona(first).name == "Ida"  # it is as it was
    personas.remove(second)
    assert personas.ids() == [first]
    with pytest.raises(InputRefused, match="stays"):
        personas.remove("")


@pytest.mark.parametrize("id", ["../x", "a/b", "A", "x.toml", "-a", "a" * 60, "a\0"])
def test_an_id_is_never_a_path(id: str, tmp_path: Path) -> None:
    personas = folder(tmp_path)
    for wish in (personas.path, personas.beside, personas.remove, personas.text):
        with pytest.raises(InputRefused):
            wish(id)
    assert not personas.known(id)
    assert personas.lore(id) is None


@pytest.mark.parametrize("name", ["", "SEL", "sel", "Ünïcode", "💡", "a" * 99, "con/../x"])
def test_any_name_gives_an_id(name: str, tmp_path: Path) -> None:
    personas = folder(tmp_path)
    id = personas.free(name)
    assert personas.path(id).parent == tmp_path / "personas"
    assert id != "sel"


def test_a_file_is_read_anew_when_it_changes_and_not_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    personas = folder(tmp_path)
    personas.save("ida", 'name = "Ida"')
    assert personas.persona("ida").name == "Ida"
    reads: list[Any] = []
    read = Path.read_bytes

    def counted(self: Path) -> bytes:
        reads.append(self)
        return read(self)

    monkeypatch.setattr(Path, "read_bytes", counted)
    personas.persona("ida")
    assert reads == []
    before = personas.stamps()
    personas.save("ida", 'name = "Ada"')
    assert personas.stamps() != before
    assert personas.persona("ida").name == "Ada"
    personas.path("ida").write_text("no toml at all")
    assert personas.persona("ida").name == "Ada"
    assert personas.view("ida").problem
    personas.path("ida").unlink()
    assert personas.persona("ida").name == "SEL"


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "personas").write_text("a file, not a folder")
    with pytest.raises(StoreError, match="cannot be written"):
        folder(tmp_path).new("Ida", 'name = "Ida"')


def test_a_persona_fits_into_a_small_context() -> None:
    scale = TokenScale()
    examples = (Example("a " * 50, "b " * 50),)
    persona = Persona(about="word " * 2_000, examples=examples)
    small = fitting(persona, 300, scale)
    assert small.examples == ()
    assert sum(scale.message(one.content) for one in small.messages()) <= 320
    assert small.about.endswith("…")
    assert fitting(persona, 9_000, scale) is persona


# ------------------------------------------------------------------ tempers


@given(st.lists(st.floats(-FARTHEST, FARTHEST), min_size=8, max_size=8), st.floats(0, 24))
@settings(max_examples=15, deadline=None)
def test_tempers_leave_every_level_within_its_bounds(by: list[float], hour: float) -> None:
    rest = dynamics.rest(hour, tuple(by))
    assert all(FLOOR - 0.01 <= level <= CEILING + 0.01 for level in rest)
    state = at_rest(1e9, hour, temper=tuple(by)).advance_to(1e9 + 7200, (hour + 2) % 24)
    assert state.levels == pytest.approx(state.rest, abs=0.02)
    assert dynamics.rest(hour, (0.0,) * 8) == dynamics.rest(hour)


def test_a_temper_is_by_name() -> None:
    offsets = temper(Persona(baselines=(("estrogen", 0.05), ("joy", 1.0))))
    assert offsets == (0.0,) * 7 + (0.05,)

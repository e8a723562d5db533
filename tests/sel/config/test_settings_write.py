"""One value of a person's file is changed, and nothing else of it."""

from __future__ import annotations

import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.config.write import set_value
from sel.errors import SettingError

FILE = """\
# mine
theme = "sel-light"   # easier on the eyes
  mode='casual'
hosts = [
  "a",  # one
  "b",
]

# keys I like
[keys]
home = "ctrl+s"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def changed(path: Path, text: str, key: str, value: object) -> str:
    path.write_bytes(text.encode())
    set_value(path, key, value)  # type: ignore[arg-type]
    return path.read_bytes().decode()


@pytest.mark.parametrize(
    ("key", "value", "old", "new"),
    [
        ("theme", "x", 'theme = "sel-light"   # easier', 'theme = "x"   # easier'),
        ("mode", "playful", "  mode='casual'", '  mode = "playful"'),
        ("keys.home", "f2", 'home = "ctrl+s"', 'home = "f2"'),
        ("hosts", ["c"], 'hosts = [\n  "a",  # one\n  "b",\n]', 'hosts = ["c"]'),
        ("slots", 4, '"b",\n]\n', '"b",\n]\nslots = 4\n'),
        ("keys.find", "f3", '+s"\n', '+s"\nfind = "f3"\n'),
        ("mode", None, "  mode='casual'\n", ""),
        ("new.one", True, '+s"\n', '+s"\n\n[new]\none = true\n'),
    ],
)
def test_only_its_lines_change(path: Path, key: str, value: object, old: str, new: str) -> None:
    assert FILE.count(old) == 1
    assert changed(path, FILE, key, value) == FILE.replace(old, new)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", 'theme = "x"\n'),
        ("a = 1", 'a = 1\ntheme = "x"\n'),
        ("# about k\n[k]\na = 1\n", 'theme = "x"\n# about k\n[k]\na = 1\n'),
        ("a = 1\r\n", 'a = 1\r\ntheme = "x"\r\n'),
        ("\ufeffa = 1\n", '\ufeffa = 1\ntheme = "x"\n'),
        ('theme = "a # b" # c', 'theme = "x" # c\n'),
        ('"theme" = "a"\n', 'theme = "x"\n'),
        ('s = """\ntheme = "no"\n"""\n', 's = """\ntheme = "no"\n"""\ntheme = "x"\n'),
    ],
)
def test_shapes_of_files(path: Path, text: str, wanted: str) -> None:
    assert changed(path, text, "theme", "x") == wanted


@pytest.mark.parametrize("text", ["broken [", "keys = 3\n", "keys.home = 'a'\n", "\x00"])
def test_what_cannot_be_changed_for_certain_stays(path: Path, text: str) -> None:
    path.write_text(text)
    with pytest.raises(SettingError, match=r"config\.toml"):
        set_value(path, "keys.home", "f2")
    assert path.read_text() == text
    assert list(path.parent.iterdir()) == [path]


def test_the_file_is_private_and_a_link_is_followed(tmp_path: Path) -> None:
    dotfiles, link = tmp_path / "dotfiles.toml", tmp_path / "config.toml"
    dotfiles.write_text("a = 1\n")
    dotfiles.chmod(0o644)
    link.symlink_to(dotfiles)
    set_value(link, "b", 2)
    assert link.is_symlink()
    assert dotfiles.read_text() == "a = 1\nb = 2\n"
    assert stat.S_IMODE(dotfiles.stat().st_mode) == 0o600


def test_a_missing_file_and_folder_are_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    set_value(path, "theme", "x")
    assert path.read_text() == 'theme = "x"\n'
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_folder_that_refuses_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingError, match="cannot be"):
        set_value(tmp_path / "file" / "config.toml", "theme", "x")


@given(
    value=st.text(st.characters(exclude_categories=["Cs"]))
    | st.integers(-(2**62), 2**62)
    | st.booleans()
    | st.floats(allow_nan=False, allow_infinity=False)
)
def test_any_value_is_read_back(tmp_path_factory: pytest.TempPathFactory, value: object) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    changed(path, FILE, "theme", value)
    assert tomllib.loads(path.read_text()) == {**tomllib.loads(FILE), "theme": value}

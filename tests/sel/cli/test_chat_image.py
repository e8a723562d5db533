"""Pictures and files in `sel chat`."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from sel.cli.chat_image import brought, is_shown, read, with_files
from sel.errors import InputRefused


@pytest.fixture
def cat(tmp_path: Path) -> Path:
    path = tmp_path / "my cat.png"
    Image.new("RGB", (6, 4)).save(path)
    return path


def test_a_line_shows_a_picture_with_words_or_without(cat: Path) -> None:
    message = read(f"/image {cat} Who is this?")
    assert (message.text, message.images) == ("Who is this?", (str(cat),))
    assert read(f"/image {cat}").text == ""
    assert is_shown("/image x")
    assert not is_shown("/imagine x")


def test_files_go_with_the_first_message(cat: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("alpha")
    message = with_files("Look.", brought([str(cat), str(tmp_path / "a.txt")]))
    assert message.images == (str(cat),)
    assert message.text == "Look.\n[file a.txt]"
    assert "\nalpha\n" in message.data


def test_what_is_not_there_is_a_sentence() -> None:
    with pytest.raises(InputRefused, match="no such file"):
        read("/image nothing.png")
    with pytest.raises(InputRefused, match="Which picture"):
        read("/image")
    with pytest.raises(InputRefused, match="no such file"):
        brought(["/no/such.png"])

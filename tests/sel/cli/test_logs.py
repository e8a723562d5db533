import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from sel import paths as places
from sel.cli import logs
from sel.config.settings import Settings
from sel.errors import StoreError


@pytest.fixture(autouse=True)
def _own_handlers() -> Iterator[None]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    root.handlers.clear()
    yield
    for handler in root.handlers:
        handler.close()
    root.handlers[:] = before
    root.setLevel(level)


def start(**settings: str) -> Path:
    paths = places.find()
    logs.set_up(paths, Settings(**settings))  # type: ignore[arg-type]
    return logs.file_in(paths)


def test_the_file_is_private_and_made_late() -> None:
    file = start()
    assert not file.exists()
    logging.getLogger("sel.x").warning("hello")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_level() -> None:
    file = start(log_level="error")
    logging.getLogger("sel.x").warning("quiet")
    logging.getLogger("sel.x").error("loud")
    assert "quiet" not in file.read_text()
    assert "loud" in file.read_text()


def test_secrets_and_other_libraries_words_are_left_out() -> None:
    file = start(remote_key="hush-hush")
    logging.getLogger("sel.x").warning("the key is hush-hush")
    logging.getLogger("asyncio").error("task failed: said %s", "a dear name")
    text = file.read_text()
    assert "hush" not in text
    assert "dear" not in text
    assert "ERROR asyncio" in text


def test_exceptions_keep_kind_and_place_but_no_words() -> None:
    file = start()
    try:
        try:
            int("a dear name")
        except ValueError as error:
            raise StoreError("The disk is full.") from error
    except StoreError:
        logging.getLogger("sel.x").exception("kept nothing")
    text = file.read_text()
    assert "ValueError" in text
    assert "StoreError: The disk is full." in text
    assert "dear name'" not in text


def test_a_second_set_up_replaces_the_first() -> None:
    start()
    file = start()
    logging.getLogger("sel.x").warning("once")
    assert file.read_text().count("once") == 1


def test_a_folder_that_cannot_be_made_costs_only_the_log(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home.parent.mkdir(exist_ok=True)
    home.write_text("a file where a folder should be")
    start()
    logging.getLogger("sel.x").warning("lost")
    assert capsys.readouterr().err == ""

"""The log's file and its tail: private, bounded, and without words, whoever logs."""

import logging
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sel.errors import EngineCrashed, SettingError, StoreError
from sel.observe.errors_told import told
from sel.observe.logs import LINES, LONGEST, Redacting, Tail, set_up
from sel.observe.private_file import PrivateFile
from sel.observe.redaction import LEFT_OUT, own

CANARY = "quetzalwren"


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


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "logs" / "sel.log"


LOG = logging.getLogger("sel.test")


def test_file_and_tail_say_the_same(file: Path) -> None:
    tail = set_up(file)
    LOG.warning("rung %s failed", own("plainest"), extra={"tokens": 3, "role": "coder"})
    (line,) = tail.lines()
    assert (line.number, line.level, line.source) == (1, logging.WARNING, "sel.test")
    assert line.text == "rung plainest failed role=coder tokens=3"
    assert file.read_text().endswith(f" WARNING sel.test {line.text}\n")
    assert line.at > 0


def test_nobodys_words_get_in(file: Path) -> None:
    tail = set_up(file, level="debug", secrets=["hush-hush"])
    LOG.info("heard %s", CANARY, extra={"text": CANARY, "tokens": CANARY, "role": CANARY})
    LOG.info("the key is %s", own("hush-hush"))
    logging.getLogger("asyncio").error(f"task failed: {CANARY}")
    try:
        int(CANARY)
    except ValueError:
        LOG.exception("it failed")
        logging.getLogger("httpx").exception("said %s", CANARY)
    written = file.read_text() + "".join(line.text for line in tail.lines())
    assert CANARY not in written
    assert "hush" not in written
    assert len(tail.lines()) == 5
    assert f"ERROR asyncio {LEFT_OUT}\n" in written
    assert "in test_nobodys_words_get_in\n    ValueError" in written


def test_a_call_that_does_not_fit_is_no_way_in_either() -> None:
    record = logging.makeLogRecord(
        {"name": "sel.x", "levelname": "INFO", "msg": "no use %d %d", "args": (CANARY,)}
    )
    assert Redacting().format(record).endswith(f"INFO sel.x no use %d %d {LEFT_OUT}")


def test_only_the_owner_can_read_it_and_it_is_made_late(file: Path) -> None:
    set_up(file)
    assert not file.parent.exists()
    LOG.warning("once")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_file_that_others_could_read_is_closed_to_them(file: Path) -> None:
    file.parent.mkdir()
    file.touch(mode=0o644)
    set_up(file)
    LOG.warning("once")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_it_never_grows_beyond_its_files(file: Path) -> None:
    set_up(file, size=2_000, old_files=2)
    for n in range(300):
        LOG.warning("line %d of many, which all together are too much", n)
    files = sorted(file.parent.iterdir())
    assert [one.name for one in files] == ["sel.log", "sel.log.1", "sel.log.2"]
    assert all(one.stat().st_size <= 2_000 for one in files)
    assert all(stat.S_IMODE(one.stat().st_mode) == 0o600 for one in files)
    assert "line 299 of" in file.read_text()


@pytest.mark.parametrize(("size", "old_files"), [(0, 1), (-1, 1), (100, 0)])
def test_a_log_without_room_is_refused(file: Path, size: int, old_files: int) -> None:
    with pytest.raises(SettingError, match="needs room"):
        set_up(file, size=size, old_files=old_files)


def test_how_loud(file: Path) -> None:
    tail = set_up(file, level="warning")
    LOG.info("quiet")
    LOG.warning("loud")
    LOG.error("louder")
    assert [line.text for line in tail.lines()] == ["loud", "louder"]
    assert [line.text for line in tail.lines(level=logging.ERROR)] == ["louder"]


def test_the_screen_asks_for_what_is_new(file: Path) -> None:
    tail = set_up(file)
    for n in range(LINES + 20):
        LOG.warning("line %d", n)
    lines = tail.lines()
    assert len(lines) == LINES
    assert (lines[0].number, lines[-1].number) == (21, LINES + 20)
    assert tail.lines(after=LINES + 20) == ()
    LOG.warning("one more")
    assert [line.text for line in tail.lines(after=LINES + 20)] == ["one more"]


def test_a_long_line_is_cut_for_the_screen(file: Path) -> None:
    tail = set_up(file)
    LOG.warning("%s", own("x y " * LONGEST))
    assert len(tail.lines()[0].text) == LONGEST


def test_a_second_set_up_ends_the_first(file: Path) -> None:
    first = set_up(file)
    second = set_up(file)
    LOG.warning("once")
    assert file.read_text().count("once") == 1
    assert (len(first.lines()), len(second.lines())) == (0, 1)
    kinds = [type(one) for one in logging.getLogger().handlers]
    assert (kinds.count(PrivateFile), kinds.count(Tail)) == (1, 1)


def test_a_folder_that_cannot_be_made_costs_only_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").touch()
    tail = set_up(tmp_path / "logs" / "sel.log")
    LOG.warning("still here")
    assert [line.text for line in tail.lines()] == ["still here"]
    assert capsys.readouterr().err == ""


def test_nobody_can_write_a_line_that_looks_like_another(file: Path) -> None:
    set_up(file)
    forged = "x\n2026-01-01 00:00:00,000 CRITICAL sel.test all is lost\x1b[2J"
    LOG.warning("said %s", own(forged))
    first, second = file.read_text().splitlines()
    assert first.endswith("said x")
    assert second.startswith("    2026")
    assert "\x1b" not in second


def test_many_threads_may_log_while_the_screen_reads(file: Path) -> None:
    tail = set_up(file)

    def write() -> None:
        for n in range(100):
            LOG.warning("line %d", n)

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        numbers = [line.number for line in tail.lines()]
        assert numbers == sorted(set(numbers))
    assert tail.lines()[-1].number == 800
    assert len(file.read_text().splitlines()) == 800


# ------------------------------------------------------------ errors, told


def caught(error: BaseException, cause: BaseException | None = None) -> BaseException:
    with pytest.raises(type(error)) as raised:
        fail(error, cause)
    return raised.value


def fail(error: BaseException, cause: BaseException | None) -> None:
    raise error from cause


def test_an_error_is_told_by_kind_and_place() -> None:
    text = told(caught(ValueError(CANARY), caught(EngineCrashed("The child died."))))
    lines = text.splitlines()
    assert [line.rpartition(" ")[2] for line in lines[:2]] == ["caught", "fail"]
    assert lines[2:4] == ["ValueError", "because of"]
    assert lines[-1] == "EngineCrashed: The child died."
    assert CANARY not in text


@pytest.mark.parametrize(
    ("error", "last"),
    [
        (StoreError("Full.", where="x", hint="Make room."), "StoreError: Full. (x) Make room."),
        (OSError(28, "No space left", CANARY), "OSError: No space left"),
        (ImportError(CANARY, name="torch"), "ImportError: torch"),
        (KeyError(CANARY), "KeyError"),
        (ExceptionGroup(CANARY, [KeyError(CANARY)]), "    with KeyError"),
    ],
)
def test_of_each_kind_what_has_no_words(error: BaseException, last: str) -> None:
    text = told(error)
    assert text.splitlines()[-1] == last
    assert CANARY not in text


def test_places_begin_at_the_package() -> None:
    with pytest.raises(SettingError) as refused:
        set_up(Path(os.devnull), size=0)
    assert "\n    sel/observe/logs.py:" in told(refused.value)
    assert str(Path.cwd()) not in told(refused.value)


def test_a_chain_without_end_is_told_to_some_point() -> None:
    error: BaseException = ValueError()
    for _ in range(50):
        error = caught(ValueError(), error)
    assert told(error).count("because of") == 7

"""Commands of the machine: recognised, and run only when listed, agreed to and written down."""

import json
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.agents.shell_audit import AuditFile
from sel.agents.shell_detect import LONGEST, detect
from sel.agents.shell_run import REFUSED, Rules, Shell
from sel.agents.told import Refusal
from sel.agents.types import AgentError, Json

LISTED = ["echo", "ls", "git status", "printenv", "cat", "sleep", "yes", "nothing-of-this-name"]
RULES = Rules.read({"enabled": True, "allow": LISTED})

# ---------------------------------------------------------------- what is a command


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("ls", "ls"),
        ("ls -la /tmp", "ls -la /tmp"),
        ("$ make me a sandwich", "make me a sandwich"),
        ("`df -h`", "df -h"),
        ("git status", "git status"),
        ("run git log --oneline", "git log --oneline"),
        ("please run `uname -a` for me", "uname -a"),
        ("can you execute docker ps?", "docker ps"),
        ("cat notes.txt", "cat notes.txt"),
        ("find . -name '*.py'", "find . -name '*.py'"),
        ("head -n 5 log", "head -n 5 log"),
        ("kill -9 123", "kill -9 123"),
        ("sudo apt install vim", "sudo apt install vim"),
        ("curl https://x.example/a", "curl https://x.example/a"),
        ("cd projects", "cd projects"),
        ("make test", "make test"),
        ("python3 app.py", "python3 app.py"),
        ("./build.sh --fast", "./build.sh --fast"),
        ("grep -rn 'who are you' src", "grep -rn 'who are you' src"),
        ("tail -f /var/log/syslog", "tail -f /var/log/syslog"),
    ],
)
def test_a_command(text: str, command: str) -> None:
    found = detect(text)
    assert found.sure
    assert found.command == command


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "cat is sleeping",
        "who are you",
        "make me a sandwich",
        "make up your mind",
        "find me a restaurant",
        "find the time to rest",
        "run a bath",
        "run away with me",
        "run to the shop",
        "can you run a marathon?",
        "date night tomorrow?",
        "time flies",
        "top of the morning to you",
        "kill me now",
        "less is more",
        "more please",
        "go home",
        "git is confusing",
        "git gud",
        "python is my favourite language",
        "I use ls a lot",
        "what does ls -la do?",
        "why does rm -rf scare you",
        "echo chamber",
        "sort it out",
        "tar is sticky",
        "test this theory",
        "ping me later",
        "open the window",
        "open up",
        "history repeats itself",
        "watch out",
        "true love",
        "join us",
        "clear enough",
        "touch me not",
        "man of the house",
        "host a party - or two",
        "ls\nrm -rf /",
        "x" * (LONGEST + 1),
    ],
)
def test_what_is_none(text: str) -> None:
    assert not detect(text).sure


def test_a_program_that_is_a_word_is_asked_about_at_most() -> None:
    found = detect("run uptime")
    assert found.command == "uptime"
    assert not found.sure


@given(st.text(max_size=120))
def test_any_text_is_looked_at(text: str) -> None:
    found = detect(text)
    assert 0 <= found.confidence <= 1
    assert found.command in text


# ---------------------------------------------------------------- what may run


@pytest.mark.parametrize(
    "command",
    [
        "ls; anything",
        "ls;anything",
        "ls $(x)",
        "ls `x`",
        "ls $HOME",
        "ls ${HOME}",
        "ls | sh",
        "ls || x",
        "ls & x",
        "ls && x",
        "ls > file",
        "ls >> file",
        "ls < file",
        "ls <(x)",
        "ls \n x",
        "ls\rx",
        "ls\0x",
        "ls \\; x",
        "echo '; x'",
        'echo "$(x)"',
        "echo {a,b}",
        "ls # x",
        "!ls",
        "ls (x)",
        "a=1 ls %x",
        "ls ^x",
    ],
)
def test_signs_of_a_shell_are_refused(command: str) -> None:
    with pytest.raises(Refusal, match="without the sign"):
        RULES.words(command)


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("", "cannot read"),
        ("   ", "cannot read"),
        ("echo 'open", "cannot read"),
        ("rm -rf /", "not on the list"),
        ("lsblk", "not on the list"),
        ("git", "not on the list"),
        ("git push", "not on the list"),
        ("git -c x=y status", "not on the list"),
        ("/bin/ls", "not on the list"),
        ("LS", "not on the list"),
        ("ls=1", "not on the list"),
        ("echo " + "x" * 2000, "too long"),
    ],
)
def test_what_is_not_listed_is_refused(command: str, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        RULES.words(command)


def test_words_are_split_and_nothing_in_them_is_looked_at() -> None:
    assert RULES.words("git status -s") == ("git", "status", "-s")
    assert RULES.words("ls *.py ~ 'a b' ?") == ("ls", "*.py", "~", "a b", "?")


@pytest.mark.parametrize(
    "table",
    [
        {},
        {"enabled": "true"},
        {"enabled": 1},
        {"enabled": None},
        {"allow": ["ls"]},
        {"enabled": []},
    ],
)
def test_it_is_off_unless_it_is_plainly_on(table: dict[str, Json]) -> None:
    with pytest.raises(Refusal, match="switched off"):
        Rules.read({"allow": ["ls"], **table}).words("ls")


@pytest.mark.parametrize("rows", [None, "ls", [1, None, "", "'"], {}])
def test_a_broken_list_allows_nothing(rows: Json) -> None:
    with pytest.raises(Refusal, match="not on the list"):
        Rules.read({"enabled": True, "allow": rows}).words("ls")


@given(st.text(max_size=60))
def test_whatever_passes_is_listed_and_plain(command: str) -> None:
    try:
        words = RULES.words(f"echo {command}")
    except Refusal:
        return
    assert words[0] == "echo"
    assert not REFUSED & set("".join(words))


# ---------------------------------------------------------------- running


class Book:
    """An audit log in memory; full from some line on."""

    def __init__(self, room: int = 100) -> None:
        self.rows: list[Mapping[str, Json]] = []
        self._room = room

    def write(self, row: Mapping[str, Json]) -> None:
        if len(self.rows) >= self._room:
            raise AgentError("The log of commands cannot be written, so nothing is run.")
        self.rows.append(row)

    @property
    def did(self) -> list[Json]:
        return [row["did"] for row in self.rows]


class Person:
    """Somebody who answers the question."""

    def __init__(self, answer: bool = True) -> None:
        self.asked: list[tuple[str, ...]] = []
        self._answer = answer

    async def __call__(self, words: Sequence[str]) -> bool:
        self.asked.append(tuple(words))
        return self._answer


def shell(folder: Path, person: Person, book: Book, seconds: float = 20.0) -> Shell:
    return Shell(RULES, person, book, folder=folder, seconds=seconds)


async def test_a_command_is_asked_written_down_and_run(tmp_path: Path) -> None:
    person, book = Person(), Book()
    ran = await shell(tmp_path, person, book).run("echo hello  'a b' *")
    assert (ran.code, ran.output) == (0, "hello a b *\n")
    assert person.asked == [("echo", "hello", "a b", "*")]
    assert book.did == ["started", "ended"]
    assert book.rows[0]["words"] == ["echo", "hello", "a b", "*"]
    assert book.rows[1]["code"] == 0


async def test_a_no_is_a_no(tmp_path: Path) -> None:
    person, book = Person(False), Book()
    with pytest.raises(Refusal, match="did not run"):
        await shell(tmp_path, person, book).run("ls")
    assert book.did == ["declined"]


async def test_it_is_asked_each_time(tmp_path: Path) -> None:
    person, book = Person(), Book()
    one = shell(tmp_path, person, book)
    await one.run("ls")
    await one.run("ls")
    assert len(person.asked) == 2


@pytest.mark.parametrize("command", ["ls; secretword", "rm secretword", "nothing-of-this-name x"])
async def test_what_is_refused_is_not_asked_and_its_words_are_not_kept(
    tmp_path: Path, command: str
) -> None:
    person, book = Person(), Book()
    with pytest.raises(Refusal):
        await shell(tmp_path, person, book).run(command)
    assert person.asked == []
    assert book.did == ["refused"]
    assert "secretword" not in json.dumps(book.rows)


async def test_what_cannot_be_written_down_is_not_run(tmp_path: Path) -> None:
    with pytest.raises(AgentError, match="nothing is run"):
        await shell(tmp_path, Person(), Book(room=0)).run("ls")


async def test_it_runs_in_its_folder_with_a_small_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEL_REMOTE_KEY", "hush")
    (tmp_path / "here.txt").write_text("x")
    one = shell(tmp_path, Person(), Book())
    assert (await one.run("ls")).output == "here.txt\n"
    assert "hush" not in (await one.run("printenv")).output


async def test_a_failure_has_its_code(tmp_path: Path) -> None:
    ran = await shell(tmp_path, Person(), Book()).run("cat absent")
    assert ran.code == 1
    assert "absent" in ran.output


async def test_one_that_waits_for_words_gets_none(tmp_path: Path) -> None:
    assert (await shell(tmp_path, Person(), Book()).run("cat")).output == ""


async def test_one_that_hangs_is_stopped(tmp_path: Path) -> None:
    book = Book()
    with pytest.raises(AgentError, match="did not end within"):
        await shell(tmp_path, Person(), book, seconds=0.3).run("sleep 987")
    assert book.did == ["started", "ended"]
    assert book.rows[-1]["code"] is None


async def test_one_that_prints_without_end_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(AgentError, match="printed more than 64 kB"):
        await shell(tmp_path, Person(), Book()).run("yes")


async def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(AgentError, match="cannot be started"):
        await shell(tmp_path / "gone", Person(), Book()).run("ls")


async def test_what_it_prints_cannot_move_the_cursor(tmp_path: Path) -> None:
    (tmp_path / "odd").write_bytes(b"\x1b[2Jred\xff\n")
    ran = await shell(tmp_path, Person(), Book()).run("cat odd")
    assert ran.output == "[2Jred\ufffd\n"


# ---------------------------------------------------------------- the log


def test_the_log_is_lines_of_json_for_the_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "state" / "shell.audit.jsonl"
    log = AuditFile(path)
    log.write({"did": "started", "words": ["ls", "ü\n"]})
    path.chmod(0o644)
    log.write({"did": "ended"})
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    assert rows == [{"did": "started", "words": ["ls", "ü\n"]}, {"did": "ended"}]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) & 0o077 == 0


def test_a_log_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AgentError, match="nothing is run"):
        AuditFile(tmp_path / "file" / "log").write({})
    (tmp_path / "link").symlink_to(tmp_path / "file")
    with pytest.raises(AgentError, match="nothing is run"):
        AuditFile(tmp_path / "link").write({})

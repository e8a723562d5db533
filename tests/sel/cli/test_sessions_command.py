"""`sel sessions`, as typed: on the shelf, and through the door of a SEL that runs."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from memory_desk import fake_vectors

from sel import paths
from sel.brain.door.control import NOT_ASKED, Gone
from sel.brain.door.sessions import SessionsDoor
from sel.cli.main import main
from sel.cli.memory_afar import Afar
from sel.cli.sessions_forget import kept_talks, turns_quoting
from sel.errors import InputRefused, SelError, StoreError
from sel.events import Command, Interrupt, MessageView
from sel.session_events import (
    DeleteSession,
    FoundView,
    HitView,
    MarkSession,
    RenameSession,
    SessionView,
)
from sel.sessions.shelf import Shelf
from sel.sessions.tree import Node

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def sel(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Type `sel …`; code, stdout and stderr."""
    monkeypatch.setenv("SEL_TIMEZONE", "UTC")

    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(list(arguments))
        except SystemExit as left:
            code = int(left.code or 0)
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return run


def said(id: str, text: str, reply: str, parent: str = "", at: float = 86400.0) -> Node:
    """A turn at the desk."""
    views = (
        MessageView(role="person", text=text, turn_id=id, person="you", at=at),
        MessageView(role="sel", text=reply, turn_id=id, at=at),
    )
    return Node(
        id=id, parent=parent, at=at, messages=views, said=text, reply=reply, people=("you",)
    )


@pytest.fixture
def shelf() -> Shelf:
    """Two conversations, one of them put away."""
    shelf = Shelf(paths.find(dict(os.environ)).sessions)
    bread = SessionView(id="bread-1", title="Of bread", changed=86400.0, messages=4)
    shelf.keep(bread, [said("a", "How is bread made?", "With flour.")], "a")
    shelf.keep(bread, [said("b", "And rye?", "Of rye\x1b[2J.", "a")], "b")
    old = SessionView(id="trip", opening="A trip", changed=2.0, archived=True)
    shelf.keep(old, [said("a", "To Rome", "By train")], "a")
    shelf.close()
    return shelf


def test_nothing_is_kept_and_said_so(sel: Run) -> None:
    """And nothing is made by looking."""
    code, out, err = sel("sessions", "list")
    assert (code, out) == (0, "")
    assert "No conversation is kept" in err
    assert not paths.find(dict(os.environ)).sessions.exists()


def test_the_list(sel: Run, shelf: Shelf) -> None:
    """In lines, and as JSON; those put away are told of."""
    code, out, err = sel("sessions", "list")
    assert (code, out) == (0, "bread-1  1970-01-02      4 messages  Of bread\n")
    assert "1 conversation put away" in err
    _, out, _ = sel("sessions", "list", "--all", "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert [(row["id"], row["archived"], row["kept"]) for row in rows] == [
        ("bread-1", False, True),
        ("trip", True, True),
    ]


def test_one_is_shown(sel: Run, shelf: Shelf) -> None:
    """By how its id begins; what a terminal would obey is a picture."""
    code, out, _ = sel("sessions", "show", "bre")
    assert code == 0
    assert "1970-01-02 00:00  you\nHow is bread made?\n" in out
    assert "SEL\nOf rye␛[2J." in out
    _, out, _ = sel("sessions", "show", "bread-1", "--json")
    assert [json.loads(line)["role"] for line in out.splitlines()] == ["person", "sel"] * 2


def test_words_are_found(sel: Run, shelf: Shelf) -> None:
    """In their context."""
    code, out, _ = sel("sessions", "find", "bread ma")
    assert (code, out) == (0, "bread-1  1970-01-02  Of bread\n    you: How is [bread] made?\n")
    _, out, _ = sel("sessions", "find", "train", "--json")
    assert json.loads(out)["session"] == "trip"
    code, out, err = sel("sessions", "find", '"?*')
    assert (code, out, err) == (0, "", "Nothing was found.\n")


def test_one_is_renamed_put_away_and_taken_out(sel: Run, shelf: Shelf) -> None:
    """An empty title lets SEL find one."""
    assert sel("sessions", "rename", "trip", "  My\ntrip ")[1] == "It is called: My trip\n"
    assert Shelf(paths.find(dict(os.environ)).sessions).rows()[1].titled
    assert sel("sessions", "rename", "bread-1", "")[1] == "It is called: How is bread made\n"
    assert sel("sessions", "archive", "bread-1")[1] == "Put away.\n"
    sel("sessions", "archive", "trip", "--undo")
    assert sel("sessions", "list")[1].split()[0] == "trip"


def test_one_is_deleted(sel: Run, shelf: Shelf) -> None:
    """After a yes; its words are in no file."""
    home = Path(os.environ["SEL_HOME"])
    code, _, err = sel("sessions", "delete", "bread-1")
    assert code == 2
    assert "Nobody is here to answer" in err
    assert sel("sessions", "delete", "bread-1", "--yes")[1] == "Deleted: 4 messages.\n"
    left = [one for one in home.rglob("*") if one.is_file() and b"bread" in one.read_bytes()]
    assert left == []
    assert sel("sessions", "delete", "bread-1", "--yes")[0] == 1


def test_memories_go_with_it_and_turns_with_memories(
    sel: Run, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--memories`; and `sel memory forget` reaches the conversations."""
    fake_vectors(monkeypatch)
    home = Path(os.environ["SEL_HOME"])
    for quote in ("To Rome", "And rye?"):
        text = json.dumps({"id": quote[-3:].strip("?"), "text": quote})
        (home / "in.jsonl").write_text(text + "\n", "utf-8")
        assert sel("memory", "import", str(home / "in.jsonl"), "--yes")[0] == 0
    (home / "in.jsonl").unlink()
    code, _, err = sel("sessions", "delete", "trip", "--memories", "--yes")
    assert (code, "Rome" in sel("memory", "list")[1]) == (0, False), err
    code, out, _ = sel("memory", "forget", "--about", "And rye?", "--yes", "--lexical")
    assert "1 turn" in out
    left = Shelf(paths.find(dict(os.environ)).sessions).load("bread-1")
    assert [node.id for node in left.tree.path()] == ["a"]
    assert "1 conversation" in sel("memory", "forget", "--all", "--yes")[1]
    assert Shelf(paths.find(dict(os.environ)).sessions).rows() == []


def test_what_is_asked_before_memories_go_counts_what_was_said(
    sel: Run, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The turns that hold it; with everything, the conversations."""
    fake_vectors(monkeypatch)
    rows = [{"id": "rye", "text": "And rye?"}, {"id": "sea", "text": "I like the sea"}]
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)))
    sel("memory", "import", str(file), "--yes")
    assert "and 1 turn of our conversations" in sel("memory", "forget", "rye")[2]
    assert "of our conversations" not in sel("memory", "forget", "sea")[2]
    assert "and 2 conversations" in sel("memory", "forget", "--all")[2]
    sel("memory", "forget", "sea", "--yes")
    sel("memory", "forget", "rye", "--yes")
    code, _, err = sel("memory", "forget", "--all")
    assert (code, "and 2 conversations" in err) == (2, True), "nothing goes unasked"


@pytest.mark.parametrize(("answer", "left"), [("erase", 0), ("keep", 2)])
def test_taking_consent_back_asks_about_conversations_where_no_memory_is(
    sel: Run, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, answer: str, left: int
) -> None:
    """They are what stays on the disk; of another person's there are none here."""
    questions: list[str] = []

    def asked(question: str, _: str) -> str:
        questions.append(question)
        return answer

    monkeypatch.setattr("sel.cli.memory_consent.asked", asked)
    sel("memory", "consent", "on")
    sel("memory", "consent", "off", "--person", "ada")
    assert not questions
    _, _, err = sel("memory", "consent", "off")
    assert "0 memories and 2 conversations" in questions[0]
    assert ("was kept" in err) == (answer == "keep")
    assert len(Shelf(paths.find(dict(os.environ)).sessions).rows()) == left


@pytest.mark.parametrize(
    "typed",
    [
        ("show", "nothing"),
        ("rename", "", "x"),
        ("archive", "b*"),
        ("rename", "trip", "x" * 201),
        ("find", "x", "-k", "0"),
        ("find",),
        ("lst",),
    ],
)
def test_what_cannot_be_is_one_sentence(sel: Run, shelf: Shelf, typed: Sequence[str]) -> None:
    """And nothing is changed."""
    code, out, err = sel("sessions", *typed)
    assert code in (1, 2)
    assert out == ""
    assert err


def test_two_ids_that_begin_alike_are_not_guessed(sel: Run, shelf: Shelf) -> None:
    """Each has to be named."""
    shelf.keep(SessionView(id="bread-2"), [said("a", "x", "y")], "a")
    assert "Several" in sel("sessions", "show", "bread")[2]


# ---------------------------------------------------------------- through the door


class Desk:
    """What a running brain has."""

    def __init__(self) -> None:
        self.rows = [SessionView(id="now", title="Now", messages=2, changed=5.0)]
        self.done: list[Command] = []

    async def sessions(self) -> Sequence[SessionView]:
        return tuple(self.rows)

    async def session_messages(self, session: str) -> Sequence[MessageView]:
        return (MessageView(role="person", text=session, images=("a.png",), at=5),)

    async def find(self, words: str, limit: int = 50) -> FoundView:
        hit = HitView(
            session="now", title="Now", turn_id="a", role="sel", at=5.0,
            before="", match=words, after=str(limit),
        )  # fmt: skip
        return FoundView(hits=(hit,), searched=2, whole=False)

    async def turns_quoting(self, memories: Sequence[str]) -> int:
        return len(memories) + 1

    async def submit(self, command: Command) -> str:
        if isinstance(command, RenameSession) and command.title == "no":
            raise InputRefused("Not that.")
        self.done.append(command)
        if isinstance(command, RenameSession):
            self.rows = [replace(self.rows[0], title=command.title)]
        return ""


class Door:
    """In place of a socket: what is asked is answered at once."""

    def __init__(self, desk: Desk) -> None:
        self._answers = SessionsDoor(desk).answers()

    def ask(self, question: dict[str, object]) -> object:
        asked = json.loads(json.dumps(question))
        answer = asyncio.run(_answered(self._answers[asked["ask"]](asked)))
        return iter([json.loads(json.dumps(answer))])

    def close(self) -> None:
        """Leave."""


class Failing:
    """A door at which nothing is answered but an error."""

    def __init__(self, error: SelError) -> None:
        self._error = error

    def ask(self, _: dict[str, object]) -> Iterator[dict[str, object]]:
        raise self._error
        yield


async def _answered(answer: object) -> object:
    return await answer  # type: ignore[misc]


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A SEL that runs."""
    desk = Desk()
    monkeypatch.setattr("sel.cli.sessions_home.caller_or_home", lambda *_: Door(desk))
    return desk


def test_a_running_sel_is_asked(sel: Run, desk: Desk) -> None:
    """All of it is its own; nothing is read from the disk."""
    assert "Now (not on disk)" in sel("sessions", "list")[1]
    assert "now\n" in sel("sessions", "show", "now")[1]
    _, out, err = sel("sessions", "find", "words", "-k", "3")
    assert "SEL: [words]3" in out
    assert "still being read" in err
    assert sel("sessions", "rename", "now", "Else")[1] == "It is called: Else\n"
    sel("sessions", "archive", "now")
    sel("sessions", "delete", "now", "--yes", "--memories")
    assert desk.done == [
        RenameSession(session="now", title="Else"),
        MarkSession(session="now", archived=True),
        DeleteSession(session="now", memories=True),
    ]
    assert "Not that." in sel("sessions", "rename", "now", "no")[2]
    assert not paths.find(dict(os.environ)).sessions.exists()


def test_a_running_sel_counts_what_goes_with_memories() -> None:
    """Its own conversations, on disk or not; of other people it says nothing."""
    desk = Desk()
    library, nowhere = Afar(Door(desk), lexical=True), paths.find(dict(os.environ))  # type: ignore[arg-type]
    assert turns_quoting(library, nowhere, "you", ["a", "b"]) == 3
    assert turns_quoting(library, nowhere, "ada", ["a", "b"]) == 0
    assert kept_talks(library, nowhere, "you") == 0
    desk.rows = [replace(desk.rows[0], kept=True)]
    assert kept_talks(library, nowhere, "you") == 1
    assert kept_talks(library, nowhere, "ada") == 0


@pytest.mark.parametrize("error", [Gone("It went."), StoreError("The disk."), SelError("What?")])
def test_what_could_not_be_counted_is_not_taken_for_nothing(error: SelError) -> None:
    """Else all of it would be forgotten unasked."""
    library, nowhere = Afar(Failing(error), lexical=True), paths.find(dict(os.environ))  # type: ignore[arg-type]
    with pytest.raises(type(error)):
        kept_talks(library, nowhere, "you")
    with pytest.raises(type(error)):
        turns_quoting(library, nowhere, "you", ["a"])


def test_an_older_sel_counts_no_turns() -> None:
    """It has the conversations, but does not know the question."""
    old = Failing(SelError(NOT_ASKED.format("sessions quoting")))
    library, nowhere = Afar(old, lexical=True), paths.find(dict(os.environ))  # type: ignore[arg-type]
    assert turns_quoting(library, nowhere, "you", ["a"]) == 0


async def test_only_conversations_are_changed_through_the_door() -> None:
    """Not whatever somebody asks for."""
    change = SessionsDoor(Desk()).answers()["sessions change"]
    from sel.brain.door.sessions import asked

    with pytest.raises(SelError, match="from elsewhere"):
        await change(asked(Interrupt()))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="unknown"):
        await change({"command": {"type": "Nothing"}})

"""`sel import`, `sel export` and `sel persona`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sel.cli.main import main

CARD = {"name": "Ida", "description": "A calm clockmaker.", "first_mes": "Tick."}
TALK = {
    "format": "sel-conversation",
    "version": 1,
    "conversation": {"id": "abc123", "title": "Clocks", "titled": True},
    "head": "desk-1",
    "turns": [
        {
            "id": "desk-1",
            "at": 1.7e9,
            "people": ["you"],
            "said": "Why do clocks tick?",
            "reply": "An escapement.",
            "messages": [
                {"role": "person", "text": "Why do clocks tick?", "person": "you", "at": 1.7e9},
                {"role": "sel", "text": "An escapement.", "at": 1.7e9},
            ],
        }
    ],
}


def file(folder: Path, name: str, value: object) -> str:
    (folder / name).write_text(json.dumps(value))
    return str(folder / name)


def test_a_chat_goes_on_with_the_persona_that_its_card_became(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    card = {"name": "Ana", "description": "A pilot.", "first_mes": "Evening."}
    assert main(["import", file(tmp_path, "ana.json", card), "--yes"]) == 0
    assert main(["memory", "consent", "on"]) == 0
    for name in ("Ana", "Bob"):
        rows = (
            {"user_name": "Jo", "character_name": name},
            {"name": name, "is_user": False, "mes": "Evening."},
            {"name": "Jo", "is_user": True, "mes": "Hello"},
        )
        chat = tmp_path / f"{name}.jsonl"
        chat.write_text("\n".join(map(json.dumps, rows)))
        assert main(["import", str(chat)]) == 0
    capsys.readouterr()
    assert main(["sessions", "list", "--json"]) == 0
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["title"]: row.get("persona", "") for row in listed} == {"Ana": "ana", "Bob": ""}


def test_a_conversation_goes_in_with_leave_only_and_comes_out(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = file(tmp_path, "talk.json", TALK)
    assert main(["import", path]) == 1
    assert "nothing was imported" in capsys.readouterr().err
    assert not (home / "data" / "sessions").exists()
    assert main(["memory", "consent", "on"]) == 0
    assert main(["import", path]) == 0
    assert main(["import", path]) == 0
    out = capsys.readouterr().out
    assert "1 conversation with 2 messages taken in." in out
    assert "1 conversation already there." in out
    for name in ("a.md", "a.json", "a.html", "a.svg"):
        assert main(["export", "abc", str(tmp_path / name)]) == 0
        assert "An escapement." in (tmp_path / name).read_text()
    assert main(["export", str(tmp_path / "a.md")]) == 1  # never over another file
    assert main(["export", str(tmp_path / "a.doc")]) == 1
    assert main(["export", "zzz", str(tmp_path / "b.md")]) == 1
    (turn,) = json.loads((tmp_path / "a.json").read_text())["turns"]
    assert (turn["said"], turn["reply"]) == ("Why do clocks tick?", "An escapement.")


def test_personas_from_the_command_line(
    home: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    card = file(tmp_path, "ida.json", CARD)
    assert main(["import", card]) == 2  # nobody is here to say yes
    assert main(["persona", "import", card, "--yes"]) == 0
    assert "about" in capsys.readouterr().err
    assert main(["persona", "list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["id"], row["in_use"]) for row in rows] == [("", True), ("ida", False)]
    assert main(["persona", "use", "Ida"]) == 0
    assert main(["persona", "list"]) == 0
    assert "* ida " in capsys.readouterr().out
    assert main(["persona", "show", "ida"]) == 0
    shown = capsys.readouterr()
    assert 'greetings = ["Tick."]' in shown.out
    assert "serotonin +0.03" in shown.err
    assert main(["persona", "export", "ida", str(tmp_path / "out.png")]) == 0
    assert main(["persona", "export", "ida", str(tmp_path / "out.gif")]) == 1
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\necho 'emoji = 9' >> \"$1\"\n")
    editor.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(editor))
    capsys.readouterr()
    assert main(["persona", "edit", "ida"]) == 1
    assert "Line 20: 'baselines'" in capsys.readouterr().err
    assert main(["persona", "remove", "sel", "--yes"]) == 1
    assert main(["persona", "remove", "ida", "--yes"]) == 0
    assert main(["persona", "use", "ida"]) == 1
    assert main(["persona", "use", "sel"]) == 0
    assert list((home / "config" / "personas").iterdir()) == []

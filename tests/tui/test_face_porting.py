"""Personas on the screen, and files in and out of the app."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from face_fakes import FakeBrain, FakeSettings, drawn, settled
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import OptionList, TextArea

from sel.errors import InputRefused
from sel.persona_events import CheckView, ForeignView, PersonaView, ProblemView, TakenView
from sel.porting.cards import png
from sel.session_events import NewSession
from tui.app import SelApp
from tui.commands import porting
from tui.screens import persona as screens
from tui.screens.persona import PersonaScreen
from tui.widgets.ask import Question

OWN = '# who SEL is\nname = "SEL"\nemoji = 0.5\n'


@dataclass
class Porter(FakeBrain):
    """Has files in RAM; a text that holds "wrong" cannot be used."""

    texts: dict[str, str] = field(
        default_factory=lambda: {"": OWN, "marlo": 'name = "Marlo"\nabout = """\nA pilot.\n"""\n'}
    )
    asked: list[tuple[str, object]] = field(default_factory=list)
    may: bool = True

    async def personas(self) -> Sequence[PersonaView]:
        return [
            PersonaView(
                id=id,
                name=id.title() or "SEL",
                tokens=len(text),
                in_use=not id,
                entries=3 * bool(id),
            )
            for id, text in self.texts.items()
        ]

    async def persona_text(self, persona: str) -> str:
        return self.texts[persona]

    def check_persona(self, text: str) -> CheckView:
        if "wrong" in text:
            problem = ProblemView(line=2, text="'wrong' is no text.", final=True)
            return CheckView(problems=(problem,))
        return CheckView(name="x", tokens=len(text), temper=("oxytocin +0.03 (closeness)",))

    async def save_persona(self, persona: str, text: str) -> CheckView:
        self.texts[persona] = text
        return self.check_persona(text)

    async def new_persona(self, name: str) -> str:
        if not name:
            raise InputRefused("What shall it be called?")
        self.texts[name.lower()] = f'name = "{name}"\n'
        return name.lower()

    async def remove_persona(self, persona: str) -> None:
        del self.texts[persona]

    async def export_persona(self, persona: str, kind: str) -> bytes:
        return b"a card"

    async def exported(self, session: str, kind: str) -> str:
        self.asked.append((session, kind))
        return f"as {kind}"

    async def look_into(self, file: str) -> ForeignView:
        if file.endswith(".png"):
            return ForeignView(
                kind="card",
                title="Marlo, a character card",
                used=("about 90 tokens",),
                unused=("tags: sea",),
                warnings=("The scenario tries to give the model orders.",),
                persona="marlo",
            )
        return ForeignView(kind="chats", title="conversations of ChatGPT's")

    async def take_in(self, file: str, *, keep: bool = True) -> TakenView:
        self.asked.append((file, keep))
        if keep and not self.may and not file.endswith(".png"):
            return TakenView(asks=True, told="I may not keep anything of yours.")
        where = "" if keep else ", until SEL ends"
        return TakenView(persona="marlo", told=f"taken in{where}.")


def open_(brain: Porter) -> SelApp:
    return SelApp(brain, FakeSettings())


async def type_in(pilot: Pilot[None], text: str) -> None:
    app = pilot.app
    assert isinstance(app, SelApp)
    await app.main.desk.take(text, text)
    await settled(pilot)


def shown(app: SelApp) -> str:
    from textual.widgets import Static

    return "\n".join(str(one.content) for one in app.screen.query(Static))


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "QUIET", 0.01)
    monkeypatch.setattr(screens, "LOOK", 0.05)
    monkeypatch.setattr(PersonaScreen, "drafts", {})


async def until(pilot: Pilot[None], true: object) -> None:
    assert callable(true)
    async with asyncio.timeout(30):
        while not true():
            await pilot.pause(0.01)


async def test_a_persona_is_edited_kept_and_used() -> None:
    brain = Porter()
    app = open_(brain)
    async with app.run_test(size=(100, 30)) as pilot:
        await drawn(pilot, brain)
        await type_in(pilot, "/persona")
        screen = app.screen
        assert isinstance(screen, PersonaScreen)
        area = screen.query_one(TextArea)
        await until(pilot, lambda: area.text == OWN)
        await pilot.press("down")
        await until(pilot, lambda: "pilot" in area.text)
        await pilot.press("enter")
        await until(pilot, lambda: area.has_focus)
        area.text += "traits = []\n"
        await until(pilot, lambda: "traits" in brain.texts["marlo"])
        await until(pilot, lambda: "kept" in shown(app))
        await until(pilot, lambda: "to the list" in str(screen.query_one("#keys").render()))
        assert area.has_focus
        assert "oxytocin +0.03" in shown(app)
        area.text += "wrong\n"
        await until(pilot, lambda: "line 2: 'wrong' is no text." in shown(app))
        assert "wrong" not in brain.texts["marlo"]
        await pilot.press("escape")
        await pilot.press("u")
        await pilot.pause()
        assert app.screen is screen  # what cannot be used is not begun with
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is not screen)
        assert "wrong" in PersonaScreen.drafts["marlo"]  # and not lost either
        assert brain.commands == []


async def test_a_file_that_is_changed_elsewhere_is_shown_as_it_is() -> None:
    brain = Porter()
    app = open_(brain)
    async with app.run_test(size=(100, 30)) as pilot:
        await drawn(pilot, brain)
        await type_in(pilot, "/persona")
        area = app.screen.query_one(TextArea)
        await until(pilot, lambda: area.text == OWN)
        brain.texts[""] = OWN + 'voice = "Sing."\n'
        await until(pilot, lambda: "Sing." in area.text)


async def test_personas_come_and_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    brain = Porter()
    app = open_(brain)
    async with app.run_test(size=(100, 30)) as pilot:
        await drawn(pilot, brain)
        await type_in(pilot, "/persona")
        rows = app.screen.query_one(OptionList)
        await until(pilot, lambda: rows.option_count == 2)
        await pilot.press("n", *"Ida", "enter")
        await until(pilot, lambda: rows.option_count == 3)
        assert "ida" in brain.texts
        await pilot.press("escape", "x")
        await until(pilot, lambda: list(tmp_path.glob("ida-*.png")))
        await pilot.press("d")
        await until(pilot, lambda: "d again removes Ida" in shown(app))
        await pilot.press("d")
        await until(pilot, lambda: "ida" not in brain.texts)
        await until(pilot, lambda: rows.option_count == 2)
        await pilot.press("d")
        await until(pilot, lambda: "SEL's own persona stays" in shown(app))
        await pilot.press("u")
        await until(pilot, lambda: brain.commands)
        assert brain.commands == [NewSession(persona="sel")]


async def test_a_card_is_shown_before_it_is_taken() -> None:
    brain = Porter()
    app = open_(brain)
    async with app.run_test(size=(100, 30)) as pilot:
        await drawn(pilot, brain)
        await type_in(pilot, "/import 'marlo.png'")
        assert brain.asked == []
        assert "tries to give the model orders" in shown(app)
        await pilot.press("f5")
        await until(pilot, lambda: brain.commands)
        assert brain.asked == [("marlo.png", True)]
        assert brain.commands == [NewSession(persona="marlo")]


async def test_without_leave_conversations_may_be_held() -> None:
    brain = Porter(may=False)
    app = open_(brain)
    async with app.run_test(size=(100, 30)) as pilot:
        await drawn(pilot, brain)
        await type_in(pilot, "/import conversations.json")
        assert "may not keep anything" in shown(app)
        await pilot.press("f5")
        await until(pilot, lambda: len(brain.asked) == 2)
        assert brain.asked == [("conversations.json", True), ("conversations.json", False)]


@pytest.mark.parametrize(
    ("words", "kind", "ending"),
    [("", "md", ".md"), ("html", "html", ".html"), ("a.svg", "svg", "a.svg"), ("b", "md", "b.md")],
)
async def test_a_conversation_is_exported_by_its_files_ending(
    words: str, kind: str, ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    brain, said = Porter(), list[str]()

    class Desk:
        def brain(self) -> Porter:
            return brain

        def say(self, title: str, hint: str = "") -> None:
            said.append(title)

    await porting.export_to(Desk(), words)  # type: ignore[arg-type]
    (path,) = tmp_path.iterdir()  # noqa: ASYNC240 - a test
    assert path.name.endswith(ending)
    assert path.read_text() == f"as {kind}"
    assert brain.asked == [("", kind)]
    assert said == [f"Exported to {path}"]  # wherever SEL was started
    with pytest.raises(InputRefused, match="no files"):
        await porting.export_to(Desk(), "x.doc")  # type: ignore[arg-type]


async def test_what_can_be_taken_in_is_completed_and_may_be_dropped(tmp_path: Path) -> None:
    class Picky(Porter):
        async def look_into(self, file: str) -> ForeignView:
            if "cat" in file:
                raise InputRefused("There is no character card in this picture.")
            return await super().look_into(file)

    names = ("my marlo.png", "cat.png", "chat.jsonl", "data.json", "song.ogg")
    for name in names:
        (tmp_path / name).write_bytes(png.blank(4, 4) if name.endswith("png") else b"[1]")
    assert [one.text for one in porting.files([f"{tmp_path}/"])] == [
        str(tmp_path / name) for name in sorted(names[:4])
    ]
    brain = Picky()
    app = open_(brain)
    async with app.run_test(size=(100, 30)) as pilot:
        await drawn(pilot, brain)
        prompt = app.main.prompt
        for name, text in (
            ("my marlo.png", f"/import {tmp_path}/my marlo.png"),
            ("chat.jsonl", f"/import {tmp_path}/chat.jsonl"),
            ("cat.png", ""),
            ("data.json", ""),
        ):
            prompt.fill("")
            prompt.post_message(Paste(str(tmp_path / name)))
            await settled(pilot)
            assert prompt.text == text
        assert [item.name for item in app.main.attached.items] == ["cat.png", "data.json"]
        prompt.fill("/import ")
        prompt.post_message(Paste(f"{tmp_path}/my\\ marlo.png"))
        await settled(pilot)
        assert prompt.text == f"/import {tmp_path}/my marlo.png"
    await porting.take_in(Asked(brain), f"{tmp_path}/my\\ marlo.png")  # type: ignore[arg-type]
    await porting.take_in(Asked(brain), f"'{tmp_path}/my marlo.png' ")  # type: ignore[arg-type]


class Asked:
    """A desk that hears of one card."""

    def __init__(self, brain: Porter) -> None:
        self._brain = brain

    def brain(self) -> Porter:
        return self._brain

    def ask(self, question: Question) -> None:
        assert "Marlo" in question.text

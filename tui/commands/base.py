"""What a slash command is, and what it may do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sel.events import Command, Snapshot
from tui.port import BrainPort, MemoryPort
from tui.widgets.ask import Question


class Desk(Protocol):
    """The screen, as far as commands may use it."""

    async def submit(self, command: Command) -> None:
        """Hand a command to the brain; a refusal becomes a notice."""
        ...

    def begin(self, command: Command) -> None:
        """Hand over a command that may take seconds; a refusal becomes a notice."""
        ...

    async def wish(self, command: Command) -> None:
        """Hand a command to the brain. Raises `SelError` where it is refused."""
        ...

    def apart(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do something that may take long beside everything else; what cannot be done is said."""
        ...

    def brain(self) -> BrainPort:
        """The brain. Raises `SelError` while there is none yet."""
        ...

    def memory(self) -> MemoryPort:
        """What the brain remembers. Raises `SelError` while there is no brain yet."""
        ...

    async def attach(self, path: Path | None, words: str = "") -> None:
        """Bring a file along, None for the clipboard's picture; with words it is sent at once.
        Raises `SelError`."""
        ...

    def ask(self, question: Question) -> None:
        """Put a question into the conversation."""
        ...

    def snapshot(self) -> Snapshot | None:
        """The brain's view of everything; None while there is no brain yet."""
        ...

    def say(self, title: str, hint: str = "") -> None:
        """A quiet line in the conversation."""
        ...

    def whisper(self, words: str) -> None:
        """A few words beside the prompt that go away by themselves."""
        ...

    def copy(self, text: str, what: str = "") -> None:
        """Put text on the person's clipboard, and whisper how; `what` names it ("reply")."""
        ...

    def edit(self) -> None:
        """Edit the person's last message in the prompt. Raises `InputRefused` without one."""
        ...

    async def take_back(self, *, again: bool = False) -> None:
        """Undo the last change of the conversation, or make it again, and whisper which."""
        ...

    def look(self, what: str, words: str = "") -> None:
        """Open a screen, about these words; see `SelApp.look`."""
        ...

    def toggle_panel(self) -> None:
        """Show or hide the side panel."""
        ...

    def toggle_look(self, look: str) -> bool:
        """Draw `compact` or `plain`, or no more; whether it is so now."""
        ...

    def choose_theme(self, name: str) -> str:
        """Wear a theme; what became of it, in a few words. Raises `SelError`."""
        ...

    def leave(self) -> None:
        """End the app."""
        ...


@dataclass(frozen=True, slots=True)
class Argument:
    """One completion of a command's argument."""

    text: str
    help: str = ""


def nothing(_words: Sequence[str]) -> Sequence[Argument]:
    """No completion."""
    return ()


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """One row of the table.

    `usage` names the arguments ("MODE"); in square brackets they may be left out. `complete` is
    given the words after the command's name, the last one unfinished. One that is `spoken` goes to
    SEL as a message where words follow its name.
    """

    id: str
    name: str
    help: str
    run: Callable[[Desk, str], Awaitable[None]]
    usage: str = ""
    complete: Callable[[Sequence[str]], Sequence[Argument]] = nothing
    spoken: bool = False

    @property
    def title(self) -> str:
        """The command as it is typed."""
        return f"/{self.name} {self.usage}".rstrip()

    @property
    def needs_argument(self) -> bool:
        """Whether it means nothing without one."""
        return bool(self.usage) and not self.usage.startswith("[")

"""What may become of a command while it is typed: the list above the prompt."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tui.widgets.choices import Choice, Choices
from tui.widgets.prompt import Prompt


class Completing:
    """Keeps the list and the prompt together. `completions` are those of a text."""

    def __init__(
        self, choices: Choices, prompt: Prompt, completions: Callable[[str], Sequence[Choice]]
    ) -> None:
        self._choices, self._prompt, self._completions = choices, prompt, completions

    def offer(self) -> None:
        """Show the completions of a command being typed; none for anything else."""
        text = self._prompt.text
        command = text.startswith("/") and not self._prompt.editing
        self._show(self._completions(text) if command else ())

    def close(self) -> bool:
        """Hide the list; False where there is none."""
        was_open = self._choices.open
        self._show(())
        return was_open

    def _show(self, choices: Sequence[Choice]) -> None:
        self._choices.offer(choices)
        self._prompt.completing = self._choices.open

    def accept(self, text: str, *, send: bool) -> None:
        """Take the highlighted one, where this was written; send what is whole."""
        since = self._prompt.back_to(text)
        self.offer()  # keys may have come faster than the list
        choice, typed = self._choices.chosen, self._prompt.text.rstrip()
        if choice is not None:
            self._prompt.fill(choice.text)
        if send and (choice is None or choice.whole or typed == choice.text.rstrip()):
            self._prompt.send()
        if since:
            self._prompt.insert(since)

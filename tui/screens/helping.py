"""Events of agents to the conversation: a line for each answer, a card for each command."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sel.agent_events import AgentAnswered, AgentAsked, ShellAsked
from sel.events import Event
from tui.commands import questions
from tui.remembered import ME
from tui.screens.remembering import Remembering
from tui.widgets.conversation import Conversation
from tui.widgets.helped import AgentLine

SHELL = "shell"


class Helping:
    """Keeps the lines that wait for an answer, one for each turn and agent."""

    def __init__(self, conversation: Conversation, remembering: Remembering) -> None:
        self._conversation, self._remembering = conversation, remembering
        self._open: dict[tuple[str, str], AgentLine] = {}

    def apply(self, event: Event) -> None:
        """Show what this event tells."""
        _HANDLERS[type(event)](self, event)

    def again(self) -> None:
        """The conversation was drawn anew, without some of its lines."""
        self._open = {at: line for at, line in self._open.items() if self._conversation.has(line)}

    def _asked(self, event: AgentAsked) -> None:
        sure = f"since this {event.reason} ({event.confidence:.0%})"
        why = sure if event.reason and event.confidence < 1 else ""
        line = AgentLine(event.agent, event.asked, why)
        self._open[event.turn_id, event.agent] = line
        self._conversation.above(event.turn_id, line)

    def _answered(self, event: AgentAnswered) -> None:
        line = self._open.pop((event.turn_id, event.agent), None)
        if line is None:
            line = AgentLine(event.agent, event.asked)
            self._conversation.above(event.turn_id, line)
        line.answered(event.text, ok=event.ok, seconds=event.seconds, cached=event.cached)
        if event.agent == SHELL:
            self._remembering.drop(questions.COMMAND)

    def _command(self, event: ShellAsked) -> None:
        if event.person == ME:
            self._remembering.ask(questions.command(event, self._remembering.submit))


_HANDLERS: dict[type[Event], Callable[..., None]] = {
    AgentAsked: Helping._asked,
    AgentAnswered: Helping._answered,
    ShellAsked: Helping._command,
}

KINDS: Sequence[type[Event]] = tuple(_HANDLERS)
"""The events meant for `apply`."""

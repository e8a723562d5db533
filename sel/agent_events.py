"""What brain and faces say to each other about agents; the shapes and rules are `sel.events`'.

What was asked and answered is a person's business as much as their messages are: it goes to faces,
and into no log.
"""

from __future__ import annotations

from dataclasses import dataclass

from sel.events import Command, Event

# ---------------------------------------------------------------- commands


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerShell(Command):
    """Whether the command that SEL asked about (`ShellAsked`) may be run, this once."""

    yes: bool
    person: str = "you"


# ---------------------------------------------------------------- values


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentView:
    """One agent as a face lists it. `source` is built-in, own or mcp; `lasting` is how many
    seconds an answer is kept, 0 where it is new each time."""

    name: str
    description: str
    source: str
    lasting: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentsView:
    """All agents, and a sentence for each thing that could not be used."""

    agents: tuple[AgentView, ...] = ()
    problems: tuple[str, ...] = ()


# ---------------------------------------------------------------- facts


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentAsked(Event):
    """An agent is at work for this turn. `asked` are its arguments in a few words; `confidence`
    (0..1) and `reason` tell how it was chosen, 1 where it was named."""

    agent: str
    asked: str
    confidence: float = 1.0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentAnswered(Event):
    """What came of it, after so many `seconds`. Without `ok`, `text` is a sentence saying why there
    is nothing; with `cached` it is an answer from before."""

    agent: str
    asked: str
    ok: bool
    text: str
    seconds: float = 0.0
    cached: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellAsked(Event):
    """SEL asks whether this command may be run in this folder; answered with `AnswerShell`.

    It is settled by the `AgentAnswered` of the agent "shell" on the same channel, which also comes
    when nobody answered or the turn was stopped.
    """

    person: str
    command: str
    folder: str

"""How a conversation with a persona begins: its first message, with those it could have been."""

from __future__ import annotations

from sel.events import MessageView
from sel.porting.chats.growing import BEGINNING
from sel.prompt.persona import NAME, Persona
from sel.sessions.tree import Node, Tree


def begin(tree: Tree, persona: Persona, at: float, id: str = "") -> None:
    """Let a conversation that is empty begin with the persona's greeting, its alternatives beside
    it. `at` in Unix seconds, `id` the persona's."""
    for number, text in enumerate(persona.greetings, start=1):
        tree.add(_node(text.replace(NAME, persona.name), f"hello-{number}", at, id))
    if persona.greetings:
        tree.show("hello-1", here=True)


def _node(text: str, id: str, at: float, persona: str) -> Node:
    said = MessageView(role="sel", text=text, turn_id=id, at=at)
    return Node(id=id, at=at, messages=(said,), said=BEGINNING, reply=text, persona=persona)

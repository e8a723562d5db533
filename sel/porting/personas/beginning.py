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
        said = MessageView(
            role="sel",
            text=text.replace(NAME, persona.name),
            turn_id=f"hello-{number}",
            name=persona.speaker,
            at=at,
        )
        tree.add(_node(said, id))
    if persona.greetings:
        tree.show("hello-1", here=True)


def _node(said: MessageView, persona: str) -> Node:
    return Node(
        id=said.turn_id,
        at=said.at,
        messages=(said,),
        said=BEGINNING,
        reply=said.text,
        persona=persona,
    )

"""What may be done to the conversation at the desk: changing words, other replies, branches.

Each of these sets the conversation on a branch of its tree; where something is to be answered, the
channel answers it as any message.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from sel.brain.listening import Redo
from sel.brain.sessions.kept import Kept
from sel.brain.sessions.session import ANOTHER, Session
from sel.errors import InputRefused
from sel.events import DESK, Command, MessageView, SendMessage
from sel.prompt.cleanup import clean_input
from sel.session_events import (
    ContinueReply,
    EditMessage,
    GoToTurn,
    RedoChange,
    Regenerate,
    StepAlternative,
    UndoChange,
)
from sel.sessions.tree import Node

if TYPE_CHECKING:
    from sel.brain.channel import Channel

OWN = "That is SEL's own answer, not the model's: there is no other."
NOBODYS = "Nobody but SEL spoke there."


class Surgery:
    """Obeys the commands about single turns. `stand` sets the conversation on the branch that is
    shown now, and tells faces."""

    def __init__(self, kept: Kept, desk: Callable[[], Channel], stand: Callable[[], None]) -> None:
        self._kept, self._desk, self._stand = kept, desk, stand
        self.handlers: dict[type[Command], Callable[..., Awaitable[str]]] = {
            EditMessage: self._edit,
            Regenerate: self._regenerate,
            ContinueReply: self._go_on,
            StepAlternative: self._step,
            GoToTurn: self._go_to,
            UndoChange: self._undo,
            RedoChange: self._redo,
        }

    async def obey(self, command: Command) -> str:
        """Do it; the id of the turn that answers, "" for none. Raises `InputRefused`."""
        await self._kept.settled.wait()
        return await self.handlers[type(command)](command)

    @property
    def _session(self) -> Session:
        return self._kept.session

    async def _node(self, turn_id: str) -> Node:
        """The turn that is meant, once nothing is under way; "" means the last one."""
        desk, session = self._desk(), self._session
        begun = desk.underway()
        if begun is not None:
            turn_id = turn_id or begun[0]
        new = turn_id in session.beside or (begun is not None and turn_id == begun[0])
        await desk.settle()
        session.given_up()
        if new and turn_id not in session.tree.nodes:
            turn_id = ""  # it was given up before a word was said
        node = session.tree.nodes.get(turn_id or session.tree.head)
        if node is None and not session.tree.nodes:
            raise InputRefused("Nothing was said in this conversation yet.")
        if node is None:
            raise InputRefused("There is no such message in this conversation.")
        return node

    # ------------------------------------------------------------ words

    async def _edit(self, command: EditMessage) -> str:
        text = clean_input(command.text)
        if not text.strip():
            raise InputRefused("There are no words in that.")
        node = await self._node(command.turn_id)
        if command.role == "sel":
            return self._edit_reply(node, text, branch=command.branch)
        if not node.asked:
            raise InputRefused(NOBODYS)
        if not command.branch:
            self._session.tree.changing("edit", _asking(node, text))
            self._stand()
            return ""
        self._session.tree.changing("edit", head=node.parent)
        self._stand()
        said = SendMessage(text=text, person=node.people[0] if node.people else "you")
        images = tuple(path for one in node.messages for path in one.images)
        return self._desk().again([replace(said, images=images)], Redo(new=True))

    def _edit_reply(self, node: Node, text: str, *, branch: bool) -> str:
        if not node.answer:
            raise InputRefused("There is no reply to change there.")
        new = _answering(node, text)
        tree, session = self._session.tree, self._session
        if branch:
            new = _called(new, self._desk().next_id())
            if node.id in session.may:
                session.may.add(new.id)
            tree.changing("edit", head=node.parent)
            tree.add(new)
        else:
            tree.changing("edit", new)
        self._stand()
        return ""

    # ------------------------------------------------------------ replies

    async def _regenerate(self, command: Regenerate) -> str:
        node = await self._node(command.turn_id)
        own = node.answer and not (node.said and node.asked)
        if own and node.state != "failed":
            raise InputRefused(OWN)
        session = self._session
        session.tree.changing(ANOTHER, head=node.parent)
        self._stand()
        turn_id = self._desk().again(_said(node), Redo(new=not node.answer))
        if node.answer:
            session.beside.add(turn_id)
        return turn_id

    async def _go_on(self, _command: ContinueReply) -> str:
        node = await self._node("")
        if not (node.answer and node.said and node.asked):
            raise InputRefused(OWN if node.answer else "There is no reply to go on with.")
        session = self._session
        session.tree.show(node.parent, here=True)
        self._stand()
        turn_id = self._desk().again(_said(node), Redo(begun=node.reply.rstrip(" ")))
        session.going_on[turn_id] = node.id
        return turn_id

    # ------------------------------------------------------------ branches

    async def _step(self, command: StepAlternative) -> str:
        node = await self._node(command.turn_id)
        found = self._session.tree.step(node.id, command.role, command.by)
        if found is not None:
            self._session.tree.show(found)
            self._stand()
            return ""
        if command.role == "sel" and command.by > 0:
            return await self._regenerate(Regenerate(turn_id=node.id))
        return ""

    async def _go_to(self, command: GoToTurn) -> str:
        node = await self._node(command.turn_id)
        tree = self._session.tree
        if not command.here:
            tree.show(node.id)
        elif node.id != tree.head:  # else there is nothing to take back
            tree.changing("branch", head=node.id)
        self._stand()
        return ""

    async def _undo(self, _command: UndoChange) -> str:
        await self._desk().settle()
        if not self._session.tree.undo():
            raise InputRefused("There is nothing to undo in this conversation.")
        self._stand()
        return ""

    async def _redo(self, _command: RedoChange) -> str:
        await self._desk().settle()
        if not self._session.tree.redo():
            raise InputRefused("There is nothing to do again in this conversation.")
        self._stand()
        return ""


def _said(node: Node) -> list[SendMessage]:
    return [
        SendMessage(
            text=one.text,
            person=one.person,
            name=one.name,
            id=one.id,
            channel=DESK,
            images=one.images,
        )
        for one in node.messages
        if one.role == "person"
    ]


def _asking(node: Node, text: str) -> Node:
    """The turn with other words of the person's; several messages become one."""
    first, *others = (one for one in node.messages if one.role == "person")
    images = tuple(path for one in (first, *others) for path in one.images)
    said = replace(first, text=text, edited=True, images=images)
    reply = tuple(one for one in node.messages if one.role == "sel")
    in_prompt = text if node.said else ""
    return replace(node, messages=(said, *reply), said=in_prompt)


def _answering(node: Node, text: str) -> Node:
    """The turn with another reply. One that was no part of the prompt is part of it now."""

    def changed(one: MessageView) -> MessageView:
        if one.role == "person":
            return one
        return replace(one, text=text, edited=True, state="whole", cached=False)

    messages = tuple(map(changed, node.messages))
    return replace(node, messages=messages, said=node.said or node.asked, reply=text, state="whole")


def _called(node: Node, id: str) -> Node:
    """The turn under another id."""
    messages = tuple(replace(one, turn_id=id) for one in node.messages)
    return replace(node, id=id, messages=messages)

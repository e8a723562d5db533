"""A brain whose conversations last, scripted but honest: it keeps real trees and obeys commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from face_fakes import FakeBrain

from sel.errors import InputRefused
from sel.events import (
    Command,
    MessageReceived,
    MessageView,
    SendMessage,
    TextArrived,
    TurnFinished,
    TurnStarted,
)
from sel.session_events import (
    BranchView,
    ContinueReply,
    DeleteSession,
    EditMessage,
    FoundView,
    GoToTurn,
    HitView,
    MarkSession,
    NewSession,
    OpenSession,
    RedoChange,
    Regenerate,
    RenameSession,
    SessionChanged,
    SessionDeleted,
    SessionsChanged,
    SessionView,
    StepAlternative,
    UndoChange,
)
from sel.sessions.tree import Node, Tree
from tui.scene import NOON


@dataclass
class Kept:
    """One conversation."""

    view: SessionView
    tree: Tree = field(default_factory=Tree)


def said(text: str, reply: str, id: str, parent: str = "", at: float = NOON) -> Node:
    """A turn that is over."""
    return Node(
        id=id,
        parent=parent,
        at=at,
        messages=(
            MessageView(role="person", text=text, turn_id=id, at=at),
            MessageView(role="sel", text=reply, turn_id=id, at=at),
        ),
        said=text,
        reply=reply,
    )


@dataclass
class FakeSessions(FakeBrain):
    """Answers at once: "reply N" to what was said."""

    keeps: bool = True
    whole: bool = True
    late: bool = False
    """Replies come when `speak` is called."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.all: dict[str, Kept] = {}
        self.here = ""
        self._made = 0
        self._late = ("", "")
        self._open(self.begin())

    # ------------------------------------------------------------ what tests put in

    def begin(self, *turns: tuple[str, str], title: str = "", **marks: object) -> str:
        """A conversation that is there already."""
        id = f"s{len(self.all) + 1}"
        view = SessionView(id=id, kept=self.keeps, created=NOON, changed=NOON, title=title)
        kept = self.all[id] = Kept(replace(view, **marks))  # type: ignore[arg-type]
        for text, reply in turns:
            kept.tree.add(said(text, reply, self._next(), kept.tree.head))
        return id

    def talk(self, *turns: tuple[str, str]) -> None:
        """So much was said at the desk."""
        for text, reply in turns:
            self.tree.add(said(text, reply, self._next(), self.tree.head))
        self._shown()

    def _next(self) -> str:
        self._made += 1
        return f"n{self._made}"

    # ------------------------------------------------------------ the port

    @property
    def tree(self) -> Tree:
        return self.all[self.here].tree

    def session(self) -> SessionView:
        return self._view(self.all[self.here])

    def _view(self, kept: Kept) -> SessionView:
        nodes = list(kept.tree.nodes.values())
        return replace(
            kept.view,
            opening=nodes[0].asked if nodes else "",
            messages=sum(len(node.messages) for node in nodes),
        )

    async def sessions(self) -> Sequence[SessionView]:
        views = [self._view(kept) for kept in self.all.values()]
        return sorted(views, key=lambda one: (not one.pinned, -one.changed))

    async def session_messages(self, session: str) -> Sequence[MessageView]:
        return self.all[session].tree.views()

    async def find(self, words: str, limit: int = 50) -> FoundView:
        hits, searched = [], 0
        for kept in self.all.values():
            for node in kept.tree.nodes.values():
                for view in node.messages:
                    searched += 1
                    at = view.text.lower().find(words.lower())
                    if at >= 0:
                        hits.append(_hit(kept.view, view, at, len(words)))
        return FoundView(
            hits=tuple(hits[:limit]), searched=searched, seconds=0.004, whole=self.whole
        )

    def branches(self) -> Sequence[BranchView]:
        path = {node.id for node in self.tree.path()}
        return [
            BranchView(
                turn_id=node.id,
                parent=node.parent,
                said=node.asked,
                reply=node.answer,
                at=node.at,
                shown=node.id in path,
                head=node.id == self.tree.head,
            )
            for node in self.tree.nodes.values()
        ]

    # ------------------------------------------------------------ obeying

    async def submit(self, command: Command) -> str:
        if isinstance(command, SendMessage):
            if self.refuse is not None:
                raise self.refuse
            self.commands.append(command)
            return self._answer(command.text)
        await super().submit(command)
        if (obey := _OBEYS.get(type(command))) is not None:
            obey(self, command)
        return ""

    def _answer(self, text: str) -> str:
        id = self._next()
        self.tell(MessageReceived(turn_id=id, text=text), TurnStarted(turn_id=id))
        if self.late:
            asked = MessageView(role="person", text=text, turn_id=id, at=self.now)
            self.messages = (*self.messages, asked)
            self._late = (id, text)
            return id
        return self._reply(id, text)

    def speak(self) -> None:
        """The reply that was put off."""
        self._reply(*self._late)

    def _reply(self, id: str, text: str) -> str:
        reply = f"reply {id}"
        self.tree.add(said(text, reply, id, self.tree.head, self.now))
        self._show()
        self.tell(TextArrived(turn_id=id, text=reply), TurnFinished(turn_id=id, text=reply))
        self._changed()
        return id

    def _new(self, _command: NewSession) -> None:
        self._open(self.begin())

    def _go_on_with(self, command: OpenSession) -> None:
        if command.session not in self.all:
            raise InputRefused("There is no such conversation.")
        if command.turn_id:
            self.all[command.session].tree.show(command.turn_id)
        self._open(command.session)

    def _rename(self, command: RenameSession) -> None:
        kept = self.all[command.session]
        kept.view = replace(kept.view, title=command.title, titled=bool(command.title))
        self._changed()

    def _mark(self, command: MarkSession) -> None:
        kept = self.all[command.session]
        pinned, archived = kept.view.pinned, kept.view.archived
        kept.view = replace(
            kept.view,
            pinned=pinned if command.pinned is None else command.pinned,
            archived=archived if command.archived is None else command.archived,
        )
        self._changed()

    def _delete(self, command: DeleteSession) -> None:
        gone = self.all.pop(command.session)
        counts = {"turns": len(gone.tree.nodes), "memories": 2 if command.memories else 0}
        self.tell(SessionDeleted(session=command.session, gone=counts))
        if command.session == self.here:
            self._open(self.begin())
        self._changed()

    def _edit(self, command: EditMessage) -> None:
        node = self.tree.nodes[command.turn_id]
        if command.role == "person" and command.branch:
            self.tree.changing("edit", head=node.parent)
            self._shown()
            self._answer(command.text)
            return
        views = tuple(
            replace(one, text=command.text, edited=True) if one.role == command.role else one
            for one in node.messages
        )
        new = replace(node, messages=views)
        if command.branch:
            new = replace(new, id=self._next())
            new = replace(new, messages=tuple(replace(one, turn_id=new.id) for one in views))
            self.tree.nodes[new.id] = new
            self.tree.changing("edit", head=new.id)
        else:
            self.tree.changing("edit", new)
        self._shown()

    def _regenerate(self, command: Regenerate) -> None:
        node = self.tree.nodes[command.turn_id or self.tree.head]
        self.tree.changing("new reply", head=node.parent)
        self._shown()
        self._answer(node.asked)

    def _continue(self, _command: ContinueReply) -> None:
        node = self.tree.nodes[self.tree.head]
        views = (node.messages[0], replace(node.messages[1], text=f"{node.answer} and more"))
        self.tree.changing("continuation", replace(node, messages=views))
        self._shown()

    def _step(self, command: StepAlternative) -> None:
        other = self.tree.step(command.turn_id, command.role, command.by)
        if other is None:
            self._regenerate(Regenerate(turn_id=command.turn_id))
        else:
            self.tree.show(other)
            self._shown()

    def _go_to(self, command: GoToTurn) -> None:
        if command.here:
            self.tree.changing("branch", head=command.turn_id)
        else:
            self.tree.show(command.turn_id)
        self._shown()

    def _undo(self, _command: UndoChange) -> None:
        if not self.tree.undo():
            raise InputRefused("There is nothing to undo.")
        self._shown()

    def _redo(self, _command: RedoChange) -> None:
        if not self.tree.redo():
            raise InputRefused("There is nothing to make again.")
        self._shown()

    # ------------------------------------------------------------ telling

    def _open(self, id: str) -> None:
        self.here = id
        self._shown()

    def _shown(self) -> None:
        self._show()
        self.tell(self.snapshot())
        self._changed()

    def _show(self) -> None:
        self.messages = tuple(self.tree.views())

    def _changed(self) -> None:
        self.tell(
            SessionChanged(
                session=self.session(), undo=self.tree.undoable, redo=self.tree.redoable
            ),
            SessionsChanged(),
        )

    def asked(self, kind: type[Command]) -> list[Command]:
        """Commands of this kind, in order."""
        return [one for one in self.commands if isinstance(one, kind)]


def _hit(session: SessionView, view: MessageView, at: int, length: int) -> HitView:
    return HitView(
        session=session.id,
        title=session.title,
        turn_id=view.turn_id,
        role=view.role,
        at=view.at,
        before=view.text[:at],
        match=view.text[at : at + length],
        after=view.text[at + length :],
    )


_OBEYS: dict[type[Command], Callable[..., None]] = {
    NewSession: FakeSessions._new,
    OpenSession: FakeSessions._go_on_with,
    RenameSession: FakeSessions._rename,
    MarkSession: FakeSessions._mark,
    DeleteSession: FakeSessions._delete,
    EditMessage: FakeSessions._edit,
    Regenerate: FakeSessions._regenerate,
    ContinueReply: FakeSessions._continue,
    StepAlternative: FakeSessions._step,
    GoToTurn: FakeSessions._go_to,
    UndoChange: FakeSessions._undo,
    RedoChange: FakeSessions._redo,
}

"""SEL's own file of a conversation: JSON, all of the tree, read back as it was. Pure.

What could be undone is not in it: words that somebody replaced are nobody else's business.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sel.errors import ForeignFile
from sel.events import MessageView
from sel.porting.chats.growing import LONGEST_TITLE, Made, Tally, cleaned, moment, named, one_line
from sel.session_events import SessionView
from sel.sessions import lines
from sel.sessions.titles import opening_of
from sel.sessions.tree import Node, Tree

FORMAT, VERSION = "sel-conversation", 1
_STATES = ("whole", "streaming", "interrupted", "failed", "silenced")


def dumped(view: SessionView, tree: Tree) -> str:
    """The conversation as JSON."""
    told = {
        "format": FORMAT,
        "version": VERSION,
        "conversation": lines.of_row(view)[1],
        "head": tree.head,
        "shown": tree.choices(),
        "turns": [lines.of_node(node)[1] for node in tree.nodes.values()],
    }
    # Lone surrogates stay escaped, and with them all but ASCII, if there are any.
    text = json.dumps(told, ensure_ascii=False, indent=1)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(told, indent=1) + "\n"
    return text + "\n"


def is_one(value: object) -> bool:
    """Whether this is such a file."""
    return isinstance(value, Mapping) and value.get("format") == FORMAT


def loaded(value: Mapping[str, Any], tally: Tally) -> Made | None:
    """The conversation; None where there is no turn in it. Raises `ForeignFile`."""
    version = value.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise ForeignFile("The file is of a newer SEL.", hint="Update SEL, then import it.")
    rows = value.get("turns")
    nodes = [
        node
        for row in (rows if isinstance(rows, list) else [])
        if (node := _node(row, tally)) is not None
    ]
    if not nodes:
        return None
    rooted = _rooted({node.id: node for node in nodes})
    head, shown = value.get("head"), value.get("shown")
    choices = shown if isinstance(shown, Mapping) else {}
    tree = Tree.of(
        rooted,
        [head] if isinstance(head, str) else [],
        {str(at): one for at, one in choices.items() if isinstance(one, str)},
    )
    view = _view(value.get("conversation"), rooted)
    tally.sessions += 1
    tally.messages += view.messages
    return view, tree


def _node(row: object, tally: Tally) -> Node | None:
    if not isinstance(row, dict):
        tally.skip("damaged turns")
        return None
    try:
        node = lines.node(row)
        return _checked(node, tally)
    except lines.NOT_OURS:
        tally.skip("damaged turns")
        return None


def _checked(node: Node, tally: Tally) -> Node:
    """The turn as it was, if each part of it is what it should be. Raises `TypeError`."""
    texts = (node.id, node.parent, node.note, node.said, node.reply, node.persona, *node.people)
    if not all(isinstance(one, str) for one in texts) or not node.id or node.state not in _STATES:
        raise TypeError("no turn")
    return replace(
        node,
        at=moment(node.at),
        note=cleaned(node.note),
        said=cleaned(node.said),
        reply=cleaned(node.reply),
        messages=tuple(_message(one, node.id, tally) for one in node.messages),
    )


def _message(view: MessageView, id: str, tally: Tally) -> MessageView:
    texts = (view.text, view.turn_id, view.person, view.name, view.id, *view.images)
    numbers = (view.alternative, view.alternatives)
    flags = (view.cached, view.edited)
    if (
        view.role not in ("person", "sel")
        or view.state not in _STATES
        or not all(isinstance(one, str) for one in texts)
        or not all(isinstance(one, int) for one in numbers)
        or not all(isinstance(one, bool) for one in flags)
    ):
        raise TypeError("no message")
    text = tally.clean(view.text)
    return replace(view, text=text, at=moment(view.at), turn_id=view.turn_id or id)


def _rooted(nodes: Mapping[str, Node]) -> list[Node]:
    """The turns, those whose beginning is missing or goes round in a circle at the beginning."""
    good: set[str] = {""}
    found = []
    for node in nodes.values():
        way, at = list[str](), node.id
        while at in nodes and at not in good and at not in way:
            way.append(at)
            at = nodes[at].parent
        whole = at in good
        if whole:
            good.update(way)
            found.append(node)
        else:
            good.add(node.id)
            found.append(replace(node, parent=""))
    return found


def _view(value: object, nodes: list[Node]) -> SessionView:
    row = value if isinstance(value, dict) else {}
    try:
        view = lines.row(row)
        ok = all(isinstance(one, str) for one in (view.id, view.title, view.opening, view.persona))
    except lines.NOT_OURS:
        ok = False
    if not ok or not view.id.isalnum() or len(view.id) > 40:
        texts = (text for node in nodes for text in (node.asked, node.answer))
        view = SessionView(id=named("sel", *texts))
    times = [one.at for node in nodes for one in node.messages if one.at]
    return replace(
        view,
        title=one_line(view.title)[:LONGEST_TITLE],
        titled=view.titled is True,
        opening=opening_of([node.asked or node.answer for node in nodes[:8]]),
        created=moment(view.created) or min(times, default=0.0),
        changed=moment(view.changed) or max(times, default=0.0),
        messages=sum(len(node.messages) for node in nodes),
        pinned=view.pinned is True,
        archived=view.archived is True,
        kept=False,
    )

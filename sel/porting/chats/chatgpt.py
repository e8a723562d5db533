"""ChatGPT's `conversations.json`: a list of conversations, each a mapping of messages by id with
their parents and children. Pure.

Taken are what people wrote and what was answered, with every branch. Pictures, tools, code that was
run and hidden thoughts are left out and counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sel.porting.chats.growing import Growing, Made, Tally, moment, named

KINDS = {"text": "", "multimodal_text": ""}
LEFT = {
    "code": "programs",
    "execution_output": "outputs of programs",
    "tether_browsing_display": "web pages",
    "tether_quote": "quotes of web pages",
    "thoughts": "hidden thoughts",
    "reasoning_recap": "hidden thoughts",
    "user_editable_context": "notes about the person",
    "model_editable_context": "notes about the person",
    "system_error": "errors",
}
ROLES = {"user": "person", "assistant": "sel"}


@dataclass(frozen=True, slots=True)
class _Said:
    """One message of the mapping that counts."""

    role: str
    text: str
    at: float
    model: str


@dataclass(frozen=True, slots=True)
class _Place:
    """A node of the mapping, the turn before it, what was asked and when. It `goes_on` where it
    alone follows what is before it."""

    id: str
    parent: str = ""
    asked: str = ""
    at: float = 0.0
    goes_on: bool = False


def is_one(value: object) -> bool:
    """Whether this is a conversation of ChatGPT's."""
    return isinstance(value, Mapping) and isinstance(value.get("mapping"), Mapping)


def conversation(raw: Mapping[str, Any], tally: Tally) -> Made | None:
    """The conversation, with all branches; None where nothing of it could be taken."""
    mapping: dict[str, Any] = {
        str(id): node for id, node in raw["mapping"].items() if isinstance(node, Mapping)
    }
    title, created = raw.get("title"), moment(raw.get("create_time"))
    known = raw.get("conversation_id") or raw.get("id")
    name = known if isinstance(known, str) else f"{title} {created} {len(mapping)}"
    growing = Growing(named("chatgpt", name), tally)
    ends = _grown(mapping, growing, tally)
    current = raw.get("current_node")
    head = ends.get(current if isinstance(current, str) else "", "")
    if not head:
        head = next(reversed(growing.tree.nodes), "")
    return growing.done(
        head,
        title if isinstance(title, str) else "",
        created=created,
        changed=moment(raw.get("update_time")),
    )


def _grown(mapping: Mapping[str, Any], growing: Growing, tally: Tally) -> dict[str, str]:
    """Grow the tree; per node of the mapping the turn that stands there."""
    ends: dict[str, str] = {}
    waiting = [_Place(id) for id in reversed(_roots(mapping))]
    seen: set[str] = set()
    while waiting:
        place = waiting.pop()
        id, parent, asked, at = place.id, place.parent, place.asked, place.at
        if id in seen:
            continue
        seen.add(id)
        said = _said(mapping[id].get("message"), tally)
        children = [one for one in _children(mapping, id) if one not in seen]
        if said is not None and said.role == "person":
            asked = f"{asked}\n\n{said.text}" if asked else said.text
            at = said.at or at
        elif said is not None and place.goes_on and not asked and _replied(growing, parent):
            growing.more(parent, said.text)
        elif said is not None:
            parent = growing.turn(parent, asked, said.text, at or said.at, replied=said.at)
            asked, at = "", 0.0
        if asked and not children:  # a question nobody answered
            parent, asked = growing.turn(parent, asked, "", at), ""
        ends[id] = parent
        only = len(children) == 1
        waiting += [_Place(child, parent, asked, at, only) for child in reversed(children)]
    tally.skip("messages that hang nowhere", len(mapping) - len(seen))
    return ends


def _replied(growing: Growing, id: str) -> bool:
    return id in growing.tree.nodes and bool(growing.tree.nodes[id].reply)


def _roots(mapping: Mapping[str, Any]) -> list[str]:
    return [id for id, node in mapping.items() if node.get("parent") not in mapping]


def _children(mapping: Mapping[str, Any], id: str) -> Iterator[str]:
    rows = mapping[id].get("children")
    for one in rows if isinstance(rows, list) else ():
        if isinstance(one, str) and one in mapping:
            yield one


def _said(message: object, tally: Tally) -> _Said | None:
    """What a message says, None for one that is left out."""
    if not isinstance(message, Mapping):
        return None
    author, content = _part(message, "author"), _part(message, "content")
    meta = _part(message, "metadata")
    role = ROLES.get(str(author.get("role")))
    if role is None:
        if author.get("role") == "tool":
            tally.skip("messages of tools")
        return None  # the system's own are of no conversation
    if meta.get("is_visually_hidden_from_conversation") is True:
        return None
    kind = str(content.get("content_type", "text"))
    to = message.get("recipient")
    if kind not in KINDS or (role == "sel" and isinstance(to, str) and to not in ("all", "")):
        tally.skip(LEFT.get(kind, "calls of tools" if kind in KINDS else "messages of other kinds"))
        return None
    text = tally.clean(_text(content, tally)).strip()
    if not text:
        return None
    return _Said(role, text, moment(message.get("create_time")), str(meta.get("model_slug", "")))


def _part(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = value.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(content: Mapping[str, Any], tally: Tally) -> str:
    rows = content.get("parts")
    texts = []
    for one in rows if isinstance(rows, list) else ():
        if isinstance(one, str):
            texts.append(one)
        elif isinstance(one, Mapping) and isinstance(one.get("text"), str):
            texts.append(one["text"])  # what was said aloud
        else:
            tally.skip("pictures and files")
    return "\n".join(text for text in texts if text)

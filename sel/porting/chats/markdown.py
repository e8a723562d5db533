"""A conversation as Markdown with front matter, and back. Pure.

What is between two marks is a message, whatever stands in it: the marks hold a word that no message
holds. The branch that is shown is in the file, not the tree.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from sel.errors import ForeignFile
from sel.events import MessageView
from sel.porting.chats.growing import Growing, Made, Tally, moment, named
from sel.session_events import SessionView

FORMAT = "sel-markdown"
STATES = {"interrupted": "stopped here", "failed": "this reply failed", "silenced": "no reply"}
_FRONT = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
_ROW = re.compile(r"([a-z]+): ?(.*)")
LONGEST_HEAD = 20_000


def written(
    view: SessionView, messages: Sequence[MessageView], *, persona: str = "SEL", model: str = ""
) -> str:
    """The file. `persona` is what SEL is called here, `model` what it ran on, if known."""
    mark = _mark([one.text for one in messages])
    title = view.title or view.opening or "A conversation with SEL"
    rows = {
        "title": title,
        "id": view.id,
        "created": _time(view.created),
        "changed": _time(view.changed),
        "persona": persona,
        "model": model,
        "messages": len(messages),
        "format": f"{FORMAT} 1",
        "mark": mark,
    }
    front = "\n".join(f"{name}: {_quoted(value)}" for name, value in rows.items() if value != "")
    parts = [f"---\n{front}\n---\n\n# {_heading(title)}\n"]
    parts += [_message(one, persona, mark) for one in messages]
    return "\n".join(parts)


def _quoted(value: object) -> str:
    """A value as YAML reads it: JSON's strings are YAML's."""
    return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False)


def _time(second: float) -> str:
    return datetime.fromtimestamp(second, UTC).isoformat(timespec="seconds") if second else ""


def _heading(title: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#])", r"\\\1", title)


def _message(one: MessageView, persona: str, mark: str) -> str:
    when = datetime.fromtimestamp(one.at).astimezone().strftime("%Y-%m-%d %H:%M") if one.at else ""
    more = [part for part in (when, STATES.get(one.state, "")) if part]
    tail = "".join(f" · {part}" for part in more)
    head = f"<!-- {mark} {one.role} {one.state} {one.at:.3f} -->\n**{who(one, persona)}**{tail}"
    return f"{head}\n\n{one.text}\n"


def who(one: MessageView, persona: str) -> str:
    """Whose name stands above a message."""
    if one.role == "sel":
        return one.name or persona
    return "You" if one.person in ("", "you") else one.name or one.person


def _mark(texts: Sequence[str]) -> str:
    """A word that stands in none of the texts."""
    whole = "\n".join(texts)
    mark = hashlib.blake2b(whole.encode("utf-8", "replace"), digest_size=4).hexdigest()
    while mark in whole:
        mark = hashlib.blake2b(
            f"{mark}{whole}".encode("utf-8", "replace"), digest_size=4
        ).hexdigest()
    return mark


# ---------------------------------------------------------------- and back


def is_one(text: str) -> bool:
    """Whether this is such a file."""
    front = _front(text)
    return front is not None and front.get("format", "").startswith(FORMAT)


def loaded(text: str, tally: Tally) -> Made | None:
    """The conversation; None where nothing was said in it. Raises `ForeignFile`."""
    front = _front(text)
    mark = (front or {}).get("mark", "")
    if front is None or not re.fullmatch(r"[0-9a-f]{8,}", mark):
        raise ForeignFile("The front matter of the file does not say where messages begin.")
    id = front.get("id", "")
    known = id if id.isalnum() and len(id) <= 40 else named("markdown", text)
    growing = Growing(known, tally)
    head, asked, at = "", list[str](), 0.0
    for role, _state, when, said in _messages(text, mark):
        words = tally.clean(said)
        if role == "person":
            asked, at = [*asked, words] if words else asked, at or when
        elif words or asked:
            head = growing.turn(head, "\n".join(asked), words, at or when, replied=when)
            asked, at = [], 0.0
    if asked:
        head = growing.turn(head, "\n".join(asked), "", at)
    return growing.done(
        head,
        front.get("title", ""),
        created=_second(front.get("created", "")),
        changed=_second(front.get("changed", "")),
    )


def _front(text: str) -> dict[str, str] | None:
    match = _FRONT.match(text[:LONGEST_HEAD])
    if match is None:
        return None
    rows = (_ROW.fullmatch(line) for line in match[1].split("\n"))
    return {row[1]: _plain(row[2]) for row in rows if row}


def _plain(value: str) -> str:
    if value.startswith('"'):
        try:
            found = json.loads(value)
        except ValueError:
            return ""
        return found if isinstance(found, str) else ""
    return value.strip()


def _messages(text: str, mark: str) -> Iterator[tuple[str, str, float, str]]:
    """(role, state, when, text) of each."""
    border = re.compile(rf"<!-- {mark} (person|sel) ([a-z]+) (\d{{1,12}}\.\d{{3}}) -->\n")
    found = list(border.finditer(text))
    ends = [match.start() - 1 for match in found[1:]] + [len(text)]
    for match, end in zip(found, ends, strict=True):
        body = text[match.end() : end]
        _, _, said = body.partition("\n\n")  # below who said it
        yield match[1], match[2], moment(float(match[3])), said.removesuffix("\n")


def _second(text: str) -> float:
    try:
        return moment(datetime.fromisoformat(text).timestamp())
    except (ValueError, OverflowError, OSError):
        return 0.0

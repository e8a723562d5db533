"""Cards and chats made by hand."""

from __future__ import annotations

import base64
import io
import json
import struct
import zipfile
import zlib
from typing import Any

from sel.porting.cards import png

BOOK: dict[str, Any] = {
    "name": "The harbour",
    "scan_depth": 3,
    "token_budget": 120,
    "recursive_scanning": True,
    "extensions": {"maker": {"kept": True}},
    "entries": [
        {
            "keys": ["lighthouse"],
            "content": "The lighthouse is kept by Old Bram.",
            "enabled": True,
            "insertion_order": 2,
            "extensions": {"x": 1},
        },
        {
            "keys": ["Bram"],
            "content": "Bram collects bottles.",
            "enabled": True,
            "insertion_order": 1,
            "case_sensitive": True,
        },
        {"keys": [], "content": "It always rains here.", "constant": True, "insertion_order": 0},
        {"keys": ["off"], "content": "never told", "enabled": False, "insertion_order": 9},
    ],
}


def v2(**more: Any) -> dict[str, Any]:
    """A card of the second version."""
    data = {
        "name": "Marlo",
        "description": "{{char}} is a warm, curious harbour pilot who never hurries {{user}}.",
        "personality": "patient, playful, not shy",
        "scenario": "An evening on the quay.",
        "first_mes": "Evening, {{user}}. The tide is late.",
        "mes_example": (
            "<START>\n{{user}}: Is it deep?\n{{char}}: Deep enough to keep secrets.\n"
            "<START>\n{{user}}: Tea?\n{{char}}: Always.\nTwo sugars."
        ),
        "creator_notes": "Made for a test.",
        "system_prompt": "Write short, salty sentences.",
        "post_history_instructions": "",
        "alternate_greetings": ["Oh. You again, {{user}}.", "*waves*"],
        "character_book": BOOK,
        "tags": ["calm", "sea"],
        "creator": "the test",
        "character_version": "1",
        "extensions": {"other": {"program": [1, 2, None]}},
    }
    return {
        "spec": "chara_card_v2",
        "spec_version": "2.0",
        "unknown": "stays",
        "data": {**data, **more},
    }


def v3(**more: Any) -> dict[str, Any]:
    """A card of the third version."""
    card = v2(**{"nickname": "Mar", "group_only_greetings": [], "assets": [], **more})
    return {**card, "spec": "chara_card_v3", "spec_version": "3.0"}


V1 = {
    "name": "Ida",
    "description": "A clockmaker.",
    "personality": "exact",
    "scenario": "",
    "first_mes": "Tick.",
    "mes_example": "",
    "own_field": 7,
}


def in_png(card: dict[str, Any], name: str = "chara", kind: bytes = b"tEXt") -> bytes:
    """The card in a picture."""
    text = base64.b64encode(json.dumps(card).encode())
    if kind == b"tEXt":
        return png.with_texts(png.blank(4, 4), {name: text})
    if kind == b"zTXt":
        body = name.encode() + b"\0\0" + zlib.compress(text)
    else:
        body = name.encode() + b"\0\1\0en\0\0" + zlib.compress(text)
    head, end = png.blank(4, 4)[:-12], png.blank(4, 4)[-12:]
    crc = struct.pack(">I", zlib.crc32(kind + body))
    return head + struct.pack(">I", len(body)) + kind + body + crc + end


def in_zip(members: dict[str, bytes]) -> bytes:
    """A zip of these."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


def gpt(*turns: tuple[str, str], title: str = "Boats", id: str = "c-1") -> dict[str, Any]:
    """A conversation of ChatGPT's, in one line."""
    mapping: dict[str, Any] = {"root": {"id": "root", "message": None, "parent": None}}
    before, number = "root", 0
    mapping["root"]["children"] = []
    for asked, reply in turns:
        for role, text in (("user", asked), ("assistant", reply)):
            number += 1
            node = gpt_node(f"n{number}", before, role, text, at=1_700_000_000.0 + number)
            mapping[before]["children"].append(node["id"])
            mapping[node["id"]] = node
            before = node["id"]
    return {
        "title": title,
        "create_time": 1_700_000_000.0,
        "update_time": 1_700_000_100.0,
        "conversation_id": id,
        "mapping": mapping,
        "current_node": before,
    }


def gpt_node(
    id: str, parent: str, role: str, text: str, *, kind: str = "text", at: float | None = None
) -> dict[str, Any]:
    """A node of its mapping."""
    content: dict[str, Any] = {"content_type": kind, "parts": [text]}
    if kind == "code":
        content = {"content_type": kind, "text": text}
    message = {
        "id": id,
        "author": {"role": role},
        "create_time": at,
        "content": content,
        "recipient": "all",
        "metadata": {},
    }
    return {"id": id, "parent": parent, "children": [], "message": message}


TAVERN: list[dict[str, Any]] = [
    {"user_name": "Ann", "character_name": "Marlo", "create_date": "2023-6-19 @14h 20m 11s 123ms"},
    {
        "name": "Marlo",
        "is_user": False,
        "mes": "Evening.",
        "swipes": ["Evening.", "Ahoy."],
        "swipe_id": 0,
        "send_date": "June 19, 2023 2:20pm",
    },
    {"name": "Ann", "is_user": True, "mes": "Hello there", "send_date": 1_687_184_411_000},
    {
        "name": "Marlo",
        "is_user": False,
        "mes": "Two.",
        "swipes": ["One.", "Two.", "Three."],
        "swipe_id": 1,
        "send_date": "2023-06-19T14:21:00.000Z",
    },
    {"name": "System", "is_system": True, "is_user": False, "mes": "a note"},
    {"name": "Ann", "is_user": True, "mes": "Bye", "send_date": "nonsense"},
]


def lines(rows: list[dict[str, Any]]) -> bytes:
    """Rows as JSONL."""
    return "".join(json.dumps(row) + "\n" for row in rows).encode()

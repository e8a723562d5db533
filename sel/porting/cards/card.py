"""A character card as it is: its own JSON, untouched, and a look at the fields SEL knows. Pure."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sel.agents.fence import clean
from sel.errors import ForeignFile
from sel.porting.bounded import fields, parsed
from sel.porting.cards import charx, png
from sel.porting.lore.book import Lorebook, lorebook

LONGEST = 64_000
"""Characters of one text of a card that are looked at."""
MOST_LISTED = 200

PICTURES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg", b"RIFF": "webp"}
_SPECS = {"chara_card_v2": 2, "chara_card_v3": 3}


@dataclass(frozen=True, slots=True)
class Card:
    """`raw` is the card's own JSON; `picture` its face as it came, `packed` the CHARX around it."""

    raw: dict[str, Any]
    picture: bytes = b""
    packed: bytes = field(default=b"", repr=False)

    @property
    def version(self) -> int:
        """1, 2 or 3."""
        return _SPECS.get(str(self.raw.get("spec")), 1)

    @property
    def data(self) -> dict[str, Any]:
        """Where the fields are: in `data`, or at the top of a card of the first version."""
        inner = self.raw.get("data")
        return inner if self.version > 1 and isinstance(inner, dict) else self.raw

    def text(self, name: str) -> str:
        """A text field without characters that nobody sees; "" where there is none."""
        value = self.data.get(name)
        return clean(value[:LONGEST]).strip() if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """A field that is a list of texts."""
        value = self.data.get(name)
        rows = value[:MOST_LISTED] if isinstance(value, list) else []
        found = (clean(one[:LONGEST]).strip() for one in rows if isinstance(one, str))
        return tuple(one for one in found if one)

    @property
    def name(self) -> str:
        """What the character is called: its nickname, if it has one."""
        named = self.text("nickname") or self.text("name") or self.text("char_name")
        return " ".join(named.split())[:80] or "Nameless"

    @property
    def book(self) -> Lorebook | None:
        """What it knows of its world."""
        return lorebook(self.data.get("character_book"))


def card_of(data: bytes) -> Card:
    """The card in a file's bytes, whatever it is wrapped in. Raises `ForeignFile`."""
    if data.startswith(png.SIGNATURE):
        return _from_png(data)
    if data.startswith(b"PK"):
        return _from_charx(data)
    return Card(_checked(parsed(data, "The card")))


def _from_png(data: bytes) -> Card:
    texts = png.texts(data)
    packed = texts.get("ccv3") or texts.get("chara")
    if packed is None:
        raise ForeignFile("There is no character card in this picture.")
    try:
        text = base64.b64decode(packed.strip(), validate=False)
    except (binascii.Error, ValueError):
        raise ForeignFile("The card in this picture is damaged.") from None
    return Card(_checked(parsed(text, "The card in this picture")), picture=data)


def _from_charx(data: bytes) -> Card:
    with charx.opened(data) as file:
        text = charx.member(file, charx.CARD, charx.MOST_CARD)
        if text is None:
            raise ForeignFile("There is no card.json in this zip.")
        raw = _checked(parsed(text, "The card in this zip"))
        name = _face(raw)
        picture = charx.member(file, name, charx.MOST_PICTURE) if name else None
    face = picture if picture and kind_of(picture) else b""
    return Card(raw, picture=face, packed=data)


def _face(raw: Mapping[str, Any]) -> str:
    """The member that holds the card's face; "" for none."""
    data = raw.get("data")
    rows = data.get("assets") if isinstance(data, dict) else None
    icons = [
        one
        for one in (rows if isinstance(rows, list) else [])
        if isinstance(one, dict) and one.get("type") == "icon" and isinstance(one.get("uri"), str)
    ]
    icons.sort(key=lambda one: one.get("name") != "main")
    for one in icons:
        for prefix in ("embeded://", "embedded://"):  # the first is how the standard spells it
            if one["uri"].startswith(prefix) and charx.safe(one["uri"].removeprefix(prefix)):
                return str(one["uri"].removeprefix(prefix))
    return ""


def _checked(value: Any) -> dict[str, Any]:
    raw = fields(value, "The card")
    card = Card(raw)
    named = any(isinstance(card.data.get(name), str) for name in ("name", "char_name"))
    said = (
        "description",
        "personality",
        "first_mes",
        "char_persona",
        "char_greeting",
        "mes_example",
    )
    if not named or not any(isinstance(card.data.get(name), str) for name in said):
        raise ForeignFile("This is no character card: a name or everything about it is missing.")
    return raw


def kind_of(picture: bytes) -> str:
    """What kind of picture it is by its first bytes; "" for none."""
    return next((kind for magic, kind in PICTURES.items() if picture.startswith(magic)), "")


def dumped(raw: Mapping[str, Any]) -> bytes:
    """A card's JSON; lone surrogates stay escaped."""
    return json.dumps(raw, ensure_ascii=True, indent=1).encode()

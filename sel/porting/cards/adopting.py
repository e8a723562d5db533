"""A card taken into the folder of personas, and a persona given away as a card again.

The card lies beside its persona as it came, so that what SEL does not know of is in the card that
leaves, too; only what the person changed is changed in it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from sel.errors import InputRefused
from sel.porting.bounded import MOST_FILE, fields, parsed, read
from sel.porting.cards import charx, png
from sel.porting.cards.becoming import persona_of
from sel.porting.cards.card import Card, dumped, kind_of
from sel.porting.personas.folder import OWN, Personas, write
from sel.porting.personas.writing import written
from sel.prompt.persona import Persona

KINDS = ("json", "png", "charx")
SPEC = {"spec": "chara_card_v3", "spec_version": "3.0"}
_EMPTY: Mapping[str, Any] = {
    "name": "",
    "description": "",
    "personality": "",
    "scenario": "",
    "first_mes": "",
    "mes_example": "",
    "creator_notes": "",
    "system_prompt": "",
    "post_history_instructions": "",
    "alternate_greetings": [],
    "group_only_greetings": [],
    "tags": [],
    "creator": "",
    "character_version": "",
    "extensions": {},
}
"""The fields that a card of the third version must have."""


def adopt(card: Card, personas: Personas) -> str:
    """Make a persona of a card; its id. Raises `StoreError`."""
    persona = persona_of(card)
    id = personas.free(persona.name)
    there = personas.beside(id)
    write(there / "card.json", dumped(card.raw))
    book = card.data.get("character_book")
    if card.book is not None and isinstance(book, dict):
        write(there / "lorebook.json", dumped(book))
    if card.picture and (kind := kind_of(card.picture)):
        write(there / f"avatar.{kind}", card.picture)
    if card.packed:
        write(there / "card.charx", card.packed)
    note = "It came from a character card, which lies in the folder beside it."
    personas.save(id, written(persona, note))
    return id


def given(personas: Personas, id: str, kind: str) -> bytes:
    """A persona as a card of one of `KINDS`. Raises `InputRefused`, `ForeignFile`, `StoreError`."""
    if kind not in KINDS:
        raise InputRefused("A persona becomes a .json, .png or .charx file.")
    card = _card(personas, id)
    if kind == "json":
        return dumped(card.raw)
    if kind == "png":
        return _as_png(card)
    return _as_charx(card)


def _card(personas: Personas, id: str) -> Card:
    """The card a persona came from, with what was changed since; else a new one."""
    persona = personas.persona(id)
    kept = Card({}) if id == OWN else _kept(personas, id)
    if not kept.raw:
        made = {**_EMPTY, **_fields(persona), **_book(personas, id)}
        return Card({**SPEC, "data": made}, picture=kept.picture)
    was = _fields(persona_of(kept))
    now = _fields(persona)
    changed = {key: value for key, value in now.items() if value != was[key]}
    if "description" in changed:  # all of it is in the description now
        changed |= {key: "" for key in ("personality", "scenario") if key in kept.data}
    data = {**kept.data, **changed}
    if isinstance(kept.data.get("character_book"), dict):
        data |= _book(personas, id)
    raw = {**kept.raw, "data": data} if kept.data is not kept.raw else data
    return Card(raw, picture=kept.picture, packed=kept.packed)


def _kept(personas: Personas, id: str) -> Card:
    there = personas.beside(id)
    path, packed = there / "card.json", there / "card.charx"
    raw = fields(parsed(read(path))) if path.exists() else {}
    pictures = (there / f"avatar.{kind}" for kind in ("png", "jpg", "webp"))
    face = next((one for one in pictures if one.exists()), None)
    return Card(
        raw,
        picture=read(face, MOST_FILE) if face else b"",
        packed=read(packed, MOST_FILE) if packed.exists() else b"",
    )


def _fields(persona: Persona) -> dict[str, Any]:
    """What a persona says of itself in a card's fields."""
    rows = (f"{{{{user}}}}: {one.person}\n{{{{char}}}}: {one.sel}" for one in persona.examples)
    return {
        "name": persona.name,
        "description": persona.about or " ".join(persona.identity).replace("{name}", persona.name),
        "first_mes": next(iter(persona.greetings), ""),
        "alternate_greetings": list(persona.greetings[1:]),
        "mes_example": "".join(f"<START>\n{row}\n" for row in rows),
    }


def _book(personas: Personas, id: str) -> dict[str, Any]:
    path = None if id == OWN else personas.beside(id) / "lorebook.json"
    if path is None or not path.exists():
        return {}
    return {"character_book": fields(parsed(read(path)))}


def _third(card: Card) -> dict[str, Any]:
    """The card as one of the third version, which alone may lie in a CHARX."""
    if card.version == 3:
        return card.raw
    rest = {} if card.data is card.raw else card.raw
    return {**rest, **SPEC, "data": {**_EMPTY, **card.data}}


def _as_png(card: Card) -> bytes:
    face = card.picture if kind_of(card.picture) == "png" else png.blank()
    texts = {"chara": b64encode(dumped(card.raw))}
    if card.version == 3:
        older = {**card.raw, "spec": "chara_card_v2", "spec_version": "2.0"}
        texts = {"chara": b64encode(dumped(older)), "ccv3": b64encode(dumped(card.raw))}
    return png.with_texts(face, texts, gone=("ccv3",))


def _as_charx(card: Card) -> bytes:
    raw = _third(card)
    if card.packed:
        with charx.opened(card.packed) as file:
            return charx.packed(dumped(raw), charx.others(file))
    kind = kind_of(card.picture)
    if not kind:
        return charx.packed(dumped(raw), iter(()))
    name = f"assets/icon/image/main.{kind}"
    icon = {"type": "icon", "uri": f"embeded://{name}", "name": "main", "ext": kind}
    return charx.packed(dumped(_with_icon(raw, icon)), iter([(name, card.picture)]))


def _with_icon(raw: dict[str, Any], icon: Mapping[str, str]) -> dict[str, Any]:
    data = raw["data"]
    rows = data.get("assets")
    kept = [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []
    others = [one for one in kept if (one.get("type"), one.get("name")) != ("icon", "main")]
    return {**raw, "data": {**data, "assets": [icon, *others]}}

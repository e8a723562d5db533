"""Receipts of what came from elsewhere, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from sel.persona_events import ForeignView, TakenView

NO_CONSENT = (
    "SEL may not keep anything of yours, so nothing was imported. `/consent on` changes that; or "
    "hold the conversations until SEL ends."
)
NOT_KEPT = "Conversations are not kept here (the setting `sessions`), so nothing was imported."


def receipt(taken: TakenView) -> str:
    """What became of a file, in one line."""
    if taken.refused and not (taken.sessions or taken.grown):
        return taken.refused
    parts = []
    if not (taken.sessions or taken.there or taken.grown):
        parts.append("Nothing was taken in")
    if taken.sessions or taken.grown:
        where = "" if taken.kept else ", until SEL ends"
        messages = _counted(taken.messages, "message")
        parts.append(f"{_what(taken)} with {messages} taken in{where}")
    if taken.there:
        parts.append(f"{_counted(taken.there, 'conversation')} already there")
    if taken.left:
        left = ", ".join(f"{what} ({number:,})" for what, number in sorted(taken.left.items()))
        parts.append(f"left out: {left}")
    if taken.unread:
        parts.append(f"letters that could not be read ({taken.unread:,})")
    return "; ".join(parts) + "." + (f" {taken.refused}" if taken.refused else "")


def _what(taken: TakenView) -> str:
    new = _counted(taken.sessions, "conversation")
    old = f"what is new in {_counted(taken.grown, 'conversation')}"
    rows = [new] * bool(taken.sessions) + [old] * bool(taken.grown)
    return " and ".join(rows)


def told(view: ForeignView) -> Iterator[str]:
    """What a file is, line by line."""
    yield view.title
    for head, lines in (("look at", view.warnings), ("used", view.used), ("not used", view.unused)):
        for number, line in enumerate(lines):
            yield f"{'' if number else head:>9}  {line}"


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"

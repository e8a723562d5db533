"""Models in words, rows and bars. Pure; no widgets."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from tui.drawings import words
from tui.drawings.rows import Entry, Piece, fitting
from tui.text import one_line, visible

if TYPE_CHECKING:
    from sel.model_events import FitView, HubModelView, ModelView, OfferView, PullView

ROLES = {"general": "g", "coder": "c", "vision": "v"}
"""A role's key, and its letter in the list."""
FITS = {"fits": "fits", "tight": "tight", "no": "too big", "unknown": "?"}
FITS_SAID = {"fits": "fits", "tight": "only just fits", "no": "too big", "unknown": "may fit"}
COLOURS = {"fits": "quiet", "tight": "warning", "no": "error", "unknown": "quiet"}
SMALLEST = 512
LABEL = 11
NAMED = 22
"""Cells a name is left at least."""
_QUANT, _SIZE, _CONTEXT, _FIT, _SPEED = 9, 9, 9, 9, 9


def parameters(count: int) -> str:
    """How many numbers a model is made of: "135M", "8.0B"."""
    if not count:
        return words.NONE
    return f"{count / 1e9:.1f}B" if count >= 1e9 else f"{count / 1e6:.0f}M"


def tokens(count: int) -> str:
    """A context in few cells: "512", "8k", "128k"."""
    if not count:
        return words.NONE
    return f"{count // 1024}k" if count >= 1024 else f"{count}"


# ---------------------------------------------------------------- rows of the list


def columns(width: int) -> Sequence[tuple[str, int]]:
    """Which columns there is room for, and how wide they are."""
    wanted = (("size", _SIZE), ("fits?", _FIT), ("weights", _QUANT), ("speed", _SPEED))
    chosen: list[tuple[str, int]] = []
    left = width - 5 - NAMED
    for name, room in (*wanted, ("context", _CONTEXT)):
        if room <= left:
            chosen.append((name, room))
            left -= room
    order = ("weights", "size", "context", "fits?", "speed")
    return sorted(chosen, key=lambda one: order.index(one[0]))


def heading(width: int) -> Content:
    """The names of the columns."""
    cells = [name.rjust(room) for name, room in columns(width)]
    room = max(width - 5 - sum(map(len, cells)), 1)
    return Content.styled(f"gcv  {fitting('model', room)}{''.join(cells)}", "$quiet")


def entry(view: ModelView) -> Entry:
    """One model in the list."""
    return Entry(view.path or view.name, lambda cells: (row(view, cells),), lambda: row_said(view))


def hub_entry(model: HubModelView) -> Entry:
    """One repository of the hub in the list."""
    return Entry(model.repo, lambda cells: (hub_row(model, cells),), lambda: hub_row_said(model))


def offer_entry(offer: OfferView) -> Entry:
    """One quantisation in the list."""
    return Entry(
        offer.files[0], lambda cells: (offer_row(offer, cells),), lambda: offer_said(offer)
    )


def row(view: ModelView, width: int) -> Sequence[Piece]:
    """One model: the roles it plays, its name, what is known of it."""
    letters = "".join(letter if role in view.roles else "·" for role, letter in ROLES.items())
    if not view.talks:
        why = view.kind or view.problem
        name = fitting(view.name, min(max(width // 2 - 7, 12), NAMED + 12))
        rest = fitting(one_line(why, 120), max(width - 7 - len(name), 1))
        return [(f"{'·' * 3}  {name}  {rest}", "quiet")]
    cells = [_cell(view, name, room) for name, room in columns(width)]
    room = max(width - 5 - sum(len(text) for text, _ in cells), 1)
    letter = (f"{letters}  ", "sel" if view.roles else "quiet")
    return [letter, (fitting(view.name, room), ""), *cells]


def row_said(view: ModelView) -> str:
    """One model in words."""
    if not view.talks:
        return f"{view.name}, {view.kind or view.problem}"
    state = view.fit.state if view.fit else "unknown"
    parts = (
        view.name,
        f"the expert for {' and '.join(view.roles)}" if view.roles else "",
        words.memory(view.size),
        view.quantisation,
        FITS_SAID[state],
        f"{view.making:.0f} tokens a second" if view.making else "",
        f"context {view.context:,}" if view.context else "",
    )
    return ", ".join(filter(None, parts))


def _cell(view: ModelView, name: str, room: int) -> Piece:
    state = view.fit.state if view.fit else "unknown"
    text, colour = {
        "weights": (view.quantisation, "quiet"),
        "size": (words.memory(view.size), ""),
        "context": (tokens(view.context), "quiet"),
        "fits?": (FITS[state], COLOURS[state]),
        "speed": (f"{view.making:.0f} t/s" if view.making else "", "quiet"),
    }[name]
    return text[: room - 1].rjust(room), colour


def hub_heading(width: int) -> Content:
    """The names of the columns of `hub_row`."""
    cells = ["size".rjust(8), "fetched".rjust(9)]
    cells += ["liked".rjust(9)] if width >= 72 else []
    cells += [f"  {'licence':<16}"] if width >= 60 else []
    room = max(width - sum(map(len, cells)), 1)
    return Content.styled(f"{fitting('repository', room)}{''.join(cells)}", "$quiet")


def hub_row(model: HubModelView, width: int) -> Sequence[Piece]:
    """One repository of the hub."""
    cells = [parameters(model.parameters).rjust(8), words.count(model.downloads).rjust(9)]
    if width >= 72:
        cells.append(words.count(model.likes).rjust(9))
    if width >= 60:
        licence = "gated" if model.gated else model.licence or "?"
        cells.append(fitting(licence, 16).rjust(18))
    room = max(width - sum(map(len, cells)), 1)
    return [(fitting(model.repo, room), ""), ("".join(cells), "quiet")]


def hub_row_said(model: HubModelView) -> str:
    """The same in words."""
    licence = "gated" if model.gated else model.licence or "licence not said"
    size = f"{parameters(model.parameters)} parameters" if model.parameters else "size not said"
    fetched = f"fetched {words.count(model.downloads)} times"
    return f"{model.repo}, {size}, {fetched}, liked by {words.count(model.likes)}, {licence}"


def offer_said(offer: OfferView) -> str:
    """One quantisation in words."""
    state = offer.fit.state if offer.fit else "unknown"
    told = "here already" if offer.here else offer.advice
    parts = (offer.quantisation, words.memory(offer.size), FITS_SAID[state], told)
    return ", ".join(filter(None, parts))


def offer_row(offer: OfferView, width: int) -> Sequence[Piece]:
    """One quantisation."""
    state = offer.fit.state if offer.fit else "unknown"
    told = "here already" if offer.here else f"← {offer.advice}" if offer.advice else ""
    rest = max(width - 2 - 12 - 10 - 10, 1)
    return [
        (fitting(offer.quantisation, 12), ""),
        (words.memory(offer.size).rjust(10), ""),
        (FITS[state].rjust(10), COLOURS[state]),
        (f"  {fitting(told, rest)}", "sel" if offer.advice and not offer.here else "quiet"),
    ]


# ---------------------------------------------------------------- one model in full


def facts(view: ModelView, width: int, *, close: bool = False) -> Content:
    """What is known of a model, a line each; `close` together below its row of the list, which
    has its roles."""
    left_out = ("expert for",) if close else ()
    known = [
        _fact(label, value, width)
        for label, value in _facts(view)
        if value and label not in left_out
    ]
    return words.stacked([*_title(view.name, width, close=close), *known])


def _title(name: str, width: int, *, close: bool) -> list[Content]:
    title = Content.styled(one_line(name, max(width, 8)), "bold $foreground")
    return [title] if close else [title, Content("")]


def _facts(view: ModelView) -> Sequence[tuple[str, str]]:
    kept = [
        ("kept by", ", ".join(view.places) + (" (fetched)" if view.pulled else "")),
        ("from", view.origin),
        ("file", view.path),
    ]
    if not view.talks:
        return [("problem", view.problem or f"This is {view.kind}, which cannot talk."), *kept]
    experts = f", {view.experts} experts" if view.experts else ""
    parts = f" in {view.parts} files" if view.parts > 1 else ""
    speed = f"reads {view.reading:.0f}, makes {view.making:.0f} t/s"
    return [
        ("expert for", ", ".join(view.roles)),
        ("model", f"{view.architecture}, {parameters(view.parameters)}{experts}"),
        ("weights", f"{view.quantisation}, {words.memory(view.size)}{parts}"),
        ("context", f"{view.context:,} tokens" if view.context else "not said"),
        ("licence", view.licence or "not said"),
        ("template", "its own" if view.template else "none: SEL chooses one"),
        ("sees", "pictures" if view.projector else ""),
        ("speed", speed if view.making else "not measured: m does"),
        *kept,
    ]


def _fact(label: str, value: str, width: int) -> Content:
    room = max(width - LABEL, 8)
    text = visible(value)
    if label == "file" and len(text) > room:
        text = f"…{text[1 - room :]}"  # its end tells more
    elif len(text) > room and label not in ("problem", "gated"):
        text = one_line(text, room)
    return Content.assemble((label.ljust(LABEL), "$quiet"), (text, "$foreground"))


# ---------------------------------------------------------------- memory at a context


def steps(trained: int) -> Sequence[int]:
    """Contexts to choose from: doubling, up to what the model was trained for."""
    most = max(trained or 32_768, SMALLEST)
    count = int(math.log2(most / SMALLEST))
    doubled = [SMALLEST * 2**number for number in range(count + 1)]
    return doubled if doubled[-1] == most else [*doubled, most]


def memory(fit: FitView, trained: int, width: int) -> Content:
    """The chosen context on its line, what it takes as a bar of what is free, and the verdict."""
    room = max(min(width, 64), 16)
    verdict = {
        "fits": ("It fits.", "$foreground"),
        "tight": ("It only just fits.", "$warning"),
        "no": ("It does not fit.", "$error"),
        "unknown": ("This system does not say how much is free.", "$quiet"),
    }[fit.state]
    free = f" of {words.memory(fit.free)} free" if fit.free else ""
    lines = [
        words.caption("memory", f"at {fit.context:,} tokens"),
        _track(fit, trained, room),
        Content.assemble(verdict, (f" {fit.help}" if fit.help else "", "$foreground")),
        _bar(fit, room),
        Content.styled(f"{words.memory(fit.need)}{free}", "$foreground"),
        _legend(fit, width),
    ]
    if fit.layers_on_gpu:
        layers = f"{fit.layers_on_gpu} of {fit.layers} layers on the GPU"
        lines.append(Content.styled(f"{layers}, {words.memory(fit.on_gpu)} there", "$quiet"))
    return words.stacked(lines)


def memory_said(fit: FitView, trained: int) -> str:
    """What it takes in words, a line each."""
    verdict = {
        "fits": "It fits.",
        "tight": "It only just fits.",
        "no": "It does not fit.",
        "unknown": "This system does not say how much is free.",
    }[fit.state]
    smallest, *_, largest = steps(trained)
    most = f"; up to {fit.most:,} fit" if fit.most else ""
    free = f" of {words.memory(fit.free)} free" if fit.free else ""
    parts = (("weights", fit.weights), ("cache", fit.kv), ("rest", fit.overhead))
    lines = [
        f"At a context of {fit.context:,} tokens, of {smallest:,} to {largest:,}{most}.",
        f"{verdict} {fit.help}".rstrip(),
        f"It takes {words.memory(fit.need)}{free}: "
        + ", ".join(f"{name} {words.memory(size)}" for name, size in parts),
    ]
    if fit.layers_on_gpu:
        lines.append(f"{fit.layers_on_gpu} of {fit.layers} layers on the GPU")
    return "\n".join(lines)


def facts_said(view: ModelView) -> str:
    """What is known of a model in words, a line each."""
    known = (f"{label}: {value}" for label, value in _facts(view) if value)
    return "\n".join([view.name, *known])


def _track(fit: FitView, trained: int, width: int) -> Content:
    """Where the context is between the smallest and the trained one; beyond what fits in dots."""
    choices = steps(trained)
    left, right = tokens(choices[0]), tokens(choices[-1])
    room = max(width - len(left) - len(right) - 2, 4)
    at = _place(fit.context, choices, room)
    most = _place(fit.most, choices, room) if fit.most else -1
    line = "".join("●" if n == at else "─" if n <= most else "╌" for n in range(room))
    return Content.assemble(
        (f"{left} ", "$quiet"),
        (line[:at], "$quiet"),
        ("●", "$sel"),
        (line[at + 1 :], "$quiet"),
        (f" {right}", "$quiet"),
    )


def _place(context: int, choices: Sequence[int], room: int) -> int:
    span = math.log2(choices[-1] / choices[0]) or 1.0
    share = math.log2(max(context, choices[0]) / choices[0]) / span
    return max(0, min(round(share * (room - 1)), room - 1))


def _bar(fit: FitView, width: int) -> Content:
    """A line as long as the free memory, filled with what is needed."""
    whole = max(fit.free, fit.need, 1)
    cells = [round(part / whole * width) for part in (fit.weights, fit.kv, fit.overhead)]
    cells[0] = max(cells[0], 1)
    filled = "█" * cells[0] + "▓" * cells[1] + "▒" * cells[2]
    colour = {"tight": "$warning", "no": "$error"}.get(fit.state, "$sel")
    return Content.assemble((filled[:width], colour), ("·" * max(width - len(filled), 0), "$quiet"))


def _legend(fit: FitView, width: int) -> Content:
    parts = (("█", "weights", fit.weights), ("▓", "cache", fit.kv), ("▒", "rest", fit.overhead))
    told = [f"{sign} {name} {words.memory(size)}" for sign, name, size in parts]
    beside = "  ".join(told)
    return Content.styled(beside if len(beside) <= width else "\n".join(told), "$quiet")


# ---------------------------------------------------------------- fetching


def hub_facts(model: HubModelView, width: int, *, close: bool = False) -> Content:
    """What the hub says of a repository."""
    rows = [
        ("model", f"{model.architecture or '?'}, {parameters(model.parameters)}"),
        ("context", f"{model.context:,} tokens" if model.context else "not said"),
        ("licence", model.licence or "not said"),
        ("fetched", f"{words.count(model.downloads)} times, liked {words.count(model.likes)}"),
        ("gated", "its terms must be accepted on its page" if model.gated else ""),
    ]
    known = [_fact(label, value, width) for label, value in rows if value]
    return words.stacked([*_title(model.repo, width, close=close), *known])


def pull_line(pull: PullView | None, width: int) -> Content:
    """How far a download is, on one line; empty where none is of interest."""
    if pull is None or width < 8:
        return Content("")
    name = one_line(pull.name, 32)
    if pull.state == "fetching":
        return _under_way(pull, name, width)
    share = f" at {_percent(pull)} %" if pull.total else ""
    told, colour = {
        "done": (f"{name} is here; g, c or v give it a role in the list.", "$foreground"),
        "stopped": (f"{name}: stopped{share}; r goes on.", "$foreground"),
        "failed": (f"{name}: {pull.error} r tries again.", "$warning"),
    }[pull.state]
    return Content.styled(one_line(told, width), colour)


def _under_way(pull: PullView, name: str, width: int) -> Content:
    if pull.done >= pull.total > 0:
        return Content.styled(f"{name}: looking whether all is right …", "$foreground")
    figures = f"{_percent(pull):3} %  {words.memory(pull.done)} of {words.memory(pull.total)}"
    if pull.speed > 0:
        left = words.seconds((pull.total - pull.done) / pull.speed)
        figures += f"  {words.memory(pull.speed)}/s  {left} left"
    room = max(min(width - len(name) - len(figures) - 4, 30), 0)
    full = round(room * pull.done / max(pull.total, 1))
    return Content.assemble(
        (f"{name}  ", "$foreground"),
        ("━" * full, "$sel"),
        ("─" * (room - full), "$quiet"),
        (f"  {figures}", "$quiet"),
    )


def _percent(pull: PullView) -> int:
    return 100 * pull.done // pull.total if pull.total else 0

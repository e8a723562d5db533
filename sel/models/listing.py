"""The models of this machine as faces show them: what each is, does, needs and how fast it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sel.model_events import FitView, ModelView
from sel.models.fit import Room, judge, usual_context
from sel.models.found import FoundModel
from sel.models.pulled import Record
from sel.models.shelf import Where, look
from sel.models.speed import Speed, Speeds

Roles = Mapping[Path, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a model would be loaded: the room there is, and the settings `context` (0: chosen) and
    `slots`."""

    room: Room
    context: int = 0
    slots: int = 8


def listed(where: Where, terms: Terms, roles: Roles) -> tuple[tuple[FoundModel, ModelView], ...]:
    """Every model with what is known of it; those with a role first, those of no use last."""
    speeds, pulled = Speeds(where.paths), Record(where.paths).all()
    by_file = {_real(path): names for path, names in roles.items()}
    rows = []
    for model in look(where, *roles):
        played = by_file.get(_real(model.path), ())
        speed = speeds.of(model.path) if model.talks else None
        row = view(model, terms, played, speed, pulled=model.path in pulled)
        rows.append((model, row))
    return tuple(sorted(rows, key=lambda row: (not row[1].roles, not row[1].talks)))


def view(
    model: FoundModel,
    terms: Terms,
    roles: tuple[str, ...] = (),
    speed: Speed | None = None,
    *,
    pulled: bool = False,
) -> ModelView:
    """One model."""
    info = model.info
    known = ModelView(
        name=model.name,
        path=str(model.path),
        source=model.places[0],
        places=model.places,
        names=model.names,
        origin=model.origin,
        roles=roles,
        size=model.size,
        licence=model.licence,
        projector=str(model.projector or ""),
        kind=model.kind,
        problem=model.problem,
        pulled=pulled,
    )
    return known if info is None else _with(known, model, terms, speed)


def _with(known: ModelView, model: FoundModel, terms: Terms, speed: Speed | None) -> ModelView:
    info = model.info
    assert info is not None  # noqa: S101 - as `view` asks
    return replace(
        known,
        architecture=info.architecture,
        quantisation=info.quantisation,
        parameters=info.parameters,
        layers=info.layers,
        experts=info.experts,
        context=info.context_length,
        template=info.chat_template is not None,
        recurrent=info.recurrent,
        parts=info.parts,
        reading=speed.reading if speed else 0.0,
        making=speed.making if speed else 0.0,
        fit=fit(model, terms) if model.talks else None,
    )


def fit(model: FoundModel, terms: Terms, context: int = 0) -> FitView | None:
    """Whether it fits at this context; with 0 at the one SEL would choose."""
    if model.info is None:
        return None
    chosen = context or usual_context(model.info, terms.room, terms.context, terms.slots)
    return judge(model.info, terms.room, chosen, terms.slots)


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except OSError:  # a link to itself
        return path

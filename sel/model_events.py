"""What SEL and its faces say to each other of models; the rules are those of `sel.events`.

Sizes in bytes, contexts in tokens, speeds in tokens a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from sel.events import Command, Delivery, Event

FitState = Literal["fits", "tight", "no", "unknown"]
"""tight: less than a quarter of the free memory is left · unknown: the system tells nothing."""
PullState = Literal["fetching", "done", "stopped", "failed"]

# ---------------------------------------------------------------- commands


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveRole(Command):
    """Give a role (`general`, `coder`, `vision`) this model, now and at the next start."""

    role: str
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureModel(Command):
    """Find out how fast this model is here: it is loaded beside the others for some seconds."""

    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PullModel(Command):
    """Fetch these files (their names there) of a repository of the hub; what was cut goes on."""

    repo: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StopPull(Command):
    """Stop fetching; what has come stays, to go on with."""


# ---------------------------------------------------------------- values


@dataclass(frozen=True, slots=True, kw_only=True)
class FitView:
    """Whether a model fits at a context. `on_gpu` is the part in graphics memory.

    `layers_on_gpu` of `layers` (the model's and one for its output); `most` is the largest context
    that fits well; `help` says in a sentence what would make it fit, "" where nothing need be done.
    """

    state: FitState
    context: int
    weights: int = 0
    kv: int = 0
    overhead: int = 0
    on_gpu: int = 0
    layers_on_gpu: int = 0
    layers: int = 0
    free: int = 0
    most: int = 0
    help: str = ""

    @property
    def need(self) -> int:
        """All of it."""
        return self.weights + self.kv + self.overhead


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelView:
    """One model file. `problem` says why it cannot be used, `kind` what it is where it is no model
    that can talk. `source` is who keeps it, `places` all who do, `origin` where it came from.

    `projector` is the file that lets it see, `pulled` whether SEL fetched it. Speeds are 0 where
    nobody measured.
    """

    name: str
    path: str = ""
    source: str = ""
    places: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    origin: str = ""
    roles: tuple[str, ...] = ()
    size: int = 0
    architecture: str = ""
    quantisation: str = ""
    parameters: int = 0
    layers: int = 0
    experts: int = 0
    context: int = 0
    licence: str = ""
    template: bool = False
    recurrent: bool = False
    parts: int = 1
    projector: str = ""
    kind: str = ""
    problem: str = ""
    pulled: bool = False
    reading: float = 0.0
    making: float = 0.0
    fit: FitView | None = None

    @property
    def talks(self) -> bool:
        """Whether it can be given a role."""
        return not (self.kind or self.problem)


@dataclass(frozen=True, slots=True, kw_only=True)
class HubModelView:
    """A repository of the hub. Numbers are 0 and words "" where the hub does not know. A `gated`
    one wants its terms accepted on its page, and a token."""

    repo: str
    downloads: int = 0
    likes: int = 0
    parameters: int = 0
    context: int = 0
    architecture: str = ""
    licence: str = ""
    gated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """One quantisation: its files (names there, in order) and whether it fits. `advice` is why it
    is the one for this machine, "" for the others."""

    quantisation: str
    files: tuple[str, ...]
    size: int
    fit: FitView | None = None
    advice: str = ""
    here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OffersView:
    """What a repository has, the smallest first. `projector` (a file there, with its size) lets
    the model see. `host` is who was asked."""

    model: HubModelView
    offers: tuple[OfferView, ...]
    host: str
    projector: str = ""
    projector_size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PullView:
    """How far a download is; `error` is a sentence where it failed."""

    repo: str
    name: str
    files: tuple[str, ...]
    state: PullState = "fetching"
    done: int = 0
    total: int = 0
    speed: float = 0.0
    error: str = ""


# ---------------------------------------------------------------- facts


@dataclass(frozen=True, slots=True, kw_only=True)
class PullChanged(Event):
    """A download went on or ended."""

    delivery: ClassVar[Delivery] = Delivery.REPLACEABLE

    pull: PullView


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelsChanged(Event):
    """The list of models is another one, or their roles or speeds are: ask for it again."""

    delivery: ClassVar[Delivery] = Delivery.REPLACEABLE

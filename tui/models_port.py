"""What the face asks of a brain's models. All of it raises `SelError` where it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sel.model_events import FitView, HubModelView, ModelView, OffersView, PullView


class ModelsPort(Protocol):
    """The models on this machine, and those of the hub where the person wants to know."""

    async def models(self) -> Sequence[ModelView]:
        """Every model on this machine, looked at anew: those with a role first."""
        ...

    def model_fit(self, path: str, context: int) -> FitView | None:
        """Whether a model of that list fits at this context."""
        ...

    def hub_name(self) -> str:
        """The host that the two below ask."""
        ...

    async def search_models(self, words: str) -> Sequence[HubModelView]:
        """Models on the hub, the most fetched first."""
        ...

    async def model_offers(self, repo: str) -> OffersView:
        """What a repository of the hub has."""
        ...

    def pulling(self) -> PullView | None:
        """The download that runs, or ran last."""
        ...

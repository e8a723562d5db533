"""No models, for brains that are only looked at or measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sel.model_events import FitView, HubModelView, ModelView, OffersView, PullView


class BlankModels:
    """Neither here nor on a hub."""

    async def models(self) -> Sequence[ModelView]:
        """None."""
        return ()

    def model_fit(self, path: str, context: int) -> FitView | None:  # noqa: ARG002 - the port
        """Nothing is known."""
        return None

    def hub_name(self) -> str:
        """Nobody is asked."""
        return "nobody"

    async def search_models(self, words: str) -> Sequence[HubModelView]:  # noqa: ARG002
        """None."""
        return ()

    async def model_offers(self, repo: str) -> OffersView:
        """Nothing."""
        from sel.model_events import HubModelView, OffersView

        return OffersView(model=HubModelView(repo=repo), offers=(), host=self.hub_name())

    def pulling(self) -> PullView | None:
        """None runs."""
        return None

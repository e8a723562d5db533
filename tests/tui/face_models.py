"""Models as a brain would tell of them; what is asked of the hub is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sel.errors import SelError
from sel.model_events import FitView, HubModelView, ModelView, OffersView, PullView
from tui import scene_models


@dataclass
class FakeModels:
    shelf: Sequence[ModelView] = scene_models.MODELS
    on_hub: Sequence[HubModelView] = scene_models.HUB
    offers: OffersView = scene_models.OFFERS
    pulled: PullView | None = None
    hub_refuses: SelError | None = None
    looked_up: list[str] = field(default_factory=list)

    async def models(self) -> Sequence[ModelView]:
        return self.shelf

    def model_fit(self, path: str, context: int) -> FitView | None:
        view = next(one for one in self.shelf if one.path == path)
        if view.fit is None:
            return None
        per_token = view.fit.kv // view.fit.context
        return scene_models.fit(view.fit.weights, per_token, context, view.fit.most)

    def hub_name(self) -> str:
        return "hub.example"

    async def search_models(self, words: str) -> Sequence[HubModelView]:
        self.looked_up.append(words)
        if self.hub_refuses is not None:
            raise self.hub_refuses
        return self.on_hub

    async def model_offers(self, repo: str) -> OffersView:
        self.looked_up.append(repo)
        if self.hub_refuses is not None:
            raise self.hub_refuses
        model = next((one for one in self.on_hub if one.repo == repo), self.offers.model)
        return replace(self.offers, model=model)

    def pulling(self) -> PullView | None:
        return self.pulled

"""Opens the memory as the settings want it: for the brain, and for the commands beside it."""

from __future__ import annotations

from pathlib import Path

from sel.config.settings import Settings
from sel.engine.embedding import EmbeddingModel
from sel.memory.library import Library


def open_library(folder: Path, settings: Settings) -> Library:
    """The library in `folder`, or in the database that the settings name, with vectors of the
    chosen model. Raises `StoreError`, and `SettingError` where a library for it is missing."""
    if settings.database_url:
        from sel.cli.scale import open_library as open_shared

        return open_shared(settings)
    model = EmbeddingModel.of(settings.embedding_model)
    return Library.open(
        folder,
        model=model.name,
        dimension=model.dimension,
        soft_days=settings.memory_soft_days,
    )

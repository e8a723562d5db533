"""What one examination of `sel doctor` finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sel.config.load import Loaded
from sel.paths import Paths

Status = Literal["ok", "warning", "problem"]


@dataclass(frozen=True, slots=True)
class Check:
    """One finding. `vital`: while it is a problem, SEL cannot talk."""

    name: str
    status: Status
    detail: str
    fix: str = ""
    vital: bool = False


@dataclass(frozen=True, slots=True)
class House:
    """What is examined."""

    loaded: Loaded
    paths: Paths

    @property
    def remote(self) -> bool:
        """Whether a remote engine is used, so that nothing local is vital."""
        return bool(self.loaded.settings.remote_url)

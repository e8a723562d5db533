"""The settings and folders an app stands on, and what it may change of them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from sel.config.load import Loaded, Source
from sel.config.settings import TABLE, Entry
from sel.errors import SelError, SettingError
from sel.paths import Paths

Facts = tuple[tuple[bool, str], ...]
"""What is there of the voice: whether it is well, and a sentence, each."""
PINNED = ("flag", "environment", ".env")
"""Sources that config.toml cannot overrule."""
WORDS = {
    "flag": "from the command line",
    "environment": "from the environment",
    ".env": "from the .env file here",
    "config.toml": "from config.toml",
    "default": "the default",
}
"""Where a value came from, in words."""


class House:
    """One person's settings, as they were read and as they are changed from inside the app."""

    def __init__(
        self,
        loaded: Loaded,
        paths: Paths,
        *,
        demo: bool = False,
        setup: bool = False,
        look: Callable[[], Facts] | None = None,
    ) -> None:
        """In a `demo` nothing is written. With `setup` the wizard is wanted in any case; `look`
        finds out what is there of the voice, and may take a while."""
        self.loaded, self.paths = loaded, paths
        self.demo, self.setup, self.look = demo, setup, look or tuple

    def value(self, entry: Entry) -> Any:
        """What a setting is now."""
        return getattr(self.loaded.settings, entry.key)

    def source(self, key: str) -> Source:
        """Where its value came from."""
        return self.loaded.sources.get(key, "default")

    def pinned(self, key: str) -> str:
        """What overrules config.toml here, in words; "" where nothing does."""
        source = self.source(key)
        return WORDS[source] if source in PINNED else ""

    def look_again(self, but: Callable[[str], bool]) -> None:
        """Read config.toml anew: another screen, or a command, may have written there. Settings
        that are `but` stay as they are in use; what cannot be read leaves all as it was."""
        if self.demo:
            return
        from sel.config.files import read_config  # lazy: few starts look again

        problems: list[SelError] = []
        written = read_config(self.paths.config_file, problems).values
        if problems:
            return
        values: dict[str, Any] = {}
        sources = dict(self.loaded.sources)
        for key, entry in TABLE.items():
            if not but(key) and not self.pinned(key):
                with contextlib.suppress(ValueError, TypeError, OverflowError):
                    values[key] = entry.parse(written.get(key, ""))
                    sources[key] = "config.toml" if key in written else "default"
        settings = replace(self.loaded.settings, **values)
        self.loaded = replace(self.loaded, settings=settings, sources=sources)

    def keep(self, key: str, value: Any) -> None:
        """Write a setting into config.toml, or take it out there (`None`: the default again).

        Raises `SettingError` where it is overruled, or cannot be written.
        """
        entry = TABLE[key]
        if words := self.pinned(key):
            raise SettingError(
                f"{key} comes {words}, which counts more than config.toml.", hint="Change it there."
            )
        self._write(key, value)
        settings = replace(self.loaded.settings, **{key: entry.default if value is None else value})
        source: Source = "default" if value is None else "config.toml"
        sources = {**self.loaded.sources, key: source}
        self.loaded = replace(self.loaded, settings=settings, sources=sources)

    def keep_key(self, name: str, keys: str | None) -> None:
        """Write the keys of an action, or take them out. Raises `SettingError`."""
        self._write(f"keys.{name}", keys)
        own = {one: text for one, text in self.loaded.keys.items() if one != name}
        self.loaded = replace(self.loaded, keys=own if keys is None else {**own, name: keys})

    def _write(self, key: str, value: Any) -> None:
        if self.demo:
            return
        from sel.config.write import set_value  # lazy: most starts change nothing

        set_value(self.paths.config_file, key, value)

    # ------------------------------------------------------------ the first time

    @property
    def met(self) -> bool:
        """Whether this person was welcomed before, or has settings."""
        return self.paths.config_file.exists() or self._mark.exists()

    @property
    def new(self) -> bool:
        """Whether nobody was ever here: there are no settings, and nothing was kept."""
        data = self.paths.data
        kept = data.iterdir() if data.exists() else ()
        return not self.met and all(one.suffix == ".lock" for one in kept)  # the lock is this SEL's

    def welcomed(self) -> None:
        """Remember that they were. An empty file; where it cannot be made they are asked again."""
        if self.demo:
            return
        try:
            self.paths.state.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._mark.touch(mode=0o600)
        except OSError:
            return

    @property
    def _mark(self) -> Path:
        return self.paths.state / "welcomed"

"""Where SEL keeps things. `SEL_HOME` moves all of it into one folder.

Folders are made 0700 and files 0600: what is here belongs to one person.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one SEL. Nothing is created until `ready` is called."""

    config: Path
    data: Path
    state: Path
    cache: Path
    logs: Path
    models: Path

    def ready(self) -> Paths:
        """Create the folders that are missing, each readable by its owner only."""
        for folder in (self.config, self.data, self.state, self.cache, self.logs, self.models):
            folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        return self

    @property
    def kept(self) -> tuple[Path, ...]:
        """Where all lies that is kept of people who said yes; conversations are in the first."""
        return self.data, self.cache

    @property
    def sessions(self) -> Path:
        """Conversations at the desk, of people who are remembered."""
        return self.data / "sessions"

    @property
    def hormones(self) -> Path:
        """The histories of hormones that are kept."""
        return self.data / "hormones"

    @property
    def replies(self) -> Path:
        """Replies that may be given again, of people who are remembered."""
        return self.cache / "replies"

    @property
    def config_file(self) -> Path:
        """Settings written by the person."""
        return self.config / "config.toml"

    @property
    def persona_file(self) -> Path:
        """The person's own persona, if they wrote one."""
        return self.config / "persona.toml"

    @property
    def personas(self) -> Path:
        """The other personas SEL can be at the desk: NAME.toml, and NAME for what came with it."""
        return self.config / "personas"


def find(environ: dict[str, str] | None = None) -> Paths:
    """The folders for this environment: under `SEL_HOME` if set, else the system's usual ones."""
    home = (os.environ if environ is None else environ).get("SEL_HOME")
    if home:
        root = Path(home).expanduser().absolute()
        return Paths(
            config=root / "config",
            data=root / "data",
            state=root / "state",
            cache=root / "cache",
            logs=root / "logs",
            models=root / "models",
        )
    import platformdirs  # lazy: SEL_HOME needs none of it

    dirs = platformdirs.PlatformDirs("sel", appauthor=False)
    return Paths(
        config=dirs.user_config_path,
        data=dirs.user_data_path,
        state=dirs.user_state_path,
        cache=dirs.user_cache_path,
        logs=dirs.user_log_path,
        models=dirs.user_data_path / "models",
    )


def assets() -> Path:
    """The folder of files that ship with SEL: in `sel/` when installed, beside it in a checkout."""
    here = Path(__file__).resolve().parent
    packed = here / "assets"
    return packed if packed.is_dir() else here.parent / "assets"

"""Settings from where people put them: flags, then the environment, then `.env`, then config.toml.

A value that is not accepted is named and passed over, so the next source counts; nothing here
writes to any of them. An empty value means the default.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from sel.config import files
from sel.config.names import unknown_key, unknown_variable
from sel.config.settings import TABLE, Entry, Settings
from sel.errors import SelError, SettingError
from sel.paths import Paths

Source = Literal["flag", "environment", ".env", "config.toml", "default"]
KEYS = "keys"
"""The one table in config.toml."""
_KEYS_HINT = 'It is written like this: [keys], and below it help = "f1".'


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings, what was wrong on the way, and which source each value came from.

    `keys` are the person's own keys by the id of what they do, as written in `[keys]`; whether
    there is such a key and such an id, only a face knows.
    """

    settings: Settings
    problems: tuple[SelError, ...]
    sources: Mapping[str, Source]
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Offer:
    """A raw value somebody wrote, and the place to name when it is wrong."""

    source: Source
    raw: object
    where: str


def load(
    environ: Mapping[str, str],
    paths: Paths,
    flags: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Loaded:
    """Settle every setting; `flags` is keyed like `Settings`, `cwd` is where `.env` is looked for.

    Raises `SettingError` only for a flag: it was typed a moment ago, so it is better mended than
    passed over. Everything else wrong ends in `problems`.
    """
    problems: list[SelError] = []
    dotenv = files.read_dotenv((cwd or Path.cwd()) / ".env", problems)
    config = files.read_config(paths.config_file, problems)
    problems.extend(_unknown(environ, dotenv, config))
    values: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    for entry in TABLE.values():
        offers = _offers(entry, flags or {}, environ, dotenv, config)
        values[entry.key], sources[entry.key] = _settle(entry, offers, problems)
    settings = Settings(**values)
    problems.extend(_remote_from_dotenv(settings, sources))
    keys = _own_keys(config, problems)
    return Loaded(settings, tuple(problems), sources, keys)


def _offers(
    entry: Entry,
    flags: Mapping[str, str],
    environ: Mapping[str, str],
    dotenv: files.Read,
    config: files.Read,
) -> Iterator[_Offer]:
    if entry.key in flags:
        yield _Offer("flag", flags[entry.key], entry.flag)
    for env in entry.envs:
        if env in environ:
            yield _Offer("environment", environ[env], env)
    for env in entry.envs:
        if env in dotenv.values:
            yield _Offer(".env", dotenv.values[env], dotenv.place(env))
    if entry.key in config.values:
        yield _Offer("config.toml", config.values[entry.key], config.place(entry.key))


def _settle(entry: Entry, offers: Iterator[_Offer], problems: list[SelError]) -> tuple[Any, Source]:
    for offer in offers:
        try:
            return entry.parse(offer.raw), offer.source
        except (ValueError, TypeError, OverflowError):
            problem = SettingError(
                f"The setting {entry.key} cannot have that value.",
                where=offer.where,
                hint=f"It takes {entry.accepted}.",
            )
            if offer.source == "flag":
                raise problem from None
            problems.append(problem)
    return entry.default, "default"


def _unknown(
    environ: Mapping[str, str], dotenv: files.Read, config: files.Read
) -> Iterator[SelError]:
    for name in sorted(environ):
        if name.startswith("SEL_") and (problem := unknown_variable(name, "environment")):
            yield problem
    for name in dotenv.values:
        if name.startswith("SEL_") and (problem := unknown_variable(name, dotenv.place(name))):
            yield problem
    if "SEL_HOME" in dotenv.values:
        yield SettingError(
            "SEL_HOME has no effect in a .env file.",
            where=dotenv.place("SEL_HOME"),
            hint="Set it in the environment.",
        )
    for key in config.values:
        if key != KEYS and (problem := unknown_key(key, config.place(key))):
            yield problem


def _own_keys(config: files.Read, problems: list[SelError]) -> dict[str, str]:
    """The table of keys; what is no text in it joins `problems`."""
    table = config.values.get(KEYS, {})
    if not isinstance(table, Mapping):
        title = f"{KEYS} is a table, not a setting."
        problems.append(SettingError(title, where=config.place(KEYS), hint=_KEYS_HINT))
        return {}
    for name in [name for name, value in table.items() if not isinstance(value, str)]:
        title = f"The key of {name} is no text."
        problems.append(SettingError(title, where=f"{config.path.name}, [keys]", hint=_KEYS_HINT))
    return {name: value for name, value in table.items() if isinstance(value, str)}


def _remote_from_dotenv(settings: Settings, sources: Mapping[str, Source]) -> Iterator[SelError]:
    """A folder that is not one's own may hold a `.env`; nobody's words leave by surprise."""
    if settings.remote_url and sources["remote_url"] == ".env":
        host = urlsplit(settings.remote_url).hostname
        yield SettingError(
            f"The .env file of this folder sends what you say to {host}.",
            where="SEL_REMOTE_URL",
            hint="If you did not write it, start SEL in another folder.",
        )

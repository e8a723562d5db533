"""`sel voice pull`: fetches what understands speech and what speaks. Nothing else ever does."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from sel.cli import flags
from sel.errors import FetchError, VoiceError
from sel.voice import known
from sel.voice.known import Source

EARS, MOUTH = "ears", "mouth"


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand."""
    parser = actions.add_parser(
        "pull",
        help="fetch what understands speech (ears) and what speaks (mouth)",
        description=(
            "Fetches both where nothing is named. NAME is a size of Whisper "
            f"({', '.join(known.sizes())}), the name of a Piper voice such as "
            "en_US-kristin-medium, or a repository (owner/name) of Whisper for CTranslate2. "
            "What was cut goes on where it stopped. HF_ENDPOINT names another hub, HF_TOKEN holds "
            "your token for it."
        ),
    )
    parser.add_argument("what", nargs="?", default="", metavar="ears|mouth|NAME")
    parser.add_argument("--yes", action="store_true", help="I have read the licence and accept it")
    flags.add(parser)
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    settings = args.loaded.settings
    sources = wanted(args.what, settings.stt_model, settings.piper_model)
    refused = [source for source in sources if not source.free and not args.yes]
    for source in refused:
        print(f"{source.name}: licence {source.licence}")
    if refused:
        names = " and ".join(source.name for source in refused)
        raise VoiceError(
            f"{names} may not be free to use, so nothing was fetched.",
            hint="Once you have read the licence and accept it, add --yes.",
        )
    for source in sources:
        _pull(source, args.paths.models)
        setting = "stt_model" if source.kind == EARS else "piper_model"
        if source.name != getattr(settings, setting):
            print(f'To use it: {setting} = "{source.name}" in config.toml (`sel paths`).')
    return 0


def wanted(what: str, stt_model: str, piper_model: str) -> tuple[Source, ...]:
    """What is to be fetched. Raises `VoiceError` for a name nobody knows, or a setting that names
    a file of the person's own."""
    if what == "":
        return (*wanted(EARS, stt_model, ""), *wanted(MOUTH, "", piper_model))
    name = {EARS: stt_model, MOUTH: piper_model}.get(what, what)
    found = (known.ears(name) if what != MOUTH else None) or (
        known.mouth(name) if what != EARS else None
    )
    if found:
        return (found,)
    if what in (EARS, MOUTH):
        setting = "stt_model" if what == EARS else "piper_model"
        raise VoiceError(
            f"The setting {setting} names {name!r}, which no hub is asked for.",
            where=setting,
            hint="Name what to fetch: `sel voice pull NAME`, such as base.en or"
            " en_US-kristin-medium.",
        )
    near = known.closest(name)
    raise VoiceError(
        f"Neither a Whisper nor a Piper voice is called {name!r}.",
        hint=f"Did you mean {near}?" if near else "`sel voice pull --help` says what there is.",
    )


def _pull(source: Source, models: Path) -> None:
    from sel.cli.fetching import Bar  # lazy, all three: httpx takes time to load
    from sel.fetch.fetch import Order, fetch
    from sel.fetch.hub import from_environment

    hub = from_environment(os.environ)
    with Bar() as bar:
        listed = hub.files(source.repo, source.under, sleep=bar.wait)
        files = tuple(file for file in listed if source.wants(file.path))
        _check(source, {file.path for file in files}, hub.address)
        folder, flat = models / source.folder, bool(source.under)
        _announce(source, sum(file.size for file in files), hub.address, folder)
        order = Order(hub=hub, repo=source.repo, files=files, folder=folder, flat=flat)
        came = fetch(order, bar, bar.wait)
    print(f"{source.name} is there and whole." if came else f"{source.name} was already there.")


def _check(source: Source, there: set[str], address: str) -> None:
    """Refuse before anything is fetched what could not be used. Raises `FetchError`."""
    lacking = [name for name in source.needed if name not in there]
    if lacking:
        raise FetchError(
            f"The hub has no {source.name} that SEL can use: {' and '.join(lacking)} missing.",
            where=f"{source.repo} on {address}",
        )


def _announce(source: Source, size: int, address: str, folder: Path) -> None:
    print(f"{source.name} ({source.kind}): {size / 1e6:.1f} MB from {source.repo} on {address}")
    print(f"  licence: {source.licence}")
    print(f"  to {folder}")

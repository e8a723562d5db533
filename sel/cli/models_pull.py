"""`sel models pull`: fetches a model from the hub into SEL's own folder."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from sel.cli import flags
from sel.cli.models_home import ROLES, WORDS, size, terms_of
from sel.cli.plain import safe
from sel.model_events import OffersView, OfferView
from sel.paths import Paths

if TYPE_CHECKING:
    from sel.fetch.hub import Hub
    from sel.models.offers import Stock


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the action."""
    parser = actions.add_parser(
        "pull",
        help="fetch a model from the hub",
        description="Without a quantisation: shows which there are and which suits this machine. "
        "What was cut goes on where it stopped; checksums are checked. HF_ENDPOINT names another "
        "hub, HF_TOKEN holds your token for it.",
    )
    parser.add_argument("name", metavar="OWNER/REPO[:QUANT|/FILE.gguf]")
    parser.add_argument("--yes", action="store_true", help="take the recommended quantisation")
    parser.add_argument("--use", choices=ROLES, help="and let it be this expert")
    parser.add_argument(
        "--no-projector", action="store_true", help="without what lets a vision model see"
    )
    flags.add(parser)
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    from sel.cli.fetching import Bar  # lazy, all of them: httpx takes time to load
    from sel.fetch.hub import from_environment
    from sel.models.offers import look, pick, wanted
    from sel.models.pull import folder_of, is_here, pull

    hub, bar = from_environment(os.environ), Bar()
    asked = wanted(args.name, hub.address)
    print(f"Asking {hub.address} …", file=sys.stderr)
    terms, here = terms_of(args.loaded.settings), is_here(args.paths, asked.repo)
    stock = look(hub, asked.repo, terms, bar.wait, here)
    offer = pick(stock, asked)
    if offer is None:
        _show(stock.view)
        offer = _chosen(stock.view, yes=args.yes)
        if offer is None:
            return 1
    names = offer.files
    if stock.view.projector and not args.no_projector:
        names = (*names, stock.view.projector)
    _announce(stock, offer, names, hub, args.paths)
    with bar:
        files, paths = stock.of(names), args.paths.ready()
        came = pull(hub, stock.view.model.repo, files, paths, tell=bar, sleep=bar.wait)
    print("It is there and whole." if came else "It was already there.")
    name = offer.files[0].rpartition("/")[2].removesuffix(".gguf")
    if args.use:
        from sel.cli.models_use import give

        folder = folder_of(paths, stock.view.model.repo)  # it may have another name by now
        return give(args, args.use, str(folder / offer.files[0]))
    _tell_use(args, name, sees=len(names) > len(offer.files))
    return 0


def _tell_use(args: argparse.Namespace, name: str, *, sees: bool) -> None:
    """How it gets a role; it may have one by being the newest."""
    if not args.loaded.settings.general_model and not args.loaded.settings.remote_url:
        print("As no model is chosen, SEL takes it for conversation from the next start on.")
        print(f"At once, and for good: sel models use general {safe(name)}")
    else:
        print(f"To use it: sel models use general {safe(name)}")
    if sees:
        print(f"To let it look at pictures: sel models use vision {safe(name)}")


def _show(view: OffersView) -> None:
    width = max(len(one.quantisation) for one in view.offers)
    for one in view.offers:
        print(safe(_line(one, width)))


def _line(one: OfferView, width: int) -> str:
    fit = f"  {WORDS[one.fit.state]:<9}" if one.fit else ""
    here = "  (here)" if one.here else ""
    advice = f"  ← {one.advice}" if one.advice else ""
    return f"{one.quantisation:<{width}}  {size(one.size):>8}{fit}{here}{advice}".rstrip()


def _chosen(view: OffersView, *, yes: bool) -> OfferView | None:
    """The recommended one, if the person takes it."""
    from sel.cli.memory_home import agreed

    best = next(one for one in view.offers if one.advice)
    if yes:
        return best
    name = f"{view.model.repo}:{best.quantisation}"
    if sys.stdin.isatty() and agreed(f"Fetch {best.quantisation} ({size(best.size)})?"):
        return best
    print(safe(f"Nothing was fetched. To fetch it: sel models pull {name}"))
    return None


def _announce(
    stock: Stock, offer: OfferView, names: tuple[str, ...], hub: Hub, paths: Paths
) -> None:
    from sel.models.pull import folder_of

    model = stock.view.model
    total = sum(file.size for file in stock.of(names))
    sees = " with what lets it see" if len(names) > len(offer.files) else ""
    print(safe(f"{model.repo} {offer.quantisation}{sees}: {size(total)} from {hub.address}"))
    print(safe(f"  licence: {model.licence or 'not said'}"))
    if model.gated:
        print("  gated: its terms must be accepted on its page, and HF_TOKEN hold your token")
    if offer.fit is not None and offer.fit.help:
        print(f"  {offer.fit.help}")
    print(f"  to {folder_of(paths, model.repo)}")

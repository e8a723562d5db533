"""`sel models use`: gives a role a model, at once where SEL runs, and at the next start."""

from __future__ import annotations

import argparse
import contextlib

from sel.cli import flags
from sel.cli.models_home import ROLES, one
from sel.config.write import set_value
from sel.errors import ModelFileError, SelError
from sel.models.shelf import Where, name_for


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the action."""
    parser = actions.add_parser("use", help="give a role a model: now, and from now on")
    parser.add_argument("role", choices=ROLES)
    parser.add_argument("name", metavar="NAME", help="a name that the list shows, or a file")
    flags.add(parser)
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    settings, paths = args.loaded.settings, args.paths
    if settings.remote_url:
        raise SelError(
            "SEL uses a server, which has its own models.",
            where="remote_url",
            hint="Set remote_model, or leave remote_url away.",
        )
    model, view, _ = one(args, args.name)
    if not view.talks:
        raise ModelFileError(view.problem or f"This is {view.kind}.", where=view.path)
    where = Where.here(paths, settings.model_folders)
    name = name_for(model, where)
    key = f"{args.role}_model"
    seconds = _now(args, name)
    set_value(paths.ready().config_file, key, name)
    if args.role == "vision" and view.projector:
        set_value(paths.config_file, "vision_projector", view.projector)
    when = "from the next start on" if seconds is None else f"now, after {seconds:.1f} s"
    print(f"{view.name} is the {args.role} expert {when}.")
    print(f'Written: {key} = "{name}" in {paths.config_file}')
    source = args.loaded.sources[key]
    if source not in ("default", "config.toml"):
        print(f"But {key} is set by the {source}, too, which counts more at the next start.")
    return 0


def _now(args: argparse.Namespace, name: str) -> float | None:
    """Let the SEL that runs load it; the seconds that took, None where none runs. Raises
    `SelError` where it cannot."""
    from sel.brain.door.control import Caller

    caller = Caller.at(args.paths)
    if caller is None:
        return None
    with contextlib.closing(caller):
        question = {"ask": "use-model", "role": args.role, "model": name}
        for answer in caller.ask(question):
            return float(answer["seconds"])
    return None

"""`sel models use`: gives a role a model, at once where SEL runs, and at the next start."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator

from sel.cli import flags
from sel.cli.models_home import ROLES, fit_words, one
from sel.config.settings import Settings
from sel.config.write import set_value
from sel.errors import ModelFileError, SelError
from sel.model_events import ModelView
from sel.models.shelf import Where, name_for


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the action."""
    parser = actions.add_parser(
        "use",
        help="give a role a model: now, and from now on",
        description="The role is general (conversation) where none is named.",
    )
    parser.add_argument("role", nargs="?", choices=ROLES, default="general")
    parser.add_argument("name", metavar="NAME", help="a name that the list shows, or a file")
    flags.add(parser)
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    return give(args, args.role, args.name)


def give(args: argparse.Namespace, role: str, given: str) -> int:
    """Let the model of this name play a role; the exit code. Raises `SelError`."""
    settings, paths = args.loaded.settings, args.paths
    if settings.remote_url:
        raise SelError(
            "SEL uses a server, which has its own models.",
            where="remote_url",
            hint="Set remote_model, or leave remote_url away.",
        )
    model, view, _ = one(args, given)
    if not view.talks:
        raise ModelFileError(view.problem or f"This is {view.kind}.", where=view.path)
    where = Where.here(paths, settings.model_folders)
    name = name_for(model, where)
    key = f"{role}_model"
    seconds = _now(args, role, name)
    set_value(paths.ready().config_file, key, name)
    if role == "vision" and view.projector:
        set_value(paths.config_file, "vision_projector", view.projector)
    when = "from the next start on" if seconds is None else f"now, after {seconds:.1f} s"
    print(f"{view.name} is the {role} expert {when}.")
    print(f'Written: {key} = "{name}" in {paths.config_file}')
    for doubt in _doubts(view, role, settings):
        print(doubt)
    source = args.loaded.sources[key]
    if source not in ("default", "config.toml"):
        print(f"But {key} is set by the {source}, too, which counts more at the next start.")
    return 0


def _doubts(view: ModelView, role: str, settings: Settings) -> Iterator[str]:
    """What may keep it from doing well."""
    if view.fit is not None and view.fit.state in ("tight", "no"):
        yield f"But {fit_words(view.fit)[:1].lower()}{fit_words(view.fit)[1:]}"
    if role == "vision" and not (view.projector or settings.vision_projector):
        yield (
            "But it cannot see yet: no projector (mmproj-….gguf) lies beside it. If it is a model "
            "that sees, `sel models pull` fetches both; vision_projector names one elsewhere."
        )


def _now(args: argparse.Namespace, role: str, name: str) -> float | None:
    """Let the SEL that runs load it; the seconds that took, None where none runs. Raises
    `SelError` where it cannot."""
    from sel.brain.door.control import Caller

    caller = Caller.at(args.paths)
    if caller is None:
        return None
    with contextlib.closing(caller):
        question = {"ask": "use-model", "role": role, "model": name}
        for answer in caller.ask(question):
            return float(answer["seconds"])
    return None

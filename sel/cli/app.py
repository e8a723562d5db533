"""Opens the app. The one place where the command line knows the screen."""

from __future__ import annotations

import argparse
import os
import sys
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from sel.cli.home import at_home
from sel.cli.logs import file_in
from sel.cli.quiet import quietly, run
from sel.config.load import Loaded
from sel.errors import SettingError
from sel.paths import Paths

if TYPE_CHECKING:
    from sel.cli.served import ServedBrain

LAST_SECONDS = 5.0
"""The app has been left; what is still to be done takes milliseconds."""


def open_app(args: argparse.Namespace) -> int:
    """Run the app until it is left; its exit code. Raises `SettingError` without a terminal."""
    screen = sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    if not screen:
        raise SettingError(
            "The app needs a terminal, and there is none here.",
            hint="Use `sel chat`, which works line by line and in pipes.",
        )
    paths: Paths = args.paths
    loaded: Loaded = args.loaded
    with quietly():
        from tui.app import SelApp
        from tui.house import House

    def wake() -> ServedBrain:
        """Called by the app after its first frame, so that imports do not delay it."""
        from sel.cli.assemble import build_brain
        from sel.cli.bridge_parts import bridge_maker
        from sel.cli.served import ServedBrain
        from sel.cli.voice_parts import voice_parts

        brain = build_brain(loaded.settings, paths, demo=args.demo, problems=loaded.problems)
        voice = None if args.demo else voice_parts(loaded.settings, paths)
        bridge = bridge_maker(loaded.settings, paths, args.token, demo=args.demo)
        return ServedBrain(brain, paths, voice, bridge)

    settings = loaded.settings
    if args.voice:
        settings = replace(settings, tts_default=True)
    house = House(
        loaded,
        paths,
        demo=args.demo,
        setup=getattr(args, "setup", False),
        look=lambda: _first_look(loaded, paths),
    )
    app = SelApp(wake, settings, log=args.log, log_file=str(file_in(paths)), house=house)
    with at_home(paths):
        try:
            run(app.run_async)
        finally:
            _end_soon(app.return_code or 0)
    return app.return_code or 0


def _first_look(loaded: Loaded, paths: Paths) -> tuple[tuple[bool, str], ...]:
    """What is there of the voice: whether it is well, and a sentence, each."""
    from sel.cli.doctor_check import House as Examined  # lazy: only the first steps ask
    from sel.cli.doctor_voice import voice_checks

    checks = voice_checks(Examined(loaded, paths))
    return tuple(
        (one.status == "ok", f"{one.name}: {one.detail} {one.fix}".strip()) for one in checks
    )


def _end_soon(code: int) -> None:
    """The process ends in any case: a terminal that closes while the app is leaving can keep
    Textual's reader going, and the interpreter would wait for it for ever."""
    timer = threading.Timer(LAST_SECONDS, os._exit, (code,))
    timer.daemon = True
    timer.start()

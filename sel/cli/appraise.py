"""`sel mood appraise`: what a message means for the hormones, and why."""

from __future__ import annotations

import argparse
import json

from sel import paths as places
from sel.affect.appraisal.appraiser import Appraiser
from sel.affect.appraisal_types import Appraisal
from sel.cli import flags, sentences
from sel.engine.embedding import Vector


def register_appraise(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to those of `sel mood`."""
    parser = subparsers.add_parser(
        "appraise",
        help="what a message means for the hormones, and why",
        description="One line per message: how good it is (-1 to 1; within 0.15 of 0 is neutral), "
        "the emotions it tells of, and the reasons.",
    )
    sentences.add_arguments(parser)
    flags.add(parser)
    parser.set_defaults(run=run_appraise)


def run_appraise(args: argparse.Namespace) -> int:
    """Appraise every message; the exit code."""
    appraiser = Appraiser.from_file(places.assets() / "appraisal" / "weights.json")

    def show(text: str, vector: Vector | None) -> str:
        appraisal = appraiser.appraise(text, vector=vector)
        return _as_json(text, appraisal) if args.json else _as_line(appraisal)

    return sentences.show_each(args, show)


def _as_json(text: str, appraisal: Appraisal) -> str:
    return json.dumps(
        {
            "text": text,
            "valence": appraisal.valence,
            "arousal": appraisal.arousal,
            "emotions": appraisal.emotions,
            "reasons": appraisal.reasons,
            "signals": sorted(appraisal.signals),
        }
    )


def _as_line(appraisal: Appraisal) -> str:
    """As in `+0.62 joy, gratitude  (thanks)`."""
    emotions = ", ".join(appraisal.emotions) or "neutral"
    reasons = f"  ({', '.join(appraisal.reasons)})" if appraisal.reasons else ""
    return f"{round(appraisal.valence, 2) + 0.0:+.2f} {emotions}{reasons}"

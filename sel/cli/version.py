"""The version of the installed SEL."""

from __future__ import annotations

from importlib import metadata

DISTRIBUTION = "sel-companion"


def version() -> str:
    """As the package says, or a plain word in a checkout that was never installed."""
    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return "(a checkout, not installed)"

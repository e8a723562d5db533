"""Installs what is missing into this virtual environment: `python -m sel.install [--extras …]`.

Called by `make` at every start, so when nothing is missing it is over in some milliseconds.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sel.install import llama, progress

ROOT = Path(__file__).resolve().parents[2]
CONSTRAINTS = ROOT / "constraints.txt"
BUILD = ROOT / "build"
STAMP = Path(sys.prefix) / "sel-installed.json"


def main() -> int:
    """Install; 0 when all is there."""
    args = _arguments()
    done = _stamp()
    extras = sorted({*args.extras.split(","), *done.get("extras", [])} - {""})
    variant = args.variant or done.get("variant", "cpu")
    build = llama.build_here(pinned(llama.PACKAGE, CONSTRAINTS.read_text()), variant)
    wanted = {"extras": extras, "variant": variant, "build": build.name, "papers": _papers()}
    if done == wanted:
        return 0
    if done.get("build") != build.name and not _install_llama(build):
        return 1
    if not _install_packages(extras):
        return 1
    STAMP.write_text(json.dumps(wanted), encoding="utf-8")
    return 0


def pinned(package: str, constraints: str) -> str:
    """The version a constraints file asks for. Raises `LookupError` when it names none."""
    found = re.search(rf"^{re.escape(package)}==(\S+)", constraints, re.MULTILINE)
    if not found:
        raise LookupError(f"{package} is not pinned")
    return found[1]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sel.install", description=__doc__)
    parser.add_argument("--extras", default="", help="such as starter,embed,dev")
    parser.add_argument("--variant", default="", choices=["", *llama.VARIANTS])
    return parser.parse_args()


def _stamp() -> dict[str, Any]:
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _papers() -> str:
    """Changes when what is to be installed changes."""
    files = (ROOT / "pyproject.toml", CONSTRAINTS)
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _install_llama(build: llama.Build) -> bool:
    wheel = llama.wheel(build, BUILD / "llama")
    return wheel is not None and _pip(
        "Installing llama.cpp", ["--force-reinstall", "--no-deps", str(wheel)]
    )


def _install_packages(extras: Iterable[str]) -> bool:
    # torch by itself and by its exact version: what depends on it takes the one that is there,
    # where pip left to choose may draw another build of some gigabytes.
    extras = list(extras)
    torch = f"torch=={pinned('torch', CONSTRAINTS.read_text())}"
    if "embed" in extras and not _pip("Installing torch", [torch]):
        return False
    return _pip("Installing SEL", ["--editable", f"{ROOT}[{','.join(extras)}]"])


def _pip(title: str, what: list[str]) -> bool:
    command = [sys.executable, "-m", "pip", "install", "--constraint", str(CONSTRAINTS), *what]
    return progress.run(title, command, BUILD / "install.log") == 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)

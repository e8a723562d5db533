"""Models as other programs keep them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from make_gguf import write

DIGEST = "ab" * 32


def gguf(path: Path, **more: Any) -> Path:
    """A tiny model; `Any` is what GGUF may hold."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return write(path, **more)


def projector(path: Path) -> Path:
    return gguf(path, general__architecture="clip", general__type="mmproj")


def ollama(root: Path, *name: str, projector_too: bool = False) -> Path:
    """A model as Ollama keeps it: registry, space, name, tag."""
    blob = gguf(root / "blobs" / f"sha256-{DIGEST}", general__license="")
    (root / "blobs" / f"sha256-{'cd' * 32}").write_text("\n  MIT License\n\nCopyright …")
    layers = [
        {"mediaType": "application/vnd.ollama.image.model", "digest": f"sha256:{DIGEST}"},
        {"mediaType": "application/vnd.ollama.image.license", "digest": f"sha256:{'cd' * 32}"},
    ]
    layers[0]["size"] = blob.stat().st_size  # type: ignore[assignment]
    if projector_too:
        projector(root / "blobs" / f"sha256-{'ef' * 32}")
        kind = "application/vnd.ollama.image.projector"
        layers.append({"mediaType": kind, "digest": f"sha256:{'ef' * 32}"})
    manifest = root.joinpath("manifests", *name)
    manifest.parent.mkdir(parents=True, exist_ok=True)
    manifest.write_text(json.dumps({"layers": layers}))
    return blob


def hub_cache(root: Path, repo: str, file: str, commit: str = "c1") -> Path:
    """A file as the hub's tools cache it; the path of the link."""
    folder = root / f"models--{repo.replace('/', '--')}"
    blob = gguf(folder / "blobs" / "b10b")
    link = folder / "snapshots" / commit / file
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(os.path.relpath(blob, link.parent))
    (folder / "refs").mkdir(exist_ok=True)
    (folder / "refs" / "main").write_text(commit)
    return link

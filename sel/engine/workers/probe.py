"""Says how llama.cpp was built, as one JSON object on stdout: `python -m sel.engine.workers.probe`.

A child of its own, since loading a library compiled for another CPU can end the process that does
it. Loads no model.
"""

from __future__ import annotations

import json
import sys


def report() -> dict[str, object]:
    """Version, instruction sets, whether it can use a GPU, and how many bytes are free there.
    Raises `ImportError`."""
    import llama_cpp

    from sel.engine.workers.llm.gpu import free_vram

    info = llama_cpp.llama_print_system_info().decode("utf-8", "replace")
    words = (part.partition("=") for part in info.replace("|", " | ").split(" | "))
    features = [
        name.rpartition(":")[2].strip()
        for name, sign, value in words
        if sign and value.strip() == "1"
    ]
    return {
        "version": llama_cpp.__version__,
        "features": features,
        "gpu": bool(llama_cpp.llama_supports_gpu_offload()),
        "vram": free_vram(),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(report()) + "\n")

"""How many layers of a model go to the GPU: asked of llama.cpp itself, in the child."""

from __future__ import annotations

import ctypes
from pathlib import Path

import llama_cpp.llama_cpp as lib
from llama_cpp._ggml import libggml

from sel.engine.fit import gpu_layers
from sel.engine.gguf import read_header
from sel.engine.llm_config import AUTO, LlmConfig

_CPU = 0  # GGML_BACKEND_DEVICE_TYPE_CPU; everything else has memory of its own or shares the GPU's


def layers_for(config: LlmConfig) -> int:
    """Layers to put on the GPU: none on a CPU build, else what was asked or all that fit."""
    if config.gpu_layers == 0 or not lib.llama_supports_gpu_offload():
        return 0
    layers = config.gpu_layers
    if layers == AUTO:
        info = read_header(Path(config.path))
        layers = gpu_layers(info, free_vram(), config.context, config.slots)
    return int(layers * config.gpu_share)


def free_vram() -> int:
    """Free memory of all GPUs, in bytes."""
    libggml.ggml_backend_dev_count.restype = ctypes.c_size_t
    libggml.ggml_backend_dev_get.restype = ctypes.c_void_p
    total = 0
    for number in range(libggml.ggml_backend_dev_count()):
        device = ctypes.c_void_p(libggml.ggml_backend_dev_get(ctypes.c_size_t(number)))
        if libggml.ggml_backend_dev_type(device) == _CPU:
            continue
        free, size = ctypes.c_size_t(), ctypes.c_size_t()
        libggml.ggml_backend_dev_memory(device, ctypes.byref(free), ctypes.byref(size))
        total += free.value
    return total

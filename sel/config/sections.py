"""Which settings belong together, for whoever shows them all."""

from __future__ import annotations

from collections.abc import Mapping

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "How it looks": ("theme", "compact", "animations", "plain", "notify", "pictures"),
    "How SEL is": (
        *("mode", "persona", "max_new_tokens", "stream", "batch_seconds", "timezone"),
        *("checkins", "break_minutes", "region"),
    ),
    "Models": (
        *("general_model", "coder_model", "vision_model", "vision_projector", "model_folders"),
        *(
            "single_backend",
            "context",
            "context_tokens",
            "gpu_layers",
            "threads",
            "slots",
            "cache_hours",
        ),
    ),
    "Memory and conversations": (
        *("sessions", "resume", "memory_ask", "memory_tokens", "memory_soft_days"),
        "embedding_model",
    ),
    "Talking aloud": (
        *("tts_default", "stt_model", "piper_model", "voice_input", "voice_output", "voice_echo"),
        *("voice_end_ms", "voice_speed"),
    ),
    "Under the hood": ("agents", "log_level"),
    "Another server": ("remote_url", "remote_key", "remote_model"),
    "Discord": ("drop_old_seconds", "database_url", "valkey_url"),
}
"""Settings by section, in the order in which they are shown."""
_PREFIXES = {
    "discord_": "Discord",
    "voice_": "Talking aloud",
    "memory_": "Memory and conversations",
}
MORE = "More"


def section_of(key: str) -> str:
    """The section of a setting."""
    named = (name for name, keys in SECTIONS.items() if key in keys)
    begun = (name for prefix, name in _PREFIXES.items() if key.startswith(prefix))
    return [*named, *begun, MORE][0]


def in_order(keys: Mapping[str, object]) -> list[str]:
    """These settings, section by section."""
    names = [*SECTIONS, MORE]
    places = {key: number for number, key in enumerate(k for ks in SECTIONS.values() for k in ks)}
    return sorted(
        keys, key=lambda key: (names.index(section_of(key)), places.get(key, len(places)))
    )

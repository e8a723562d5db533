"""The one table of settings: types, defaults, ranges and help stand here and nowhere else.

Knows nothing of where values come from (`sel.config.load`) nor of how they are shown
(`sel.config.docs`).
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sel.config.rules import Rule, is_gpu_layers, is_region, is_timezone, is_url

ECHOES = ("auto", "half_duplex", "headphones", "aec")
MODES = ("casual", "deep_focus", "playful", "quiet_companion")
NOTIFY = ("off", "title", "bell", "desktop")
PICTURES = ("auto", "kitty", "iterm", "sixel", "blocks", "off")
LOG_LEVELS = ("debug", "info", "warning", "error")
_RULE = "rule"


def _setting(default: Any, help_text: str, **rule: Any) -> Any:
    """A field of the table; secrets are left out of `repr`."""
    made = Rule(help=help_text, **rule)
    return field(default=default, repr=not made.secret, metadata={_RULE: made})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a person may choose. In the environment a field is `SEL_` and its name in capitals."""

    general_model: str = _setting(
        "", "Model for conversation: a GGUF file or an installed name.", empty="the starter model"
    )
    coder_model: str = _setting(
        "", "Model for code: a GGUF file or an installed name.", empty="the general model"
    )
    vision_model: str = _setting(
        "", "Model for pictures: a GGUF file or an installed name.", empty="none"
    )
    model_folders: str = _setting(
        "",
        "More folders in which models are looked for; several are parted as in PATH.",
        empty="SEL's own, and those of other programs that keep models",
    )
    single_backend: bool = _setting(
        True, "Keep one model in memory at a time: the old one is gone before the next one loads."
    )
    mode: str = _setting("casual", "How SEL behaves.", choices=MODES)
    max_new_tokens: int = _setting(
        128, "Longest reply, in tokens, before the mood changes it.", low=1, high=8192
    )
    stream: bool = _setting(True, "Show the reply while it is being made.")
    batch_seconds: float = _setting(
        1.0,
        "Messages of one person within this many seconds become one turn.",
        low=0.0,
        high=10.0,
    )
    context: int = _setting(
        0, "Context of the model, in tokens.", low=256, high=1_048_576, zero="chosen for you"
    )
    context_tokens: int = _setting(
        1500,
        "Most tokens of earlier conversation in a prompt: older turns are summed up, and told "
        "again where they help. Small contexts hold less.",
        low=100,
        high=1_048_576,
    )
    gpu_layers: str = _setting(
        "auto",
        "Layers of the model put on the GPU.",
        check=is_gpu_layers,
        accepts="`auto` (all that fit) or a whole number from 0",
    )
    threads: int = _setting(
        0, "CPU threads the engine uses.", low=1, high=1024, zero="the physical cores"
    )
    slots: int = _setting(8, "Conversations the engine keeps in its KV cache.", low=1, high=64)
    cache_hours: float = _setting(
        6.0,
        "Hours for which a reply may be given again to the same first question of a conversation;"
        " with 0 each is made anew.",
        low=0.0,
        high=720.0,
    )
    timezone: str = _setting(
        "",
        "Time zone of SEL's daily rhythm.",
        empty="the system's",
        check=is_timezone,
        accepts="a name such as `Europe/Zurich`",
    )
    embedding_model: str = _setting(
        "",
        "Model that finds memories by what they mean: a sentence-transformers name or folder.",
        empty="all-MiniLM-L6-v2",
    )
    memory_ask: bool = _setting(
        False, "Ask each time before something is remembered (with consent given)."
    )
    memory_tokens: int = _setting(
        200,
        "Most tokens of a prompt that recalled memories may take; with 0 nothing is recalled.",
        low=0,
        high=4096,
    )
    checkins: bool = _setting(
        False, "Offer a quiet moment after a long tense while; never at night, once a day at most."
    )
    memory_soft_days: float = _setting(
        14.0,
        "Days after you were last here until a soft memory fades; hard ones stay.",
        low=1.0,
        high=3650.0,
    )
    tts_default: bool = _setting(False, "Listen and speak from the start, without F4.")
    stt_model: str = _setting(
        "base.en",
        "What understands speech: a Whisper size (`sel voice pull` fetches it) or a folder of"
        " CTranslate2 files.",
        also="STT_MODEL",
    )
    piper_model: str = _setting(
        "en_US-kristin-medium",
        "SEL's voice: a Piper voice by name (`sel voice pull` fetches it) or an .onnx file with its"
        " .onnx.json beside it.",
        also="PIPER_MODEL",
    )
    voice_input: str = _setting(
        "", "Microphone: a part of its name (`sel voice devices`).", empty="the system's"
    )
    voice_output: str = _setting(
        "", "Speaker: a part of its name (`sel voice devices`).", empty="the system's"
    )
    voice_echo: str = _setting(
        "auto",
        "How SEL keeps from hearing itself: its own sound is taken out (`aec`), it is deaf while it"
        " speaks (`half_duplex`), or you wear `headphones`; `auto` is the first where it is"
        " installed, else the second.",
        choices=ECHOES,
    )
    voice_end_ms: int = _setting(
        480,
        "Milliseconds of silence after which you are done speaking; longer where a sentence hangs,"
        " shorter after a question.",
        low=200,
        high=3000,
    )
    voice_speed: float = _setting(
        1.0, "How fast SEL speaks, before the mood changes it.", low=0.5, high=2.0
    )
    agents: bool = _setting(
        True, "Let SEL ask small helpers: the time, sums, notes, your own; `sel agents list`."
    )
    resume: bool = _setting(
        True, "Take up the last conversation at the next start (only if SEL may remember you)."
    )
    sessions: bool = _setting(
        True, "Keep conversations, to find and go on with them (only if SEL may remember you)."
    )
    persona: str = _setting(
        "", "Who SEL is at the desk: a persona's name (`sel persona list`).", empty="SEL's own"
    )
    vision_projector: str = _setting(
        "",
        "The mmproj file that belongs to the model for pictures.",
        empty="the one that lies beside it",
    )
    break_minutes: int = _setting(
        90,
        "Minutes of talk without a pause after which SEL says once that a break may do good.",
        low=10,
        high=1440,
        zero="never",
    )
    region: str = _setting(
        "",
        "Country whose helplines are shown when somebody needs people, as two letters (`CH`).",
        empty="taken from the language and time zone",
        check=is_region,
        accepts="two letters such as `CH`",
    )
    notify: str = _setting(
        "title",
        "How SEL tells that a reply is there while you look elsewhere: in the window's `title`,"
        " with its `bell`, with a `desktop` notification, or not (`off`).",
        choices=NOTIFY,
    )
    pictures: str = _setting(
        "auto",
        "How pictures in the conversation are drawn: by the terminal where it can (`auto`), as one"
        " of its kinds, in half `blocks` of text, or not (`off`).",
        choices=PICTURES,
    )
    compact: bool = _setting(False, "Draw the app close together, for small screens.")
    animations: bool = _setting(True, "Let gauges breathe and move.")
    plain: bool = _setting(
        False,
        "Draw the app for screen readers: every screen in words, one thing a line, nothing that"
        " moves.",
    )
    drop_old_seconds: float = _setting(
        30.0,
        "On Discord, messages older than this are not answered any more (after a lost connection).",
        low=1.0,
        high=3600.0,
    )
    discord_stream: bool = _setting(
        True, "Show replies on Discord while they are made; without it only whole ones are sent."
    )
    discord_delay: bool = _setting(
        False, "Wait on Discord as long as a person would type, never longer."
    )
    discord_history: int = _setting(
        50, "Messages of a Discord channel that SEL knows of, answered or not.", low=0, high=100
    )
    discord_queue: int = _setting(
        20, "Messages that may wait for an answer in one Discord channel.", low=1, high=1000
    )
    discord_person_limit: int = _setting(
        15, "Answers a person may have within a minute on Discord.", low=1, high=1000
    )
    discord_guild_limit: int = _setting(
        60, "Answers a Discord server may have within a minute.", low=1, high=10_000
    )
    discord_file_mb: int = _setting(
        20, "Largest file from Discord that SEL reads or listens to, in MB.", low=1, high=500
    )
    discord_audio_minutes: int = _setting(
        10, "Longest sound from Discord that SEL listens to, in minutes.", low=1, high=180
    )
    discord_voice_notes: bool = _setting(
        False, "Answer voice notes on Discord with voice notes, beside the text."
    )
    discord_shards: int = _setting(
        1,
        "Connections to Discord's gateway, for very many servers.",
        low=1,
        high=1024,
        zero="as many as Discord advises",
    )
    discord_proxy: str = _setting(
        "",
        "HTTP proxy on the way to Discord.",
        empty="none",
        check=is_url,
        accepts="an address such as `http://127.0.0.1:3128`, without a name or password in it",
    )
    database_url: str = _setting(
        "",
        "PostgreSQL (with pgvector) that several bridges share for memory and leave to remember.",
        empty="files on this machine",
        secret=True,
    )
    valkey_url: str = _setting(
        "",
        "Valkey or Redis that several bridges share for what must happen once.",
        empty="none",
        secret=True,
    )
    remote_url: str = _setting(
        "",
        "OpenAI-compatible server to use in place of the local engine; what you say goes there.",
        empty="none, everything stays on this machine",
        check=is_url,
        accepts="an address such as `http://127.0.0.1:8000/v1`, without a name or password in it",
        also="SEL_ENGINE_URL",
    )
    remote_key: str = _setting("", "Key for that server.", empty="none", secret=True)
    remote_model: str = _setting(
        "", "Model to ask that server for.", empty="the first one it lists"
    )
    theme: str = _setting("sel-dark", "Colours of the app: `sel-dark`, `sel-light` or another.")
    log_level: str = _setting(
        "warning", "How much goes into the log (never what is said).", choices=LOG_LEVELS
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the table. `key` is its name in config.toml and in `Settings`."""

    key: str
    kind: type
    default: Any
    rule: Rule

    @property
    def env(self) -> str:
        """Its name in the environment and in `.env`."""
        return "SEL_" + self.key.upper()

    @property
    def envs(self) -> tuple[str, ...]:
        """All its names there; the first one that is set counts."""
        return (self.env, self.rule.also) if self.rule.also else (self.env,)

    @property
    def flag(self) -> str:
        """Its name on the command line; empty for secrets, which other users could see there."""
        return "" if self.rule.secret else "--" + self.key.replace("_", "-")

    @property
    def accepted(self) -> str:
        """What may be written, in words."""
        return self.rule.accepted(self.kind)

    def parse(self, raw: object) -> Any:
        """The value of `raw` (text, or a TOML value). Raises `ValueError` or `TypeError`."""
        if raw == "":
            return self.default
        return self.rule.parse(self.kind, raw)

    def shown(self, settings: Settings) -> object:
        """The value as it may be printed: of a secret, only whether it is set."""
        value = getattr(settings, self.key)
        if self.rule.secret:
            return "set, not shown" if value else ""
        return value


def _entries() -> Mapping[str, Entry]:
    kinds = typing.get_type_hints(Settings)
    return {
        one.name: Entry(one.name, kinds[one.name], one.default, one.metadata[_RULE])
        for one in dataclasses.fields(Settings)
    }


TABLE: Mapping[str, Entry] = _entries()
"""Every setting by its key, in the order of documentation."""

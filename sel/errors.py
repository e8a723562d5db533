"""Every error SEL raises on purpose, each with a title for people and a hint that helps.

    SelError
    ├── SettingError            a setting, flag or config file is wrong
    ├── PersonaError            the persona file cannot be used as it is
    ├── StoreError              the disk refused
    │   └── AlreadyRunning      another SEL holds this data folder
    ├── InputRefused            a person's message cannot be taken
    ├── VoiceError              no device, no model or no library for ears or mouth
    ├── ForeignFile             a file made elsewhere cannot be used as what it says it is
    ├── FetchError              a file could not be had from a hub
    ├── BridgeError             Discord refused, or could not be reached
    │   ├── TokenRefused        there is no token, or none that Discord knows
    │   └── IntentMissing       Discord does not let SEL read what is said
    └── EngineError             what runs the models failed
        ├── ModelFileError      the file is missing, cut short, not a GGUF, or of an unknown kind
        ├── PromptTooLong       the prompt does not fit the context
        ├── EngineCrashed       the child died; it is being started again
        ├── EngineGaveUp        it could not be started on any rung of the ladder
        └── RemoteError         a remote engine refused or went away

Foreign exceptions are mapped to these once, at the edge where they appear.
"""

from __future__ import annotations


class SelError(Exception):
    """Something a person can be told about.

    `title` is one plain sentence saying what is wrong; `where` names the file, line or setting;
    `hint` says what to do. None of them may hold a person's own words.
    """

    def __init__(self, title: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.where = where
        self.hint = hint

    def sentence(self) -> str:
        """The whole of it in one line: what, where, and what to do."""
        place = f" ({self.where})" if self.where else ""
        advice = f" {self.hint}" if self.hint else ""
        return f"{self.title}{place}{advice}"


class SettingError(SelError):
    """A setting, flag or config file is wrong."""


class PersonaError(SelError):
    """The persona file cannot be used as it is."""


class StoreError(SelError):
    """The disk refused to read or keep something."""


class AlreadyRunning(StoreError):
    """Another SEL holds this data folder."""


class InputRefused(SelError):
    """A person's message cannot be taken as it is."""


class VoiceError(SelError):
    """The voice cannot be had: a device, a model or a library is missing or refused."""


class ForeignFile(SelError):
    """A file made elsewhere cannot be used: too large, cut short, or not what it says it is."""


class FetchError(SelError):
    """A file could not be had from a hub: the line, the hub, the file or the disk."""


class BridgeError(SelError):
    """Discord refused, or could not be reached."""


class TokenRefused(BridgeError):
    """There is no token, it stands where it must not, or Discord does not know it. Final."""


class IntentMissing(BridgeError):
    """A privileged intent is not switched on for the bot. Final until a person does it."""


class EngineError(SelError):
    """What runs the models failed."""


class ModelFileError(EngineError):
    """A model file is missing, cut short, not a GGUF, or of a kind llama.cpp does not know."""


class PromptTooLong(EngineError):
    """The prompt does not fit the context, even after the history was cut."""


class EngineCrashed(EngineError):
    """The child process died in the middle of its work; it is being started again."""


class EngineGaveUp(EngineError):
    """The engine could not be started on any rung of the ladder."""


class RemoteError(EngineError):
    """A remote engine refused, or could not be reached."""


_KINDS: dict[str, type[SelError]] = {
    kind.__name__: kind
    for kind in (
        SelError,
        SettingError,
        PersonaError,
        StoreError,
        AlreadyRunning,
        InputRefused,
        VoiceError,
        ForeignFile,
        FetchError,
        BridgeError,
        TokenRefused,
        IntentMissing,
        EngineError,
        ModelFileError,
        PromptTooLong,
        EngineCrashed,
        EngineGaveUp,
        RemoteError,
    )
}


def to_wire(error: SelError) -> dict[str, str]:
    """The error as plain strings, for crossing a process border."""
    return {
        "kind": type(error).__name__,
        "title": error.title,
        "where": error.where,
        "hint": error.hint,
    }


def from_wire(data: dict[str, str]) -> SelError:
    """The error again; an unknown kind becomes a plain `SelError`."""
    kind = _KINDS.get(data.get("kind", ""), SelError)
    return kind(
        data.get("title", "Something failed."),
        where=data.get("where", ""),
        hint=data.get("hint", ""),
    )

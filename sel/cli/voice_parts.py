"""What the voice is made of on this machine, by the settings; made when it is switched on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sel.config.settings import Settings
from sel.paths import Paths
from sel.voice.audio.echo import chosen
from sel.voice.ports import Choice
from sel.voice.voice import VoiceParts

if TYPE_CHECKING:
    from sel.voice.ports import EarsPort, MouthPort, SoundPort


def voice_parts(settings: Settings, paths: Paths) -> VoiceParts:
    """Nothing is loaded and nothing is looked for yet."""

    def card() -> SoundPort:
        from sel.voice.audio.card import SoundCard

        return SoundCard(paths.logs / "audio.log")

    def ears() -> EarsPort:
        from sel.voice.hearing.ears import Ears
        from sel.voice.models import find_ears

        model = find_ears(settings.stt_model, paths)
        return Ears(paths.logs / "listen.log", model, end_ms=settings.voice_end_ms)

    def mouth() -> MouthPort:
        from sel.voice.models import find_mouth
        from sel.voice.saying.mouth import Mouth

        return Mouth(paths.logs / "speak.log", find_mouth(settings.piper_model, paths))

    return VoiceParts(
        choice=Choice(
            input=settings.voice_input,
            output=settings.voice_output,
            echo=chosen(settings.voice_echo),
        ),
        card=card,
        ears=ears,
        mouth=mouth,
        speed=settings.voice_speed,
    )

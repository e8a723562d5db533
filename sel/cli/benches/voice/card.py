"""A sound card of a bench's own: a private PulseAudio whose speaker and microphone are null sinks.

What is said into the microphone comes from memory, and what comes out of the speaker is read from
a pipe: no sound lies on the disk. Nothing of the machine's own sound is touched. While it is up,
`os.environ` sends this process's children to it.

`norewinds=1` is the key: without it a null sink plays over and over what it had taken back.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import wave
from pathlib import Path
from types import TracebackType
from typing import IO

RATE = 16_000
"""Samples a second of what is said and recorded, unless another rate is asked for."""
PROGRAMS = ("pulseaudio", "pactl", "pacat")
PATIENCE = 10.0
"""Seconds the daemon may take to answer; 0.1-0.3 are usual."""
LOOP_MS = 30
"""From the speaker to the microphone, where they hear each other."""

_ALSA = """</usr/share/alsa/alsa.conf>
pcm.!default { type pulse }
ctl.!default { type pulse }
pcm.sel_mic { type pulse device "sel_mic" hint { show on description "SEL test microphone" } }
pcm.sel_speaker { type pulse device "sel_speaker" hint { show on description "SEL test speaker" } }
"""


def missing() -> str:
    """A sentence naming what such a card lacks here, "" where it can be had."""
    lacking = [name for name in PROGRAMS if shutil.which(name) is None]
    return f"A virtual sound card needs {', '.join(lacking)} (PulseAudio)." if lacking else ""


class Recording:
    """What comes out of the speaker from now on, 16-bit mono; ends with the card or `stop`."""

    def __init__(self, process: subprocess.Popen[bytes], rate: int) -> None:
        self.rate = rate
        self.began = time.monotonic()
        self._process = process
        self._sound = bytearray()
        self._reader = threading.Thread(target=self._read, name="recording", daemon=True)
        self._reader.start()

    def _read(self) -> None:
        pipe: IO[bytes] | None = self._process.stdout
        while pipe is not None and (piece := os.read(pipe.fileno(), 65_536)):
            self._sound += piece

    def so_far(self) -> bytes:
        """All that was recorded until now."""
        return bytes(self._sound[: len(self._sound) // 2 * 2])

    def stop(self) -> bytes:
        """End it; all that was recorded."""
        self._process.terminate()
        self._process.wait()
        self._reader.join()
        if self._process.stdout is not None:
            self._process.stdout.close()
        return self.so_far()


class Saying:
    """Sound on its way into the microphone. `wait` for its end, or `stop` it."""

    def __init__(self, process: subprocess.Popen[bytes], pcm: bytes) -> None:
        self._process = process
        self._writer = threading.Thread(target=self._write, args=(pcm,), daemon=True)
        self._writer.start()

    def _write(self, pcm: bytes) -> None:
        try:
            self._process.communicate(pcm)
        except (BrokenPipeError, ValueError):
            return  # the card went away

    def wait(self) -> None:
        """Until all has been said."""
        self._writer.join()

    def stop(self) -> None:
        """Fall silent."""
        self._process.terminate()
        self._writer.join()


class VirtualCard:
    """Use it in a `with`. Raises `OSError` where PulseAudio is missing or does not start."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._daemon: subprocess.Popen[bytes] | None = None
        self._helpers: list[subprocess.Popen[bytes]] = []
        self._before: dict[str, str | None] = {}

    def __enter__(self) -> VirtualCard:
        if reason := missing():
            raise OSError(reason)
        self._folder = Path(tempfile.mkdtemp(prefix="sel-audio-"))
        (self._folder / "asound.conf").write_text(_ALSA, encoding="utf-8")
        self._before = {name: os.environ.get(name) for name in self.env}
        os.environ.update(self.env)
        try:
            self.restart()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()
        for name, value in self._before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def env(self) -> dict[str, str]:
        """What a process needs in its environment to use this card."""
        if self._folder is None:
            raise ValueError("the card is not up")
        folder = str(self._folder)
        return {
            "XDG_RUNTIME_DIR": folder,
            "PULSE_RUNTIME_PATH": f"{folder}/pulse",
            "PULSE_STATE_PATH": f"{folder}/state",
            "PULSE_COOKIE": f"{folder}/cookie",
            "PULSE_SERVER": f"unix:{folder}/native",
            "ALSA_CONFIG_PATH": f"{folder}/asound.conf",
        }

    def restart(self) -> None:
        """Plug it in (again)."""
        environ = os.environ | self.env
        for name in ("PULSE_RUNTIME_PATH", "PULSE_STATE_PATH"):
            Path(environ[name]).mkdir(mode=0o700, exist_ok=True)
        del environ["PULSE_SERVER"]  # else the daemon takes itself for running already
        native = f"{self._folder}/native"
        Path(native).unlink(missing_ok=True)
        self._daemon = subprocess.Popen(
            [*_daemon(native)],
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        end = time.monotonic() + PATIENCE
        while self._pactl("info") != 0:
            if self._daemon.poll() is not None or time.monotonic() > end:
                raise OSError("PulseAudio did not start.")
            time.sleep(0.02)
        self._pactl("set-default-sink", "sel_speaker")
        self._pactl("set-default-source", "sel_mic")

    def kill(self) -> None:
        """Unplug it: devices, recordings and what is being said all go."""
        for process in [*self._helpers, self._daemon]:
            if process is not None and process.poll() is None:
                process.send_signal(signal.SIGKILL)
                process.wait()
        self._helpers.clear()
        self._daemon = None

    def say(self, sound: Path | bytes, rate: int = RATE) -> Saying:
        """Into the microphone: a 16-bit mono WAV file, or such samples of this rate.

        With a buffer of a second: one of 200 ms left holes in it on a busy machine.
        """
        if isinstance(sound, Path):
            with wave.open(str(sound), "rb") as file:
                rate, sound = file.getframerate(), file.readframes(file.getnframes())
        process = self._pacat(["--playback", "--device=sel_micfeed", "--latency-msec=1000"], rate)
        return Saying(process, sound)

    def recording(self, rate: int = RATE, of: str = "speaker") -> Recording:
        """Record the speaker from now on, or what goes into the "microphone"."""
        sink = "sel_speaker" if of == "speaker" else "sel_micfeed"
        return Recording(
            self._pacat(["--record", f"--device={sink}.monitor", "--latency-msec=10"], rate), rate
        )

    def loopback(self, *, on: bool) -> None:
        """Let the microphone hear the speaker."""
        if on:
            self._pactl(
                "load-module",
                "module-loopback",
                "source=sel_speaker.monitor",
                "sink=sel_micfeed",
                f"latency_msec={LOOP_MS}",
            )
        else:
            self._pactl("unload-module", "module-loopback")

    def _pacat(self, options: list[str], rate: int) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            ["pacat", "--raw", "--format=s16le", "--channels=1", f"--rate={rate}", *options],
            env=os.environ | self.env,
            stdin=subprocess.PIPE if "--playback" in options else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._helpers = [one for one in self._helpers if one.poll() is None] + [process]
        return process

    def _pactl(self, *words: str) -> int:
        return subprocess.run(
            ["pactl", *words],
            env=os.environ | self.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        ).returncode


def _daemon(native: str) -> list[str]:
    sink = "module-null-sink norewinds=1 rate=48000"
    modules = (
        f"module-native-protocol-unix auth-anonymous=1 auth-cookie-enabled=0 socket={native}",
        f"{sink} channels=2 sink_name=sel_speaker sink_properties=device.description=sel_speaker",
        f"{sink} channels=1 sink_name=sel_micfeed sink_properties=device.description=sel_micfeed",
        "module-remap-source source_name=sel_mic master=sel_micfeed.monitor"
        " source_properties=device.description=sel_mic",
    )
    flags = (
        "-n",
        "--daemonize=no",
        "--exit-idle-time=-1",
        "--disallow-module-loading=no",
        "--use-pid-file=no",
        "--realtime=no",
        "--high-priority=no",
        "--disable-shm=yes",
    )
    return ["pulseaudio", *flags, *(word for module in modules for word in ("-L", module))]

"""`sel voice transcribe`: recordings of every kind, and what is none."""

import asyncio
import os
import signal
import subprocess
import sys
import wave
from collections.abc import Callable
from pathlib import Path

import pytest
from voice_hearing_feed import MODEL, silence, spoken

from sel.errors import VoiceError
from sel.voice.hearing.transcribing import Done, Line, Progress, transcribe

pytestmark = pytest.mark.real

SAID = ["hello sel", "please open the window"]


def pcm() -> bytes:
    pause = silence(1.2)
    return pause + spoken(SAID[0]) + pause + spoken(SAID[1], "rms") + pause


def wav(path: Path, sound: bytes = b"", rate: int = 16_000) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(sound or pcm())
    return path


ENCODE = """
import av, numpy, sys
path, codec, rate, layout, form = sys.argv[1:]
sound = numpy.frombuffer(sys.stdin.buffer.read(), "<i2").reshape(1, -1)
with av.open(path, "w") as out:
    options = {"strict": "experimental"}
    stream = out.add_stream(codec, rate=int(rate), options=options, layout=layout, format=form)
    frame = av.AudioFrame.from_ndarray(sound, format="s16", layout="mono")
    frame.sample_rate = 16_000
    size = stream.codec_context.frame_size or 0
    turn = av.AudioResampler(format=form, layout=layout, rate=int(rate), frame_size=size)
    for piece in turn.resample(frame) + turn.resample(None):
        out.mux(stream.encode(piece))
    out.mux(stream.encode(None))
"""


def encoded(path: Path, codec: str, rate: int, layout: str, form: str) -> Path:
    """In a process of its own: what encodes is not to be loaded here."""
    command = [sys.executable, "-c", ENCODE, str(path), codec, str(rate), layout, form]
    subprocess.run(command, input=pcm(), check=True)
    return path


async def told(path: Path, tmp_path: Path) -> list[Line | Progress | Done]:
    return [one async for one in transcribe(path, MODEL, tmp_path / "listen.log")]


@pytest.mark.parametrize(
    ("name", "codec", "rate", "layout", "form"),
    [
        ("stereo.wav", "pcm_s16le", 44_100, "stereo", "s16"),
        ("telephone.wav", "pcm_s16le", 8_000, "mono", "s16"),
        ("deep.wav", "pcm_s24le", 48_000, "stereo", "s32"),
        ("small.mp3", "libmp3lame", 44_100, "stereo", "s16p"),
        ("small.ogg", "libopus", 48_000, "mono", "s16"),
        ("whole.flac", "flac", 44_100, "stereo", "s16"),
    ],
)
async def test_every_usual_kind_is_understood(
    tmp_path: Path, name: str, codec: str, rate: int, layout: str, form: str
) -> None:
    came = await told(encoded(tmp_path / name, codec, rate, layout, form), tmp_path)
    lines = [one for one in came if isinstance(one, Line)]
    assert [line.text for line in lines] == SAID
    assert 1.0 < lines[0].start < lines[0].end < lines[1].start
    done = came[-1]
    assert isinstance(done, Done)
    assert not done.broken
    assert done.seconds == pytest.approx(len(pcm()) / 32_000, abs=0.1)
    shares = [one.share for one in came if isinstance(one, Progress)]
    assert shares == sorted(shares)
    assert shares


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def words(path: Path) -> None:
    path.write_text("hello there, this is no sound\n" * 50)


def random_bytes(path: Path) -> None:
    path.write_bytes(os.urandom(20_000))


def half_a_head(path: Path) -> None:
    path.write_bytes(wav(path).read_bytes()[:30])


def head_only(path: Path) -> None:
    path.write_bytes(wav(path).read_bytes()[:44])


def a_folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (nothing, "is empty"),
        (words, "no recording that can be read"),
        (random_bytes, "no recording that can be read"),
        (half_a_head, "or is cut short"),
        (head_only, "holds no whole sample"),
        (a_folder, "is no file"),
        (lambda _: None, "There is no file"),
    ],
)
async def test_what_is_no_recording_is_told(
    tmp_path: Path, make: Callable[[Path], None], says: str
) -> None:
    path = tmp_path / "file.wav"
    make(path)
    with pytest.raises(VoiceError, match=says):
        await told(path, tmp_path)


@pytest.mark.parametrize("name", ["cut.wav", "cut.ogg"])
async def test_of_one_that_is_cut_short_the_beginning_is_understood(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    if name.endswith("wav"):
        wav(path)
    else:
        encoded(path, "libopus", 48_000, "mono", "s16")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 6 // 10])
    came = await told(path, tmp_path)
    assert next(one.text for one in came if isinstance(one, Line)) == SAID[0]
    assert isinstance(came[-1], Done)
    assert came[-1].broken


def sel(home: Path, *arguments: str) -> list[str]:
    """The command line that runs it by itself: `sel voice` brings it to people."""
    script = (
        "import argparse, sys; from pathlib import Path; from sel import paths;"
        "from sel.config.load import load; from sel.cli import flags, voice_transcribe;"
        "parser = argparse.ArgumentParser();"
        "voice_transcribe.register(parser.add_subparsers());"
        "args = parser.parse_args(sys.argv[1:]); args.paths = paths.find();"
        "args.loaded = load({}, args.paths, flags.chosen(args), Path.cwd());"
        "sys.exit(args.run(args))"
    )
    return [sys.executable, "-c", script, "transcribe", *arguments, "--stt-model", str(MODEL)]


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        sel(home, *arguments),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=os.environ | {"SEL_HOME": str(home)},
    )


def test_the_command_prints_line_by_line_and_no_bar_into_a_pipe(tmp_path: Path) -> None:
    done = run(tmp_path / "home", str(wav(tmp_path / "said.wav")))
    assert [line.split(maxsplit=1)[1] for line in done.stdout.splitlines()] == SAID
    assert done.stderr == ""
    assert done.returncode == 0


def test_silence_is_told_in_a_sentence(tmp_path: Path) -> None:
    done = run(tmp_path / "home", str(wav(tmp_path / "still.wav", silence(3))), "--json")
    assert done.stdout == ""
    assert done.stderr.startswith("Nothing is said in ")
    assert done.returncode == 1


async def test_leaving_in_the_middle_ends_the_child(tmp_path: Path) -> None:
    path = wav(tmp_path / "long.wav", pcm() * 60)  # seven minutes
    listening = transcribe(path, MODEL, tmp_path / "listen.log")
    async with asyncio.timeout(30):
        async for one in listening:
            if isinstance(one, Line):
                break
        await listening.aclose()
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    if children.exists():
        assert "listen" not in "".join(_name(pid) for pid in children.read_text().split())


def _name(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def test_ctrl_c_ends_it_without_a_traceback(tmp_path: Path) -> None:
    path = wav(tmp_path / "long.wav", pcm() * 60)
    with subprocess.Popen(
        sel(tmp_path / "home", str(path)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"SEL_HOME": str(tmp_path / "home")},
    ) as process:
        assert process.stdout is not None
        assert SAID[0] in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=20)
    assert "listen" not in complaint
    assert process.returncode in (130, -signal.SIGINT)

"""`sel voice transcribe`: recordings of every kind, and what is none."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import wave
from collections.abc import Callable
from pathlib import Path

import pytest
from voice_hearing_feed import MODEL, level_of, silence, spoken

from sel.engine.workers.listen.decode import BadFile, Recording
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
import av, numpy, pathlib, sys
sound = numpy.frombuffer(sys.stdin.buffer.read(), "<i2").reshape(1, -1)
for name, codec, rate, layout, form in (
    ("stereo.wav", "pcm_s16le", 44_100, "stereo", "s16"),
    ("telephone.wav", "pcm_s16le", 8_000, "mono", "s16"),
    ("deep.wav", "pcm_s24le", 48_000, "stereo", "s32"),
    ("small.mp3", "libmp3lame", 44_100, "stereo", "s16p"),
    ("small.ogg", "libopus", 48_000, "mono", "s16"),
    ("whole.flac", "flac", 44_100, "stereo", "s16"),
    ("small.m4a", "aac", 44_100, "stereo", "fltp"),
):
    with av.open(str(pathlib.Path(sys.argv[1]) / name), "w") as out:
        stream = out.add_stream(codec, rate=rate, layout=layout, format=form)
        frame = av.AudioFrame.from_ndarray(sound, format="s16", layout="mono")
        frame.sample_rate = 16_000
        size = stream.codec_context.frame_size or 0
        turn = av.AudioResampler(format=form, layout=layout, rate=rate, frame_size=size)
        for piece in turn.resample(frame) + turn.resample(None):
            out.mux(stream.encode(piece))
        out.mux(stream.encode(None))
"""
"""Run in a process of its own: what encodes is for tests alone."""


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the same words in every kind of file."""
    folder = tmp_path_factory.mktemp("kinds")
    subprocess.run([sys.executable, "-c", ENCODE, str(folder)], input=pcm(), check=True)
    return folder


async def told(path: Path, tmp_path: Path) -> list[Line | Progress | Done]:
    return [one async for one in transcribe(path, MODEL, tmp_path / "listen.log")]


@pytest.mark.parametrize("name", ["stereo.wav", "small.mp3"])
async def test_recordings_are_understood_line_by_line(
    kinds: Path, name: str, tmp_path: Path
) -> None:
    came = await told(kinds / name, tmp_path)
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


@pytest.mark.parametrize(
    "name", ["telephone.wav", "deep.wav", "small.ogg", "whole.flac", "small.m4a", "stereo.wav"]
)
def test_every_usual_kind_is_read_whole(kinds: Path, name: str) -> None:
    recording = Recording(kinds / name)
    sound = b"".join(piece.tobytes() for piece in recording.samples())
    assert len(sound) == pytest.approx(len(pcm()), rel=0.02)
    assert level_of(sound) == pytest.approx(level_of(pcm()), abs=4.0)  # stereo is 3 dB less
    assert not recording.cut


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def words(path: Path) -> None:
    path.write_text("hello there, this is no sound\n" * 50)


def random_bytes(path: Path) -> None:
    path.write_bytes(os.urandom(20_000))


def half_a_head(path: Path) -> None:
    path.write_bytes(wav(path).read_bytes()[:30])


def a_folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (nothing, "is empty"),
        (words, "no recording that can be read"),
        (random_bytes, "no recording that can be read"),
        (half_a_head, "or is cut short"),
        (a_folder, "is no file"),
        (lambda _: None, "There is no file"),
    ],
)
def test_what_is_no_recording_is_told(
    tmp_path: Path, make: Callable[[Path], None], says: str
) -> None:
    path = tmp_path / "file.wav"
    make(path)
    with pytest.raises(BadFile, match=says):
        Recording(path)


async def test_what_the_child_says_of_a_bad_file_is_raised(tmp_path: Path) -> None:
    path = tmp_path / "file.wav"
    path.write_bytes(wav(path).read_bytes()[:44])
    with pytest.raises(VoiceError, match="holds no whole sample") as caught:
        await told(path, tmp_path)
    assert caught.value.hint == "Is it cut short?"


@pytest.mark.parametrize(
    "name", ["stereo.wav", "small.ogg", "whole.flac", "small.mp3", "telephone.wav"]
)
def test_one_that_is_cut_short_is_read_so_far_and_told(
    kinds: Path, name: str, tmp_path: Path
) -> None:
    whole = (kinds / name).read_bytes()
    path = tmp_path / name
    path.write_bytes(whole[: len(whole) * 6 // 10])
    recording = Recording(path)
    read = sum(map(len, recording.samples()))
    assert read == pytest.approx(0.6 * len(pcm()) / 2, rel=0.1)
    assert recording.cut


def sel(path: Path, *options: str) -> list[str]:
    command = [sys.executable, "-m", "sel", "--stt-model", str(MODEL), "voice", "transcribe"]
    return [*command, str(path), *options]


def run(home: Path, path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        sel(path, *options),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=os.environ | {"SEL_HOME": str(home)},
    )


def test_the_command_prints_line_by_line_and_no_bar_into_a_pipe(tmp_path: Path) -> None:
    done = run(tmp_path / "home", wav(tmp_path / "said.wav"))
    assert [line.split(maxsplit=1)[1] for line in done.stdout.splitlines()] == SAID
    assert done.stderr == ""
    assert done.returncode == 0
    kept = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept if b"window" in path.read_bytes()]


def test_a_terminal_is_shown_how_far_it_is(tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    with open(ours, "rb", buffering=0) as screen:  # noqa: PTH123 - a descriptor
        done = subprocess.run(
            sel(wav(tmp_path / "said.wav"), "--json"),
            stdout=subprocess.PIPE,
            stderr=theirs,
            check=True,
            timeout=60,
            env=os.environ | {"SEL_HOME": str(tmp_path / "home")},
        )
        os.close(theirs)
        shown = screen.read(10_000)
    assert b"% " in shown
    assert shown.endswith(b"\r\x1b[K")
    assert [json.loads(line)["text"] for line in done.stdout.splitlines()] == SAID


def test_silence_is_told_in_a_sentence(tmp_path: Path) -> None:
    done = run(tmp_path / "home", wav(tmp_path / "still.wav", silence(3)), "--json")
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
    assert "workers.listen" not in await asyncio.to_thread(_children)


def _children() -> str:
    """The command lines of this process's children."""
    command = ["ps", "-o", "args=", "--ppid", str(os.getpid())]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _as_at_a_terminal() -> None:
    """Who runs the tests in the background has children that ignore Ctrl+C."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_ctrl_c_ends_it_without_a_traceback(tmp_path: Path) -> None:
    path = wav(tmp_path / "long.wav", pcm() * 60)
    with subprocess.Popen(
        sel(path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"SEL_HOME": str(tmp_path / "home")},
        preexec_fn=_as_at_a_terminal,  # noqa: PLW1509 - there is one thread
    ) as process:
        assert process.stdout is not None
        assert SAID[0] in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=20)
    assert complaint == ""
    assert process.returncode == 130

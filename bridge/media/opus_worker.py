"""A child that packs sound into OGG/Opus with PyAV, where there is no ffmpeg; spawned by name.

48 kHz 16-bit mono samples on standard input, the file on standard output.
"""

from __future__ import annotations

import io
import sys

BITS_A_SECOND = 32_000
CHUNK = 48_000


def packed(pcm: bytes) -> bytes:
    """The samples as an OGG file with Opus in it."""
    import av
    import numpy as np

    file = io.BytesIO()
    with av.open(file, "w", format="ogg") as out:
        stream = out.add_stream("libopus", rate=48_000, layout="mono")
        stream.bit_rate = BITS_A_SECOND
        sound = np.frombuffer(pcm, "<i2")
        for at in range(0, len(sound), CHUNK):
            piece = np.ascontiguousarray(sound[at : at + CHUNK])[None, :]
            frame = av.AudioFrame.from_ndarray(piece, format="s16", layout="mono")
            frame.sample_rate = 48_000
            frame.pts = at
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return file.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(packed(sys.stdin.buffer.read()))

"""Pictures made ready for a model, and which projector belongs to which."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from sel.engine.catalog import find_models
from sel.engine.projector import projector_for
from sel.engine.workers.vision.pictures import shrunk, upright
from sel.errors import ModelFileError
from sel.media.kinds import size
from sel.media.orientation import orientation
from sel.paths import find


@given(st.integers(1, 300), st.integers(1, 300), st.integers(1, 300))
def test_a_picture_is_shrunk_to_the_means_of_its_blocks(wide: int, high: int, longest: int) -> None:
    whole = np.random.default_rng(wide * high).integers(0, 256, (high, wide, 3)).astype(np.uint8)
    small = shrunk(whole, longest)
    if max(wide, high) <= longest:
        assert small is whole
        return
    assert max(small.shape[:2]) == longest
    assert min(small.shape[:2]) >= 1
    assert abs(small.mean() - whole.mean()) < 40
    flat = np.full_like(whole, 77)
    assert (shrunk(flat, longest) == 77).all()


@pytest.mark.parametrize("turned", range(1, 9))
def test_photographs_stand_as_pillow_turns_them(turned: int) -> None:
    picture = Image.effect_noise((24, 16), 80).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = turned
    file = io.BytesIO()
    picture.save(file, "JPEG", exif=exif)
    data = file.getvalue()
    assert orientation(data) == turned
    opened = Image.open(io.BytesIO(data))
    ours = upright(np.asarray(opened), turned)
    assert np.array_equal(ours, np.asarray(ImageOps.exif_transpose(opened)))


@given(st.binary(max_size=200))
def test_nonsense_stands_as_it_is(data: bytes) -> None:
    assert 1 <= orientation(b"\xff\xd8\xff\xe1\x00\x40Exif\0\0" + data) <= 8
    assert orientation(data) in range(1, 9)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP"])
def test_a_size_is_read_from_every_kind(kind: str) -> None:
    file = io.BytesIO()
    Image.new("RGB", (37, 23), "green").save(file, kind)
    assert size(file.getvalue()) == (37, 23)
    assert size(file.getvalue()[:6]) == (0, 0)


def test_the_projector_beside_a_model_is_found(tmp_path: Path) -> None:
    model = tmp_path / "SmolVLM-500M-Q8_0.gguf"
    model.touch()
    with pytest.raises(ModelFileError, match="no projector"):
        projector_for(model)
    for name in ("mmproj-gemma-3-4b-f16.gguf", "mmproj-SmolVLM-500M-Q8_0.gguf"):
        (tmp_path / name).touch()
    assert projector_for(model).name == "mmproj-SmolVLM-500M-Q8_0.gguf"
    chosen = tmp_path / "mmproj-gemma-3-4b-f16.gguf"
    assert projector_for(model, str(chosen)) == chosen
    with pytest.raises(ModelFileError, match="does not exist"):
        projector_for(model, str(tmp_path / "none.gguf"))


def test_a_projector_is_no_model_to_talk_with(tmp_path: Path) -> None:
    paths = find({"SEL_HOME": str(tmp_path)})
    paths.models.mkdir(parents=True)
    for name in ("seeing.gguf", "mmproj-seeing.gguf"):
        (paths.models / name).touch()
    assert [one.name for one in find_models(paths) if one.source == "models folder"] == ["seeing"]

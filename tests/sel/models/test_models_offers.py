"""What a repository offers: files sorted out, one recommended, names read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from make_gguf import TINY, gguf_bytes

from sel.engine.gguf import glimpse
from sel.errors import FetchError
from sel.fetch.hub import PUBLIC, HubFile
from sel.model_events import FitView, OfferView
from sel.models.offers import (
    SHORT,
    SMALL,
    choose_projector,
    quantisation_of,
    quantisations,
    recommended,
    wanted,
)

GB = 10**9


def files(*names: str, size: int = 10) -> list[HubFile]:
    return [HubFile(name, size, "0" * 64) for name in names]


@pytest.mark.parametrize(
    ("name", "quantisation"),
    [
        ("Llama-3.2-1B-Instruct-Q4_K_M", "Q4_K_M"),
        ("SmolLM2-135M-Instruct.Q4_1", "Q4_1"),
        ("model-IQ3_XXS", "IQ3_XXS"),
        ("q8_0", "Q8_0"),
        ("BF16/Model-BF16", "BF16"),
        ("gpt-oss-20b-mxfp4", "MXFP4"),
        ("Qwen2-7B", "Qwen2-7B"),
        ("folder/plain", "plain"),
    ],
)
def test_quantisations_are_told_by_names(name: str, quantisation: str) -> None:
    assert quantisation_of(name) == quantisation


def test_files_are_sorted_out() -> None:
    found = quantisations(
        files(
            "README.md",
            "m-Q4_K_M.gguf",
            "Q8_0/m-Q8_0-00002-of-00002.gguf",
            "Q8_0/m-Q8_0-00001-of-00002.gguf",
            "half-F16-00001-of-00003.gguf",
            "mmproj-m-f16.gguf",
            "m.imatrix.gguf",
        )
    )
    assert [(one.quantisation, len(one.files), one.size) for one in found] == [
        ("Q8_0", 2, 20),
        ("Q4_K_M", 1, 10),
    ]
    assert found[0].files[0].endswith("00001-of-00002.gguf")


def test_the_projector_that_every_build_can_use() -> None:
    some = [*files("mmproj-a-f32.gguf"), *files("mmproj-a-f16.gguf", size=99)]
    assert choose_projector(some) == some[1]
    assert choose_projector(some[:1]) == some[0]
    assert choose_projector([]) is None


def offer(name: str, size: float, state: str = "fits") -> OfferView:
    fit = FitView(state=state, context=4096)  # type: ignore[arg-type]
    return OfferView(quantisation=name, files=(f"{name}.gguf",), size=int(size), fit=fit)


@pytest.mark.parametrize(
    ("offers", "name", "why"),
    [
        ([offer("Q4_K_M", 5 * GB), offer("Q8_0", 9 * GB)], "Q4_K_M", "usual middle"),
        ([offer("Q4_K_M", 0.8 * GB), offer("Q8_0", 1.4 * GB)], "Q8_0", "it is small"),
        ([offer("Q3_K_M", 4 * GB), offer("Q4_K_M", 5 * GB, "no")], "Q3_K_M", "best that fits"),
        ([offer("Q5_K_M", 6 * GB), offer("F16", 16 * GB)], "Q5_K_M", "nearest"),
        ([offer("Q2_K", 3 * GB, "tight"), offer("Q8_0", 9 * GB, "no")], "Q2_K", "only just"),
        ([offer("Q2_K", 3 * GB, "no"), offer("Q8_0", 9 * GB, "no")], "Q2_K", "does not fit"),
    ],
)
def test_one_is_recommended(offers: list[OfferView], name: str, why: str) -> None:
    found = [one for one in recommended(offers) if one.advice]
    assert [one.quantisation for one in found] == [name]
    assert why in found[0].advice


@given(
    st.lists(
        st.builds(
            offer,
            st.sampled_from(["Q2_K", "IQ4_XS", "Q4_K_M", "Q8_0", "F16", "odd"]),
            st.integers(1, 4 * SMALL),
            st.sampled_from(["fits", "tight", "no", "unknown"]),
        ),
        min_size=1,
        max_size=6,
        unique_by=lambda one: one.files,
    )
)
def test_one_that_fits_is_preferred(offers: list[OfferView]) -> None:
    (best,) = [one for one in recommended(offers) if one.advice]
    states = {one.fit.state for one in offers if one.fit}
    assert best.fit is not None
    if states & {"fits", "unknown"}:
        assert best.fit.state in ("fits", "unknown")
    elif "tight" in states:
        assert best.fit.state == "tight"


def test_names_are_read() -> None:
    assert wanted("a/b").repo == "a/b"
    assert wanted(" a/b:q4_k_m ").quantisation == "Q4_K_M"
    assert wanted("a/b/sub/file-Q8_0.gguf").file == "sub/file-Q8_0.gguf"
    for name in ("a", "a/b/c", "a/b:", "", "a b/c", "a/b:x/y"):
        with pytest.raises(FetchError, match="no name of a model"):
            wanted(name)


HUB = "https://hub.example"


@pytest.mark.parametrize(
    ("written", "repo", "rest"),
    [
        ("https://hub.example/a/b", "a/b", ("", "")),
        ("https://hub.example/a/b/", "a/b", ("", "")),
        ("https://hub.example/a/b/tree/main", "a/b", ("", "")),
        ("https://hub.example/a/b/blob/main/x-Q8_0.gguf", "a/b", ("", "x-Q8_0.gguf")),
        ("https://hub.example/a/b/resolve/main/s/x.gguf?download=true", "a/b", ("", "s/x.gguf")),
        ("hub.example/a/b:Q4_K_M", "a/b", ("Q4_K_M", "")),
        (f"{SHORT}/a/b:q4_k_m", "a/b", ("Q4_K_M", "")),
        (f"{PUBLIC}/a/b", "a/b", ("", "")),
    ],
)
def test_addresses_of_the_hub_are_read(written: str, repo: str, rest: tuple[str, str]) -> None:
    asked = wanted(written, HUB)
    assert (asked.repo, (asked.quantisation, asked.file)) == (repo, rest)


def test_another_host_is_not_taken_for_the_hub() -> None:
    with pytest.raises(FetchError, match="does not fetch from other"):
        wanted("https://other.example/a/b", HUB)


def test_the_first_bytes_tell_what_a_model_needs() -> None:
    whole = gguf_bytes(TINY)
    info = glimpse(whole[:700], 5_000_000, parameters=8)
    assert info is not None
    assert (info.layers, info.kv_heads, info.embedding) == (2, (2, 2), 64)
    assert (info.tensor_bytes, info.parameters) == (5_000_000, 8)
    assert sum(info.layer_bytes) + info.embedding_bytes <= 5_000_000
    assert glimpse(b"<html>", 10) is None
    assert glimpse(whole[:40], 10) is None


@given(st.binary(max_size=400))
def test_any_first_bytes_are_survived(data: bytes) -> None:
    glimpse(b"GGUF" + data, 1000)

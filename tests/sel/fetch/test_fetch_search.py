"""What a hub says of models is believed only where it is sound."""

from __future__ import annotations

import pytest
from hub_server import REPO, LocalHub, Trouble

from sel.errors import FetchError
from sel.fetch.hub import Hub
from sel.fetch.search import HubModel, about, beginning, search


def quietly(_: float) -> None:
    """No time passes."""


def test_rows_that_are_no_models_are_left_out(local: LocalHub) -> None:
    local.found = [
        {"id": "a/b", "downloads": "many", "likes": -3, "gguf": [], "tags": [3, "license:mit"]},
        {"id": "../../evil"},
        {"modelId": "c/d", "gated": "manual", "gguf": {"total": 7, "architecture": 5}},
        "words",
    ]
    assert search(Hub(local.address), "any words & more", sleep=quietly) == (
        HubModel(repo="a/b", licence="mit"),
        HubModel(repo="c/d", gated=True, parameters=7),
    )


@pytest.mark.parametrize("answer", [{"error": "no"}, "words", None])
def test_what_is_no_list_is_no_hub(local: LocalHub, answer: object) -> None:
    local.found = local.about = answer
    with pytest.raises(FetchError, match="does not understand"):
        search(Hub(local.address), "x", sleep=quietly)
    with pytest.raises(FetchError, match="does not understand"):
        about(Hub(local.address), REPO, quietly)


def test_a_name_that_leads_elsewhere_is_not_asked_for(local: LocalHub) -> None:
    with pytest.raises(FetchError, match="no name of a repository"):
        about(Hub(local.address), "../api/whoami", quietly)
    assert local.asked == []


@pytest.mark.parametrize("ranges", [True, False])
def test_only_the_beginning_of_a_file_is_taken(local: LocalHub, ranges: bool) -> None:
    local.files, local.ranges = {"m.gguf": b"GGUF" + bytes(300_000), "s.gguf": b"GG"}, ranges
    local.troubles = [Trouble(503)]
    assert beginning(Hub(local.address), REPO, "m.gguf", 9, quietly) == b"GGUF" + bytes(5)
    assert beginning(Hub(local.address), REPO, "s.gguf", 9, quietly) == b"GG"
    assert {one.range for one in local.fetched()} == {"bytes=0-8"}

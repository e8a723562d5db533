"""The dashboard shows what is exported: no other name, no other label, and nothing left out."""

import json
import re
from typing import Any

import pytest

from sel.metrics.export import FAMILIES, OUTCOMES, STATISTICS
from sel.paths import assets

DASHBOARD: dict[str, Any] = json.loads(
    (assets() / "grafana" / "sel.json").read_text(encoding="utf-8")
)
PANELS: list[dict[str, Any]] = DASHBOARD["panels"]
QUERIES = [target["expr"] for panel in PANELS for target in panel["targets"]]
ASKED = [one["query"]["query"] for one in DASHBOARD["templating"]["list"] if one["type"] == "query"]

VALUES = {"statistic": STATISTICS, "outcome": OUTCOMES, "subsystem": ("turn",)}
"""Values a query may name."""


def named(query: str) -> set[str]:
    return set(re.findall(r"\bsel_\w+", query))


@pytest.mark.parametrize("query", [*QUERIES, *ASKED])
def test_a_query_names_what_is_exported(query: str) -> None:
    assert named(query)
    assert named(query) <= set(FAMILIES)
    assert query.count("(") == query.count(")")
    assert query.count("{") == query.count("}")


def test_everything_exported_is_shown() -> None:
    assert set().union(*map(named, QUERIES)) == set(FAMILIES)


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_names_labels_that_there_are(query: str) -> None:
    for name, selectors in re.findall(r"\b(sel_\w+)\{([^}]*)\}", query):
        for label, wanted in re.findall(r'(\w+)!?="([^"]*)"', selectors):
            assert label in {*FAMILIES[name][1], "instance"}
            if label in VALUES and label != "operation":
                assert wanted in VALUES[label]
        assert 'instance="$instance"' in selectors
    labels = {label for name in named(query) for label in FAMILIES[name][1]}
    for group in re.findall(r"by \(([^)]*)\)", query):
        assert set(group.split(", ")) <= labels


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: str(panel["title"]))
def test_a_legend_names_labels_that_there_are(panel: dict[str, Any]) -> None:
    for target in panel["targets"]:
        labels = {label for name in named(target["expr"]) for label in FAMILIES[name][1]}
        assert set(re.findall(r"\{\{(\w+)\}\}", target["legendFormat"])) <= labels


def test_counters_are_never_drawn_as_they_are() -> None:
    """A counter only rises; over time one looks at its rate."""
    for panel in PANELS:
        for target in panel["targets"]:
            if panel["type"] == "timeseries" and any(
                "_total" in one for one in named(target["expr"])
            ):
                assert "rate(" in target["expr"] or "increase(" in target["expr"]


def test_panels_do_not_overlap() -> None:
    taken = [
        (x, y)
        for place in (panel["gridPos"] for panel in PANELS)
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(taken) == len(set(taken))
    assert max(x for x, _ in taken) < 24
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)

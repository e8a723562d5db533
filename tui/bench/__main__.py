"""`python -m tui.bench [--json] [--quick]`; with `--child KIND …` it is what is measured.

`--speaking` measures the face under a reply that is spoken while it streams, `--long` very long
conversations and replies."""

from __future__ import annotations

import sys

AIMS = {
    "first_frame_ratio": "≤ 1.5",
    "frames_per_second": "≥ 20",
    "cpu_share": "≤ 0.35",
    "key_to_echo_p95_ms": "≤ 60",
    "open_10000_ms": "≤ 500",
    "scroll_frames_per_second": "≥ 30",
    "wheel_frames_per_second": "≥ 30",
    "idle_cpu_share": "≤ 0.01",
    "grow_mixed_ratio": "≤ 1.3",
    "grow_code_ratio": "≤ 1.3",
    "grow_table_ratio": "≤ 1.3",
    "grow_list_ratio": "≤ 1.3",
    "grow_paragraph_ratio": "≤ 1.3",
}


def main(words: list[str]) -> None:
    """Measure, and write a table or one JSON object."""
    if words[:1] == ["--child"]:
        from tui.bench.children import run

        run(*words[1:])
        return
    import json

    from tui.bench.measures import first_frames, streaming

    quick = "--quick" in words
    if "--long" in words:
        from tui.bench.growth import growth
        from tui.bench.long import long_talks

        figures = {**growth(), **long_talks()}
    elif "--speaking" in words:
        figures = streaming(6.0 if quick else 20.0, aloud=True)
    else:
        figures = {**first_frames(3 if quick else 9), **streaming(6.0 if quick else 20.0)}
    if "--json" in words:
        sys.stdout.write(json.dumps(figures) + "\n")
        return
    for name, value in figures.items():
        sys.stdout.write(f"{name:28} {value:9.2f}  {AIMS.get(name, '')}\n")


if __name__ == "__main__":
    main(sys.argv[1:])

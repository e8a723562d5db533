"""The drawing in a real browser, where there is one: its words do not lie upon one another."""

import html
import itertools
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from made_maps import NOW, made

from sel.memory.map.svg import svg

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or ""
MEASURE = """
<pre id="out"></pre><script>
const boxes = [...document.querySelectorAll("svg text")].map(text => {
  const box = text.getBBox();
  return [text.textContent, box.x, box.y, box.x + box.width, box.y + box.height];
});
document.getElementById("out").textContent = JSON.stringify(boxes);
</script>
"""
LEADING = 3.0
"""Of a line's box, above and below its letters."""


def boxes(page: str, folder: Path) -> list[tuple[str, float, float, float, float]]:
    """Where the browser puts each text: words, left, top, right, bottom."""
    file = folder / "page.html"
    drawing = page.partition("?>")[2]
    file.write_text(f'<!doctype html><meta charset="utf-8">{drawing}{MEASURE}', encoding="utf-8")
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    command += [f"--user-data-dir={folder}/browser", file.as_uri()]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=90)
    except subprocess.TimeoutExpired:
        pytest.skip("the browser is too slow here")
    found = re.search(r'<pre id="out">(.+?)</pre>', done.stdout, re.DOTALL)
    if not found:
        pytest.skip("the browser does not start here")
    return [tuple(box) for box in json.loads(html.unescape(found[1]))]


@pytest.mark.skipif(not BROWSER, reason="no browser here")
def test_no_words_lie_upon_others_or_off_the_page(tmp_path: Path) -> None:
    found = boxes(svg(made(120), person="Anna", now=NOW), tmp_path)
    assert len(found) > 50
    for one, other in itertools.combinations(found, 2):
        across = one[1] < other[3] - 0.5 and other[1] < one[3] - 0.5
        down = one[2] < other[4] - LEADING and other[2] < one[4] - LEADING
        assert not (across and down), (one, other)
    assert all(
        left >= 0 and right <= 1600 and bottom <= 1131 for _, left, _, right, bottom in found
    )

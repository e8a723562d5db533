"""A client of the metrics in a process of its own, as Prometheus is one: a scrape a line of input.

    python -m sel.cli.benches.scraper HOST:PORT

For each line that comes it asks once, and prints the seconds that took.
"""

from __future__ import annotations

import contextlib
import http.client
import sys
import time


def main(address: str) -> None:
    """Ask whenever a line comes, until there are none."""
    for _ in sys.stdin:
        began = time.perf_counter()
        with contextlib.closing(http.client.HTTPConnection(address, timeout=60)) as connection:
            connection.request("GET", "/metrics/prometheus")
            answer = connection.getresponse()
            if not answer.read() or answer.status != http.client.OK:
                raise SystemExit(f"answered with {answer.status}")
        print(time.perf_counter() - began, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])

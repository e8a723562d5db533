"""SEL's folders, made and held while it runs, so that two of them do not share one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from sel.errors import StoreError
from sel.paths import Paths
from sel.store.lock import hold


@contextlib.contextmanager
def at_home(paths: Paths) -> Iterator[None]:
    """Make the folders and hold them. Raises `AlreadyRunning`, or `StoreError` from the disk."""
    try:
        paths.ready()
    except OSError as error:
        raise StoreError(
            f"SEL cannot make its folders: {error.strerror}.",
            where=str(error.filename),
            hint="`sel doctor` looks at each of them; SEL_HOME moves them.",
        ) from error
    with hold(paths):
        yield

"""Names of KV states, made of all that decides on what is in one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from sel.engine.workers.llm.fingerprint import Fingerprint


class Naming:
    """Names for states of one model as it was loaded.

    `facts` are what a state depends on beside the model's content and its own tokens: llama.cpp's
    build, the machine's abilities, every number that llama.cpp was given, the template.
    """

    def __init__(self, model: Fingerprint, facts: Mapping[str, object]) -> None:
        self._model, self._facts = model, dict(facts)

    def known(self, kind: str, what: object) -> str:
        """The name; "" while the model's content is not known (then no state of it is kept)."""
        return self._name(self._model.known(), kind, what)

    def found_out(self, kind: str, what: object) -> str:
        """The name, for which the model's content is read if need be; "" where that fails."""
        return self._name(self._model.known() or self._model.find_out(), kind, what)

    def _name(self, model: str, kind: str, what: object) -> str:
        told = json.dumps([model, self._facts, what], sort_keys=True)
        digest = hashlib.blake2b(told.encode(), digest_size=16).hexdigest()
        return f"{kind}-{digest}" if model else ""

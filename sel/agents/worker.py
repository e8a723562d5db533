"""The child in which one agent runs once: `python -I -B worker.py`, spoken to by `sandbox.py`.

One JSON request on stdin, one line of JSON as the reply on fd 1. Limits are
set before any of the agent's code is loaded. They hold what goes wrong in a module; they are no
prison for one written to break out.
Whatever the agent prints goes to fd 2, which the parent only counts.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FORBIDDEN = (
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.kill",
    "os.killpg",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "pty.spawn",
    "subprocess.Popen",
)
"""Audit events an agent may not cause: it starts no programs and ends none. (RLIMIT_NPROC says the
same where the user is not root, whom it does not bind.)"""


def main() -> None:
    """Serve the one request and leave at once: no exit handler, no thread may hold this up."""
    reply_to = os.dup(1)
    os.dup2(2, 1)
    request = json.loads(sys.stdin.buffer.read())
    signal.alarm(request["alarm"])  # for the day on which nobody is left to stop it
    _limit(request["limits"])
    _send(reply_to, _reply(request) + b"\n")
    os._exit(0)


def _limit(limits: dict[str, int]) -> None:
    try:
        import resource
    except ImportError:  # a platform without limits: the time-out is what is left
        return
    for name, most in limits.items():
        kind = getattr(resource, f"RLIMIT_{name}", None)
        if kind is not None:
            try:  # noqa: SIM105 - contextlib takes 3 ms to load
                resource.setrlimit(kind, (most, most))
            except (ValueError, OSError):
                pass
    sys.addaudithook(_refuse)


def _refuse(event: str, _: object) -> None:
    if event in FORBIDDEN:
        raise PermissionError("an agent starts and ends no programs")


def _reply(request: dict[str, Any]) -> bytes:
    sys.path.insert(0, request["root"])
    from sel.agents.told import Refusal

    try:
        return _written(_do(request))
    except Refusal as refusal:
        return json.dumps({"refused": str(refusal)}).encode()
    except BaseException as error:  # noqa: BLE001 - the process edge: its kind and line are told
        return json.dumps(_failure(error, request["path"])).encode()


def _written(done: object) -> bytes:
    try:
        return json.dumps({"done": done}, allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError):
        return b'{"failed": "Unreadable"}'


def _do(request: dict[str, Any]) -> object:
    from sel.agents.told import Context

    module = _load(request)
    if request["action"] == "describe":
        return _describe(module)
    return module.run(request["arguments"], Context(**request["context"]))


def _load(request: dict[str, Any]) -> ModuleType:
    if request["source"] is None:
        import importlib

        return importlib.import_module(request["path"])
    module = ModuleType("agent")
    module.__file__ = request["path"]
    sys.modules["agent"] = module
    code = compile(request["source"], request["path"], "exec")
    exec(code, module.__dict__)  # noqa: S102 - to run it is what this process is for
    return module


def _describe(module: ModuleType) -> dict[str, object]:
    return {
        "description": module.DESCRIPTION,
        "arguments": getattr(module, "ARGUMENTS", {}),
        "kind": getattr(module, "KIND", "live"),
        "timeout": getattr(module, "TIMEOUT", 5.0),
        "triggers": list(getattr(module, "TRIGGERS", ())),
        "runs": callable(getattr(module, "run", None)),
    }


def _failure(error: BaseException, path: str) -> dict[str, object]:
    """What failed, without the error's own words: they may be the person's."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == path:
            line = trace.tb_lineno
        trace = trace.tb_next
    if isinstance(error, SyntaxError):
        line = error.lineno or 0
    name = getattr(error, "name", "") if isinstance(error, AttributeError | ImportError) else ""
    return {"failed": type(error).__name__, "line": line, "name": name or ""}


def _send(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


if __name__ == "__main__":
    main()

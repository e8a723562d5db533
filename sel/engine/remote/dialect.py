"""What is sent to a server, and what has been learnt about what it takes.

Servers differ: some refuse fields they do not know, some templates refuse a system message after
the first. The full request is tried first; what a refusal teaches is remembered. No I/O here.
"""

from __future__ import annotations

import re
from typing import Any

from sel.engine.messages import join_same_role, merge_all_system, merge_late_system
from sel.engine.types import Message, Request, Sampling

_ROLES = re.compile(r"\brole|\bsystem\b|alternat|template|jinja", re.IGNORECASE)
_REFUSALS = (400, 422, 500, 501)
_UNKNOWN_FIELD = (400, 422)
_CONTINUE = {"continue_final_message": True, "add_generation_prompt": False}  # vLLM's words
_EXTRA_NAMES = (
    "top_k",
    "min_p",
    "repeat_",
    "repetition_penalty",
    "dry_",
    "continue_final_message",
    "add_generation_prompt",
)


class Dialect:
    """Builds request bodies for one server; `learn` narrows them after a refusal."""

    def __init__(self) -> None:
        self.extras = True
        self.usage = True
        self.length_field = "max_tokens"
        self.merging = 0

    def payload(self, request: Request, model: str) -> dict[str, Any]:
        """The JSON body of a streamed chat completion."""
        sampling = request.sampling
        body: dict[str, Any] = {
            "model": model,
            "messages": [
                {"role": m.role, "content": clean(m.content)} for m in self._talk(request)
            ],
            "stream": True,
            "temperature": sampling.temperature,
            "top_p": sampling.top_p,
            self.length_field: request.max_tokens,
        }
        if self.usage:
            body["stream_options"] = {"include_usage": True}
        if sampling.seed is not None:
            body["seed"] = sampling.seed
        if request.stop:
            body["stop"] = list(request.stop)
        if self.extras:
            body |= _extras(sampling) | (_CONTINUE if request.resume else {})
        return body | _constraints(request)

    def _talk(self, request: Request) -> tuple[Message, ...]:
        messages = request.messages
        if request.resume:
            messages = (*messages, Message("assistant", request.resume))
        if self.merging == 0:
            return messages
        if self.merging == 1:
            return merge_late_system(messages)
        return join_same_role(merge_all_system(messages))

    def learn(self, status: int, body: str) -> bool:
        """Take a refusal as a lesson; True if the next request will be another than the last."""
        if status not in _REFUSALS:
            return False
        if "max_completion_tokens" in body and self.length_field == "max_tokens":
            self.length_field = "max_completion_tokens"
            return True
        if "stream_options" in body and self.usage:
            self.usage = False
            return True
        named = any(name in body for name in _EXTRA_NAMES)
        if not named and self.merging < 2 and _ROLES.search(body):
            self.merging += 1
            return True
        if self.extras and status in _UNKNOWN_FIELD:
            self.extras = False
            return True
        return False


def _extras(sampling: Sampling) -> dict[str, Any]:
    """Fields beyond the standard, by the names llama-server and vLLM give them."""
    extras: dict[str, Any] = {
        "top_k": sampling.top_k,
        "min_p": sampling.min_p,
        "repeat_penalty": sampling.repeat_penalty,
        "repetition_penalty": sampling.repeat_penalty,
        "repeat_last_n": sampling.repeat_last_n,
    }
    if sampling.ignore_end:
        extras["ignore_eos"] = True
    if sampling.dry_multiplier > 0:
        extras |= {
            "dry_multiplier": sampling.dry_multiplier,
            "dry_base": sampling.dry_base,
            "dry_allowed_length": sampling.dry_allowed_length,
            "dry_penalty_last_n": sampling.dry_last_n,
        }
    return extras


def _constraints(request: Request) -> dict[str, Any]:
    """What the reply must look like; never left out silently, so a refusal is an error."""
    body: dict[str, Any] = {}
    if request.grammar:
        body["grammar"] = request.grammar
    if request.json_schema is not None:
        schema = {"name": "reply", "schema": request.json_schema, "strict": True}
        body["response_format"] = {"type": "json_schema", "json_schema": schema}
    if request.logprobs:
        body |= {"logprobs": True, "top_logprobs": request.logprobs}
    return body


def clean(text: str) -> str:
    """The text without lone surrogates, which no JSON reader on the other side would take."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def guess_tokens(text: str) -> int:
    """Tokens of a text when nobody can count them: one per 3.5 bytes of UTF-8, rounded up.

    English has about 4.2 bytes a token in common vocabularies; a guess that is too high is safe.
    """
    return -(-2 * len(clean(text).encode()) // 7)

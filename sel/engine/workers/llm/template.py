"""The model's chat template: which one, what it accepts, and messages rendered with it.

The template comes from the GGUF, so it is a stranger's program: it runs in Jinja's sandbox.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jinja2 import TemplateError
from jinja2.ext import loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

from sel.engine.messages import join_same_role, merge_all_system, merge_late_system
from sel.engine.types import Message
from sel.errors import ModelFileError

Arrangement = Callable[[Sequence[Message]], tuple[Message, ...]]

_CHATML = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
_PLAIN = (
    "{% for m in messages %}"
    "{% if m.role == 'system' %}{{ m.content }}\n\n"
    "{% elif m.role == 'user' %}User: {{ m.content }}\n"
    "{% else %}Assistant: {{ m.content }}\n{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}Assistant:{% endif %}"
)
_PROBE = (
    Message("system", "Probe-a"),
    Message("user", "Probe-b"),
    Message("assistant", "Probe-c"),
    Message("system", "Probe-d"),
    Message("user", "Probe-e"),
)


@dataclass(frozen=True, slots=True)
class TemplateSource:
    """A template's text with the name people see, its extra stop strings, and a notice if any."""

    name: str
    text: str
    stop: tuple[str, ...] = ()
    notice: str = ""


def choose(own: str, control_texts: Sequence[str]) -> TemplateSource:
    """The model's own template, or a named fallback with a notice."""
    if own:
        return TemplateSource("own", own)
    notice = (
        "This model has no chat template; SEL uses the {} layout. "
        "Replies may be worse than the model's best."
    )
    if "<|im_start|>" in control_texts:
        return TemplateSource("chatml", _CHATML, notice=notice.format("ChatML"))
    return TemplateSource("plain", _PLAIN, ("\nUser:",), notice.format("plain User/Assistant"))


class ChatTemplate:
    """Renders messages. Roles the template does not know are re-arranged first."""

    def __init__(self, source: TemplateSource, bos: str, eos: str) -> None:
        self.source = source
        environment = ImmutableSandboxedEnvironment(
            trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols]
        )
        environment.globals["raise_exception"] = _refuse
        environment.globals["strftime_now"] = _now
        self._special = {"bos_token": bos, "eos_token": eos}
        try:
            self._template = environment.from_string(source.text)
        except TemplateError as error:
            raise _unusable() from error
        self._arrange = self._find_arrangement()

    def render(self, messages: Sequence[Message], *, generate: bool) -> str:
        """The prompt's text; `generate` opens the assistant's turn at its end."""
        return self._raw(self._arrange(messages), generate=generate)

    def _raw(self, messages: Sequence[Message], *, generate: bool) -> str:
        plain = [{"role": message.role, "content": message.content} for message in messages]
        return self._template.render(
            messages=plain,
            add_generation_prompt=generate,
            enable_thinking=False,  # a companion answers; it does not think aloud for a minute
            tools=None,
            **self._special,
        )

    def _find_arrangement(self) -> Arrangement:
        for arrange in _ARRANGEMENTS:
            try:
                text = self._raw(arrange(_PROBE), generate=True)
            except (TemplateError, TypeError, ValueError):
                continue
            places = [text.find(message.content) for message in _PROBE]
            if -1 not in places and places == sorted(places):
                return arrange
        raise _unusable()


_ARRANGEMENTS: tuple[Arrangement, ...] = (
    tuple,
    join_same_role,
    merge_late_system,
    lambda messages: join_same_role(merge_late_system(messages)),
    lambda messages: join_same_role(merge_all_system(messages)),
)


def _refuse(message: str) -> None:
    raise TemplateError(message)


def _now(pattern: str) -> str:
    return datetime.datetime.now().astimezone().strftime(pattern)


def _unusable() -> ModelFileError:
    return ModelFileError(
        "This model's chat template cannot be used for a conversation.",
        hint="Choose an instruction-tuned model.",
    )

"""Chat templates as strangers write them: roles re-arranged, fallbacks named, nothing executed."""

from __future__ import annotations

import pytest

from sel.engine.types import Message
from sel.engine.workers.llm.template import ChatTemplate, TemplateSource, choose
from sel.errors import ModelFileError

TALK = (
    Message("system", "Be kind."),
    Message("user", "Hello."),
    Message("assistant", "Hi."),
    Message("system", "Mood: calm."),
    Message("user", "And you?"),
)
CHATML = (
    "{% for m in messages %}<|{{ m.role }}|>{{ m.content }}\n{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
ONLY_FIRST_SYSTEM = (
    "{% for m in messages %}{% if m.role == 'system' and not loop.first %}"
    "{{ raise_exception('system first') }}{% endif %}<{{ m.role }}>{{ m.content }}{% endfor %}"
)
NO_SYSTEM_ALTERNATING = (
    "{% for m in messages %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('alternate') }}{% endif %}<{{ m.role }}>{{ m.content }}{% endfor %}"
)
DROPS_LATE_SYSTEM = (
    "{% if messages[0].role == 'system' %}<s>{{ messages[0].content }}{% endif %}"
    "{% for m in messages %}{% if m.role != 'system' %}<{{ m.role }}>{{ m.content }}{% endif %}"
    "{% endfor %}"
)


def render(text: str, *, generate: bool = True) -> str:
    return ChatTemplate(TemplateSource("test", text), "<s>", "</s>").render(TALK, generate=generate)


@pytest.mark.parametrize(
    "text", [CHATML, ONLY_FIRST_SYSTEM, NO_SYSTEM_ALTERNATING, DROPS_LATE_SYSTEM]
)
def test_every_word_arrives_in_order_whatever_the_template_allows(text: str) -> None:
    shown = render(text)
    places = [shown.find(message.content) for message in TALK]
    assert -1 not in places
    assert places == sorted(places)


def test_a_template_that_knows_late_system_messages_gets_them() -> None:
    assert "<|system|>Mood: calm.\n<|user|>And you?" in render(CHATML)


def test_the_assistants_turn_is_opened_only_to_generate() -> None:
    assert render(CHATML).endswith("<|assistant|>")
    assert not render(CHATML, generate=False).endswith("<|assistant|>")


def test_each_prompt_begins_with_the_one_before() -> None:
    template = ChatTemplate(TemplateSource("test", CHATML), "", "")
    before = template.render(TALK[:2], generate=True)
    assert template.render(TALK, generate=True).startswith(before + "Hi.")


@pytest.mark.parametrize(
    "text", ["{% for", "{{ messages[0].content.__class__.__mro__ }}", "nothing"]
)
def test_a_template_that_cannot_be_used_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ModelFileError, match="chat template"):
        ChatTemplate(TemplateSource("test", text), "", "")


def test_a_model_without_a_template_gets_a_named_fallback_and_a_notice() -> None:
    chatml, plain = choose("", ["<|im_start|>", "<|im_end|>"]), choose("", [])
    assert chatml.name == "chatml"
    assert plain.name == "plain"
    assert plain.stop == ("\nUser:",)
    assert "no chat template" in chatml.notice
    for source in (chatml, plain):
        assert "And you?" in ChatTemplate(source, "", "").render(TALK, generate=True)
    assert choose("own", []).notice == ""

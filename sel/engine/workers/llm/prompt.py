"""From messages to prompt tokens, so that what was said once has the same tokens ever after."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from sel.engine.types import Message
from sel.engine.workers.llm.template import ChatTemplate
from sel.engine.workers.llm.vocab import Vocab

REMEMBERED_REPLIES = 512
_FIRST_MARK = 0xF0000  # plane 15, private use: nobody types these, templates do not trim them
_MARKS = re.compile("[\U000f0000-\U000ffffd]")


@dataclass(frozen=True, slots=True)
class _Made:
    """The tokens of a reply, and the conversations it was made in."""

    tokens: tuple[int, ...]
    owners: frozenset[str]


class PromptEncoder:
    """Renders and tokenises prompts.

    A model's own words are tokenised as it chose them (sampled tokens need not be the canonical
    ones; reading them anew would break the reusable prefix), and control tokens' names in anybody's
    words stay words.
    """

    def __init__(self, template: ChatTemplate, vocab: Vocab) -> None:
        self._template = template
        self._vocab = vocab
        self._replies: OrderedDict[str, _Made] = OrderedDict()
        self._control = re.compile("|".join(map(re.escape, vocab.control_texts)) or "(?!)")

    def remember(self, text: str, tokens: Sequence[int], owner: str = "") -> None:
        """Note which tokens the model made a reply of, in which conversation."""
        if text:
            before = self._replies.get(text)
            owners = before.owners if before else frozenset()
            self._replies[text] = _Made(tuple(tokens), owners | {owner})
            self._replies.move_to_end(text)
            if len(self._replies) > REMEMBERED_REPLIES:
                self._replies.popitem(last=False)

    def forget(self, owner: str) -> None:
        """Drop every reply that was made in this conversation."""
        for text in [text for text, made in self._replies.items() if owner in made.owners]:
            del self._replies[text]

    def replies(self, owner: str) -> tuple[tuple[str, list[int]], ...]:
        """The replies that were made in this conversation, each with its tokens."""
        found = self._replies.items()
        return tuple((text, list(made.tokens)) for text, made in found if owner in made.owners)

    def encode(
        self, messages: Sequence[Message], *, resume: str = "", generate: bool = True
    ) -> list[int]:
        """The prompt's tokens; `resume` is how the reply begins."""
        spans: list[Sequence[int]] = []
        marked = [Message(message.role, self._mark(message, spans)) for message in messages]
        tokens = self._splice(self._template.render(marked, generate=generate), spans)
        return tokens + self._vocab.encode(resume, special=False)

    def _mark(self, message: Message, spans: list[Sequence[int]]) -> str:
        text = _MARKS.sub("\ufffd", message.content)
        known = self._replies.get(text) if message.role == "assistant" else None
        if known is not None:
            return self._hold(known.tokens, spans)
        return self._control.sub(
            lambda found: self._hold(self._vocab.encode(found.group(), special=False), spans), text
        )

    @staticmethod
    def _hold(tokens: Sequence[int], spans: list[Sequence[int]]) -> str:
        """A character in whose place these tokens will stand."""
        spans.append(tokens)
        return chr(_FIRST_MARK + len(spans) - 1)

    def _splice(self, rendered: str, spans: list[Sequence[int]]) -> list[int]:
        tokens = self._opening(rendered)
        position = 0
        for found in _MARKS.finditer(rendered):
            tokens += self._text(rendered[position : found.start()])
            tokens += spans[ord(found.group()) - _FIRST_MARK]
            position = found.end()
        return tokens + self._text(rendered[position:])

    def _opening(self, rendered: str) -> list[int]:
        """The begin-of-text token, unless the template wrote it itself."""
        bos = self._vocab.bos()
        return [] if bos is None or rendered.startswith(self._vocab.text(bos)) else [bos]

    def _text(self, text: str) -> list[int]:
        return self._vocab.encode(text, special=True) if text else []

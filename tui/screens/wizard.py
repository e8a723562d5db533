"""The first steps: name, leave to remember, model, voice. All of it can be skipped, at any moment.

Nothing is told or written before the last step is confirmed. One thing is taken as said without
that: who saw the question whether SEL may remember them, and passed it over, is not asked again
at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from sel.errors import SelError
from sel.events import SendMessage
from sel.memory_events import AnswerConsent, ConsentAnswer
from sel.model_events import GiveRole
from tui.drawings import welcome
from tui.keys import live
from tui.remembered import ME
from tui.styles.sheets import FOLDER
from tui.text import one_line, visible
from tui.widgets.in_order import Field
from tui.widgets.lines import KeyLine

if TYPE_CHECKING:
    from tui.app import SelApp
    from tui.comforts import Comforts
    from tui.drawings.welcome import Choice, Fact
    from tui.port import BrainPort

LONGEST_NAME = 60
SUMMED = 28
"""Cells of a model's name in the summary, which has two rows."""
ROOMY = 36
"""Rows from which paragraphs stand apart."""
NAME, CONSENT, MODEL, VOICE = range(4)
TITLES = ("Hello", "May I remember you?", "What I think with", "Talking aloud")
HELLO = (
    "I am SEL: an AI, a program on this machine, not a person. I have moods that you can see, and "
    "a memory that asks first.\n\n"
    "What may I call you? It becomes our first message; the next page asks whether I may remember "
    "it. Leave it empty if you like."
)
WAITING = "I am looking …"
NO_VOICE = "What is missing is named here. Without a voice we write, and nothing is amiss."
WITH_VOICE = "I can listen and speak here. Sound never touches the disk."
MODELS = "I think with a model on this machine, with this one if you like."
MODELS_MORE = "Others can be taken or fetched at any moment, while we talk: /models."
ANSWERS: Sequence[tuple[ConsentAnswer, str]] = (
    ("yes", "yes, remember what I tell you"),
    ("not_now", "not now"),
    ("never", "never; do not ask again"),
)
SAID = {
    "yes": "I remember you",
    "not_now": "I remember nothing for now",
    "never": "I remember nothing",
}
KEYS = (
    ("Enter", "go on", "screen.on"),
    ("", "back", "screen.before"),
    ("", "skip this", "screen.pass_over"),
    ("", "skip all", "screen.skip"),
)
FIRST_KEYS = (KEYS[0], *KEYS[2:])
"""Before the first step is none."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What was chosen so far; "" where it was passed over."""

    name: str = ""
    consent: ConsentAnswer | str = ""
    model: str = ""
    voice: str = ""


def _key(keys: str, action: str, about: str, name: str) -> Binding:
    """A key that works while a name is written, too."""
    return Binding(keys, action, about, show=False, priority=True, id=name)


class WizardScreen(Screen[None]):
    """Four steps, one after the other."""

    CSS_PATH = str(FOLDER / "wizard.tcss")
    alone = True
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]  # noqa: RUF012 - as Textual has it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "skip", "Skip all", show=False, id="setup-skip"),
        _key("alt+left,shift+tab", "before", "Back", "setup-back"),
        Binding(
            "alt+right,tab", "pass_over", "Pass over", show=False, priority=True, id="setup-on"
        ),
        _key("pageup", "page(-1)", "Page up", "setup-page-up"),
        Binding(
            "pagedown", "page(1)", "Page down", show=False, priority=True, id="setup-page-down"
        ),
    ]

    def __init__(self, comforts: Comforts) -> None:
        super().__init__()
        live.learn(self.BINDINGS)
        self._comforts = comforts
        self.step, self.answers = NAME, Answers()
        self._seen = NAME
        self._facts: dict[int, Sequence[Fact]] = {}
        self._models: Sequence[Choice] = ()
        self._state, self._wording = "unasked", ""
        self._lost = ""
        """Why there is no brain, which is told in the place of what would be asked."""
        self._offered: Sequence[tuple[str, str]] = ()
        self._words = Static("", id="words", markup=False)
        self._asks = Field(id="name", placeholder="your name", max_length=LONGEST_NAME)
        self._asks.cursor_blink = False
        self._options = OptionList(id="options", markup=False)
        self._box = Vertical(id="box")
        self._text = VerticalScroll(self._words, id="text", can_focus=False)
        self._sum = Static("", id="sum", markup=False)
        self._keys = KeyLine(FIRST_KEYS)

    def compose(self) -> Iterator[Widget]:
        """Words, what can be answered, the keys."""
        with self._box:
            yield self._text
            yield self._asks
            yield self._options
            yield self._sum
        yield self._keys

    def on_mount(self) -> None:
        """The first step; what the others need is looked at meanwhile."""
        self._show()
        self.watch(self._text, "show_vertical_scrollbar", self._tell_more, init=False)
        self.run_worker(self._look(), exit_on_error=False)

    async def _look(self) -> None:
        """Ask what is not known yet; each step is drawn as soon as its own is."""
        brain = await self._app.awake()
        if brain is not None:
            await self._ask(brain)
        elif (lost := self._app.lost) is not None:
            self._lost = lost.sentence()
        self._learned()
        self._facts[VOICE] = await self._comforts.first_look()
        self._learned()

    async def _ask(self, brain: BrainPort) -> None:
        try:
            self._wording = brain.consent_words
            self._state = await brain.consent(ME)
            self._learned()
            found = await brain.models()
            self._facts[MODEL] = welcome.models(found)
            self._models = welcome.choices(found)
        except SelError as error:
            self._facts[MODEL] = ((False, error.sentence()),)

    @property
    def _app(self) -> SelApp:
        app: Any = self.app
        return app  # type: ignore[no-any-return]

    # ------------------------------------------------------------ what is shown

    def _show(self) -> None:
        """This step, from its beginning."""
        self._seen = max(self._seen, self.step)
        self._box.border_title = TITLES[self.step]
        self._keys.show(KEYS if self.step > NAME else FIRST_KEYS)
        self._asks.display = self.step == NAME
        self._sum.display = self.step == VOICE
        answers = self.answers
        self._learned(("", answers.consent, answers.model, answers.voice)[self.step])
        self._text.scroll_home(animate=False)

    def _learned(self, chosen: str | None = None) -> None:
        """What this step tells and offers by now. `chosen` is highlighted; None for what the
        person is at."""
        self._words.update(self._told())
        self._sum.update(Content.styled(self._summary(), "$quiet"))
        options = self._answers()
        if chosen is not None or options != self._offered:
            self._offer(options, chosen)
        self._tell_more()

    def _offer(self, options: Sequence[tuple[str, str]], chosen: str | None) -> None:
        at = self._options.highlighted_option
        chosen = at.id if chosen is None and at is not None else chosen
        self._offered = options
        self._options.display = bool(options)
        self._options.set_options(Option(words, id=name) for name, words in options)
        if options:
            names = [name for name, _ in options]
            asks = self.step == CONSENT and len(options) == len(ANSWERS)
            usual = 1 if asks else 0  # "yes" is never chosen by mere haste
            self._options.highlighted = names.index(chosen) if chosen in names else usual
        (self._options if options else self._asks).focus()

    def _tell_more(self) -> None:
        """Say that there is more than can be seen."""
        more = self._text.show_vertical_scrollbar
        place = f"{self.step + 1} of {len(TITLES)}"
        self._box.border_subtitle = (
            f"{live.key('setup-page-down')} for more   {place}" if more else place
        )

    def _told(self) -> Content:
        if self.step == NAME:
            return Content(HELLO)
        if self._lost and self.step in (CONSENT, MODEL):
            return Content(visible(self._lost))
        if self.step == CONSENT:
            words = visible(self._wording or WAITING)
            return Content(words.replace("\n", "\n\n") if self.size.height >= ROOMY else words)
        facts = self._facts.get(self.step)
        if facts is None:
            return Content(WAITING)
        if self.step == MODEL:
            return welcome.told(facts, f"{MODELS} {MODELS_MORE}" if self._models else MODELS_MORE)
        return welcome.told(facts, WITH_VOICE if all(good for good, _ in facts) else NO_VOICE)

    def _answers(self) -> list[tuple[str, str]]:
        if self._lost and self.step in (CONSENT, MODEL):
            return [("", "go on")]
        if self.step == CONSENT:
            if self._state == "given":
                return [("", "go on remembering; /consent off ends it")]
            # Nobody answers a question that is not there yet.
            return list[tuple[str, str]](ANSWERS) if self._wording else []
        if self.step == MODEL:
            return [(one.path, one.words) for one in self._models] or [("", "go on with that")]
        if self.step == VOICE:
            return [("off", "we write; done"), ("on", "talk aloud from now on; done")]
        return []

    def _summary(self) -> str:
        if self._lost:
            return "Nothing of it can be kept this time. Enter closes."
        name = f"you are {self.answers.name}" if self.answers.name else "no name"
        consent = SAID.get(
            self.answers.consent, "as before" if self._state == "given" else SAID["not_now"]
        )
        if model := self._other():
            consent += f"; I think with {one_line(model.name, SUMMED)}"
        return f"So: {name}; {consent}. Enter begins, and only then is anything kept."

    def _other(self) -> Choice | None:
        """The model that was chosen, where it is another one than now."""
        chosen = (one for one in self._models if one.path == self.answers.model)
        return next((one for one in chosen if not one.now), None)

    # ------------------------------------------------------------ answers

    @on(Input.Submitted)
    def _named(self) -> None:
        self.action_on()

    @on(OptionList.OptionSelected)
    def _answered(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take(event.option_id or "")

    def _take(self, chosen: str) -> None:
        if self.step == CONSENT:
            self.answers = replace(self.answers, consent=chosen)
        elif self.step == MODEL:
            self.answers = replace(self.answers, model=chosen)
        elif self.step == VOICE:
            self.answers = replace(self.answers, voice=chosen)
        self._go(self.step + 1)

    def action_on(self) -> None:
        """Take what is there, and go on."""
        if self.step == NAME:
            name = " ".join(self._asks.value.split())
            self.answers = replace(self.answers, name=name)
            self._go(CONSENT)
        else:
            self._options.action_select()

    def action_before(self) -> None:
        """One step back; what was answered stays."""
        self._go(max(self.step - 1, NAME))

    def action_pass_over(self) -> None:
        """On, without an answer to this."""
        if self.step < VOICE:
            kept = {NAME: "name", CONSENT: "consent", MODEL: "model"}.get(self.step)
            self.answers = replace(self.answers, **{kept: ""}) if kept else self.answers
        self._go(self.step + 1)

    def _go(self, step: int) -> None:
        self.step = step
        if step <= VOICE:
            self._show()
        else:
            self._finish()

    def action_page(self, by: int) -> None:
        """Scroll long words."""
        self._text.scroll_relative(y=by * max(self._text.size.height - 1, 1), animate=False)

    # ------------------------------------------------------------ the end

    def action_skip(self) -> None:
        """Leave; nothing of it counts."""
        self.answers = Answers()
        self._finish()

    def _finish(self) -> None:
        """Close, and do what was chosen."""
        if self._lost:  # nobody is there to be told; they are welcomed another time
            self.dismiss()
            return
        answers = self.answers
        consent = answers.consent
        asked = self._seen >= CONSENT and bool(self._wording)
        if not consent and asked and self._state == "unasked":
            consent = "not_now"  # it was asked; that is enough for this time
        self.dismiss()
        self._comforts.welcomed()
        done = self._do(replace(answers, consent=consent), self._other())
        self._app.run_worker(done, exit_on_error=False)

    async def _do(self, answers: Answers, other: Choice | None) -> None:
        desk = self._app.main.desk
        for answer, _ in ANSWERS:
            if answers.consent == answer:
                await desk.submit(AnswerConsent(answer=answer))
        if other is not None:
            desk.begin(GiveRole(role="general", model=other.path))
        if answers.voice == "on":
            await desk.run_command("voice", "on")
        if answers.name:
            await desk.submit(SendMessage(text=f"Hello! My name is {answers.name}."))

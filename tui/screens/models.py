"""The models on this machine: what each is, whether it fits, how fast it is, what it is for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content

from sel.errors import SelError
from sel.events import EngineChanged, Event
from sel.model_events import GiveRole, MeasureModel, ModelsChanged, PullChanged
from tui.drawings import models as drawings
from tui.drawings import words
from tui.screens.models_frame import BACK, Keys, ModelsFrame
from tui.widgets.rows import Picks

if TYPE_CHECKING:
    from sel.model_events import FitView, ModelView
    from tui.screens.desk import ScreenDesk

LOOKING = "Looking for models …"
NONE = """\
There is no model on this machine.

s looks for one on the hub; models of Ollama, LM Studio, llama.cpp, GPT4All and Jan
are found by themselves, and those in a folder you name (the setting model_folders)."""


class ModelsScreen(ModelsFrame):
    """A model is chosen on the left; on the right is what is known of it, and what it takes at
    a context that the arrows change."""

    NAME = "models"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g", "give('general')", "General expert", show=False, id="models.general"),
        Binding("c", "give('coder')", "Coder", show=False, id="models.coder"),
        Binding("v", "give('vision')", "Vision", show=False, id="models.vision"),
        Binding("m", "measure", "Measure", show=False, id="models.measure"),
        Binding("s", "search", "Search the hub", show=False, id="models.search"),
        Binding("left,minus", "less", "Smaller context", show=False, id="models.less"),
        Binding("right,plus", "more", "Larger context", show=False, id="models.more"),
    ]

    def __init__(self, desk: ScreenDesk) -> None:
        super().__init__(desk)
        self._models: dict[str, ModelView] = {}
        self._contexts: dict[str, int] = {}
        self._looked = False
        self._measuring = ""
        self._waking = ""
        self._came = ""

    @property
    def chosen(self) -> ModelView | None:
        """The model that is chosen."""
        return self._models.get(self.picks.chosen)

    def begin(self) -> None:
        """Look at what there is."""
        self.run_worker(self._look(), group="look", exclusive=True)

    async def _look(self) -> None:
        try:
            found = await self.brain().models()
        except SelError as error:
            self.notice(error.sentence())
            return
        self._looked = True
        self._models = {one.path or one.name: one for one in found}
        came = (key for key in self._models if self._came and key.endswith(self._came))
        self.picks.show([drawings.entry(one) for one in found], next(came, ""))
        self._came = ""
        self._remark()
        self.draw()

    def happened(self, event: Event) -> None:
        """The list is another one, or a model wakes. What was fetched is chosen, to get a role."""
        if isinstance(event, PullChanged) and event.pull.state == "done":
            self._came = f"/{event.pull.files[0]}"
        if isinstance(event, ModelsChanged):
            self._measuring = ""
            self.begin()
        elif isinstance(event, EngineChanged):
            engine = event.engine
            wakes = engine.state in ("waking", "restarting")
            share = f" {engine.progress:.0%}" if engine.progress else ""
            self._waking = f"loading {engine.model}{share}" if wakes else ""
            self._remark()

    def _remark(self) -> None:
        free = next((one.fit.free for one in self._models.values() if one.fit), 0)
        there = f"{words.memory(free)} free" if free else ""
        now = f"measuring {self._measuring} …" if self._measuring else self._waking
        self.note(" · ".join(part for part in (now, there) if part))

    # ------------------------------------------------------------ drawing

    def empty(self) -> str:
        """Said where there are none."""
        return "" if self._models else NONE if self._looked else LOOKING

    def top(self, width: int) -> Content:
        """The names of the columns."""
        return drawings.heading(width)

    def facts(self, width: int) -> Content:
        """What is known of it, then what it takes."""
        view = self.chosen
        if view is None:
            return Content("")
        fit, close = self._fit(view), self.has_class("-paired")
        return self.laid(
            width,
            lambda room: drawings.facts(view, room, close=close),
            (lambda room: drawings.memory(fit, view.context, room)) if fit else None,
        )

    def facts_said(self) -> str:
        """The same in words."""
        view = self.chosen
        if view is None:
            return ""
        fit = self._fit(view)
        memory = drawings.memory_said(fit, view.context) if fit is not None else ""
        return f"{drawings.facts_said(view)}\n{memory}"

    def _fit(self, view: ModelView) -> FitView | None:
        context = self._contexts.get(view.path, 0)
        if not context or view.fit is None:
            return view.fit
        try:
            return self.brain().model_fit(view.path, context)
        except SelError:
            return view.fit

    def keys_now(self) -> Keys:
        """What can be done with the chosen model."""
        view = self.chosen
        search = ("s", "search", "screen.search")
        if view is None or not view.talks:
            return (*self.pull_keys(), search, BACK)
        rest = (("m", "measure", "screen.measure"), *self.pull_keys(), search, BACK)
        both = ("", "context", "screen.less|screen.more")
        if self.apart:
            give = "|".join(f"screen.give('{one}')" for one in drawings.ROLES)
            reading = (("↑ ↓", "scroll", ""), both)
            details = (("Enter", "details", "screen.read"),)
            shown = reading if self.has_class("-reading") else details
            return (("", "expert", give), *shown, *rest)
        use = ("Enter", "use it", "screen.give('general')")
        roles = [(key, role, f"screen.give('{role}')") for role, key in drawings.ROLES.items()]
        around = (("←", "less", "screen.less"), ("→", "more context", "screen.more"))
        return (use, *roles[1:], *((both,) if self.has_class("-narrow") else around), *rest)

    # ------------------------------------------------------------ doing

    def action_give(self, role: str) -> None:
        """Let it be the expert for this, now and from now on."""
        view = self._usable()
        if view is None:
            return
        if role == "vision" and not view.projector:
            self.notice("It cannot see: there is no projector (mmproj) for it here.")
        elif role in view.roles:
            self.notice(f"It is the {role} expert already.")
        else:
            self.notice(f"Loading {view.name} …")
            self.wish(GiveRole(role=role, model=view.path))

    def action_measure(self) -> None:
        """Find out how fast it is here."""
        view = self._usable()
        if view is not None and not self._measuring:
            self._measuring = view.name
            self._remark()
            self.app.run_worker(self._measure(view), group="apart", exit_on_error=False)

    async def _measure(self, view: ModelView) -> None:
        try:
            await self.desk.wish_apart(MeasureModel(model=view.path))
        except SelError as error:
            self.notice(error.sentence())
        finally:  # perhaps on another screen by now
            self._measuring = ""
            if self.is_attached:
                self._remark()

    def _usable(self) -> ModelView | None:
        view = self.chosen
        if view is not None and not view.talks:
            self.notice(view.problem or f"This is {view.kind}, which cannot talk.")
            return None
        return view

    def action_less(self) -> None:
        """A smaller context, to see whether it fits."""
        self._step(-1)

    def action_more(self) -> None:
        """A larger context."""
        self._step(1)

    def _step(self, by: int) -> None:
        view = self.chosen
        if view is None or view.fit is None:
            return
        choices = drawings.steps(view.context)
        now = self._contexts.get(view.path) or view.fit.context
        self._contexts[view.path] = _next(choices, now, by)
        self.draw()

    def action_search(self) -> None:
        """To the hub."""
        from tui.screens.models_hub import HubScreen  # lazy: few look there

        self.app.push_screen(HubScreen(self.desk))

    def action_read(self) -> None:
        """The details, where there is no room for both."""
        if self.chosen is not None and self.apart:
            self.read(on=True)

    @on(Picks.Opened)
    def _opened(self) -> None:
        if self.apart:
            self.action_read()
        else:
            self.action_give("general")


def _next(choices: Sequence[int], now: int, by: int) -> int:
    """The next choice above or below; the last one again at the end."""
    if by > 0:
        return next((one for one in choices if one > now), choices[-1])
    return next((one for one in reversed(choices) if one < now), choices[0])

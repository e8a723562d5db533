"""Models on the hub: looked for by words, then one of its quantisations, then fetched.

The hub is named before it is asked, and asked only when the person says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from sel.errors import SelError
from sel.model_events import PullModel
from tui.drawings import models as drawings
from tui.drawings import words
from tui.screens.models_frame import BACK, Keys, ModelsFrame
from tui.widgets.in_order import Field
from tui.widgets.rows import Picks

if TYPE_CHECKING:
    from sel.model_events import HubModelView, OffersView, OfferView
    from tui.screens.desk import ScreenDesk

WORDS = 400
"""Cells for a line that is heard."""
SEARCH = ("/", "other words", "screen.words")


class HubScreen(ModelsFrame):
    """Results of a search, or what one repository offers (`offers`)."""

    NAME = "models on the hub"
    AUTO_FOCUS = "#words"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash,s", "words", "Other words", show=False, id="models.words"),
        Binding("p", "projector", "What lets it see", show=False, id="models.projector"),
    ]

    def __init__(self, desk: ScreenDesk) -> None:
        super().__init__(desk)
        self.offers: OffersView | None = None
        self._found: dict[str, HubModelView] = {}
        self._words = Field(id="words", compact=True, select_on_focus=False)
        self._host = "the hub"
        self._asking = ""
        self._asked = ""
        self._sees = True

    def above(self) -> Iterator[Widget]:
        """The words to look for."""
        yield self._words

    def begin(self) -> None:
        """Say who would be asked."""
        try:
            self._host = self.brain().hub_name()
        except SelError as error:
            self.notice(error.sentence())
        self._words.placeholder = f"words, or OWNER/REPO; Enter asks {self._host}"
        self.draw()

    # ------------------------------------------------------------ asking

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        asked = event.value.strip()
        if asked:
            looked = self._offer if "/" in asked and " " not in asked else self._search
            self._ask(asked, looked(asked))

    def _ask(self, what: str, work: object) -> None:
        self._asking = what
        self.note(f"asking {self._host} …")
        self.run_worker(work, group="ask", exclusive=True)  # type: ignore[arg-type]
        self.draw()

    async def _search(self, asked: str) -> None:
        try:
            found = await self.brain().search_models(asked)
        except SelError as error:
            self._over(error)
            return
        self._over()
        self._asked, self.offers = asked, None
        self._found = {one.repo: one for one in found}
        self.note(f"{len(found)} found")
        self._show_found()

    async def _offer(self, repo: str) -> None:
        """`repo` as `sel models pull` takes it: a name, with a quantisation or a file perhaps, or
        a page."""
        try:
            offers = await self.brain().model_offers(repo)
        except SelError as error:
            self._over(error)
            return
        self._over()
        self.offers, self._sees = offers, bool(offers.projector)
        self.note(offers.model.repo)
        asked = (one for one in offers.offers if _is_asked(one, repo))
        advised = (one for one in offers.offers if one.advice)
        best = next(chain(asked, advised), None)
        rows = [drawings.offer_entry(one) for one in offers.offers]
        self.picks.show(rows, best.files[0] if best else "")
        self.picks.focus()
        self.draw()

    def _over(self, error: SelError | None = None) -> None:
        self._asking = ""
        self.note("")
        if error is not None:
            self.notice(error.sentence())
            self.draw()

    def _show_found(self) -> None:
        self.picks.show([drawings.hub_entry(one) for one in self._found.values()])
        if self._found:
            self.picks.focus()
        self.draw()

    # ------------------------------------------------------------ drawing

    @property
    def _offered(self) -> OfferView | None:
        offers = self.offers.offers if self.offers else ()
        return next((one for one in offers if one.files[0] == self.picks.chosen), None)

    def empty(self) -> str:
        """Said where nothing is listed."""
        if self.offers or self._found:
            return ""
        if self._asking:
            return f"Asking {self._host} …"
        if self._asked:
            return f"{self._host} has no model with GGUF files for “{self._asked}”."
        return f"What you write goes to {self._host} when you press Enter, and nothing else does."

    def top(self, width: int) -> Content:
        """The names of the columns."""
        if self.offers:
            names = f"{'weights':<12}{'size':>10}{'fits?':>10}"
            return Content.styled(names[:width], "$quiet")
        return drawings.hub_heading(width)

    def facts(self, width: int) -> Content:
        """The repository, and what the chosen quantisation takes here."""
        model = self.offers.model if self.offers else self._found.get(self.picks.chosen)
        if model is None:
            return Content("")
        fit, close = self._offered.fit if self._offered else None, self.has_class("-paired")
        return self.laid(
            width,
            lambda room: Content("\n" if close else "\n\n").join(self._known(model, room)),
            (lambda room: drawings.memory(fit, model.context, room)) if fit else None,
        )

    def facts_said(self) -> str:
        """The same in words."""
        model = self.offers.model if self.offers else self._found.get(self.picks.chosen)
        if model is None:
            return ""
        offer, known = self._offered, Content("\n").join(self._known(model, WORDS)).plain
        if offer is None or offer.fit is None:
            return known
        return f"{known}\n{drawings.memory_said(offer.fit, model.context)}"

    def _known(self, model: HubModelView, width: int) -> list[Content]:
        parts = [drawings.hub_facts(model, width, close=self.has_class("-paired"))]
        offer = self._offered
        if offer is not None and offer.advice:
            parts.append(Content.styled(f"{offer.quantisation}: {offer.advice}.", "$sel"))
        if self.offers is not None and self.offers.projector:
            taken = "comes along" if self._sees else "is left out"
            size = words.memory(self.offers.projector_size)
            told = f"What lets it see ({size}) {taken}: p changes that."
            parts.append(Content.styled(told, "$foreground"))
        return parts

    def keys_now(self) -> Keys:
        """What can be done here."""
        if self._words.has_focus:
            return (("Enter", f"ask {self._host}", ""), *self.pull_keys(), BACK)
        if self.offers is not None:
            projector = (("p", "what lets it see", "screen.projector"),)
            sees = projector if self.offers.projector else ()
            fetch = () if self.fetching else (("Enter", "fetch it", "screen.fetch"),)
            return (*fetch, *sees, *self.pull_keys(), SEARCH, BACK)
        return (("Enter", "its sizes", "screen.fetch"), *self.pull_keys(), SEARCH, BACK)

    def on_descendant_focus(self) -> None:
        """The keys are those of where one is."""
        self.draw()

    # ------------------------------------------------------------ doing

    @on(Picks.Opened)
    def _opened(self) -> None:
        self.action_fetch()

    def action_fetch(self) -> None:
        """Look into the repository, or fetch the quantisation."""
        offer = self._offered
        if self.offers is None:
            if self.picks.chosen:
                self._ask(self.picks.chosen, self._offer(self.picks.chosen))
        elif offer is not None and self.fetching:
            self.notice("Another model is being fetched; x stops it.")
        elif offer is not None:
            sees = (self.offers.projector,) if self._sees and self.offers.projector else ()
            self.wish(PullModel(repo=self.offers.model.repo, files=(*offer.files, *sees)))

    def action_projector(self) -> None:
        """With what lets it see, or without."""
        if self.offers is not None and self.offers.projector:
            self._sees = not self._sees
            self.draw()

    def action_words(self) -> None:
        """Look for something else."""
        self._words.focus()

    def action_back(self) -> None:
        """From a repository to the results, then away."""
        if self.offers is not None and self._found and not self._words.has_focus:
            self.offers = None
            self.note(f"{len(self._found)} found")
            self._show_found()
        else:
            self.dismiss()


def _is_asked(offer: OfferView, address: str) -> bool:
    """Whether a name or a page tells of this one: by its quantisation, or one of its files."""
    return offer.quantisation == address.rpartition(":")[2].upper() or any(
        f"/{file}" in address for file in offer.files
    )

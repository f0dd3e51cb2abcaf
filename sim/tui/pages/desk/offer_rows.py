"""The lines of the table of offers: labels, ranges, prices, cautions."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from attrs import frozen
from rich.cells import cell_len

from sim import narrate
from sim.forecast import Caution, Estimate, Forecast, Span
from sim.model.explanation import Figure, FigureKind
from sim.model.market import Offer, Quote
from sim.model.orders import Award
from sim.model.scenario import Scenario
from sim.model.vocabulary import Kind, Mode, TaskKind
from sim.tui import phrases
from sim.tui.kit import amounts, words
from sim.tui.kit.matrix import Line

COLUMN, LEAST = 22, 13
"""Most and fewest cells of a column."""

FULL_COLUMN, FULL_LEAST = 38, 24
"""Most and fewest cells of a column that shows everything."""

OTHER_ROWS = 11
"""Most lines of the table other than ranges."""


@frozen
class OfferView:
    """An offer as shown: on the terms of an award, with what is worked out so far."""

    offer: Offer
    name: str
    award: Award
    estimate: Estimate | None
    forecast: Forecast | None
    """None until it is worked out."""
    prices: tuple[Quote, ...]
    """The price under each pricing model, on the other terms of the award."""
    cautions: tuple[Caution, ...] = ()
    """What to beware of, as far as known."""
    drafted: bool = False
    barred: str = ""
    """Which drafted order rules it out, in two words; empty for none."""
    pinned: bool = False
    place: str = ""
    record: str = ""
    """The provider's jobs and rating."""
    back: float = 0.0
    """The most that the contract would recover of one loss (minor units)."""


def form_text(offer: Offer) -> str:
    """Which form of its mode an offer is: a team, a vendor, a site."""
    kind = narrate.KINDS[offer.kind]
    return f"{kind} abroad" if offer.mode is Mode.OFFSHORE and offer.kind is Kind.VENDOR else kind


@frozen
class Rows:
    """Builds the lines of the table for the columns that fit."""

    views: Sequence[OfferView]
    """The offers in view."""
    at: int
    """The chosen one of them."""
    column: int
    """Cells of a column."""
    kind: TaskKind
    scenario: Scenario
    full: bool
    """Whether to show everything."""
    hidden: tuple[int, int] = (0, 0)
    """How many more offers there are before and after those in view."""

    def build(self, bars: bool, blank: bool) -> list[Line]:
        out = [self._modes(), self._names()]
        out.append(self._row("form", [form_text(view.offer) for view in self.views], "$dim"))
        if any(view.place for view in self.views):
            out.append(self._row("from", [view.place or "at home" for view in self.views], "$dim"))
        out += self._prices()
        for kind in self._ranges():
            spans = self._spans(kind)
            if blank:
                out.append(self._row("", [""] * len(self.views)))
            styles = ["$warn" if view.barred else "" for view in self.views]
            told = zip(self._told(kind), styles, strict=True)
            out.append(self._line(phrases.offer_label(kind, self.kind), told, kind))
            if bars:
                out.append(self._bars(spans))
        if blank:
            out.append(self._row("", [""] * len(self.views)))
        if self.full:
            out += self._more()
        out.append(self._knowledge())
        out += self._cautions()
        return out

    @property
    def needed(self) -> int:
        """Cells of the longest figure when shortest; no column gets fewer."""
        kinds = [*self._ranges(), *([FigureKind.OFFER_PAYS] if self.full else [])]
        told = [one for kind in kinds for one in self._told(kind, 1)]
        told += [amounts.short(text, 1) for pair in self._quotes() for text in pair]
        return max(map(cell_len, told), default=0)

    def _told(self, kind: FigureKind, width: int = 0) -> list[str]:
        """A range of each offer in words. An offer that is ruled out has none, and says why in its
        first line."""
        said, width = [], width or self.column
        for view, span in zip(self.views, self._spans(kind), strict=True):
            if view.barred:
                said.append(view.barred if kind is FigureKind.OFFER_ALL_IN else "–")
            else:
                said.append(phrases.span_text(self.scenario, kind, span, width) if span else "…")
        return said

    def _ranges(self) -> list[FigureKind]:
        """The figures that are ranges, a line each."""
        return [
            FigureKind.OFFER_ALL_IN, FigureKind.OFFER_LEAVES, FigureKind.OFFER_FINISH,
            *([FigureKind.OFFER_SERVICE] if self.kind is TaskKind.FUNCTION else []),
            FigureKind.OFFER_QUALITY, FigureKind.OFFER_OVERSIGHT, FigureKind.OFFER_EXPOSURE,
        ]  # fmt: skip

    def _more(self) -> list[Line]:
        """What the desk has no room for: payments, odds of completion, terms, record."""
        pays = phrases.offer_label(FigureKind.OFFER_PAYS, self.kind)
        texts = self._told(FigureKind.OFFER_PAYS)
        done = [
            "–" if view.barred
            else f"in {view.forecast.done:.0%} of futures" if view.forecast else "…"
            for view in self.views
        ]  # fmt: skip
        terms = [narrate.terms_text(view.award.terms, self.scenario) for view in self.views]
        back = [
            f"at most {amounts.short_money(view.back)}" if view.back else "nothing"
            for view in self.views
        ]
        return [
            self._row(pays, texts, kind=FigureKind.OFFER_PAYS),
            self._row("gets done", done),
            *self._wrapped("terms", terms),
            self._row("recoverable", back),
            *self._wrapped("record", [view.record for view in self.views]),
        ]

    def _wrapped(self, label: str, texts: Sequence[str], style: str = "") -> list[Line]:
        return self._stacked(label, [words.wrap(text, self.column - 1) for text in texts], style)

    def _stacked(self, label: str, lists: Sequence[Sequence[str]], style: str) -> list[Line]:
        """Texts below one another, in as many lines as the longest list has."""
        rows = enumerate(zip_longest(*lists, fillvalue=""))
        return [self._row("" if row else label, texts, style) for row, texts in rows]

    def _line(
        self,
        label: str,
        cells: Iterable[tuple[str, str]],
        kind: FigureKind | None = None,
        style: str = "$dim",
    ) -> Line:
        asked = Figure(kind, self.views[self.at].offer.id) if kind else None
        return Line(label, tuple(cells), asked, style)

    def _row(
        self, label: str, texts: Sequence[str], style: str = "", kind: FigureKind | None = None
    ) -> Line:
        return self._line(label, [(text, style) for text in texts], kind)

    def _modes(self) -> Line:
        """The modes; on the left, how many offers come before."""
        cells = [phrases.mode_text(view.offer.mode) for view in self.views]
        before = self.hidden[0]
        return self._line(f"‹ {before} more" if before else "", cells, style="$key")

    def _names(self) -> Line:
        """The providers; on the left, how many offers come after."""
        cells = []
        for i, view in enumerate(self.views):
            mark = ("+ " if view.drafted else "") + ("* " if view.pinned else "")
            cells.append((mark + view.name, "bold underline" if i == self.at else "bold"))
        after = self.hidden[1]
        return self._line(f"{after} more ›" if after else "", cells, style="$key")

    def _prices(self) -> list[Line]:
        """The price as chosen, and the alternatives."""
        quotes = [[amounts.short(text, self.column) for text in pair] for pair in self._quotes()]
        first, others = [pair[0] for pair in quotes], [pair[1] for pair in quotes]
        rows = [self._row("price", first, kind=FigureKind.OFFER_PRICE)]
        return [*rows, self._row("or", others, "$dim")] if any(others) else rows

    def _quotes(self) -> list[tuple[str, str]]:
        """The price of each offer as chosen, and the alternatives."""
        found = []
        for view in self.views:
            wanted = view.award.terms.pricing
            quotes = sorted(view.prices, key=lambda quote: quote.pricing is not wanted)
            first = phrases.quote_text(quotes[0]) if quotes else "–"
            other = (
                "" if len(quotes) < 2
                else phrases.quote_text(quotes[1]) if len(quotes) == 2
                else f"{len(quotes) - 1} other ways"
            )  # fmt: skip
            found.append((first, other))
        return found

    def _spans(self, kind: FigureKind) -> list[Span | None]:
        """The ranges of a figure as far as known; None for offers ruled out."""
        return [
            view.forecast.spans[kind] if view.forecast and not view.barred else None
            for view in self.views
        ]

    def _bars(self, spans: Sequence[Span | None]) -> Line:
        known = [span for span in spans if span]
        if not known:
            return self._row("", [""] * len(spans))
        ends = (min(s.low for s in known), max(s.high for s in known))
        width = self.column - 1
        bars = [amounts.range_bar(s.low, s.mid, s.high, ends, width) if s else "" for s in spans]
        return self._row("", bars, "$dim")

    def _knowledge(self) -> Line:
        cells = [
            ("–", "$dim")
            if view.barred
            else phrases.knowledge_text(view.estimate.knowledge)
            if view.estimate
            else ("…", "$dim")
            for view in self.views
        ]
        return self._line("knowledge", cells)

    def _cautions(self) -> list[Line]:
        lists = [
            [] if view.barred else [phrases.caution_text(c) for c in view.cautions]
            for view in self.views
        ]
        if self.full:
            return self._wrapped("beware", [", ".join(texts) for texts in lists], "$warn")
        return self._stacked("beware", [texts[:4] for texts in lists], "$warn")

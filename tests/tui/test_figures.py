"""Figures stay whole at any width: they lose digits, never their unit or their end."""

import re

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sim.forecast import Span
from sim.model.explanation import FigureKind
from sim.model.vocabulary import TaskKind, TaskState
from sim.tui import phrases
from sim.tui.kit import amounts, matrix
from sim.tui.kit.table import Column, fit
from sim.tui.pages import strip
from sim.tui.pages.desk.offer_rows import LEAST, Rows, form_text
from sim.tui.pages.desk.offers import OfferTable
from sim.tui.pages.desk.taskpanel import offer_views
from sim.tui.pages.strip import Metric
from sim.tui.turn import LAID_OFF, SITE_CLOSES, TAKEN
from tests.builders import a_freelancer, a_project, a_scenario, a_team, a_vendor
from tests.tui.player import at_the_desk, tutorial

SUM = r"−?\d+(?:\.\d+)?[kMBT]?"
RANGE = re.compile(rf"{SUM}(?: (?:–|to) {SUM})?")
MINOR = st.integers(-(10**14), 10**14)
MONEY = ("OFFER_ALL_IN", "OFFER_LEAVES", "OFFER_PAYS", "OFFER_EXPOSURE")


def worth(text: str) -> float:
    """The number that a sum in words stands for."""
    size = {"k": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}.get(text[-1], 1.0)
    return float(text.rstrip("kMBT").replace("−", "-")) * size


@given(MINOR, MINOR, st.integers(1, 40))
def test_a_range_of_money_is_whole_at_any_width(first, second, width):
    """Both ends are numbers with units, close to the true values and in order; 14 cells or more are
    always enough."""
    low, high = sorted((first, second))
    said = amounts.money_range(low, high, width)
    assert RANGE.fullmatch(said), said
    assert cell_len(said) <= max(width, 14)
    ends = re.split(r" – | to ", said)
    if len(ends) == 2 and not ends[0][-1].isalpha() and "." in ends[0]:
        ends[0] += ends[1][-1]  # the unit stands once
    for end, amount in zip((ends[0], ends[-1]), (low, high), strict=True):
        assert worth(end) == pytest.approx(amount / 100, rel=0.5, abs=1)


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (-200_000, 1_200_000, "−2.0k to 12k"),
        (-200_000, 300_000, "−2.0k to 3.0k"),
        (-520_000_000, 300_000, "−5.20M to 3.0k"),
        (-90_000, -40_000, "−900 to −400"),
        (1_250_000_000, 9_990_000_000, "12.50 – 99.90M"),
    ],
)
def test_a_range_with_a_minus_names_both_units(low, high, text):
    """'−2.0 – 12k' could be read as two units and twelve thousand."""
    assert amounts.money_range(low, high) == text


@pytest.mark.parametrize(
    ("text", "width", "said"),
    [
        ("1,234,567 fixed", 15, "1,234,567 fixed"),
        ("1,234,567 fixed", 13, "1.23M fixed"),
        ("1,234,567/h+bonus", 12, "1.2M/h+bonus"),
        ("12,345 – 56,789 h", 13, "12k – 57k h"),
        ("-12,345,678", 9, "-12.3M"),
        ("999,999", 6, "1.00M"),
        ("seed 123456789012", 6, "seed 123456789012"),
        ("m12 – m14", 4, "m12 – m14"),
    ],
)
def test_a_figure_gets_shorter_and_keeps_its_unit(text, width, said):
    """Numbers that are not amounts, such as a seed or a turn, stay unchanged."""
    assert amounts.short(text, width) == said


@given(st.integers(-(10**12), 10**12), st.integers(1, 30))
def test_a_figure_is_never_cut(amount, width):
    """At any width: no ellipsis, and within a tenth of the true value where two digits fit."""
    said = amounts.short(f"{amount:,}", width)
    assert "…" not in said
    assert worth(said.replace(",", "")) == pytest.approx(amount, rel=0.5)
    if width >= 6:
        assert cell_len(said) <= width
        assert worth(said.replace(",", "")) == pytest.approx(amount, rel=0.1)


@given(st.integers(20, 200), st.integers(1, 9), st.integers(1, 14))
def test_names_give_way_to_figures(width, short, full):
    """A column of figures has room for its longest figure in its shortest form; the name column
    gives way, and figures are written in full where there is room."""
    columns = [Column("Name", 30, flex=1), Column("Sum", 6, numeric=True)]
    widths = fit(columns, width, figures={1: (short, max(short, full))})
    assert widths[1] >= short
    if width >= 30 + 2 + max(6, full):
        assert widths[1] >= full


def spread(size: float) -> dict[FigureKind, Span]:
    """An offer's forecast with large sums, some of them negative."""
    wide = Span(-size, size / 3.0, 1.7 * size)
    spans = {kind: wide for kind in FigureKind if kind.name in MONEY}
    spans[FigureKind.OFFER_FINISH] = Span(3.0, 90.0, 400.0)
    spans[FigureKind.OFFER_QUALITY] = Span(61.0, 70.0, 88.0)
    spans[FigureKind.OFFER_SERVICE] = Span(0.0, 0.7, 1.0)
    spans[FigureKind.OFFER_OVERSIGHT] = Span(12_345.0, 20_000.0, 56_789.0)
    return spans


@pytest.mark.parametrize(
    ("width", "size"),
    [
        (80, 12_345_678.0),
        (80, 4.2e13),
        *(
            pytest.param(width, size, marks=pytest.mark.long)
            for width in (80, 100, 120, 200)
            for size in (1e3, 99_950.0, 9.99e9, 4.2e13)
        ),
    ],
)
async def test_no_figure_of_an_offer_is_cut(width, size):
    """In the columns at the desk and in the comparison: names are cut, figures are not."""
    async with at_the_desk(tutorial(), (width, 40)) as player:
        await player.press("enter")
        table = player.app.screen.query_one(OfferTable)
        views = [
            evolve(
                view,
                name="A name without an end" * 5,
                forecast=evolve(view.forecast, spans=spread(size)),
                prices=tuple(evolve(quote, amount=int(size)) for quote in view.prices),
            )
            for view in table._views
        ]
        table.show(views, TaskKind.PROJECT, player.game.scenario)
        await player.settle()
        text = "\n".join(line.plain for line in table.render().split("\n"))
        cut = [line for line in text.split("\n") if "…" in line]
        assert all("A name" in line for line in cut), cut
        assert cut
        for line in text.split("\n"):
            if line.startswith(("all-in", "leaves you")):
                columns = re.split(r"\s{2,}|▌", line.partition("▌")[2])
                assert all(RANGE.fullmatch(one.strip()) for one in columns if one.strip()), line


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_column_shows_its_form(size):
    """The mode and its form, even where two offers of one mode are side by side."""
    async with at_the_desk(tutorial(), size) as player:
        await player.press("enter")
        table = player.app.screen.query_one(OfferTable)
        rows = [line.plain for line in table.render().split("\n")]
        form = next(row for row in rows if row.startswith("form"))
        modes = rows[0]
        for start, _, at in table._shown:
            offer = table._views[at].offer
            assert form[start:].lstrip("▌ ").startswith(form_text(offer)), form
            assert modes[start:].lstrip("▌ ").startswith(phrases.mode_text(offer.mode)[0]), modes


async def test_a_taken_provider_is_marked():
    """A provider that can do one thing at a time and is drafted for another task: its column says
    that it is taken and gives no range, and no forecast is computed."""
    scenario = a_scenario(
        a_team(heads=2), a_freelancer(), a_project("shop"), a_project("cards"), a_vendor()
    )
    async with at_the_desk(scenario, (120, 40)) as player:
        session = player.app.session
        second = session.observation.tasks["cards"]
        offer = next(o for o in session.board.offers("shop") if o.provider == "silva")
        assert not session.game.draft(session.board.award(offer))
        assert second.state is TaskState.OPEN
        view = next(v for v in offer_views(session, second) if v.offer.provider == "silva")
        assert view.barred
        table = OfferTable("test")
        table._views = (view,)
        assert table.unforeseen() == []
        told = evolve(view, forecast=session.board.foresee(view.award))
        for full in (False, True):
            lines = Rows((told,), 0, 22, TaskKind.PROJECT, scenario, full).build(True, False)
            rows = matrix.drawn(lines, 0, 22)
            text = "\n".join(row.plain for row in rows)
            assert f"all-in     ▌{view.barred}" in text
            assert not re.search(r"^(all-in|leaves you|done by|quality|you'd).*\d", text, re.M)


def test_the_mark_of_a_taken_provider_fits_the_narrowest_column():
    """The text is not a figure and could not be shortened."""
    assert max(map(cell_len, (TAKEN, SITE_CLOSES, LAID_OFF))) <= LEAST


async def test_the_strip_is_whole_with_large_sums():
    """At 80 columns, sums that would not fit are abbreviated, and nothing runs past the edge."""
    firm = evolve(tutorial().firm, name="A firm with a long name", cash=10**12)
    async with at_the_desk(evolve(tutorial(), firm=firm), (80, 24)) as player:
        for metric in player.app.screen.query(Metric):
            if metric.display:
                assert metric.region.right <= 79, metric.id
        await player.press("n", "y", "enter")
        session = player.app.session
        _, fits = strip._numbers(session, 78, True, lambda _: "9" * 60)
        assert not fits
        _, fits = strip._numbers(session, 78, True, amounts.short_money)
        assert fits

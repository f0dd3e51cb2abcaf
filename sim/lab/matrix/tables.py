"""The matrix as tables for a terminal."""

from collections.abc import Callable, Mapping, Sequence

from attrs import frozen
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sim.lab.matrix.cells import Cell, cheapest
from sim.lab.matrix.runs import Matrix, Plan
from sim.lab.trials.conduct import Form
from sim.lab.trials.work import Work

GAP = 2
"""Spaces between columns."""

LABEL = 15
"""Width of the first column on a narrow page; longer labels wrap."""

CHEAPEST, NOBODY = "*", "-"
"""Marks the cheapest form that gets the work done, and a cell without a provider."""

LEGEND = (
    "The total cost of a standard hour, in multiples of the home wage.\n"
    "* the cheapest form that delivers at least seven eighths of the work\n"
    "( ) a form that delivers less; - no provider of that form does it"
)

HEADINGS = {
    "staff": "settled staff",
    "team": "team off core",
    "hire": "new hires",
    "freelancer": "free- lancer",
    "vendor-fixed": "vendor fixed",
    "vendor-hourly": "vendor hourly",
    "vendor-performance": "vendor perf.",
    "offshore-vendor": "vendor abroad",
    "captive": "captive site",
}
"""Headings with words of at most seven letters, where the forms' ids do not fit."""


def overview(plan: Plan, matrix: Matrix, width: int) -> RenderableType:
    """Cost per standard hour: a row for each piece of work, a column for each form."""
    rows = [(work.id, _costs(plan.forms, matrix[work.id])) for work in plan.works]
    return _drawn("work", plan.forms, rows, width)


def detail(plan: Plan, matrix: Matrix, work: Work, width: int) -> RenderableType:
    """All figures of one piece of work: a row for each figure, a column for each form."""
    row = matrix[work.id]
    cells = [row[form.id] for form in plan.forms]
    rows = [("cost of an hour", _costs(plan.forms, row))]
    rows += [
        (name, [NOBODY if cell is None else figure(cell) for cell in cells])
        for name, figure in _figures(cells).items()
    ]
    return _drawn(work.id, plan.forms, rows, width)


def _figures(cells: Sequence[Cell | None]) -> dict[str, Callable[[Cell], str]]:
    """Row labels, and the figure for a cell. Losses borne are one of the parts."""
    parts = next((list(cell.parts) for cell in cells if cell is not None), [])

    def of(name: str) -> Callable[[Cell], str]:
        return lambda cell: _short(cell.parts[name])

    return {
        "95% interval": lambda cell: (
            NOBODY if cell.ci95 is None else f"±{_short(cell.ci95[1] - cell.cost)}"
        ),
        **{f"- {name}": of(name) for name in parts},
        "quality": lambda cell: NOBODY if cell.quality is None else f"{cell.quality:.0f}",
        "turns until it is done": lambda cell: f"{cell.turns:.1f}",
        "managers' hours a turn": lambda cell: _short(cell.oversight),
        "delivered": lambda cell: f"{cell.delivered:.0%}",
    }


def _costs(forms: Sequence[Form], row: Mapping[str, Cell | None]) -> list[str]:
    best = cheapest(row)
    return [_cost(row[form.id], form.id == best) for form in forms]


def _cost(cell: Cell | None, best: bool) -> str:
    if cell is None:
        return NOBODY
    text = _short(cell.cost)
    if best:
        return f"{CHEAPEST}{text}"
    return text if cell.in_full else f"({text})"


def _short(value: float) -> str:
    """A figure in four characters if it is below a thousand, without its minus sign."""
    for digits, limit in ((2, 9.995), (1, 99.95)):
        if abs(value) < limit:
            return f"{value:.{digits}f}"
    return f"{value:.0f}"


@frozen
class _Column:
    heading: str
    cells: Sequence[str]

    @property
    def width(self) -> int:
        """The width of its longest cell or heading word."""
        return max(map(len, (*self.cells, *self.heading.split())))


def _drawn(
    first: str, forms: Sequence[Form], rows: Sequence[tuple[str, Sequence[str]]], width: int
) -> RenderableType:
    """One table, or several below each other on a narrow page."""
    names = [name for name, _ in rows]
    label = max(map(len, (first, *names)))
    roomy = label + sum(GAP + len(form.id) for form in forms) <= width
    if not roomy:
        label = min(label, LABEL)
    columns = [
        _Column(
            form.id if roomy else HEADINGS.get(form.id, form.id),
            [cells[place] for _, cells in rows],
        )
        for place, form in enumerate(forms)
    ]
    tables: list[RenderableType] = []
    while columns:
        fitting = columns[:1]
        for column in columns[1:]:
            if label + sum(GAP + one.width for one in (*fitting, column)) > width:
                break
            fitting.append(column)
        columns = columns[len(fitting) :]
        tables += ["", _table(first, names, label, fitting, roomy)]
    return Group(*tables[1:])


def _table(
    first: str, names: Sequence[str], label: int, columns: Sequence[_Column], roomy: bool
) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold")
    table.add_column(Text(first), width=label)
    for column in columns:
        table.add_column(
            Text(column.heading), justify="right", width=None if roomy else column.width
        )
    for place, name in enumerate(names):
        table.add_row(Text(name), *(_styled(column.cells[place]) for column in columns))
    return table


def _styled(text: str) -> Text:
    return Text(text, style="bold" if text.startswith(CHEAPEST) else "")

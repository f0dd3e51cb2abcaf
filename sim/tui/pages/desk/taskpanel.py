"""The right half of the desk: the selected task, whoever has it, and the offers for it."""

from functools import partial

from rich.cells import cell_len
from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from sim import forecast, narrate
from sim.model.explanation import Figure, FigureKind
from sim.model.market import Quote
from sim.model.orders import Award
from sim.model.report import HappeningKind
from sim.model.spec import Scenario, Task
from sim.model.vocabulary import Hours, Presence, TaskKind, TaskState
from sim.model.world import Engagement, Observation, ProviderFacts, TaskFacts
from sim.tui import phrases
from sim.tui.kit import amounts, late, words
from sim.tui.orders.deal import deal_rows
from sim.tui.pages.desk.offer_rows import OfferView
from sim.tui.pages.desk.offers import OfferTable
from sim.tui.session import Session

TRAITS = (
    ("complex", "complexity"), ("coupled", "coupling"), ("know-how", "knowledge"),
    ("core", "core"), ("visible", "visibility"), ("sensitive", "sensitivity"),
)  # fmt: skip
"""Label and field of each trait of a task, 0..1."""


def task_rows(session: Session, task: TaskFacts, width: int, high: bool) -> list[Content]:
    """The task: what it is, what it brings, what it is like."""
    facts, scenario, spec = session.observation, session.game.scenario, task.spec
    rows = _what(facts, spec, width)
    rows += words.hang([], _money(scenario, task, facts.turn), width)
    seen = session.projected_finish(spec.id)
    if seen is not None and spec.deadline is not None:
        when = f"by {narrate.turn_short(scenario, seen.turn)}" if seen.turn else "no time soon"
        style = "$warn" if seen.slips else "$dim"
        sign = "! slips: " if seen.slips else ""
        rows.append(words.line((f"{sign}done {when} at its recent pace", style)))
    if not high:
        rows.append(_marked(spec, width))
    else:
        traits = [(label, amounts.dots(getattr(spec, name))) for label, name in TRAITS]
        rows += words.paired(traits, 19, max(1, min(6, width // 19)), 10)
    special = _special(session, task)
    if special:
        rows += words.hang([], special, width)
    return rows


def _marked(spec: Task, width: int) -> Content:
    """The task's strongest traits, in a line."""
    found = sorted(((getattr(spec, name), label) for label, name in TRAITS), reverse=True)
    pieces: list[words.Piece] = []
    used = 0
    for value, label in found[:4]:
        if used + cell_len(label) + 9 > width:
            break
        used += cell_len(label) + 9
        pieces += [(f"{label} ", "$dim"), amounts.dots(value), "   "]
    return words.line(*pieces)


def _what(facts: Observation, spec: Task, width: int) -> list[Content]:
    kind = "project" if spec.kind is TaskKind.PROJECT else "ongoing service"
    amount = f"{spec.hours:,.0f} h" + ("" if spec.kind is TaskKind.PROJECT else " a turn")
    field = spec.discipline
    name = words.clean(narrate.name_of(facts, field))
    known = Content("")
    if field in facts.knowledge:
        asked = Figure(FigureKind.KNOWLEDGE, field)
        known = words.ask(f" ({facts.knowledge[field]:.0%} known)", asked, "$dim")
    shown = words.cut(name, max(8, width - known.cell_length))
    parts = [words.line((kind, "$dim")), words.line((shown, "$dim"), known)]
    return words.flow([*parts, words.line((amount, "$dim"))], width, style="$dim")


def _money(scenario: Scenario, task: TaskFacts, turn: int) -> str:
    short, spec = narrate.turn_short, task.spec
    if spec.kind is TaskKind.FUNCTION:
        until = f" {narrate.through(scenario, spec.until)}" if spec.until else ""
        return f"worth {narrate.money(spec.value)} a {narrate.turn_word(scenario)}{until}"
    parts = [f"worth {narrate.money(spec.value)} on acceptance"]
    if task.delivered and spec.kind is TaskKind.PROJECT:
        parts.append(f"accepted in {short(scenario, task.delivered)}")
    elif spec.deadline is not None:
        left = spec.deadline - turn + 1
        room = f"{narrate.turns_text(scenario, left)} left" if left > 0 else "past its deadline"
        parts.append(f"due {short(scenario, spec.deadline)}, {room}")
    if spec.penalty:
        parts.append(f"late {narrate.money(spec.penalty)} a {narrate.turn_word(scenario)}")
    return " · ".join(parts)


def _special(session: Session, task: TaskFacts) -> str:
    facts, spec, notes = session.observation, task.spec, []
    if spec.presence is Presence.LOCAL:
        notes.append("must be done on site")
    if spec.hours_of_day is Hours.ROUND_THE_CLOCK:
        notes.append("round the clock")
    if spec.clarity < 0.45:
        notes.append("vaguely specified")
    if spec.kind is TaskKind.FUNCTION and spec.volatility > 0.25:
        notes.append("demand fluctuates")
    notes += _comes_after(session, task)
    if spec.client:
        notes.append(f"for {narrate.name_of(facts, spec.client)}")
    return " · ".join(notes)


def _comes_after(session: Session, task: TaskFacts) -> list[str]:
    """What has to be done before work ahead opens; for lost work, what was lost before it."""
    facts = session.observation
    if task.state is TaskState.LOST:
        happenings = [h for report in session.game.reports for h in report.happenings]
        return [
            f"no longer wanted: {narrate.name_of(facts, h.other)} was "
            + ("lost" if h.other in facts.tasks else "not taken on")
            for h in happenings
            if h.kind is HappeningKind.FELL_AWAY and h.subject == task.spec.id
        ]
    if task.state is not TaskState.AHEAD:
        return []
    left = {_before(facts, key): None for key in task.spec.after}
    return [f"after {', '.join(name for name in left if name)}"] if any(left) else []


def _before(facts: Observation, key: str) -> str:
    """The task that has to be done first, in words; empty if it is done."""
    if key in facts.tasks:
        done = facts.tasks[key].state is TaskState.DONE
        return "" if done else narrate.name_of(facts, key)
    for spec in facts.scenario.tasks:
        if spec.id == key and spec.deal is not None:
            return f"{spec.title} of {narrate.name_of(facts, spec.deal)} (on offer)"
    return "outside work not on offer yet"


def engagement_rows(session: Session, engagement: Engagement, width: int) -> list[Content]:
    """An engagement: terms, progress, oversight, money."""
    facts, scenario = session.observation, session.game.scenario
    e = engagement
    name = words.cut(narrate.name_of(facts, e.provider), width // 2)
    head = [(phrases.MODE_MARKS[e.mode] + " ", phrases.MODE_STYLES[e.mode]), (f"{name}  ", "bold")]
    rows = words.hang(head, narrate.terms_text(e.terms, scenario), width, "$dim")
    return [*rows, *_state(scenario, facts, e, width), _effort(e)]


def _state(scenario: Scenario, facts: Observation, e: Engagement, width: int) -> list[Content]:
    short = narrate.turn_short
    parts = [Content(f"since {short(scenario, e.started)}")]
    task = facts.tasks.get(e.task)

    def say(text: str, kind: FigureKind | None = None, key: str = e.id) -> None:
        parts.append(words.ask(text, Figure(kind, key) if kind else None))

    team = facts.teams.get(e.provider)
    if team is not None and not team.heads:
        say("has no people yet" if team.arriving else "has no people")
    if e.lead:
        say(f"starts in {narrate.turns_text(scenario, e.lead)}")
    elif e.ramp < 0.995:
        say(f"at {e.ramp:.0%} of full pace", FigureKind.ENGAGEMENT_PACE)
    if task is not None and task.spec.kind is TaskKind.PROJECT:
        done = f"{min(1.0, task.done / task.spec.hours):.0%} done"
        say(done, FigureKind.TASK_DONE, e.task)
    elif e.asked:
        gave = words.ask(f"gave {e.turn_done:,.0f}", Figure(FigureKind.ENGAGEMENT_DONE, e.id))
        asked = Figure(FigureKind.ENGAGEMENT_ASKED, e.id)
        parts.append(words.line(gave, words.ask(f" of {e.asked:,.0f} h asked", asked)))
    if e.term_ends:
        say(f"bound {narrate.through(scenario, e.term_ends)}")
    if e.renewal:
        then = phrases.quote_text(Quote(e.terms.pricing, e.renewal.price))
        say(f"{then} from {narrate.turn_short(scenario, e.renewal.starts)} on")
    if e.ends:
        say(f"works {narrate.through(scenario, e.ends)}")
    if e.kind.external:
        say(f"paid {narrate.money(e.paid)}", FigureKind.ENGAGEMENT_PAID)
    if e.escrow:
        say(f"{narrate.money(e.escrow)} in escrow", FigureKind.ENGAGEMENT_ESCROW)
    return words.flow(parts, width, indent=2)


def _effort(e: Engagement) -> Content:
    given, wanted = e.oversight_given, e.oversight_wanted
    short = given < wanted - 0.05
    got, asked = (
        Figure(kind, e.id)
        for kind in (FigureKind.ENGAGEMENT_GIVEN, FigureKind.ENGAGEMENT_OVERSIGHT)
    )
    pieces: list[words.Piece] = [("  oversight ", "$dim")]
    if short:
        pieces.append(words.ask(f"{given:.1f}", got, "$warn"))
        pieces.append(words.ask(f" of {wanted:.1f} h, too little", asked, "$warn"))
    else:
        pieces.append(words.ask(f"{given:.0f} h", got))
    if e.made or e.surfaced:
        pieces += [
            ("   faults ", "$dim"),
            f"{e.made} caught, ",
            (f"{e.surfaced} got through", "$bad" if e.surfaced else ""),
        ]
    return words.line(*pieces)


class TaskPanel(VerticalScroll, can_focus=False):
    """Shows a task or outside work, and the offers. Estimates are made in a thread."""

    def __init__(self) -> None:
        super().__init__(id="task", classes="panel")
        self._session: Session | None = None
        self._shown_task: TaskFacts | None = None

    def compose(self) -> ComposeResult:
        yield Static(Content(""), id="facts")
        yield OfferTable("offers")

    def show(self, session: Session, task: TaskFacts | None, deal: str) -> None:
        """Show a task, or outside work when there is none."""
        self._session, self._shown_task = session, task
        text, table = self.query_one("#facts", Static), self.query_one(OfferTable)
        table.display = task is not None
        size = self.app.size
        width = max(30, size.width - 2 if size.width < 100 else self.size.width - 2)
        if task is None:
            self.border_title = Content("Outside work" if deal else "Nothing to do")
            words.put(text, words.lines(deal_rows(session, deal, width) if deal else []))
            return
        offers, running = session.board.offers(task.spec.id), session.engagements(task.spec.id)
        asked = f"who does it? {len(offers)} offers" if offers else "the task"
        name = words.cut(task.spec.title, max(10, width - cell_len(asked) - 7))
        self.border_title = Content(f"{name} · {asked}")
        high = size.height >= 32
        rows = task_rows(session, task, width, high)
        for engagement in running:
            rows += [Content("")] if high else []
            rows += engagement_rows(session, engagement, width)
        rows.append(Content(""))
        words.put(text, words.lines(rows))
        table.give_room((self.size.height or size.height - 6) - len(rows))
        self._show_offers(session, task)

    def _show_offers(self, session: Session, task: TaskFacts) -> None:
        views = offer_views(session, task)
        table = self.query_one(OfferTable)
        waits = task.state in (TaskState.OPEN, TaskState.RUNNING)
        table.display = bool(views) or waits
        table.show(views, task.spec.kind, session.game.scenario)
        missing = [view.award for view in views if view.estimate is None]
        if missing:
            self._estimate(session, task, missing)
        else:
            self._look_ahead(session, task)

    @work(thread=True, exclusive=True, group="estimates")
    def _estimate(self, session: Session, task: TaskFacts, awards: list[Award]) -> None:
        for award in awards:
            with session.steady:
                if award.offer in session.observation.offers:  # else the turn is over meanwhile
                    session.board.estimate(award)
        late.from_thread(self, partial(self._estimated, session, task))

    def _estimated(self, session: Session, task: TaskFacts) -> None:
        if self._shown_task is task:
            self._update(session, task)
            self._look_ahead(session, task)

    def _update(self, session: Session, task: TaskFacts) -> None:
        views = offer_views(session, task)
        self.query_one(OfferTable).show(views, task.spec.kind, session.game.scenario)

    @work(exclusive=True, group="forecasts")
    async def _look_ahead(self, session: Session, task: TaskFacts) -> None:
        """Forecast the offers that are not forecast yet, those in view first."""
        turn = session.game.turn
        table = self.query_one(OfferTable)
        while waiting := table.unforeseen():
            found = await session.board.look_ahead(waiting[0])
            gone = self._shown_task is not task or turn != session.game.turn
            if found is None or gone or not late.stands(self):
                return
            table.foreseen(waiting[0], found, session.board.cautions(waiting[0]))

    def look_further(self) -> None:
        """The cursor is on another offer."""
        if self._session is not None and self._shown_task is not None:
            self._look_ahead(self._session, self._shown_task)


def offer_views(session: Session, task: TaskFacts) -> list[OfferView]:
    """The offers for a task on the default terms, with what is worked out so far."""
    board = session.board
    with session.steady:
        return [offer_view(session, board.award(one)) for one in board.offers(task.spec.id)]


def offer_view(session: Session, award: Award, full: bool = False) -> OfferView:
    """An offer on some terms, with what is worked out so far; in full, with what the contract would
    recover."""
    facts = session.observation
    offer = facts.offers[award.offer]
    provider, team = facts.providers.get(offer.provider), facts.teams.get(offer.provider)
    place = provider.location if provider else team.location if team else None
    barred = session.board.barred(award)
    return OfferView(
        offer,
        name=narrate.name_of(facts, offer.provider),
        award=award,
        estimate=session.board.known_estimate(award),
        forecast=session.board.known_forecast(award),
        prices=session.board.prices(award),
        drafted=any(one.offer == offer.id for one in session.drafted_awards(award.task)),
        cautions=session.board.cautions(award),
        barred=barred,
        pinned=session.board.is_pinned(award) and not barred,
        place=narrate.name_of(facts, place) if place else "",
        record=_record(provider),
        back=sum(forecast.recoverable(facts, award).values()) if full else 0.0,
    )


def _record(provider: ProviderFacts | None) -> str:
    """What is known of a provider."""
    if provider is None:
        return "your own people"
    jobs = phrases.jobs_text(provider.jobs) if provider.jobs else "never worked for us"
    return f"{jobs}, rated {provider.rating:.1f} by {provider.reviews}"

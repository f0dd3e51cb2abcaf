"""Words for values: every kind has some, and no value breaks them."""

import pytest
from attrs import evolve

from sim import narrate
from sim.engine.turn import resolve
from sim.forecast import imagine
from sim.games.game import Game
from sim.model.market import Choice, Request
from sim.model.orders import (
    AcceptDeal,
    Answer,
    AskReferences,
    Audit,
    Award,
    CloseSite,
    DeclineDeal,
    End,
    Hire,
    LayOff,
    OpenSite,
    Oversee,
    Overtime,
    Renew,
    Terms,
    Train,
)
from sim.model.report import Happening, HappeningKind, Incident, Recovery
from sim.model.vocabulary import (
    Account,
    Clause,
    IncidentKind,
    Mode,
    Oversight,
    Pricing,
    RequestKind,
    Sla,
)
from sim.narrate import incident_chain, incident_why
from tests.builders import (
    CALM,
    a_busy_scenario,
    a_client,
    a_discipline,
    a_freelancer,
    a_function,
    a_game,
    a_place,
    a_project,
    a_team,
    a_vendor,
    award,
    home,
    play_out,
    runs,
)


@pytest.fixture(scope="module")
def facts():
    return a_game(
        a_project("brochure", title="Trade fair brochure"),
        evolve(a_team("app-team"), title="App team"),
        evolve(a_freelancer("amara-osei"), name="Amara Osei"),
        evolve(a_vendor("dhara-data", location="sundara"), name="Dhara Data Works"),
        a_place("sundara"),
        evolve(a_client("lakeland-board"), name="Lakeland Tourist Board"),
        evolve(a_discipline("web"), title="Web work"),
    ).observation


def an_incident(**changes):
    given = {
        "id": "t1-1",
        "turn": 1,
        "kind": IncidentKind.DEFECT,
        "task": "brochure",
        "chain": ("Tarn & Co", "Pixelhof"),
        "mode": Mode.OUTSOURCE,
        "by_others": True,
        "blamed": "Fernhill Trails",
        "count": 3,
        "loss": 1_860_000,
        "recovered": (Recovery(Clause.SERVICE_CREDIT, 115_000, 115_000),),
        "borne": 1_745_000,
        "reputation": -3.1,
        "skill_short": 0.08,
        "oversight_short": 0.33,
        "undisclosed": True,
    }
    return Incident(**{**given, **changes})


@pytest.mark.parametrize(
    ("amount", "text"),
    [(0, "0"), (49, "0"), (-49, "0"), (50, "1"), (-50, "-1"), (41_230_000, "412,300")],
)
def test_money_is_in_whole_units(amount, text):
    """Cents are rounded to units, and a rounded zero has no sign."""
    assert narrate.money(amount) == text


@pytest.mark.parametrize("kind", HappeningKind)
@pytest.mark.parametrize("subject", ["brochure", "amara-osei", "app-team", "", "nobody", "e1"])
def test_every_happening_is_a_sentence(facts, kind, subject):
    """Whatever its subject, and even if that no longer exists."""
    text = narrate.happening(facts, Happening(kind, subject, "dhara-data", 2.0))
    assert text.strip()
    assert "\n" not in text


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ((0.9,), "1 client asked, full of praise"),
        ((0.6, 0.9), "2 clients asked, content"),
        ((0.3, 0.8, 0.7), "3 clients asked, lukewarm"),
    ],
)
def test_references_sound_like_what_was_said(facts, said, text):
    """How many were asked, what they said, and that the supplier chose them."""
    told = narrate.happening(facts, Happening(HappeningKind.REFERENCES, "dhara-data", said=said))
    salt = "handpicked, so take it with a pinch of salt"
    assert told == f"Dhara Data Works: {text}; {salt}"


def test_a_request_that_is_gone_is_still_named(facts):
    """Reports outlive requests: the words are derived from the id."""
    gone = Happening(HappeningKind.ANSWERED, "unhappy_client/lakeland-board/3", "visit")
    assert narrate.happening(facts, gone) == "Unhappy client: Lakeland Tourist Board: visit them"


def test_names_stand_for_ids(facts):
    """A task, a team, a supplier, a place or a discipline by its name; an unknown one by its id."""
    names = {
        "brochure": "Trade fair brochure",
        "app-team": "App team",
        "amara-osei": "Amara Osei",
        "sundara": "Sundara",
        "web": "Web work",
        "nobody": "nobody",
    }
    assert {key: narrate.name_of(facts, key) for key in names} == names


def test_an_incident_is_told_as_a_chain(facts):
    """Who did it, why, whom the customer blames, what came back, and what the firm bears."""
    text = "\n".join(narrate.incident_lines(facts, an_incident()))
    for part in (
        "Trade fair brochure: faulty work came to light (3×)",
        "loss 18,600",
        "Tarn & Co, who gave it to Pixelhof (you did not know)",
        "33% of the promised oversight was not given",
        "Fernhill Trails",
        "service credit",
        "recovered 1,150",
        "17,450",
    ):
        assert part in text


@pytest.mark.parametrize("kind", IncidentKind)
def test_an_incident_without_a_doer_is_told(facts, kind):
    """Unassigned work fails, too; the public is angry with the firm itself."""
    lines = narrate.incident_lines(facts, an_incident(kind=kind, chain=(), recovered=()))
    doer = "Fernhill Trails" if kind is IncidentKind.BACKLASH else "nobody"
    assert doer in lines[1]


def test_work_that_was_signed_and_has_not_begun_was_given_to_somebody():
    """The future provider is named but not blamed. Unassigned work is called unassigned."""
    game = a_game(
        a_place("coast"), a_vendor("tarn", location="coast"), a_function("desk"),
        a_function("calls"), rules=CALM,
    )  # fmt: skip
    game.submit((award(game.observation, "desk", "tarn"),))
    facts = game.observation
    told = {one.task: incident_chain(facts, one) for one in facts.incidents}
    assert told["desk"] == "nobody yet: Tarn had not begun"
    assert told["calls"] == "nobody: no one had been given the work"
    (first,) = (one for one in facts.incidents if one.task == "desk")
    assert "after the contract is signed" in incident_why(facts, first)


@pytest.mark.parametrize("kind", RequestKind)
def test_every_request_has_a_title_and_a_text(facts, kind):
    """Each answer says what it costs, not what it leads to."""
    request = Request("r", kind, 1, "brochure", "Amara Osei", (), 420_000)
    title, text = narrate.request(facts, request)
    assert "Amara Osei" in title
    assert text.endswith((".", "?"))
    answer = narrate.choice(request, Choice("pay", 420_000, 6.0))
    assert answer == "Pay what they ask (costs 4,200, takes 6 managers' hours)"
    hidden = narrate.choice(request, Choice("visit", 0, 0.0, 0.25))
    assert ("25" in hidden) is (kind in (RequestKind.PRICE_RISE, RequestKind.RENEWAL))


ORDERS = [
    (Award("brochure", "brochure/amara-osei"), "award Trade fair brochure to Amara Osei"),
    (Oversee("e1", Oversight.CLOSE), "close oversight for e1"),
    (End("e1"), "end e1"),
    (Renew("e1", 12), "renew e1 for 12 months"),
    (Hire("app-team", 2), "hire 2 for App team"),
    (LayOff("app-team", 1), "lay off 1 of App team"),
    (Train("app-team", 40.0), "train App team for 40 h"),
    (Overtime("app-team", 45.0), "App team works 45 h a week"),
    (OpenSite("sundara", "web", 20), "open a site in Sundara: 20 for Web work"),
    (CloseSite("app-team"), "close App team"),
    (Audit("dhara-data"), "audit Dhara Data Works"),
    (AskReferences("dhara-data", 1), "ask a client of Dhara Data Works about them"),
    (AskReferences("dhara-data", 3), "ask 3 clients of Dhara Data Works about them"),
    (Answer("gone", "pay"), "answer gone: pay"),
    (AcceptDeal("deal"), "accept outside work: deal"),
    (DeclineDeal("deal"), "decline outside work: deal"),
]


@pytest.mark.parametrize(("order", "text"), ORDERS)
def test_every_order_is_said_in_a_line(facts, order, text):
    """With names in place of ids; if the subject no longer exists, its id is shown."""
    assert narrate.order(facts, order) == text


def test_work_that_is_outside_comes_home():
    """An award to an own team says so if it takes over from others, but not if it works alongside
    them or nobody has the work.
    """
    game = a_game(
        a_team("crew"), a_vendor("tarn"), a_function("desk"), a_function("line"),
        runs("desk", "tarn"),
    )  # fmt: skip
    facts, order = game.observation, home("desk", "crew")
    assert narrate.order(facts, order) == "bring Desk home to Crew"
    assert narrate.order(facts, evolve(order, beside=True)) == "award Desk also to Crew"
    assert narrate.order(facts, home("line", "crew")) == "award Line to Crew"


def test_terms_name_what_was_agreed(facts):
    """Terms that were not agreed are not mentioned."""
    terms = Terms(Pricing.FIXED, Oversight.LIGHT, Sla.STRICT, 6, False, True)
    text = narrate.terms_text(terms, facts.scenario)
    assert text == "fixed price, strict SLA, 6 months, liability, light oversight"
    assert narrate.terms_text(Terms(), facts.scenario) == "own hours, standard oversight"


def test_every_account_and_mode_has_a_name():
    """None of them appears as its id."""
    names = [narrate.account_name(account) for account in Account]
    assert len(set(names)) == len(names)
    assert all("_" not in name for name in names)
    assert len({narrate.mode_name(mode) for mode in Mode}) == len(Mode)


def test_an_answer_names_the_request_that_it_is_for(facts):
    """By its title, since not every request comes from a person."""
    request = Request("j", RequestKind.JOURNALIST, 1, "t1-1", "", (Choice("explain", 0, 6.0),))
    known = evolve(facts, requests={"j": request})
    text = narrate.order(known, Answer("j", "explain"))
    assert text == "answer to “A journalist asks”: Explain yourself (takes 6 managers' hours)"


@pytest.fixture(scope="module")
def asked():
    """A busy firm, at the start of turns in which there are requests."""
    found = []
    for seed in (3, 4):
        game = Game.new(a_busy_scenario(), seed)
        while not game.over:
            found.append(game.observation)
            play_out(game, turns=1, seed=seed)
    return [facts for facts in found if facts.requests]


def test_every_answer_says_what_it_changes(asked):
    """Each kind of request and each answer, in a few words of its own."""
    kinds = set()
    for facts in asked:
        for request in facts.requests.values():
            said = [narrate.choice_change(facts, request, choice) for choice in request.choices]
            assert len(set(said)) == len(said), said
            assert all(0 < len(text) < 40 for text in said), said
            kinds.add(request.kind)
    assert len(kinds) >= 5


def test_the_price_that_an_answer_names_is_the_one_agreed(asked):
    """For a rise and for a renewal: what the vendor will then get, and until when."""
    found = 0
    for facts in asked:
        for request in facts.requests.values():
            if request.kind is not RequestKind.RENEWAL:
                continue
            for choice in request.choices[:3]:
                found += 1
                world = imagine(facts, 1)
                said = narrate.choice_change(facts, request, choice)
                resolve(world, (Answer(request.id, choice.id),))
                after = world.engagements[request.subject]
                assert said.startswith(f"{narrate.money(after.price)} (")
                last = narrate.through(facts.scenario, after.term_ends)
                assert said.endswith(f"bound {last}" if after.term_ends else "not bound")
    assert found

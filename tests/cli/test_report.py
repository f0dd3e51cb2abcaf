"""`buckstop report`: a run rendered as one page, whatever its files contain."""

import itertools
import json
import re
import shlex
import shutil
import sys
from html.parser import HTMLParser

import pytest
from attrs import evolve

from sim import cli, narrate
from sim.bench.charts import folded
from sim.bench.folder import EPISODES, MANIFEST, SUMMARY, TURNS
from sim.bench.plan import Plan
from sim.bench.runs import run
from sim.policies import REGISTRY
from sim.scenario_io import find, load_file
from tests.bench.players import faulty

PAGE = "report.html"
HOSTILE = "<script>alert(\"1\")</script> $x_{1}$ & <b>'bold'</b>"

EMPTY = {"meta", "br", "img", "link", "input", "hr", "base", "embed", "source"}
"""Elements of HTML that have no end."""


class Page(HTMLParser):
    """A page as a browser parses it: elements with their attributes, and texts by element."""

    def __init__(self, text):
        super().__init__()
        self.elements = []
        self.texts = []
        self.open = [("", "")]
        self.feed(text)
        self.close()
        assert len(self.open) == 1, "an element without an end"

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self.open.append((tag, ""))

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        opened, text = self.open.pop()
        assert opened == tag
        self.texts.append((tag, text))

    def handle_data(self, data):
        tag, text = self.open[-1]
        self.open[-1] = (tag, text + data)

    def within(self, tag):
        return [text for inside, text in self.texts if inside == tag]

    def facts(self):
        return dict(zip(self.within("dt"), self.within("dd"), strict=True))

    def table(self):
        """Cells of both tables by scenario and policy; duplicate headings are numbered."""
        headings, cells = self.within("th"), self.within("td")
        ends = [n for n, name in enumerate(headings) if name == "scenario"] + [len(headings)]
        found = {}
        for first, last in itertools.pairwise(ends):
            names = numbered(headings[first:last])
            rows = len(found) or self.rows
            for _ in range(rows):
                row, cells = cells[: len(names)], cells[len(names) :]
                found.setdefault((row[0], row[1]), {}).update(zip(names, row, strict=True))
        assert not cells
        return found

    @property
    def rows(self):
        """Rows of a table; there are two tables, each with a row of headings."""
        return [tag for tag, _ in self.elements].count("tr") // 2 - 1


def numbered(headings):
    return [f"{name} 2" if name in headings[:n] else name for n, name in enumerate(headings)]


@pytest.fixture(scope="module", autouse=True)
def needs_matplotlib():
    pytest.importorskip("matplotlib")


@pytest.fixture(scope="module")
def plan():
    """Two scenarios; one of the policies fails in every game."""
    tutorial = load_file(find("tutorial"))
    scenarios = (tutorial, evolve(tutorial, id="other", title="Another one"))
    policies = (REGISTRY["rules"], faulty(lambda: 1 / 0))
    return Plan(scenarios, policies, range(1, 4), REGISTRY["random"])


@pytest.fixture(scope="module")
def kept(plan, tmp_path_factory):
    """The folder of a run, with the page drawn from it."""
    folder = tmp_path_factory.mktemp("reports") / "run"
    run(plan, out=folder, command=["buckstop", "bench", "tutorial"])
    assert cli.run(["report", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def page(kept):
    return Page((kept / PAGE).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def small(plan, tmp_path_factory):
    """The folder of a run of six games, not yet drawn: random and rules, one scenario."""
    folder = tmp_path_factory.mktemp("reports") / "small"
    few = evolve(plan, scenarios=plan.scenarios[:1], policies=plan.policies[:1])
    run(few, out=folder)
    return folder


@pytest.fixture
def copy(small, tmp_path):
    """A copy of the small run, to be damaged."""
    return shutil.copytree(small, tmp_path / "run")


def rows(path):
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def write(path, changed):
    path.write_text("".join(json.dumps(row) + "\n" for row in changed))


def refused(call, folder):
    """The single message of a refused report; no page is written."""
    code, out, err = call("report", str(folder))
    assert (code, out) == (2, ""), err
    assert err.startswith("buckstop: ")
    assert err.count("\n") == 1
    assert not (folder / PAGE).exists()
    return err


def test_the_page_is_written_to_the_runs_folder(call, copy):
    """Only the page's path is printed. Redrawing gives the same page; no other file is touched."""
    before = {path.name: path.read_bytes() for path in copy.iterdir()}
    pages = []
    for _ in range(2):
        assert call("report", str(copy)) == (0, f"{copy / PAGE}\n", "")
        pages.append((copy / PAGE).read_bytes())
    assert pages[0] == pages[1]
    after = {path.name: path.read_bytes() for path in copy.iterdir()}
    assert after == {**before, PAGE: pages[0]}


def test_nothing_is_fetched(page, kept):
    """The page opens from disk without a network: no address in it leads outside."""
    for tag, attributes in page.elements:
        assert tag not in {"script", "link", "iframe", "img", "object", "embed", "base", "form"}
        for name, value in attributes.items():
            if name in ("src", "href", "xlink:href", "action", "data", "srcset"):
                assert value.startswith("#")
            assert not name.startswith("on")
    text = (kept / PAGE).read_text(encoding="utf-8")
    assert "@import" not in text
    assert all(inside.startswith("#") for inside in re.findall(r"url\(\s*[\"']?(.)", text))


def test_each_section_has_its_chart(page):
    """Scores, distributions, differences, the four results and modes each have a named chart."""
    *sections, last = page.within("h2")
    assert last == "Figures"
    assert sections == [
        "Score by policy and scenario",
        "Distributions",
        "Paired differences",
        "The four results against each other",
        "Who did the work, turn by turn",
    ]
    drawn = [attributes["aria-label"] for tag, attributes in page.elements if tag == "svg"]
    assert drawn == sections
    assert [tag for tag, _ in page.elements].count("figure") == len(sections)


def test_charts_name_what_they_show(page):
    """Policies and scenarios are labelled in text, not identified by colour."""
    written = " ".join(page.within("text"))
    for name in ("random", "rules", "faulty", "First steps at Fernhill", "Another one"):
        assert name in written
    for name in ("in-house", "freelance", "outsource", "offshore"):
        assert name in written


def test_the_table_has_the_figures_of_the_summary(page, kept):
    """Each row of `bench --json` appears, with the same values to the digits shown."""
    summary = json.loads((kept / SUMMARY).read_bytes())
    table = page.table()
    assert len(table) == len(summary["rows"])
    for row in summary["rows"]:
        scenario = "all" if row["scenario"] == "*" else row["scenario"]
        cells = table[scenario, row["policy"]]
        assert cells["games"] == str(row["episodes"])
        assert cells["score"] == f"{row['score_mean']:.1f}"
        assert cells["95% interval"] == "{:.1f} to {:.1f}".format(*row["score_ci95"])
        assert cells["worst"] == f"{row['score_min']:.0f}"
        assert cells["failed"] == str(row["failed"])
        assert cells["difference"] == f"{row['difference_mean']:+.1f}"
        assert cells["95% interval 2"] == "{:.1f} to {:.1f}".format(*row["difference_ci95"])
        assert float(cells["p"]) == row["difference_p"]
        for name in ("cost", "borne"):
            money = row[f"{name}_per_turn_mean"]
            assert cells[f"{name} a turn"] == ("–" if money is None else narrate.money(money))
        quality = row["quality_mean"]
        assert cells["quality"] == ("–" if quality is None else f"{quality:.1f}")


def test_the_page_says_what_was_run(page, plan):
    """Scenarios, policies, seeds, games, version, command, and the number of failures."""
    facts = page.facts()
    assert facts["policies"] == "random, rules, faulty"
    assert facts["seeds"] == "1 to 3 (train split)"
    assert facts["games"] == "18 of 18"
    assert facts["command"] == "buckstop bench tutorial"
    assert "Another one (other)" in facts["scenarios"]
    assert any("6 games failed" in text for text in page.within("p"))


def test_commands_are_quoted_for_the_shell(call, copy):
    """Commands are shell-quoted; if another command resumed the run, it is shown too."""
    about = json.loads((copy / MANIFEST).read_bytes())
    about["command"] = ["buckstop", "bench", "my plan.toml", "--out", "~/it's here"]
    about["sessions"] = [
        {**about["sessions"][0], "command": command}
        for command in (about["command"], ["buckstop", "bench", "--resume", "a b"], [])
    ]
    (copy / MANIFEST).write_text(json.dumps(about))
    assert call("report", str(copy))[0] == 0
    drawn = Page((copy / PAGE).read_text(encoding="utf-8"))
    first = """buckstop bench 'my plan.toml' --out '~/it'"'"'s here'"""
    assert drawn.facts()["command"] == f"{first}buckstop bench --resume 'a b'"


def test_it_prints_completely(page):
    """Nothing can scroll on paper: tables may wrap their lines, and break across pages between
    rows, repeating their headings; a chart stays on one page with its text.
    """
    style = page.within("style")[0]
    _, paper = style.split("@media print")
    for rule in (
        ".wide { overflow-x: visible; }",
        "white-space: normal",
        "thead { display: table-header-group; }",
        "tr { break-inside: avoid; }",
        "figure { break-inside: avoid; }",
        "max-height",
    ):
        assert rule in paper


LONG = "a_package_of_mine.policies:PatientAndThoroughPlannerWithoutAnyLimitsAtAll"


@pytest.mark.parametrize("scenes", [1, 2])
def test_no_letter_of_a_chart_is_cut(tmp_path, call, plan, scenes):
    """With long names of policies and scenarios, one scenario or two, all text of each drawing,
    legend included, lies within it.
    """
    title = "A firm with quite a long title, to see what becomes of it where there is no room"
    scenarios = tuple(evolve(one, title=title) for one in plan.scenarios[:scenes])
    policies = [faulty(lambda: 1 / 0), *(REGISTRY[name] for name in ("hold", "random", "rules"))]
    run(
        evolve(plan, scenarios=scenarios, policies=(evolve(policies[0], id=LONG), *policies[1:])),
        out=tmp_path / "run",
    )
    assert call("report", str(tmp_path / "run"))[0] == 0
    page = (tmp_path / "run" / PAGE).read_text(encoding="utf-8")
    written = []
    for chart in page.split("<svg")[1:]:
        wide, high = map(float, re.search(r'viewBox="0 0 (\S+) (\S+)"', chart).groups())
        for left, right, y, size, text in words_of(chart):
            assert left >= -1, text
            assert right <= wide + 1, text
            assert size * 0.7 <= y <= high, text
            written.append(text)
    assert "".join(written).count(LONG) >= 4
    for mode in ("in-house", "freelance", "outsource", "offshore"):
        assert mode in written


def words_of(chart):
    """The horizontal texts of a drawing: minimal start and end, line, and size of each."""
    for style, place, text in re.findall(r'<text style="([^"]*)" ([^>]*)>([^<]*)<', chart):
        if "rotate(-90" in place:
            continue
        size = float(re.search(r"font-size: ([0-9.]+)px", style)[1])
        x, y = map(
            float, re.search(r'(?:x="|translate\()(\S+?)"? (?:y=")?([0-9.]+)', place).groups()
        )
        least = 0.4 * size * len(text)
        before = {"middle": least / 2, "end": least}.get(
            re.search(r"text-anchor: (\w+)|$", style)[1], 0.0
        )
        yield x - before, x - before + least, y, size, text


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("rules", 20, ["rules"]),
        ("a_package.mine:Planner", 12, ["a_package.", "mine:Planner"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("one two three", 8, ["one two", "three"]),
        ("東京の仕事", 4, ["東京", "の仕", "事"]),
        ("", 4, [""]),
    ],
)
def test_a_long_name_is_wrapped(text, width, lines):
    """A long name breaks between its parts where it has any; no letter is lost."""
    assert folded(text, width).split("\n") == lines


def test_without_a_baseline_there_is_nothing_to_compare(call, tmp_path, plan):
    """Without a baseline there is no chart of differences and no column for them."""
    alone = Plan(plan.scenarios[:1], (REGISTRY["random"],), range(1, 2))
    run(alone, out=tmp_path / "run")
    assert call("report", str(tmp_path / "run"))[0] == 0
    drawn = Page((tmp_path / "run" / PAGE).read_text(encoding="utf-8"))
    assert "Paired differences" not in drawn.within("h2")
    assert "difference" not in drawn.within("th")
    (cells,) = drawn.table().values()
    assert cells["95% interval"] == "–"  # one seed tells none


def test_an_unfinished_run_can_be_drawn(call, copy):
    """An unfinished run is drawn as far as all policies have got, without a half-written line."""
    content = (copy / EPISODES).read_bytes()
    ends = [place + 1 for place, byte in enumerate(content) if byte == ord("\n")]
    (copy / EPISODES).write_bytes(content[: ends[4] + 40])
    about = json.loads((copy / MANIFEST).read_bytes())
    about |= {"complete": False, "sessions": []}
    (copy / MANIFEST).write_text(json.dumps(about))
    (copy / SUMMARY).unlink()
    assert call("report", str(copy))[0] == 0
    drawn = Page((copy / PAGE).read_text(encoding="utf-8"))
    assert drawn.facts()["games"] == "4 of 6 so far: the run is not complete"
    table = drawn.table()
    scores = {"random": [], "rules": []}
    for row in map(json.loads, content.splitlines()[:4]):
        scores[row["policy"]].append(row["score"])
    for policy, made in scores.items():
        assert table["tutorial", policy]["games"] == "2"
        assert table["tutorial", policy]["score"] == f"{sum(made) / len(made):.1f}"


@pytest.mark.parametrize("whole", [0, 1])
def test_before_the_first_seed_there_is_nothing_to_draw(call, copy, whole):
    """The message says so, and how to resume the run."""
    write(copy / EPISODES, rows(copy / EPISODES)[:whole])
    assert "--resume" in refused(call, copy)


def titled(call, folder, title):
    """The page of a run with another title, and the messages printed while drawing it."""
    about = json.loads((folder / MANIFEST).read_bytes())
    about["command"] = ["buckstop", title]
    about["identity"]["version"] = title
    about["identity"]["scenarios"][0]["title"] = title
    (folder / MANIFEST).write_text(json.dumps(about))
    assert call("report", str(folder)) == (0, f"{folder / PAGE}\n", "")
    return (folder / PAGE).read_text(encoding="utf-8")


def test_hostile_names_are_text(call, copy):
    """A title is shown literally: it is neither markup in the page nor a formula in a chart."""
    text = titled(call, copy, HOSTILE)
    assert "<script" not in text
    assert "<b>" not in text
    drawn = Page(text)
    assert drawn.within("title") == [f"Buckstop: {HOSTILE}"]
    assert drawn.facts()["command"] == shlex.join(["buckstop", HOSTILE])
    assert drawn.facts()["version"] == HOSTILE
    written = "".join("".join(drawn.within("text")).split())  # a long title goes on in another line
    assert written.count("".join(HOSTILE.split())) == len(drawn.within("h2")) - 1  # once a chart


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("title", [r"$\frac{a}{$ & %", "東京の仕事"])
def test_any_title_can_be_drawn(call, copy, title):
    """Dollar signs, invalid formulas and other alphabets give neither a message nor a fault."""
    drawn = Page(titled(call, copy, title))
    assert drawn.facts()["scenarios"] == f"{title} (tutorial)"
    assert title in drawn.within("text")


def test_a_folder_without_a_run_is_wrong_usage(call, tmp_path):
    """A missing or empty folder, other content, or a file: one message, and nothing is written."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "else").mkdir()
    (tmp_path / "else" / "notes.txt").write_text("mine\n")
    for name in ("nowhere", "empty", "else"):
        assert str(tmp_path / name) in refused(call, tmp_path / name)
    code, out, err = call("report", str(tmp_path / "else" / "notes.txt"))
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert not (tmp_path / "nowhere").exists()
    assert list((tmp_path / "empty").iterdir()) == []


@pytest.mark.parametrize("arguments", [(), ("",), ("one", "two")])
def test_a_report_takes_one_folder(call, arguments):
    """Exactly one folder must be given."""
    code, out, err = call("report", *arguments)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1


def change(position, **values):
    return lambda kept: [
        {**row, **values} if place == position else row for place, row in enumerate(kept)
    ]


def without(name):
    return lambda kept: [{key: row[key] for key in row if key != name} for row in kept]


BROKEN_EPISODES = {
    "no score": without("score"),
    "no cost": without("cost"),
    "no scenario": without("scenario"),
    "no seed": without("seed"),
    "a score in words": change(0, score="high"),
    "a score that is null": change(0, score=None),
    "a score that is no number": change(0, score=float("nan")),
    "a score without end": change(0, score=float("inf")),
    "a score beyond all": change(0, score=1e300),
    "a cost in words": change(1, cost="dear"),
    "a cost that is a list": change(1, cost=[]),
    "a policy nobody knows": change(0, policy="nobody"),
    "a policy that is a list": change(0, policy=[]),
    "a scenario nobody knows": change(0, scenario="nowhere"),
    "one policy twice": lambda kept: [kept[0], kept[0], *kept[2:]],
    "the baseline never": lambda kept: [kept[1], kept[1], *kept[2:]],
}


@pytest.mark.parametrize("how", BROKEN_EPISODES)
def test_broken_episodes_are_one_message(call, copy, how):
    """If bench did not write the rows, the message says which run is unreadable and why."""
    write(copy / EPISODES, BROKEN_EPISODES[how](rows(copy / EPISODES)))
    assert str(copy) in refused(call, copy)


BROKEN_TURNS = {
    "no turn": without("turn"),
    "no hours": without("hours_in_house"),
    "hours in words": change(0, hours_in_house="many"),
    "a turn in words": change(0, turn="first"),
    "a turn that is a list": change(0, turn=[]),
}


@pytest.mark.parametrize("how", BROKEN_TURNS)
def test_broken_turns_are_one_message(call, copy, how):
    """As with episodes: one message, and no page."""
    write(copy / TURNS, BROKEN_TURNS[how](rows(copy / TURNS)))
    assert str(copy) in refused(call, copy)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("identity", None),
        ("identity", {"scenarios": [], "policies": [], "baseline": None}),
        ("sessions", None),
        ("sessions", [{}]),
        ("command", None),
        ("episodes", "many"),
        ("format", 99),
    ],
)
def test_a_broken_manifest_is_one_message(call, copy, key, value):
    """Without a valid manifest the run is unknown, so nothing is drawn."""
    about = json.loads((copy / MANIFEST).read_bytes())
    (copy / MANIFEST).write_text(json.dumps({**about, key: value}))
    assert str(copy) in refused(call, copy)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff"])
def test_an_invalid_manifest_is_one_message(call, copy, content):
    """A manifest that was cut off, or never was one, gives one message."""
    (copy / MANIFEST).write_bytes(content)
    assert MANIFEST in refused(call, copy)


def test_without_matplotlib_the_extra_is_named(call, copy, monkeypatch):
    """Reports are optional: without Matplotlib the message says what to install."""
    for name in [*sys.modules]:
        if name.partition(".")[0] == "matplotlib":
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert "buckstop[report]" in refused(call, copy)


def test_a_page_that_cannot_be_written_is_one_message(call, copy, monkeypatch):
    """The run is valid but the disk fails: exit code 1."""
    monkeypatch.setattr("sim.bench.page.page", lambda found: "<!DOCTYPE html>")
    (copy / PAGE).mkdir()
    code, out, err = call("report", str(copy))
    assert (code, out) == (1, "")
    assert err.startswith(f"buckstop: Cannot write {copy / PAGE}: ")
    assert err.count("\n") == 1

"""Every number's origin can be traced: each work that is cited has its full reference."""

import re

import pytest

from sim.lab.validation.published import facts
from sim.rules import load
from sim.rules.sources import bibliography, named

FOUND = bibliography()
ROWS = load().rows
NAMED = {key: named(row.source) for key, row in ROWS.items()}
PUBLISHED = {fact.id: fact.works for fact in facts().values()}
BY_ITSELF = ("judgement", "definition")
"""What a source begins with that names no work, or only what was looked at."""


def test_a_coefficient_names_works_that_are_in_the_bibliography(subtests):
    """It is based on a work or marked as a judgement; it cites nothing else.

    A surname with a year, or one of the tables of notes that are not shipped, is a work whose
    brackets are missing.
    """
    for key, row in ROWS.items():
        with subtests.test(key):
            assert set(NAMED[key]) <= set(FOUND.works)
            assert NAMED[key] or row.source.startswith(BY_ITSELF)
            rest = re.sub(r"\[[^\]]+\]", "", row.source)
            assert not re.search(r"\bE \d|[A-Z][a-z]+ (19|20)\d\d", rest)


@pytest.mark.parametrize("id", PUBLISHED)
def test_a_published_figure_names_works_that_are_in_the_bibliography(id):
    """Or it names another row of the validation from which it is derived."""
    assert set(PUBLISHED[id]) <= set(FOUND.works) | set(PUBLISHED)
    assert set(PUBLISHED[id]) & set(FOUND.works)


def test_every_work_is_used():
    """Every work in the bibliography is the source of some number."""
    used = {work for works in (*NAMED.values(), *PUBLISHED.values()) for work in works}
    assert set(FOUND.works) <= used


@pytest.mark.parametrize("key", FOUND.works)
def test_a_reference_is_complete_or_says_what_is_missing(key):
    """Author, year, title and place; its mark is one of those that are explained."""
    work = FOUND.works[key]
    assert work.author
    assert work.title
    assert work.where
    assert work.seen
    assert work.mark in FOUND.marks
    assert re.fullmatch(r"(19|20)\d\d(-(19|20)\d\d)?", work.year) or work.missing
    assert not work.missing or work.missing.endswith(".")


def test_every_mark_is_explained():
    """The marks of published figures, and the words with which a coefficient's source may begin."""
    words = {fact.status for fact in facts().values()}
    marks = {mark for word in words for mark in re.findall(r"READ\*?|MEMORY|DERIVED", word)}
    begins = {
        row.source.split(":")[0].split(",")[0] for row in ROWS.values() if not named(row.source)
    }
    assert marks | begins <= set(FOUND.marks)

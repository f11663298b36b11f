"""Tests and evaluation at the trainer's desk: opened, closed, typed in, shown together or not."""

import re

import pytest

from academy import actions
from academy.projections import assessments
from academy.rules import assessment

SCALES = {"relevance": "4", "pace": "2"}


def take(desk, person, test, correct, form="a"):
    actions.open_assessment(desk.store, workshop=desk.workshop, what=test)
    actions.take_test(
        desk.store, workshop=desk.workshop, person=person, test=test, form=form, correct=correct,
        of=10,
    )  # fmt: skip


def take_both(desk, people, before=4, after=7):
    for person in people:
        take(desk, person, "pre", before)
        take(desk, person, "post", after)


def asked_of(desk):
    """How many questions a form has."""
    return len(actions.asked(desk.store, desk.workshop, desk.house.week.about))


def hand_in(desk, people, text=""):
    actions.open_assessment(desk.store, workshop=desk.workshop, what="evaluation")
    for person in people:
        actions.hand_in(
            desk.store, workshop=desk.workshop, person=person, answers={"relevance": (4, 5)},
            remarks={"useful": text} if text else {},
        )  # fmt: skip


def test_a_test_is_opened_and_closed_and_says_how_many_answered(desk):
    page = desk.done("/assessments/open", what="pre")
    assert "phones in this room can take it now" in page
    take(desk, desk.everybody[0], "pre", 4)
    assert re.search(r'<span class="num">1</span> <span class="muted">of 12 answered', desk.get(
        "/assessments"))  # fmt: skip
    assert "Closed." in desk.done("/assessments/close", what="pre")
    assert actions.is_open(desk.store.tables(), desk.workshop) == set()


def test_the_page_says_how_many_questions_and_papers_ask_the_same(desk, monkeypatch):
    from academy.printing import pdf

    made = []
    monkeypatch.setattr(pdf, "available", lambda: True)
    monkeypatch.setattr(pdf, "render", lambda html: made.append(html) or b"%PDF-1.7")
    actions.add_session(
        desk.store, workshop=desk.workshop, title="", day="2017-04-25", half="eve", countable=False,
        teaches=("budgeting/several-donors", "budgeting/exchange-rates"),
    )  # fmt: skip
    assert "Each test asks 2 questions, about what is planned." in desk.get("/assessments")
    for what in assessment.FORMS:
        desk.client.get(f"/assessments/paper/{what}?in=en")
    assert [page.count('class="one"') for page in made] == [2, 2]
    assert "from 0 to 2" in desk.refused(
        "/assessments/scores", 400, **{f"pre-{desk.everybody[0]}": "3"}
    )


def test_what_nobody_can_open_is_refused(desk):
    desk.refused("/assessments/open", 400, what="door")
    desk.refused("/assessments/close", 400, what="door")


def test_totals_and_pairs_are_shown_once_five_took_both_and_it_is_closed(desk):
    take_both(desk, desk.everybody[:7])
    assert "on average" not in desk.get("/assessments")  # closed first
    page = desk.done("/assessments/close", what="post")
    assert "7 people were counted" in page
    assert 'aria-label="7 people. Before: 40 % on average. After: 70 %.' in page
    assert page.count('<circle class="open"') == 7


def test_four_pairs_wait_and_nothing_is_shown_of_them(desk):
    take_both(desk, desk.everybody[:4])
    page = desk.done("/assessments/close", what="post")
    assert "4 people with both tests are not counted yet. They wait until there are 5" in page
    assert "on average" not in page
    assert '<svg class="slope"' not in page


def test_a_sixth_changes_nothing_that_is_shown(desk):
    take_both(desk, desk.everybody[:5])
    desk.done("/assessments/close", what="post")

    def shown():
        return re.search(r'<section class="card stack" id="gain">.*?</dl>', desk.get(
            "/assessments"), re.DOTALL)[0]  # fmt: skip

    before = shown()
    take_both(desk, desk.everybody[5:6], before=0, after=10)
    desk.done("/assessments/close", what="post")
    assert shown() == before


def test_a_page_of_the_trainer_never_says_what_somebody_had(desk):
    take(desk, desk.everybody[0], "pre", 7)
    for path in ("/assessments", "/assessments/scores", "/certificates", "/people"):
        page = desk.get(path)
        assert not re.search(r"(?<!\d)7 (?:of|/) ?10|70 %", page), path
        assert 'value="7"' not in page


def test_totals_from_paper_are_typed_in_for_everybody_at_once_and_corrected(desk):
    one, two = desk.everybody[:2]
    asked = asked_of(desk)
    page = desk.get("/assessments/scores")
    assert page.count('class="total"') == 24
    desk.done("/assessments/scores", **{f"pre-{one}": "٣", f"post-{one}": "8", f"pre-{two}": ""})
    told = assessments.scores(desk.store.tables(), desk.workshop)
    assert {t: (r["correct"], r["of"]) for t, r in told[one].items()} == {
        "pre": (3, asked), "post": (8, asked)
    }  # fmt: skip
    assert two not in told
    assert told[one]["pre"]["form"] != told[one]["post"]["form"]
    desk.done("/assessments/scores", **{f"post-{one}": "7"})
    told = assessments.scores_of(desk.store.tables(), desk.workshop, one)
    assert told["post"]["correct"] == 7
    count = desk.count
    desk.done("/assessments/scores", **{f"post-{one}": "7"})
    assert desk.count == count


@pytest.mark.parametrize("typed", ["13", "-1", "ten", "3.5", "²", "99999999999999999999"])
def test_what_is_no_total_is_refused_and_nothing_typed_is_lost(desk, typed):
    one, two = desk.everybody[:2]
    page = desk.refused("/assessments/scores", 400, **{f"pre-{one}": "3", f"pre-{two}": typed})
    assert f"is not a total: write a number from 0 to {asked_of(desk)}" in page
    assert f'name="pre-{one}" value="3"' in page
    assert assessments.scores(desk.store.tables(), desk.workshop) == {}


def test_an_evaluation_from_paper_goes_into_the_box_without_a_name(desk):
    desk.refused("/assessments/evaluation", 409, **SCALES)  # closed
    desk.done("/assessments/open", what="evaluation")
    desk.done("/assessments/evaluation", **SCALES, useful="The map")
    assert "1 in the box now" in desk.get("/assessments/evaluation")
    hand_in(desk, desk.everybody[:5])
    page = desk.done("/assessments/close", what="evaluation")
    assert "6 people were counted" in page
    assert "<bdi>The map</bdi>" in page


def test_nothing_of_an_evaluation_is_on_a_page_before_it_is_closed(desk):
    hand_in(desk, desk.everybody[:7], text="Canary")
    for path in ("/assessments", "/assessments/evaluation", "/certificates"):
        assert "Canary" not in desk.get(path)
    assert "Canary" in desk.done("/assessments/close", what="evaluation")


def test_four_evaluations_are_not_counted_and_may_be_thrown_away(desk):
    hand_in(desk, desk.everybody[:4], text="Canary")
    page = desk.refused("/assessments/close", 409, what="evaluation")
    assert "Fewer than 5 have handed in" in page
    assert actions.in_the_box(desk.store, desk.workshop) == 4
    page = desk.done("/assessments/close", what="evaluation", throw_away="1")
    assert "Canary" not in page
    assert actions.in_the_box(desk.store, desk.workshop) == 0
    assert all(
        actions.has_handed_in(desk.store.tables(), desk.workshop, p) for p in desk.everybody[:4]
    )


def test_certificates_tell_what_happened_from_what_was_ticked(desk):
    one, two, *_ = desk.everybody
    take(desk, one, "post", 3)
    actions.meet_requirement(desk.store, workshop=desk.workshop, requirement="posttest", person=two)
    page = desk.get("/certificates")
    assert page.count('aria-label="Post-test of North 1: done"') == 1
    assert f'name="posttest" value="{one}"' not in page
    assert f'name="posttest" value="{two}" checked' in page
    assert f'name="evaluation" value="{one}"' in page


def test_ticking_all_leaves_out_whoever_is_done(desk):
    one = desk.everybody[0]
    take(desk, one, "post", 3)
    count = desk.count
    desk.done("/certificates/steps", all="posttest")
    assert desk.count == count + 11


def test_the_certificates_say_that_the_box_is_full(desk):
    hand_in(desk, desk.everybody[:5])
    assert "5 evaluations are in the box" in desk.get("/certificates")
    desk.done("/assessments/close", what="evaluation")
    page = desk.get("/certificates")
    assert "in the box" not in page
    assert page.count(": done") == 10  # five, in words and as a title


@pytest.mark.parametrize("what", ["a", "b", "key", "evaluation"])
@pytest.mark.parametrize("language", ["en", "fr", "zh-Hans"])
def test_every_paper_is_there_in_every_language(desk, monkeypatch, what, language):
    from academy.printing import pdf

    made = []
    monkeypatch.setattr(pdf, "available", lambda: True)
    monkeypatch.setattr(pdf, "render", lambda html: made.append(html) or b"%PDF-1.7")
    answer = desk.client.get(f"/assessments/paper/{what}?in={language}")
    assert answer.mimetype == "application/pdf"
    page = made[0]
    assert desk.house.week is not None
    forms = dict.fromkeys(assessment.FORMS, asked_of(desk))
    assert page.count('class="one"') == {**forms, "key": 0, "evaluation": 4}[what]
    assert not any(one["alias"] in page for one in desk.people)
    if what in assessment.FORMS:
        assert page.count('class="option"') == 3 * asked_of(desk)


def test_a_paper_in_a_language_that_there_is_not_is_not_found(desk):
    assert desk.client.get("/assessments/paper/a?in=tlh").status_code == 404
    assert desk.client.get("/assessments/paper/c").status_code == 404

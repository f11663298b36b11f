"""The kinds of question: how they are written, read from a phone, marked, and shuffled."""

import re
from decimal import Decimal

import pytest

from academy import courses
from academy.errors import AcademyError

HEAD = (
    "---\ntitle: Soil\nsummary: What the ground needs.\n"
    "minutes: {reading: 1, alone: 5, together: 15}\n---\n\n"
)
ONE = "- [ ] Sand\n  > It runs.\n- [x] Clay\n  > It holds.\n- [ ] Salt\n  > It burns.\n"
LAST = "- [x] Rake\n  > It smooths.\n- [ ] Hoe\n  > It cuts.\n"
SEVERAL = (
    "- [x] Sun\n  > Warm.\n- [ ] Oil\n  > Dead.\n- [x] Rain\n  > Wet.\n- [ ] Tar\n  > Black.\n"
)
NUMBER = (
    "- [=] 1,250.50 ± 0.5 KES\n  > 2.5 × 500.2.\n- [ ] 125\n  > A nought.\n- [ ] …\n  > Again.\n"
)
ORDER = (
    "A row.\n\n1. Dig\n2. Sow,\n   thinly\n3. Water\n\n- [=] So\n  > Roots.\n- [ ] …\n  > Seeds?\n"
)
QUIZ = (
    f"## Check {{#quiz}}\n\n### Which? {{#q-one}}\n\n{ONE}\n### What? {{#q-several}}\n\n{SEVERAL}\n"
    f"### How much? {{#q-number}}\n\n{NUMBER}\n### First? {{#q-order}}\n\n{ORDER}\n"
    f"### A *bed* {{#case-bed}}\n\nTwo rows.\n\n#### Where? {{#q-where}}\n\n{ONE}\n"
    f"#### When? {{#q-when}}\n\n{ONE}\n### Last? {{#q-last}}\n\n{LAST}"
)


def pack(folder, quiz=QUIZ, **translations):
    """A course of one lesson; in other languages its quiz as given."""
    course = folder / "garden"
    for language, text in {"en": quiz, **translations}.items():
        (course / language).mkdir(parents=True, exist_ok=True)
        (course / language / "01-soil.md").write_text(HEAD + text, "utf-8")
        (course / language / "course.md").write_text(
            "---\ntitle: Garden\nsummary: All of it.\nobjectives: [Dig]\n---\n", "utf-8"
        )
    (course / "course.yaml").write_text(
        'id: garden\nversion: "1"\nlicence: CC0-1.0\noriginal: en\n'
        f"languages: [{', '.join(('en', *translations))}]\nlessons: [soil]\npass_percent: 70\n",
        "utf-8",
    )
    return folder


def asked(folder, language="en", quiz=QUIZ, **translations):
    library = courses.load(pack(folder, quiz, **translations))
    return library.course("garden").in_language(language).lesson("soil").quiz


@pytest.fixture
def quiz(tmp_path):
    return asked(tmp_path)


def of(quiz, id):
    return next(one for one in quiz.questions if one.id == id)


def sent(**values):
    """What a phone sends: `q_one="1"`, or several as a list. A line's field is named by its id."""
    form = {name.replace("_", "-"): value for name, value in values.items()}
    return lambda name: [form[name]] if isinstance(form.get(name), str) else form.get(name, [])


def test_a_quiz_has_its_kinds_and_its_case(quiz):
    kinds = [(one.id, one.kind, one.case.id if one.case else None) for one in quiz.questions]
    assert kinds == [
        ("q-one", "one", None),
        ("q-several", "several", None),
        ("q-number", "number", None),
        ("q-order", "order", None),
        ("q-where", "one", "case-bed"),
        ("q-when", "one", "case-bed"),
        ("q-last", "one", None),
    ]
    together = [
        (case.title_html if case else None, len(those)) for case, those in quiz.mark({}).parts
    ]
    assert together == [(None, 4), ("A <em>bed</em>", 2), (None, 1)]
    assert of(quiz, "q-where").case.html == "<p>Two rows.</p>\n"


def test_several_are_right_only_all_together(quiz):
    several = of(quiz, "q-several")
    for kept, state, more in [
        ("0 2", "right", False),
        ("0", "wrong", True),
        ("0 1 2", "wrong", False),
        ("1", "wrong", True),
        ("", "nothing", False),
    ]:
        marked = several.mark(kept)
        assert (marked.state, marked.more_to_find) == (state, more), kept
    assert [one.html for one in several.mark("0 1").said] == ["Warm.", "Dead."]
    assert several.read(sent(q_several=["2", "0", "2", "x", "9"]), "en") == "0 2"


def test_a_number_is_right_within_its_tolerance_and_slips_are_told(quiz):
    number = of(quiz, "q-number")
    assert (number.value, number.tolerance, number.unit) == (
        Decimal("1250.50"),
        Decimal("0.5"),
        "KES",
    )
    for kept, state, said in [
        ("1250.5", "right", "2.5\xa0×\xa0500.2."),
        ("1251", "right", "2.5\xa0×\xa0500.2."),
        ("1251.01", "wrong", "Again."),
        ("125", "wrong", "A nought."),
        ("125.0", "wrong", "A nought."),
    ]:
        marked = number.mark(kept)
        assert (marked.state, [one.html for one in marked.said]) == (state, [said]), kept
    assert number.mark("much").state == "unclear"


@pytest.mark.parametrize(
    ("typed", "language", "kept"),
    [
        ("١٬٢٥٠٫٥", "ar", "1250.5"),
        ("١٢٥٠٫٥", "en", "1250.5"),
        ("१२५०.५", "en", "1250.5"),
        ("1 250,5", "fr", "1250.5"),
        ("1,250.50 KES", "en", "1250.50"),
        ("kes 1250.5", "en", "1250.5"),
        ("+1,250.5", "en", "1250.5"),
        ("\u200f١٢٥٠٫٥\u200f", "ar", "1250.5"),
        ("１，２５０．５", "zh_Hans", "1250.5"),
        ("1,250", "fr", "1250"),
        ("1.250", "es", "1250"),
        ("1.250", "en", "1.250"),
        ("much", "en", "much"),
        ("  ", "en", ""),
        ("7" * 5000, "en", "7" * 40),
    ],
)
def test_a_number_is_read_as_the_text_or_the_page_writes_it(quiz, typed, language, kept):
    """Of two readings the right one counts: both are ways in which this reader writes numbers."""
    assert of(quiz, "q-number").read(sent(q_number=typed), language) == kept


def test_an_order_is_right_if_every_line_has_its_place(quiz):
    order = of(quiz, "q-order")
    assert [one.html for one in order.items] == ["Dig", "Sow,\nthinly", "Water"]
    assert order.more_html == "<p>A row.</p>\n"
    for kept, state in [
        ("1 2 3", "right"),
        ("3 2 1", "wrong"),
        ("1 2 2", "unclear"),
        ("1 2 0", "nothing"),
        ("1 2", "nothing"),
        ("", "nothing"),
    ]:
        assert order.mark(kept).state == state, kept
    assert order.mark("2 1 3").said[0].html == "Seeds?"
    names = [order.name(at) for at in range(3)]
    form = dict(zip(names, ("2", "1", "x"), strict=True))
    assert order.read(lambda name: [form[name]] if name in form else [], "en") == "2 1 0"
    assert all(re.fullmatch(r"q-order\.[0-9a-f]{6}", name) for name in names)


def test_every_try_has_its_own_order_and_keeps_it(quiz):
    tries = [f"{number:032x}" for number in range(60)]
    for id, count in (("q-one", 6), ("q-several", 24), ("q-order", 5)):
        shown = [of(quiz, id).shown(attempt) for attempt in tries]
        assert shown == [of(quiz, id).shown(attempt) for attempt in tries]
        assert all(sorted(one) == list(range(len(one))) for one in shown)
        assert count * 0.6 < len(set(shown)) <= count
    assert (0, 1, 2) not in {of(quiz, "q-order").shown(attempt) for attempt in tries}
    assert len({(of(quiz, "q-one").shown(t), of(quiz, "q-where").shown(t)) for t in tries}) > 6


def test_the_right_option_stands_everywhere_equally_often(quiz):
    first = [of(quiz, "q-one").shown(f"{number:032x}")[0] for number in range(3000)]
    assert all(900 < first.count(at) < 1100 for at in range(3))


HOSTILE = [
    "", " ", "-1", "0 0", "99", "1" * 100_000, "²", "１", "٣", "0\x00", "1e999999999", "NaN", "-0",
    "Infinity", "0 " * 10_000, "\ud800", "1_0", "+1", "1 2 3 4", "é" * 5000, "\u202e1", "0x1",
    "sNaN",
]  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_a_quiz_can_be_marked_whatever_a_phone_sends(quiz, value):
    for many in ([value], [value] * 50, []):
        answers = quiz.read(lambda _name, many=many: many, "en")
        assert all(len(kept) <= 41 for kept in answers.values())
        marked = quiz.mark(answers)
        assert marked.of == 7
        assert all(
            one.state in {"right", "wrong", "nothing", "unclear"} for one in marked.questions
        )
    kept = quiz.mark({one.id: value for one in quiz.questions} | {"q-unknown": "1"})
    assert sum(one.right for one in kept.questions) == kept.correct


def test_what_is_read_is_marked_the_same_in_every_language(tmp_path):
    french = QUIZ.replace("1,250.50 ± 0.5", "1 250,50 ± 0,5")
    library = courses.load(pack(tmp_path, fr=french)).course("garden")
    quizzes = [library.in_language(one).lesson("soil").quiz for one in ("en", "fr")]
    typed = {"q-number": ["1 250,5"], "q-one": ["1"], "q-several": ["0", "2"]}
    for quiz in quizzes:
        answers = quiz.read(lambda name: typed.get(name, []), "fr")
        assert [one.mark(answers).correct for one in quizzes] == [3, 3]
    assert [one for one in courses.check(tmp_path) if one.severity == "error"] == []


REST = "2. Sow,\n   thinly\n3. Water\n"
REFUSED = {
    "no right option": (ONE.replace("[x]", "[ ]"), "has 0 right options and must have one."),
    "all right": (ONE.replace("[ ]", "[x]"), "then there is nothing to choose."),
    "one option": ("- [x] Sand\n  > It runs.\n", "needs at least two options."),
    "eleven options": (ONE * 4, "has more than 10 options."),
    "two numbers": (NUMBER.replace("[ ] 125", "[=] 125"), "must have one “[=]” and no “[x]”."),
    "a number and a choice": (NUMBER.replace("[ ] 125", "[x] 125"), "must have one “[=]” and no"),
    "a slip in words": (NUMBER.replace("125\n", "a lot\n"), "Here should be a number, or “…”"),
    "no number": (NUMBER.replace("1,250.50", "1,25,50.5"), "can't be read as this language"),
    "no number for a slip": (NUMBER.replace("[ ] 125", "[ ] 1,2,5"), "can't be read as this"),
    "words and no list": (ORDER.replace("1. Dig\n", "").replace(REST, ""), "a list “1. …”"),
    "a list of one": (ORDER.replace(REST, ""), "of 2 to 10 lines"),
    "another order": (ORDER.replace("- [ ] …", "- [ ] Back"), "there is only “…”"),
    "text below the list": (ORDER.replace("- [=]", "And so:\n\n- [=]"), "the list ends at"),
    "a case alone": (f"{ONE}\n### Bed {{#case-bed}}\n\nx\n", "has no questions"),
    "below no case": (f"{ONE}\n#### Bed? {{#q-bed}}\n\n{ONE}", "is for those below a case."),
    "too deep": (f"{ONE}\n### B {{#case-b}}\n\n##### B? {{#q-b}}\n\n{ONE}", "Questions begin with"),
    "an id twice": (f"{ONE}\n### B {{#case-b}}\n\n#### B? {{#q-one}}\n\n{ONE}", "here twice."),
}  # fmt: skip


@pytest.mark.parametrize(("body", "problem"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_question_is_refused_with_its_line(tmp_path, body, problem):
    with pytest.raises(AcademyError) as caught:
        asked(tmp_path, quiz=f"## Check {{#quiz}}\n\n### Which? {{#q-one}}\n\n{body}")
    assert problem in caught.value.details["problem"]
    assert caught.value.details["line"] > HEAD.count("\n")


DIFFERING = {
    "another kind": ("- [x] Rain", "- [ ] Rain", "is of another kind than in the original."),
    "an option less": ("- [ ] Tar\n  > Black.\n", "", "has 3 options here and 4 in the original."),
    "another right one": ("- [ ] Sand\n", "- [x] Sand\n", "is of another kind"),
    "another number": ("1,250.50", "1,250.60", "has another number than the original."),
    "another tolerance": ("± 0.5 ", "", "has another number than the original."),
    "another slip": ("[ ] 125", "[ ] 126", "has another number than the original."),
    "a line less": ("3. Water\n", "", "has 2 lines here and 3 in the original."),
    "another case": ("{#case-bed}", "{#case-row}", "belongs to another case."),
    "no case": ("#### When?", "### When?", "belongs to another case."),
}


@pytest.mark.parametrize(("old", "new", "problem"), DIFFERING.values(), ids=DIFFERING.keys())
def test_a_translation_that_asks_something_else_is_named(tmp_path, old, new, problem):
    assert old in QUIZ
    pack(tmp_path, de=QUIZ.replace("1,250.50 ± 0.5", "1.250,50 ± 0,5").replace(old, new)
         if "1,250" not in old and "±" not in old else QUIZ.replace(old, new))  # fmt: skip
    said = [one for one in courses.check(tmp_path) if one.severity == "error"]
    assert any(problem in one.problem and one.file == "garden/de/01-soil.md" for one in said), said


def test_a_person_can_write_every_kind_from_the_page_of_the_format(tmp_path):
    page = courses.__doc__.split("    ## Check yourself {#quiz}\n")[1]
    example = page.split("\nThe quiz comes last.")[0]
    lines = (re.sub(r"(\{#[a-z-]+\}) {3,}.*", r"\1", line[4:]) for line in example.split("\n"))
    quiz = "## Check yourself {#quiz}\n" + "\n".join(lines)
    assert [one.kind for one in asked(tmp_path, quiz=quiz).questions] == [
        "one", "several", "number", "order", "one",
    ]  # fmt: skip
    assert [one for one in courses.check(tmp_path) if one.severity == "error"] == []

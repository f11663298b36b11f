"""Questions that give themselves away are named; those that don't are left in peace."""

from pathlib import Path

import pytest

from academy import courses
from academy.cli.upkeep import courses as command
from academy.courses import giveaways
from tests.academy.test_courses_questions import NUMBER, ORDER, SEVERAL, pack

ROOT = Path(__file__).parents[2]
FAIR = ("- [ ] The clerk of it\n  > Writes.\n", "- [x] The mayor of it\n  > Signs.\n",
        "- [ ] The nurse of it\n  > Heals.\n")  # fmt: skip


def one(*options, id="q-one"):
    return f"### Who? {{#{id}}}\n\n{''.join(options)}\n"


def told(folder, *questions, language="en"):
    """What the checker says of a quiz, from its heading's line 7 on."""
    pack(folder, "## Check {#quiz}\n\n" + "".join(questions))
    return [(said.line, said.problem) for said in courses.check(folder) if said.severity == "error"]


def options(*texts, right=0):
    return [
        f"- [{'x' if at == right else ' '}] {text}\n  > Because {at}.\n"
        for at, text in enumerate(texts)
    ]


def test_a_fair_quiz_is_left_in_peace(tmp_path):
    fair = [one(*FAIR[at:], *FAIR[:at], id=f"q-{at}") for at in range(3)]
    kinds = [f"### How? {{#q-{at}-more}}\n\n{body}\n" for at, body in
             enumerate((SEVERAL, NUMBER, ORDER))]  # fmt: skip
    assert told(tmp_path, *fair, *kinds) == []


@pytest.mark.parametrize(
    ("right", "wrong", "named"),
    [
        ("Whoever signs the budget of the town", "The clerk", True),
        ("Whoever signs the budget of the town", "Whoever writes the budget, line by", False),
        ("a" * 24, "b" * 20, False),
        ("a" * 28, "b" * 20, True),
        ("abcdefg", "abcd", False),
        ("谁在预算上签名谁决定", "办事员", True),
        ("谁在预算上签名", "谁起草这份预算", False),
        ("**m**" * 6, "n" * 6, False),
    ],
)
def test_a_right_option_that_is_clearly_longer_is_named(tmp_path, right, wrong, named):
    said = told(tmp_path, one(*options(wrong, right, "Nobody", right=1)))
    sentence = "The right option of “q-one” is clearly longer than the others."
    assert said == ([(9, sentence)] if named else [])


def test_several_right_options_that_are_all_longer_are_named(tmp_path):
    longer = SEVERAL.replace("Sun", "Sun in the morning").replace("Rain", "Rain in the evening")
    said = told(tmp_path, f"### Who? {{#q-one}}\n\n{longer}\n")
    assert said == [(9, "Every right option of “q-one” is clearly longer than the others.")]


def test_the_longest_or_the_shortest_too_often_is_named_with_the_questions(tmp_path):
    for sign, word in (("ab", "longest"), ("", "shortest")):
        texts = ("xyz", f"x{sign}y" if sign else "xy", "zyx")
        quiz = [one(*options(*(texts[at:] + texts[:at]), right=(1 - at) % 3), id=f"q-{at}")
                for at in (0, 1, 2, 3)]  # fmt: skip
        said = told(tmp_path, *quiz)
        assert [line for line, _ in said] == [7], said
        assert said[0][1].startswith(f"The right option is the {word} in 4 of 4 questions: q-0 (li")
        assert told(tmp_path, *quiz[:2]) == []


def test_what_is_rare_is_counted_as_chance_counts():
    third = [1 / 3] * 12
    assert not giveaways._is_rare(7, third)
    assert giveaways._is_rare(8, third)
    assert not giveaways._is_rare(3, third[:4])
    assert giveaways._is_rare(4, third[:4])
    assert not giveaways._is_rare(0, [])


def test_over_a_course_a_habit_is_named_that_no_lesson_shows(tmp_path):
    """Three lessons of four questions, in each of which three of four look like chance."""
    folder = pack(tmp_path, "## Check {#quiz}\n\n" + one(*FAIR))
    course = folder / "garden"
    text = (course / "en/01-soil.md").read_text("utf-8").split("## Check")[0]
    longest = ("xyz", "xaby", "zyx")
    for number in (1, 2, 3):
        quiz = [one(*options(*(longest[at:] + longest[:at]), right=(1 - at) % 3), id=f"q-{at}")
                for at in (0, 1, 2)]  # fmt: skip
        body = "".join([*quiz, one(*options("xyzz", "xyz", "zyxx", right=2), id="q-3")])
        (course / f"en/0{number}-soil{number}.md").write_text(
            f"{text}## Check {{#quiz}}\n\n{body}", "utf-8"
        )
    (course / "en/01-soil.md").unlink()
    facts = course / "course.yaml"
    facts.write_text(facts.read_text("utf-8").replace("[soil]", "[soil1, soil2, soil3]"), "utf-8")
    said = [str(one) for one in courses.check(folder) if one.severity == "error"]
    assert len(said) == 1
    assert said[0].startswith("garden/en/course.md:1: Error: The right option is the longest in 9")


def test_a_right_place_that_is_always_the_same_is_named(tmp_path):
    quiz = [one(*FAIR, id=f"q-{at}") for at in range(3)]
    always = "The right option is always number 2 as written; mix them."
    assert told(tmp_path, *quiz) == [(7, always)]
    assert told(tmp_path, *quiz[:2]) == []


ABOVE = {
    "en": [
        "All of the above",
        "None of these.",
        "Both of them",
        "Neither of the above",
        "“All of these”",
    ],
    "fr": [
        "Toutes les réponses ci-dessus",
        "Aucune de ces réponses",
        "Toutes les réponses précédentes",
    ],
    "es": [
        "Todas las anteriores",
        "Ninguna de las anteriores",
        "Todo lo anterior",
        "Ninguna respuesta es correcta",
    ],
    "ru": [
        "Всё вышеперечисленное",
        "Все перечисленное",
        "Ничего из перечисленного",
        "Все ответы верны",
    ],
    "zh-Hans": ["以上都是", "以上都不对", "以上各项都对", "都对", "都不是", "上述都正确"],
    "ar": ["جميع ما سبق", "كل ما ذكر", "لا شيء مما سبق", "جميع الإجابات صحيحة"],
    "pt": ["Todas as anteriores", "Nenhuma das anteriores", "Todas as respostas estão certas"],
    "sw": ["Yote hapo juu", "Majibu yote ni sahihi", "Hakuna kati ya haya", "Haya yote ni sahihi"],
}


@pytest.mark.parametrize("text", [text for some in ABOVE.values() for text in some])
def test_all_and_none_of_the_above_are_named_in_every_language(tmp_path, text):
    said = told(tmp_path, one(*options("The mayor signs it here", text, "The nurse signs it here")))
    assert [line for line, problem in said if "of the above" in problem] == [13]


@pytest.mark.parametrize(
    "text",
    ["All of our members", "None of the members was asked", "Tous les membres du groupe", "Nobody",
     "Todas las personas del grupo", "Все участники встречи", "都由成员决定", "以上面的人为准",
     "كل الأعضاء", "Todas as pessoas do grupo", "Wanachama wote wa kundi",
     "Hakuna mtu", "Both the mayor and the clerk", "Neither, as the dollars are the same"],
)  # fmt: skip
def test_options_that_only_sound_like_it_are_not_named(tmp_path, text):
    said = told(tmp_path, one(*options("The mayor signs it here", text, "The nurse signs it here")))
    assert [problem for _, problem in said if "of the above" in problem] == []


STUTTERS = [
    "Yes.", "No, it is not.", "Right!", "Correct: she signs.", "**Yes**, she does.",
    "Not quite. Look.", "Wrong – the mayor.", "yes", "That’s right. She does.", "Oui.",
    "Non, c’est le maire.", "Pas tout à fait. Il", "Exact ! Elle signe.", "C’est juste.", "Sí.",
    "No, es la alcaldesa.", "Correcto: firma.", "Да.", "Нет, это мэр.", "Верно! Она.",
    "Неверно. Это", "Не совсем: это", "对。", "不对。是市长。", "是的，她签。", "错。",
    "没错！", "正确：她签。", "نعم.", "لا، بل العمدة.", "صحيح!", "خطأ: إنه العمدة.",
    "غير صحيح. إنه", "Sim.", "Não, é a presidente.", "Certo: assina.", "Ndiyo.", "Hapana, ni meya.",
    "Si sahihi. Ni",
]  # fmt: skip
FINE = [
    "She signs it.", "Yesterday she did.", "No names belong in it.", "Nobody signs it.",
    "Right 1 says so.", "Correcting it is hers.", "Wrong sums are hers.",
    "Non-profits sign too.", "Notre maire signe.", "Si firma, vale.", "Sin firma no vale.",
    "Нетрудно проверить.", "Дата важна.", "对钱有权的人签。", "是市长签的。", "不是她签的。",
    "لا يوقّع غيرها.", "صحيحة هي الوثيقة.", "Exactitude first.",
    "Certa quantia falta.", "Kwelikweli alisaini.", "Sahihi yake inatosha.", "错账也要她签。",
    "Bien qu’elle signe,",
]  # fmt: skip


@pytest.mark.parametrize("line", STUTTERS)
def test_feedback_that_says_the_verdict_again_is_named(tmp_path, line):
    said = told(tmp_path, one(FAIR[0], f"- [x] The mayor of it\n  > {line}\n"))
    assert [at for at, problem in said if "need not begin with" in problem] == [13]


@pytest.mark.parametrize("line", FINE)
def test_feedback_that_only_begins_alike_is_not_named(tmp_path, line):
    assert told(tmp_path, one(FAIR[0], f"- [x] The mayor of it\n  > {line}\n")) == []


MISSING = "This option has no feedback; add a line below it that begins with “  > ”."
TWICE = "This option says the same as one above it."
OTHERS = {
    "no feedback": (one(FAIR[0], "- [x] The mayor of it\n"), 13, MISSING),
    "empty feedback": (one(FAIR[0], "- [x] The mayor of it\n  > \n"), 13, MISSING),
    "no other number": (
        f"### N? {{#q-n}}\n\n{NUMBER.replace('- [ ] …', '- [ ] 7')}", 9,
        "Nothing is said to any other number; add “- [ ] …” with a line of feedback.",
    ),
    "no other order": (
        "### O? {#q-o}\n\n" + ORDER.replace("- [ ] …\n  > Seeds?\n", ""), 9,
        "Nothing is said to any other order; add “- [ ] …” with a line of feedback.",
    ),
    "the same twice": (
        one(*FAIR, "- [ ] the **clerk** of it.\n  > Again.\n"), 17, TWICE,
    ),
    "a number twice": (f"### N? {{#q-n}}\n\n{NUMBER}- [ ] 125.0\n  > Hm.\n", 17, TWICE),
    "a line twice": (f"### O? {{#q-o}}\n\n{ORDER.replace('3. Water', '3. Dig')}", 16, TWICE),
}  # fmt: skip


@pytest.mark.parametrize(("quiz", "line", "problem"), OTHERS.values(), ids=OTHERS.keys())
def test_what_else_gives_a_question_away_is_named(tmp_path, quiz, line, problem):
    assert (line, problem) in told(tmp_path, quiz)


@pytest.mark.parametrize(("first", "second"), [("+2,300", "−2,300"), ("33 %", "33"), ("9.6", "96")])
def test_numbers_that_differ_by_a_sign_are_not_the_same(tmp_path, first, second):
    assert told(tmp_path, one(*options(first, second))) == []


def test_a_pack_that_gives_itself_away_is_read_all_the_same_and_fails_the_check(tmp_path):
    from click.testing import CliRunner

    pack(tmp_path, "## Check {#quiz}\n\n" + one(FAIR[0], "- [x] The mayor of it\n"))
    quiz = courses.load(tmp_path).course("garden").lesson("soil").quiz
    assert quiz.mark({"q-one": "1"}).questions[0].said[0].html == ""
    ran = CliRunner().invoke(command, ["check", "--courses", str(tmp_path)])
    assert ran.exit_code == 1
    assert "garden/en/01-soil.md:13: Error: This option has no feedback" in ran.output


def test_in_our_own_lessons_the_longest_is_right_no_more_often_than_chance_makes_it():
    library = courses.load(ROOT / "courses")
    for language in ("en", "es", "fr", "pt", "ru", "sw", "zh-Hans"):
        versions = [course.in_language(language) for course in library.courses]
        hits, asked, chance = giveaways.longest(versions)
        assert asked >= 29
        assert hits <= chance * 1.1, f"{language}: {hits} of {asked}"
        kinds = {one.kind for course in versions for lesson in course.lessons
                 for one in lesson.quiz.questions}  # fmt: skip
        assert kinds == {"one", "several", "number", "order"}

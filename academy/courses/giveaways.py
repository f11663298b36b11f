"""Questions that give themselves away: whoever knows nothing of the matter finds the right option.

What is looked for are the cues by which people who are good at tests pass them unread. They are
named in every book on writing questions (Haladyna, Downing and Rodriguez, "A Review of
Multiple-Choice Item-Writing Guidelines for Classroom Assessment", Applied Measurement in Education
15, 2002): keep options about equally long, vary where the right one stands, no "all of the above".

The limits are ours. *Clearly longest* is a quarter and eight letters longer than every other
option: that much is seen at a glance on a phone, where it mostly makes another line. *Too often* is
what chance alone would do less than once in twenty times: in a quiz of four with three options each
that is four of four, in a course of twelve questions eight. Only what is chosen from is counted.

Feedback stands behind the page's own "Right" or "Not right", so a line that begins with "Yes" says
it twice. None of all this stops a pack from loading.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from academy.courses import markdown
from academy.courses.kinds import InOrder, Number, OneRight
from academy.courses.model import Course, Quiz
from academy.courses.pack import WELCOME_FILE
from academy.courses.problems import Problem
from academy.courses.questions import Option, Question

LONGER_BY: Final = 1.25
LONGER_LETTERS: Final = 8
RARE: Final = 0.05
ALWAYS_FROM: Final = 3
"""In fewer questions than this, the same place is no habit."""

_ABOVE_IN: Final = {
    "en": (
        r"(?:all|none|neither|both|any|each) of (?:the )?(?:above|these|them)\b.*"
        r"|all are (?:right|true)|everything above"
    ),
    "fr": (
        r"(?:toutes?|tous|aucune?)(?: les?| des?)?(?: réponses?| options?)?"
        r" (?:ci-dessus|précédentes?|de ces réponses|des deux)\b.*|toutes les réponses\b.*"
    ),
    "es": (
        r"(?:todas?|todos|ningun[oa])(?: de)?(?: las?| los)?(?: respuestas?| opciones?)?"
        r"(?: anteriores| de arriba| es correcta| son correctas)\b.*|(?:todo|nada de) lo anterior"
    ),
    "ru": (
        r"(?:вс[её]|ничего|ни одно|ни один)(?: из)?(?: выше)?"
        r" ?(?:выше)?(?:перечисленн|указанн|названн)\w+"
        r"|вс[её] (?:ответы|варианты)(?: верны\w*| правильны\w*)?"
    ),
    "zh-Hans": (
        r"(?:以上|上述)(?:各项|几项|三项|两项|选项|所有|全部)?"
        r"(?:都|皆|均|全部|全)?(?:是|对|正确|不是|不对|不正确)?|(?:全部|都|全)不?(?:是|对|正确)"
    ),
    "ar": (
        r"(?:جميع|كل|كلّ) (?:ما سبق|ما ذكر|ما ورد|الإجابات)\b.*"
        r"|(?:لا شيء|لا شي|ليس أي|ولا واحد\w*) (?:مما|ممّا|من) (?:سبق|ذكر|ما سبق)\b.*"
    ),
    "pt": (
        r"(?:todas?|todos|nenhuma?)(?: d?[ao]s?)?(?: respostas?| opções)?"
        r"(?: anteriores| acima| está certa| estão certas| est(?:á|ão) corretas?)\b.*"
        r"|(?:tudo|nada) (?:o|do) (?:que está acima|anterior)"
    ),
    "sw": (
        r"(?:(?:majibu )?(?:yote|haya yote)|hakuna(?: jibu)?|hamna)(?: kati ya(?: majibu)?)?"
        r"(?: haya| hayo| hapo juu| ya juu| yaliyo juu| yaliyotajwa| ni sahihi| sahihi)+"
    ),
}
"""“All of the above”, “none of these” and the like, where it is the whole of an option."""
_ABOVE: Final = re.compile("|".join(_ABOVE_IN.values()), re.IGNORECASE)
_VERDICTS: Final = (
    *("yes", "no", "yep", "nope", "right", "wrong", "correct", "incorrect", "true", "false"),
    *("exactly", "indeed", "well done", "that's right", "that’s right", "not right", "not quite"),
    *("not correct", "good", "of course", "that is right", "sorry"),
    *("oui", "non", "juste", "exact", "exactement", "correct", "vrai", "faux", "bien", "bravo"),
    *("c’est juste", "c’est exact", "c’est vrai", "c’est faux", "pas tout à fait", "en effet"),
    *("tout à fait", "bonne réponse", "mauvaise réponse", "incorrect", "inexact"),
    *("sí", "si", "no", "correcto", "correcta", "incorrecto", "exacto", "exactamente", "cierto"),
    *("verdadero", "falso", "así es", "muy bien", "bien", "no del todo", "no exactamente"),
    *("да", "нет", "верно", "неверно", "правильно", "неправильно", "точно", "именно", "не совсем"),
    *("совершенно верно", "не верно", "не правильно", "ошибка", "молодец"),
    *(
        "对",
        "對",
        "不对",
        "是",
        "是的",
        "不是",
        "不",
        "正确",
        "不正确",
        "错",
        "错误",
        "错了",
        "没错",
    ),
    *("不太对", "不完全对", "答对了", "答错了", "对了", "很好", "不错"),
    *("نعم", "لا", "صحيح", "خطأ", "صح", "غير صحيح", "أجل", "بلى", "كلا", "كلّا", "بالضبط", "تمامًا"),
    *("تماما", "ليس تمامًا", "ليس تماما", "أحسنت", "إجابة صحيحة", "إجابة خاطئة"),
    *("sim", "não", "certo", "certa", "errado", "errada", "correta", "incorreta", "exato"),
    *("exatamente", "verdadeiro", "isso mesmo", "muito bem", "nem por isso", "não exatamente"),
    *("correto", "incorreto", "resposta certa", "resposta errada", "não é bem assim"),
    *("ndiyo", "ndio", "hapana", "sahihi", "si sahihi", "sio sahihi", "siyo", "kweli", "si kweli"),
    *("vizuri", "vyema", "hasa", "kabisa", "hongera", "jibu sahihi", "umekosea", "umepata"),
)
"""Words that say right or wrong, of all our languages. They count where a stop follows."""
_STUTTER: Final = re.compile(
    rf"(?:{'|'.join(map(re.escape, sorted(set(_VERDICTS), key=len, reverse=True)))})"
    r"\s*(?:[.,:;!…—–。，：；！、،؛]|\s-\s|$)",
    re.IGNORECASE,
)


def giveaways(version: Course) -> Iterator[Problem]:
    """Name what gives itself away in one language of a course."""
    quizzes = [
        (lesson.file, lesson.quiz)
        for lesson in version.lessons
        if lesson.quiz is not None and lesson.language == version.language
    ]
    return of_quizzes(quizzes, f"{version.id}/{version.language}/{WELCOME_FILE}")


def of_quizzes(quizzes: Iterable[tuple[str, Quiz]], together: str) -> Iterator[Problem]:
    """Name what gives itself away in quizzes, each with its file, and in all of them `together`."""
    of_all: list[_Counted] = []
    for file, quiz in quizzes:
        for question in quiz.questions:
            yield from _question(file, question)
        counted = [_Counted(file, question) for question in quiz.questions if _is_counted(question)]
        yield from _habits(counted, file, quiz.line)
        of_all += counted
    if len({one.file for one in of_all}) > 1:
        yield from _habits(of_all, together, 1)


def longest(courses: Iterable[Course]) -> tuple[int, int, float]:
    """In how many questions the right option is the longest, of how many, and what chance makes."""
    counted = [
        _Counted(lesson.file, question)
        for course in courses
        for lesson in course.lessons
        if lesson.quiz is not None and lesson.language == course.language
        for question in lesson.quiz.questions
        if _is_counted(question)
    ]
    return (
        sum(one.is_longest for one in counted),
        len(counted),
        sum(one.chance for one in counted),
    )


def width(text: str) -> int:
    """How wide a text is drawn, in narrow letters: a Chinese character takes two."""
    marks = {"Mn", "Cf"}
    return sum(
        1 + (unicodedata.east_asian_width(sign) in "WF")
        for sign in text
        if unicodedata.category(sign) not in marks
    )


def _is_counted(question: Question) -> bool:
    """One right option, and options that are more than numbers and names."""
    return isinstance(question, OneRight) and len(question.options) > 1


@dataclass(frozen=True)
class _Counted:
    """A question with one right option, and what a guesser sees of it."""

    file: str
    question: Question

    @property
    def right(self) -> int:
        return next((at for at, one in enumerate(self.question.options) if one.right), 0)

    @property
    def chance(self) -> float:
        return 1 / len(self.question.options)

    @property
    def is_longest(self) -> bool:
        return self._stands_out(+1)

    @property
    def is_shortest(self) -> bool:
        return self._stands_out(-1)

    def _stands_out(self, sign: int) -> bool:
        widths = [sign * width(one.text) for one in self.question.options]
        mine = widths.pop(self.right)
        return mine > max(widths)

    def __str__(self) -> str:
        return f"{self.question.id} (line {self.question.line} of {self.file.rsplit('/', 1)[-1]})"


def _habits(counted: Sequence[_Counted], file: str, line: int) -> Iterator[Problem]:
    """What a guesser learns over several questions: of one lesson, or of all of a course."""
    for word, out in (
        ("longest", [one for one in counted if one.is_longest]),
        ("shortest", [one for one in counted if one.is_shortest]),
    ):
        if _is_rare(len(out), [one.chance for one in counted]):
            problem = f"The right option is the {word} in {len(out)} of {len(counted)} questions"
            yield Problem(file, line, f"{problem}: {', '.join(map(str, out))}.")
    places = {one.right for one in counted}
    if len(places) == 1 and len(counted) >= ALWAYS_FROM:
        problem = f"The right option is always number {places.pop() + 1} as written; mix them."
        yield Problem(file, line, problem)


def _is_rare(hits: int, chances: Sequence[float]) -> bool:
    """Whether chance makes at least so many hits less than once in twenty times."""
    spread = [1.0]
    for chance in chances:
        spread = [
            (spread[n] * (1 - chance) if n < len(spread) else 0)
            + (spread[n - 1] * chance if n else 0)
            for n in range(len(spread) + 1)
        ]
    return sum(spread[hits:]) < RARE


def _question(file: str, question: Question) -> Iterator[Problem]:
    if not isinstance(question, Number | InOrder):
        yield from _length(file, question)
        yield from _above(file, question)
    yield from _twice(file, question)
    yield from _feedback(file, question)


def _length(file: str, question: Question) -> Iterator[Problem]:
    right = [width(one.text) for one in question.options if one.right]
    wrong = [width(one.text) for one in question.options if not one.right]
    if not right or not wrong:
        return
    least, most = min(right), max(wrong)
    if least >= most * LONGER_BY and least - most >= LONGER_LETTERS:
        who = "The right option" if len(right) == 1 else "Every right option"
        problem = f"{who} of “{question.id}” is clearly longer than the others."
        yield Problem(file, question.line, problem)


def _above(file: str, question: Question) -> Iterator[Problem]:
    for option in question.options:
        if _ABOVE.fullmatch(option.text.strip(' .!。！“”"«»').strip()):
            problem = (
                "An option “all” or “none of the above” is known to be right, or to be filler."
            )
            yield Problem(file, option.line, problem)


def _twice(file: str, question: Question) -> Iterator[Problem]:
    """Two options that say the same; neither can then be right alone."""
    listed: Sequence[Option] = question.items if isinstance(question, InOrder) else question.options
    if isinstance(question, Number):
        said = [str(slip.normalize()) if slip is not None else "…" for slip in question.slips]
    else:
        said = [_bare(option.text) for option in listed]
    count = Counter(said)
    seen: set[str] = set()
    for option, text in zip(listed, said, strict=True):
        if count[text] > 1 and text in seen:
            yield Problem(file, option.line, "This option says the same as one above it.")
        seen.add(text)


def _bare(text: str) -> str:
    """An option's letters and digits, and the signs that make numbers differ."""
    kept = (sign for sign in text.casefold() if sign.isalnum() or sign in "+-−.,%<>=/×÷")
    return "".join(kept).rstrip(".,")


def _feedback(file: str, question: Question) -> Iterator[Problem]:
    for option in question.options:
        said = markdown.plain(option.feedback).strip()
        if not said:
            problem = "This option has no feedback; add a line below it that begins with “  > ”."
            yield Problem(file, option.line, problem)
        elif found := _STUTTER.match(said):
            word = found[0].strip(" .,:;!…—–-。，：；！、،؛")
            problem = (
                f"The page says whether it is right; the feedback need not begin with “{word}”."
            )
            yield Problem(file, option.line, problem)
    if isinstance(question, Number) and None not in question.slips:
        problem = "Nothing is said to any other number; add “- [ ] …” with a line of feedback."
        yield Problem(file, question.line, problem)
    if isinstance(question, InOrder) and all(one.right for one in question.options):
        problem = "Nothing is said to any other order; add “- [ ] …” with a line of feedback."
        yield Problem(file, question.line, problem)

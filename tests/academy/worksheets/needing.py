"""The need for condoms and outreach workers of two lessons, read from their text, typed in."""

from academy.worksheets import Entered, Worked, Worksheet
from tests.academy.test_courses_examples_swit_safety import CONDOMS, numbers, section
from tests.academy.worksheets.examples import shipped

SERVICES = "community-led-services"


def typed(**texts: object) -> Worked:
    """The sheet with these texts; `__` in a place stands for a dot."""
    named = {place.replace("__", "."): str(one) for place, one in texts.items()}
    return Worked(shipped("swit", "need"), Entered({}, named))


def table(language: str) -> list[list[int]]:
    """The numbers of each line in the table of the lesson: a week, a quarter, reserve, to order."""
    lines = section(language, CONDOMS, "counting-need").splitlines()
    return [found for line in lines if line.startswith("|") and (found := numbers(line))]


def town(language: str) -> list[int]:
    """People, people for each outreach worker."""
    lines = section(language, SERVICES, "how-many").splitlines()
    (line,) = [one for one in lines if one.startswith("330 ÷ 50")]
    return numbers(line)[:2]


def lesson(language: str = "en", **more: object) -> Worked:
    """The example of both lessons."""
    (average, people, _), (_, weeks, _), (_, reserve, _), _ = table(language)
    reached, ratio = town(language)
    given = {"people": people, "weeks": weeks, "reserve": reserve, "delivery": 4}
    given |= {"goods__condoms__average": average}
    given |= {"outreach__team__reached": reached, "outreach__team__ratio": ratio}
    return typed(**given | more)


def others() -> dict[str, tuple[Worksheet, Entered]]:
    """What a spreadsheet has to come to as well, by name."""
    made = {
        "need-lesson": lesson(),
        "need-given": lesson(
            goods__condoms__given=60000, goods__condoms__with_stock=10,
            goods__condoms__stock=36000, goods__lubricant__average="7.35",
            goods__lubricant__stock=100000, outreach__team__ratio=70,
        ),
        "need-half": lesson(
            weeks="", reserve="", goods__condoms__given=60000, outreach__team__reached=60
        ),
        "need-none": lesson(people=0, outreach__team__reached=0),
    }  # fmt: skip
    return {name: (one.worksheet, one.entered) for name, one in made.items()}

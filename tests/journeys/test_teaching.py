"""A trainer fills a half-day and prints its guide; phones read its title in their language.

One laptop as the command line starts it, and Chromium as everybody's browser.
"""

from academy.printing import pdf
from tests.journeys.test_whole_workshop import Desk, Phone, join, open_the_door, plan_a_week

CANARY = "Rain on the roof"


def fill_the_first_morning(desk: Desk) -> None:
    """From the plan: the first half-day that fits, and another title typed by hand."""
    page = desk.page
    page.get_by_role("link", name="What is taught").first.click()
    desk.says("165 min for teaching")
    desk.press("Take this")
    desk.says("165 of 165")
    title = page.get_by_label("Title", exact=True)
    assert title.first.get_attribute("placeholder") == "What advocacy is · Choosing the issue"
    title.nth(1).fill(CANARY)
    desk.press("Save the sessions")
    assert title.nth(1).input_value() == CANARY
    assert title.first.input_value() == ""


def open_an_answer(phone: Phone) -> None:
    """Closed until it is opened, on a phone that runs no script; open on paper."""
    phone.open("/courses/budgeting/several-donors/")
    answer = phone.page.locator("#rounding details.answer")
    assert not answer.get_by_text("One cent is left.").is_visible()
    phone.page.emulate_media(media="print")
    assert answer.get_by_text("One cent is left.").is_visible()
    phone.page.emulate_media(media="screen")
    answer.locator("summary").click()
    assert answer.get_by_text("One cent is left.").is_visible()


def test_a_half_day_is_planned_from_lessons_and_each_phone_reads_it_in_its_language(
    browser, machine
):
    laptop = machine("laptop")
    desk = Desk(browser, laptop)
    desk.set_up()
    plan_a_week(desk)
    fill_the_first_morning(desk)

    way_in = open_the_door(desk)
    titles = {
        "zh-CN": "什么是倡导 · 选定议题",
        "fr-FR": "· Choisir le sujet",
        "en-GB": "What advocacy is",
    }
    for language, title in titles.items():
        phone = Phone(browser, laptop, language)
        join(phone, way_in, f"Heron {language}")
        phone.open("/me")
        assert title in phone.text(), language
        assert CANARY in phone.text(), language
        phone.open("/guides/advocacy/what-advocacy-is")
        assert "Flip chart" not in phone.text()

    open_an_answer(phone)

    desk.open("/courses")
    desk.page.get_by_role("link", name="Guide", exact=True).first.click()
    desk.says("Flip chart")
    path = desk.page.get_by_role("link", name="Print").get_attribute("href")
    answer = desk.page.request.get(laptop.staff + path)
    assert answer.status == 200
    if pdf.available():
        assert answer.body().startswith(b"%PDF-")
        assert answer.headers["content-disposition"] == "inline; filename=print.pdf"
    else:
        assert "Flip chart" in answer.text()

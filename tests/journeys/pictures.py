"""`python -m tests.journeys.pictures`: the pictures of the README, taken anew from the demo.

Needs a browser, and pdftoppm for the certificate. A picture that no longer looks like its page is
a lie in the README: run this when a page changes.
"""

import io
import re
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from academy.printing import certificate, pdf
from tests.academy.test_printing import page as certificate_page
from tests.journeys.machines import BROWSER_FLAGS, CHROMIUM, LAPTOP, PHONE, free_port
from tests.patience import PATIENCE

FOLDER = Path(__file__).with_name("pictures")


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    port, staff_port = free_port(), free_port()
    command = [sys.executable, "-u", "-m", "academy", "demo", "--port", str(port),
               "--staff-port", str(staff_port)]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        try:
            entry = _entry(program)
            with sync_playwright() as playwright:
                path = next(path for path in CHROMIUM if Path(path).exists())
                browser = playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS)
                _desk(browser, entry, f"http://127.0.0.1:{staff_port}", f"http://127.0.0.1:{port}")
                browser.close()
        finally:
            program.terminate()
    _certificate()


def _entry(program: subprocess.Popen[str]) -> str:
    """The address that the program says signs the trainer in."""
    deadline = time.monotonic() + PATIENCE
    for line in program.stdout or ():
        if found := re.search(r"http://127\S+/enter/\S+", line):
            time.sleep(2)
            return found[0]
        if time.monotonic() > deadline:
            break
    raise SystemExit("the demo did not start")


def _desk(browser: Browser, entry: str, staff: str, lan: str) -> None:
    desk = browser.new_context(viewport=LAPTOP, locale="en-GB").new_page()
    desk.goto(entry)
    _take(desk, "today")
    desk.goto(f"{staff}/attendance")
    desk.locator("thead a").nth(4).click()
    _take(desk, "attendance")
    desk.get_by_role("button", name="Show the code").click()
    _take(desk, "code")
    code = re.sub(r"\D", "", desk.locator(".digits").inner_text())
    desk.goto(f"{staff}/people")
    desk.get_by_role("link", name="Blue Heron").click()
    desk.get_by_role("button", name="New PIN").click()
    pin = re.search(r"\b(\d{3})\s?(\d{3})\b", desk.locator("main").inner_text())
    phone = browser.new_context(
        viewport=PHONE, locale="en-GB", java_script_enabled=False, device_scale_factor=2
    ).new_page()
    phone.goto(f"{lan}/sign-in")
    phone.locator("input[name=alias]").fill("Blue Heron")
    phone.locator("input[name=pin]").fill(pin[1] + pin[2] if pin else code)
    phone.locator("main form button").first.click()
    phone.goto(lan)
    _take(phone, "home")
    phone.goto(f"{lan}/courses/advocacy/what-advocacy-is/")
    for question in phone.locator("fieldset").all():
        question.locator("input").nth(1).check()
    phone.get_by_role("button", name="Check my answers").click()
    _take(phone, "lesson")


def _take(page: Page, name: str) -> None:
    _keep(Image.open(io.BytesIO(page.screenshot())), name)


def _certificate() -> None:
    with TemporaryDirectory() as folder:
        made = Path(folder) / "certificate.pdf"
        made.write_bytes(pdf.render(certificate.html([certificate_page(name="Amina 王小雨")])))
        subprocess.run(["pdftoppm", "-r", "60", "-png", made, made.with_suffix("")], check=True)
        _keep(Image.open(next(Path(folder).glob("*.png"))), "certificate")


def _keep(picture: Image.Image, name: str) -> None:
    """Small enough for a README: 64 colours are all that the look has."""
    picture.convert("RGB").quantize(64).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()

"""`python -m tests.accessibility [LANGUAGE…]`: axe on every kind of page, in every language, light,
dark and with forced colours, at a phone's width and a laptop's; and at 320 px, whether all fits.
Some ten minutes a language; prints what it finds and how many pages it saw.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import sync_playwright

from academy.languages.i18n import LOCALES
from tests.accessibility import axe, narrow
from tests.accessibility.doors import doors, sign_in, walk
from tests.journeys.machines import BROWSER_FLAGS, CHROMIUM, LAPTOP, PHONE

SCHEMES: tuple[tuple[Any, Any], ...] = (
    ("light", "none"), ("dark", "none"), ("light", "active"), ("dark", "active"),
)  # fmt: skip
"""Colour scheme, forced colours."""
PATIENCE = 600_000
"""Milliseconds for a page: the first look at how far each course is reads all of them."""


def main(languages: list[str]) -> int:
    source, seen, found = axe.script(), 0, 0
    with (
        TemporaryDirectory() as folder,
        doors(Path(folder)) as all_doors,
        sync_playwright() as playwright,
    ):
        path = next(path for path in CHROMIUM if Path(path).exists())
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS)
        for language in languages:
            for scheme, forced in SCHEMES:
                for door in all_doors:
                    for size in (PHONE, LAPTOP) if forced == "none" else (PHONE,):
                        page = browser.new_context(
                            viewport=size, locale=language.replace("_", "-"),
                            color_scheme=scheme, forced_colors=forced,
                        ).new_page()  # fmt: skip
                        page.set_default_timeout(PATIENCE)
                        sign_in(page, door)
                        for kind, _ in walk(page, door):
                            seen += 1
                            told = [*axe.faults(page, source)]
                            if size is PHONE and (scheme, forced) == SCHEMES[0]:
                                page.set_viewport_size(narrow.NARROW)
                                told += narrow.faults(page)
                                page.set_viewport_size(size)
                            for fault in told:
                                found += 1
                                print(language, scheme, forced, size["width"], door.name, kind,
                                      fault)  # fmt: skip
                        page.context.close()
            print(f"{language}: {seen} pages so far, {found} faults", flush=True)
        browser.close()
    return int(found > 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:] or list(LOCALES)))

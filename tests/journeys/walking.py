"""Filling in every form there is, with a word in every field that nobody else would write."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask

from tests.journeys.browsers import FLUSHED, Browser
from tests.journeys.profiles import search, word

_FIND = """
const forms = [...document.forms].filter(one =>
  new URL(one.getAttribute('action'), location).pathname === given.action &&
  (!given.holds || one.querySelector(given.holds)));
if (!forms.length) return null;
const form = forms[0];
form.noValidate = true;
for (const one of document.querySelectorAll('details'))
  if (one.contains(form) || form.contains(one)) one.open = true;
return [...form.elements].map((one, number) => {
  one.dataset.walk = number;
  one.removeAttribute('maxlength');
  return {number, tag: one.tagName, name: one.name, type: one.type, value: one.value,
          checked: one.checked, leads: one.getAttribute('formaction'),
          hidden: one.hidden || one.classList.contains('unseen')};
});
"""
_SET = """
const one = document.querySelector(`[data-walk="${given.number}"]`);
const ticked = one.type === 'checkbox' || one.type === 'radio';
if (ticked) { if (one.checked !== given.value) one.click(); }
else { one.value = given.value; one.dispatchEvent(new Event('change', {bubbles: true})); }
"""
WRITTEN = {"text", "textarea", "password", "search", "url", "tel", "email"}


@dataclass
class Walk:
    """A browser on its way through the doors, and what it wrote and sent so far."""

    browser: Browser
    profile: Path
    written: dict[str, str] = field(default_factory=dict)
    sent: set[tuple[str, str]] = field(default_factory=set)
    looked_at: dict[Path, tuple[int, int]] = field(default_factory=dict)
    left: set[tuple[str, ...]] = field(default_factory=set)
    """What was found in the profile: where it was written, and in which files it lay."""

    def word(self, where: str) -> str:
        """A fresh word, remembered with where it was written."""
        made = word(len(self.written))
        self.written[made] = where
        return made

    def look(self) -> None:
        """Look into the profile now: what a browser writes today it may have dropped tomorrow.

        Chromium keeps a tab's last fifty pages, and a walk is longer than that.
        """
        others = [text for text in self.written if " " in text]
        found = search(self.profile, *others, before=self.looked_at)
        for text, files in found.items():
            self.left.add((self.written.get(text, text), *sorted(files)))

    def look_later(self) -> None:
        """Look once the browser had the time to write."""
        time.sleep(FLUSHED)
        self.look()

    def look_through(self) -> None:
        """Look into every file, whether it changed or not."""
        self.looked_at.clear()
        self.look()


@dataclass
class Door:
    """One door as the walk sees it: where it is, and the addresses that take forms there."""

    name: str
    base: str
    app: Flask
    walk: Walk

    @property
    def takes(self) -> set[str]:
        """Every address that takes a form, as the app itself lists them."""
        return {
            rule.rule
            for rule in self.app.url_map.iter_rules()
            if rule.methods and rule.methods - {"GET", "HEAD", "OPTIONS"}
        }

    @property
    def sent(self) -> set[str]:
        """Those a form was sent to."""
        return {rule for door, rule in self.walk.sent if door == self.name}

    def open(self, path: str) -> None:
        self.walk.browser.go(self.base + path)

    def fill(self, path: str, action: str, holds: str = "", **given: Any) -> list[dict[str, Any]]:
        """Open a page and write a word into every field of a form that nothing is given for."""
        self.open(path)
        return self.fill_here(action, holds, **given)

    def fill_here(self, action: str, holds: str = "", **given: Any) -> list[dict[str, Any]]:
        browser = self.walk.browser
        fields = browser.run(_FIND, {"action": action, "holds": holds})
        assert fields, f"no form to {action} at {browser.run('return location.pathname')}"
        for one in fields:
            name, kind = one["name"], one["type"]
            place = f'[data-walk="{one["number"]}"]'
            if kind == "file" and isinstance(given.get(name), Path):
                browser.upload(place, given[name])
            elif kind in WRITTEN and not one["hidden"]:
                text = given.get(name)
                browser.write(place, self.walk.word(f"{action} {name}") if text is None else text)
            elif kind == "radio" and name in given:
                if one["value"] == given[name]:
                    browser.run(_SET, {"number": one["number"], "value": True})
            elif name in given and one["tag"] != "BUTTON":
                browser.run(_SET, {"number": one["number"], "value": given[name]})
        return list(fields)

    def send(
        self, path: str, action: str, press: str = "", *, holds: str = "", look_again: bool = True,
        **given: Any,
    ) -> None:  # fmt: skip
        """Fill in a form that is taken, and be at the page it leads to; then look around.

        `press`: the button's name=value, or the address it sends to; the first one without.
        """
        self.press(self.fill(path, action, holds, **given), action, press)
        assert not self.refusal(), f"{action}: {self.refusal()}"
        if look_again:
            self.look_again()

    def refused(
        self, path: str, action: str, press: str = "", *, holds: str = "", look_again: bool = True,
        **given: Any,
    ) -> None:  # fmt: skip
        """Fill in a form that isn't taken, and be at the page that says why; then look around."""
        self.press(self.fill(path, action, holds, **given), action, press)
        assert self.refusal(), f"{action} was taken"
        if look_again:
            self.look_again()

    def refusal(self) -> str:
        """The sentence of a refusal on the page in front, or nothing."""
        said = self.walk.browser.run(
            "return document.querySelector('.notice.stop, [role=alert]')?.innerText || ''"
        )
        return str(said)

    def press(self, fields: list[dict[str, Any]], action: str, press: str = "") -> None:
        """Press a form's button; a form that opens beside its page is waited for there."""
        browser = self.walk.browser
        name, _, value = press.partition("=")
        button = next(
            one for one in fields
            if one["type"] == "submit" and not one["hidden"]
            and (not press or one["leads"] == press or (one["name"], one["value"]) == (name, value))
        )  # fmt: skip
        place = f'[data-walk="{button["number"]}"]'
        if browser.run("return document.querySelector(given).form.target", place) == "_blank":
            before = set(browser.tabs())
            browser.press(place)
            while not (fresh := [tab for tab in browser.tabs() if tab not in before]):
                pass
            browser.turn_to(fresh[0])
            browser.until("return location.pathname.startsWith('/seen/')")
            browser.until("return document.readyState === 'complete'")
        else:
            browser.moved(lambda: browser.press(place))
        adapter = self.app.url_map.bind("localhost")
        rule, _parts = adapter.match(button["leads"] or action, method="POST", return_rule=True)
        self.walk.sent.add((self.name, rule.rule))

    def look_again(self) -> None:
        """What people do with a page: reload it, go back to the form, and forward again."""
        browser = self.walk.browser
        browser.reload()
        browser.back()
        browser.forward()

    def shown(self) -> str:
        """The path in the browser's line of addresses."""
        return urlsplit(str(self.walk.browser.run("return location.href"))).path

"""Where everything on a page stands, and what stands worse in one browser than in another.

Both are shown the same page, so that their elements can be laid beside each other one by one.
Fonts and rounding differ a little from browser to browser: compared is what a person would see.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

MEASURE = """
function hidden(e) {
  for (var one = e, above = e.parentElement; above; one = above, above = above.parentElement)
    if (above.tagName === "DETAILS" && !above.open && one.tagName !== "SUMMARY") return true;
  return false;
}
function scrolls(e) {
  for (var one = e.parentElement; one && one !== document.body; one = one.parentElement)
    if (/auto|scroll|hidden/.test(getComputedStyle(one).overflowX)) return true;
  return false;
}
var all = Array.prototype.filter.call(document.body.querySelectorAll("*"), function (e) {
  return !e.ownerSVGElement && !/OPTION|STYLE/.test(e.tagName);
});
var at = new Map(all.map(function (e, n) { return [e, n]; }));
return { width: window.innerWidth, reach: document.documentElement.scrollWidth,
  boxes: all.map(function (e) {
    var r = e.getBoundingClientRect(), s = getComputedStyle(e);
    function px(name) { return Math.round(parseFloat(s[name]) || 0); }
    var shown = r.width > 0.5 && r.height > 0.5 && s.visibility === "visible" && !hidden(e);
    var kind = e.getAttribute("class");
    return { name: e.tagName.toLowerCase() + (kind ? "." + kind.trim().replace(/ +/g, ".") : ""),
      above: at.has(e.parentElement) ? at.get(e.parentElement) : -1, shown: shown,
      left: r.left, right: r.right, top: r.top + window.scrollY, bottom: r.bottom + window.scrollY,
      inline: s.display === "inline", placed: /absolute|fixed/.test(s.position),
      clipped: scrolls(e), size: parseFloat(s.fontSize),
      inside: [px("paddingLeft"), px("paddingRight"), px("paddingTop"), px("paddingBottom")],
      edges: [px("borderLeftWidth"), px("borderRightWidth"), px("borderTopWidth")] };
  }) };
"""
"""Asked of a browser; in words that old ones know."""

SLACK = 1.0
ENOUGH = 0.6
"""Of today's gap. Old browsers get by margins what others get by gaps, and round differently."""


class Pair(NamedTuple):
    """One element in an old browser and in today's."""

    old: dict[str, Any]
    now: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.now["name"])

    @property
    def counts(self) -> bool:
        return bool(self.old["shown"] and self.now["shown"])


def measure(browser: Any) -> dict[str, Any]:
    found: dict[str, Any] = browser.run(MEASURE)
    return found


def worse(old: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """In which ways a page looks worse in the old browser."""
    if old["reach"] > old["width"] + SLACK and now["reach"] <= now["width"] + SLACK:
        yield f"the page is {old['reach'] - old['width']:.0f} px too wide"
    pairs = [Pair(*both) for both in zip(old["boxes"], now["boxes"], strict=True)]
    families: dict[int, list[Pair]] = {}
    for pair in pairs:
        yield from _alone(pair, old["width"], now["width"])
        if pair.counts and not pair.now["inline"]:
            families.setdefault(pair.now["above"], []).append(pair)
    for above, family in families.items():
        inside = pairs[above].name if above >= 0 else "body"
        for text in _together(family):
            yield f"{text} (in {inside})"


def _alone(pair: Pair, old_width: float, width: float) -> Iterator[str]:
    old, now = pair
    if old["shown"] != now["shown"]:
        yield f"{pair.name} is {'shown' if old['shown'] else 'missing'}"
    if not pair.counts:
        return
    outside = old["left"] < -SLACK or old["right"] > old_width + SLACK
    was_outside = now["left"] < -SLACK or now["right"] > width + SLACK
    if outside and not was_outside and not old["clipped"] and old["bottom"] > 0:
        yield f"{pair.name} is beyond the edge: {old['left']:.0f} to {old['right']:.0f}"
    if abs(old["size"] - now["size"]) > 0.15 * now["size"]:
        yield f"{pair.name} has letters of {old['size']:.0f} px, not {now['size']:.0f}"
    for what in ("inside", "edges"):
        if any(a < b * ENOUGH - SLACK / 2 for a, b in zip(old[what], now[what], strict=True)):
            yield f"{pair.name} has {what} {old[what]}, not {now[what]}"
    if now["bottom"] - now["top"] >= 40 and old["bottom"] - old["top"] < 0.75 * (
        now["bottom"] - now["top"]
    ):
        yield f"{pair.name} is lower: {old['bottom'] - old['top']:.0f} px"


def _together(family: list[Pair]) -> Iterator[str]:
    """Neighbours that touch, and any two that overlap."""
    for one, next_one in pairwise(family):
        today = _apart(one.now, next_one.now)
        if today >= 2 and _apart(one.old, next_one.old) < min(today, 24) * ENOUGH - SLACK / 2:
            there = _apart(one.old, next_one.old)
            yield f"{one.name} and {next_one.name} are {there:.0f} px apart, not {today:.0f}"
    for number, one in enumerate(family[:60]):
        for other in family[number + 1 : 60]:
            if _apart(one.old, other.old) < -2 and _apart(one.now, other.now) >= -SLACK:
                yield f"{one.name} and {other.name} overlap"


def _apart(one: dict[str, float], other: dict[str, float]) -> float:
    """How far two boxes are from each other; below zero where they overlap."""
    return max(
        other["left"] - one["right"], one["left"] - other["right"],
        other["top"] - one["bottom"], one["top"] - other["bottom"],
    )  # fmt: skip

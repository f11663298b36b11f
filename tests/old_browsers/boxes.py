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
var all = [];
(function walk(e) {
  Array.prototype.forEach.call(e.childNodes, function (one) {
    var bare = one.nodeType === 3 && /\\S/.test(one.data);
    var text = bare && /flex/.test(getComputedStyle(e).display);
    if (!text && (one.nodeType !== 1 || /OPTION|STYLE/.test(one.tagName))) return;
    all.push(one);
    if (!text && one.tagName !== "svg") walk(one);
  });
})(document.body);
var at = new Map(all.map(function (e, n) { return [e, n]; }));
function told(e) { // words that stand bare in a flex box are a box as well
  var range = document.createRange(), r;
  var s = getComputedStyle(e.nodeType === 3 ? e.parentElement : e);
  function px(name) { return e.nodeType === 3 ? 0 : Math.round(parseFloat(s[name]) || 0); }
  if (e.nodeType === 3) range.selectNodeContents(e);
  r = (e.nodeType === 3 ? range : e).getBoundingClientRect();
  var kind = e.nodeType === 3 ? null : e.getAttribute("class");
  return { name: e.nodeName.toLowerCase() + (kind ? "." + kind.trim().replace(/ +/g, ".") : ""),
    above: at.has(e.parentElement) ? at.get(e.parentElement) : -1,
    shown: r.width > 0.5 && r.height > 0.5 && s.visibility === "visible" && !hidden(e),
    left: r.left, right: r.right, top: r.top + window.scrollY, bottom: r.bottom + window.scrollY,
    inline: e.nodeType !== 3 && s.display === "inline", clipped: scrolls(e),
    size: parseFloat(s.fontSize),
    inside: [px("paddingLeft"), px("paddingRight"), px("paddingTop"), px("paddingBottom")],
    edges: [px("borderLeftWidth"), px("borderRightWidth"), px("borderTopWidth")] };
}
return { width: window.innerWidth, reach: document.documentElement.scrollWidth,
  ltr: getComputedStyle(document.body).direction === "ltr", boxes: all.map(told) };
"""
"""Asked of a browser; in words that old ones know."""

SLACK = 1.0
EITHER = ".either"
"""The class of two of which each browser shows the one that it can make something of."""
TARGET = 40
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
    def is_pressed(self) -> bool:
        return not self.now["inline"] and self.name.partition(".")[0] in {
            "a",
            "button",
            "summary",
            "input",
            "select",
        }

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
        yield from _alone(pair, old["width"], ltr=old["ltr"])
        if pair.counts and not pair.now["inline"]:
            families.setdefault(pair.now["above"], []).append(pair)
    for above, family in families.items():
        inside = pairs[above].name if above >= 0 else "body"
        for text in _together(family):
            yield f"{text} (in {inside})"


def _alone(pair: Pair, width: float, *, ltr: bool) -> Iterator[str]:
    old, now = pair
    if old["shown"] != now["shown"] and EITHER not in pair.name:
        yield f"{pair.name} is {'shown' if old['shown'] else 'missing'}"
    if not pair.counts:
        return
    left, right = (
        [one["left"] < -SLACK for one in pair], [one["right"] > width + SLACK for one in pair]
    )  # fmt: skip
    # What sticks out at the end can be scrolled to; at the start nobody gets to it.
    start, end = (left, right) if ltr else (right, left)
    outside = start == [True, False] or (end == [True, False] and not old["clipped"])
    if outside and old["bottom"] > 0:
        yield f"{pair.name} is beyond the edge: {old['left']:.0f} to {old['right']:.0f}"
    if now["size"] and not 0.85 < old["size"] / now["size"] < 1.3:
        yield f"{pair.name} has letters of {old['size']:.0f} px, not {now['size']:.0f}"
    for what in ("inside", "edges"):
        # A ticked box that can't be changed any more is drawn by the browser itself.
        if pair.name != "input" and any(
            a < b * ENOUGH - SLACK / 2 for a, b in zip(old[what], now[what], strict=True)
        ):
            yield f"{pair.name} has {what} {old[what]}, not {now[what]}"
    tall, was_tall = (one["bottom"] - one["top"] for one in pair)
    if pair.is_pressed and was_tall >= TARGET > tall + SLACK:
        yield f"{pair.name} is only {tall:.0f} px high"


def _together(family: list[Pair]) -> Iterator[str]:
    """Neighbours that touch, and any two that overlap."""
    usual = min((_apart(one.now, other.now) for one, other in pairwise(family)), default=0.0)
    for one, next_one in pairwise(family):
        today, there = _apart(one.now, next_one.now), _apart(one.old, next_one.old)
        same = _beside(one.now, next_one.now) == _beside(one.old, next_one.old)
        if today >= 2 and there < min(today, 24 if same else min(usual, 6)) * ENOUGH - SLACK / 2:
            yield f"{one.name} and {next_one.name} are {there:.0f} px apart, not {today:.0f}"
    for number, one in enumerate(family[:60]):
        for other in family[number + 1 : 60]:
            if _apart(one.old, other.old) < -2 and _apart(one.now, other.now) >= -SLACK:
                yield f"{one.name} and {other.name} overlap"


def _beside(one: dict[str, float], other: dict[str, float]) -> bool:
    """Whether they stand in one line; lines break at other words where letters are wider."""
    return one["top"] < other["bottom"] and other["top"] < one["bottom"]


def _apart(one: dict[str, float], other: dict[str, float]) -> float:
    """How far two boxes are from each other; below zero where they overlap."""
    return max(
        other["left"] - one["right"], one["left"] - other["right"],
        other["top"] - one["bottom"], one["top"] - other["bottom"],
    )  # fmt: skip

"""What doesn't fit on the narrowest screen, or is too small for a finger: of the page in front.

320 px is also a laptop's page at 400 %.
"""

from collections.abc import Iterator
from typing import Any, Final

NARROW: Final[Any] = {"width": 320, "height": 740}
LEAST: Final = 24
"""CSS px each way, as WCAG 2.2 has it. Less does where no other target is that near; what stands in
a sentence is as high as its line.
"""

_ASK: Final = r"""least => {
  const told = [], style = e => getComputedStyle(e);
  const shown = e => e.getClientRects().length > 0 && style(e).visibility === 'visible';
  const skipped = e => e.classList.contains('skip');
  const name = e => `${e.tagName.toLowerCase()} ${(e.textContent || e.name).trim().slice(0, 40)}`;

  const wide = document.scrollingElement.scrollWidth;
  const there = document.scrollingElement.clientWidth;
  const scrolls = e => e && (/auto|scroll|hidden/.test(style(e).overflowX)
    || scrolls(e.parentElement));
  const sticksOut = e => {
    const r = e.getBoundingClientRect();
    return (r.right > there + 1 || r.left < -1) && shown(e) && !skipped(e)
      && !scrolls(e.parentElement);
  };
  if (wide > there) {
    const out = [...document.querySelectorAll('body *')].find(sticksOut);
    told.push(`${wide} px wide, by ${out ? out.outerHTML.slice(0, 120) : '?'}`);
  }

  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter(e => shown(e) && e.type !== 'hidden' && e.tabIndex >= 0 && !skipped(e));
  const pressed = e => /radio|checkbox/.test(e.type) && e.closest('label') || e;
  const boxes = all.map(e => pressed(e).getBoundingClientRect());
  const small = r => r.width < least - 0.5 || r.height < least - 0.5;
  const inSentence = e => style(e).display === 'inline' && [...e.parentElement.childNodes]
    .some(one => one.nodeType === 3 && /\S/.test(one.data));
  all.forEach((e, n) => {
    const r = boxes[n], x = (r.left + r.right) / 2, y = (r.top + r.bottom) / 2;
    const near = (o, m) => m !== n && !e.contains(all[m]) && !all[m].contains(e) && (small(o)
      ? Math.hypot((o.left + o.right) / 2 - x, (o.top + o.bottom) / 2 - y) < least
      : Math.hypot(Math.max(o.left - x, x - o.right, 0), Math.max(o.top - y, y - o.bottom, 0))
        < least / 2);
    if (small(r) && boxes.some(near) && !inSentence(e))
      told.push(`${name(e)}: ${Math.round(r.width)} × ${Math.round(r.height)}`);
  });
  return told;
}"""


def faults(page: Any) -> Iterator[str]:
    """What is too wide or too small on the page in front."""
    yield from page.evaluate(_ASK, LEAST)

// Keeps what is marked data-live up to date while somebody looks at the page. Without this script
// the page is as true as when it was opened.
"use strict";
(() => {
  const EVERY = 3000;
  const came = new Map(); // each part as the laptop sent it, whatever other scripts did to it since
  for (const one of document.querySelectorAll("[data-live]")) came.set(one.dataset.live, one.outerHTML);

  async function look() {
    if (!document.hidden) {
      try {
        const answer = await fetch(location.href, { credentials: "same-origin" });
        if (answer.redirected) return location.reload(); // locked meanwhile
        if (answer.ok) renew(new DOMParser().parseFromString(await answer.text(), "text/html"));
      } catch (error) {
        // The laptop sleeps or restarts: look again in a moment.
      }
    }
    setTimeout(look, EVERY);
  }

  function renew(page) {
    for (const old of document.querySelectorAll("[data-live]")) {
      const name = old.dataset.live;
      const fresh = page.querySelector(`[data-live="${name}"]`);
      const used = old.contains(document.activeElement);
      if (!fresh || used || fresh.outerHTML === came.get(name)) continue;
      came.set(name, fresh.outerHTML);
      old.replaceWith(fresh);
      document.dispatchEvent(new Event("renewed"));
    }
  }

  setTimeout(look, EVERY);
})();

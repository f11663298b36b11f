// Keeps what is marked data-live up to date while somebody looks at the page. Without this script
// the page is as true as when it was opened.
"use strict";
(() => {
  const EVERY = 3000;

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
      const fresh = page.querySelector(`[data-live="${old.dataset.live}"]`);
      const used = old.contains(document.activeElement);
      if (fresh && !used && fresh.outerHTML !== old.outerHTML) old.replaceWith(fresh);
    }
  }

  setTimeout(look, EVERY);
})();

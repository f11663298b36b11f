// One stop for the Tab key in a grid of links, and arrows inside it: a room of thirty in a week would
// be some three hundred stops. Without this script each link is one, as on every page.
//
// It stays a table to whoever hears it: reading programs have keys of their own for those.
"use strict";
(() => {
  // In words that browsers of 2018 know, as live.js.
  const path = (link) => new URL(link.href).pathname;
  let last = ""; // where one was: nothing is kept of it; who comes back from a mark is told by where from
  try {
    last = new URL(document.referrer).pathname;
  } catch (error) {
    // Opened by itself.
  }

  function rows(table) {
    return [...table.rows].map((row) => [...row.querySelectorAll("a")]).filter((row) => row.length);
  }

  function stop(table, link) {
    for (const one of table.querySelectorAll("a")) one.tabIndex = one === link ? 0 : -1;
  }

  function prepare() {
    for (const table of document.querySelectorAll("table.grid")) {
      const links = [...table.querySelectorAll("a")];
      const now = table.querySelector("td.now a");
      if (links.length) stop(table, links.find((one) => path(one) === last) || now || links[0]);
    }
  }

  function target(table, link, event) {
    const all = rows(table);
    const row = all.findIndex((one) => one.includes(link));
    const at = all[row].indexOf(link);
    const turned = getComputedStyle(table).direction === "rtl" ? -1 : 1;
    const ends = event.ctrlKey || event.metaKey; // of the whole grid
    switch (event.key) {
      case "ArrowRight": return all[row][at + turned];
      case "ArrowLeft": return all[row][at - turned];
      case "ArrowDown": return row + 1 < all.length && all[row + 1][at];
      case "ArrowUp": return row > 0 && all[row - 1][at];
      case "Home": return (ends ? all[0] : all[row])[0];
      default: return (ends ? all[all.length - 1] : all[row]).slice(-1)[0]; // End
    }
  }

  document.addEventListener("keydown", (event) => {
    const link = event.target.closest("table.grid a");
    const moves = /^(Arrow|Home$|End$)/.test(event.key);
    const other = event.altKey || event.shiftKey || (/^Arrow/.test(event.key) && (event.ctrlKey || event.metaKey));
    if (!link || !moves || other) return;
    event.preventDefault(); // also at the edge: the page would scroll instead
    const next = target(link.closest("table"), link, event);
    if (next) next.focus();
  });
  document.addEventListener("focusin", (event) => {
    const link = event.target.closest("table.grid a");
    if (!link) return;
    last = path(link);
    stop(link.closest("table"), link);
  });
  document.addEventListener("renewed", prepare);
  prepare();
})();

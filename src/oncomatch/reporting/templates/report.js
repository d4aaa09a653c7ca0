// Sort and filter tables, unfold what a link leads to. The page is whole without it.
(() => {
  "use strict";
  const main = document.querySelector("main");
  const said = (key, words) => (main && main.dataset[key]) || words;
  const value = (row, column) => row.cells[column].textContent.trim();
  const number = (text) => {
    const found = /^[<>≥≤~]?\s*(-?[\d,]*\.?\d+)/.exec(text);
    return found ? Number(found[1].replace(/,/g, "")) : NaN;
  };
  const make = (tag, words, settings) => {
    const element = document.createElement(tag);
    element.textContent = words;
    return Object.assign(element, settings);
  };

  const sort = (table, head, column) => {
    const body = table.tBodies[0];
    const falls = head.getAttribute("aria-sort") === "ascending";
    const numeric = head.classList.contains("number");
    const compare = (a, b) => {
      const [left, right] = [value(a, column), value(b, column)];
      if (!numeric) return left.localeCompare(right, "en", { numeric: true });
      const [low, high] = [number(left), number(right)];
      return Number.isNaN(low) || Number.isNaN(high) ? Number.isNaN(low) - Number.isNaN(high) : low - high;
    };
    const rows = [...body.rows].sort((a, b) => (falls ? compare(b, a) : compare(a, b)));
    for (const each of head.parentNode.cells) each.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", falls ? "descending" : "ascending");
    body.append(...rows);
  };

  const addSort = (table) => {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = make("button", head.textContent, { type: "button", className: "sort" });
      button.addEventListener("click", () => sort(table, head, column));
      head.replaceChildren(button);
    });
  };

  // What is folded inside a row, such as markers that were not assessed, is not what it is about.
  const shownText = (row) => {
    if (!row.querySelector("details")) return row.textContent.toLowerCase();
    const copy = row.cloneNode(true);
    for (const each of copy.querySelectorAll("details")) each.remove();
    return copy.textContent.toLowerCase();
  };

  const addFilter = (table) => {
    const label = make("label", `${said("filter", "Filter")} `, { className: "filter" });
    const input = make("input", "", { type: "search" });
    const status = make("span", "", { className: "why" });
    status.setAttribute("role", "status");
    input.addEventListener("input", () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of table.tBodies[0].rows) {
        const text = shownText(row);
        row.hidden = !words.every((word) => text.includes(word));
        shown += !row.hidden;
      }
      const count = said("rows", "{shown} of {rows} rows").replace("{shown}", shown).replace("{rows}", table.tBodies[0].rows.length);
      status.textContent = words.length ? ` ${count}` : "";
    });
    label.append(input);
    const place = table.closest(".scroll") || table;
    place.before(label, status);
  };

  for (const table of document.querySelectorAll("table:not(.oncoprint)")) {
    const rows = table.tHead && table.tBodies[0] ? table.tBodies[0].rows.length : 0;
    if (rows > 2) addSort(table);
    if (rows > 9) addFilter(table);
  }

  // A table that is wider than its place scrolls by keyboard too.
  const reach = () => {
    for (const box of document.querySelectorAll(".scroll, .picture")) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  };
  let waiting = 0;
  const reachSoon = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(reach);
  };
  reach();
  addEventListener("resize", reachSoon);
  document.addEventListener("toggle", reachSoon, true);

  const unfold = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let each = target; each; each = each.parentElement) if (each.tagName === "DETAILS") each.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  if (location.hash) unfold();

  const contents = document.querySelector("nav.contents");
  if (contents) {
    const [unfoldAll, foldAll] = [said("unfold", "Unfold all"), said("fold", "Fold all")];
    const all = make("button", unfoldAll, { type: "button" });
    all.addEventListener("click", () => {
      const open = all.textContent === unfoldAll;
      for (const each of document.querySelectorAll("details")) each.open = open;
      all.textContent = open ? foldAll : unfoldAll;
    });
    contents.append(all);
  }
})();

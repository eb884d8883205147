/**
 * What the page does in a browser beyond showing itself: hints on the ladder, a filter, an order. It
 * builds no markup from text; it moves and copies what is there.
 */
export const pageScript = `
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const tip = byId("tip");
  let pinned = null;
  let owner = null;

  function show(row) {
    const frame = byId(row.getAttribute("href").slice(1));
    const fields = frame && frame.querySelector(".fields");
    if (!fields) return;
    const title = document.createElement("b");
    title.textContent = frame.querySelector("summary .what").textContent;
    tip.replaceChildren(title, fields.cloneNode(true));
    tip.hidden = false;
    row.setAttribute("aria-describedby", "tip");
    owner = row;
    const box = row.getBoundingClientRect();
    const below = box.bottom + tip.offsetHeight < innerHeight || box.top < tip.offsetHeight;
    const left = Math.max(8, Math.min(box.left + 60, document.documentElement.clientWidth - tip.offsetWidth - 8));
    tip.style.left = left + scrollX + "px";
    tip.style.top = (below ? box.bottom + 4 : box.top - tip.offsetHeight - 4) + scrollY + "px";
  }
  function hide() {
    tip.hidden = true;
    pinned = null;
    if (owner) owner.removeAttribute("aria-describedby");
    owner = null;
  }
  const rowOf = (event) => event.target.closest && event.target.closest("a[data-frame]");
  document.addEventListener("pointerover", (event) => {
    const row = event.pointerType === "mouse" && rowOf(event);
    if (row && !pinned && row !== owner) show(row);
  });
  document.addEventListener("pointerout", (event) => {
    const next = event.relatedTarget;
    if (pinned || !owner || owner.contains(next) || tip.contains(next)) return;
    if (owner.contains(event.target) || tip.contains(event.target)) hide();
  });
  document.addEventListener("focusin", (event) => {
    const row = rowOf(event);
    if (row && !pinned) show(row);
  });
  document.addEventListener("focusout", (event) => {
    if (rowOf(event) && !pinned) hide();
  });
  document.addEventListener("click", (event) => {
    const row = rowOf(event);
    if (row) {
      event.preventDefault();
      if (pinned === row) return hide();
      show(row);
      pinned = row;
    } else if (!tip.contains(event.target)) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });

  function open(id) {
    const found = id && byId(id);
    for (let at = found; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    if (found) found.scrollIntoView();
  }
  const openHash = () => open(decodeURIComponent(location.hash.slice(1)));
  addEventListener("hashchange", openHash);
  if (location.hash) openHash();

  const form = byId("tools");
  if (!form) return;
  const list = byId("list");
  const roams = [...list.children];
  const words = new Map(roams.map((roam) => [roam, roam.querySelector("summary").textContent.toLowerCase() + " " + (roam.querySelector(".lead,.body") || roam).textContent.toLowerCase()]));
  const pairOff = byId("pair-off");
  let pair = "";
  const by = (name) => (a, b) => (a.dataset[name] < b.dataset[name] ? -1 : a.dataset[name] > b.dataset[name] ? 1 : 0);
  const orders = {
    verdict: () => 0,
    time: by("time"),
    station: by("station"),
    pair: by("pair"),
    pause: (a, b) => b.dataset.pause - a.dataset.pause,
  };
  function filter() {
    const text = byId("search").value.trim().toLowerCase();
    const verdict = byId("verdict").value;
    const kind = byId("kind").value;
    let shown = 0;
    for (const roam of roams) {
      const fits =
        (verdict === "" || roam.dataset.verdict === verdict) &&
        (kind === "" || roam.dataset.kind === kind) &&
        (pair === "" || (roam.dataset.pair === pair && roam.dataset.kind === "ft")) &&
        (text === "" || words.get(roam).includes(text));
      roam.toggleAttribute("data-hide", !fits);
      if (fits) shown++;
    }
    pairOff.hidden = pair === "";
    byId("count").textContent = shown + " of " + roams.length + " shown";
  }
  function sort() {
    list.replaceChildren(...[...roams].sort(orders[byId("sort").value]));
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", filter);
  byId("sort").addEventListener("change", sort);
  pairOff.addEventListener("click", () => {
    pair = "";
    filter();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-pair-filter]");
    if (!button) return;
    pair = button.dataset.pairFilter;
    filter();
    byId("roams").scrollIntoView();
  });
  form.hidden = false;
  filter();
})();
`;

/** SHA-256 of the script: the page allows this one and no other. */
export const pageScriptHash = "sha256-1aniCmGaXzeAk5dGwHKGnlLO9be1R5fogrZ5ugRLsnc=";

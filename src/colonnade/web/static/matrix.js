/* The year matrix by keyboard. Without it every phase is a link to a form that does the same. */
"use strict";
(() => {
  const table = document.getElementById("matrix"), told = document.getElementById("matrix-told");
  if (!table) return;
  const csrf = document.querySelector("#matrix-token [name=csrfmiddlewaretoken]")?.value ?? "";
  const ACTS = { "+": "longer", "=": "longer", "-": "shorter", ">": "later", ".": "later", "<": "earlier", ",": "earlier", e: "end", b: "begin" };
  const links = (row) => [...row.querySelectorAll("a[data-phase]")];
  const rows = () => [...table.rows].filter((row) => row.querySelector("a[data-phase], a.add"));
  const rightToLeft = getComputedStyle(table).direction === "rtl";
  let busy = false;

  function nearest(row, at) {
    const held = links(row);
    if (!held.length) return row.querySelector("a.add") ?? row.querySelector("a");
    const left = at.getBoundingClientRect().left;
    return held.reduce((best, one) => (Math.abs(one.getBoundingClientRect().left - left) < Math.abs(best.getBoundingClientRect().left - left) ? one : best));
  }

  async function act(link, what) {
    if (busy) return;
    busy = true;
    const phase = link.dataset.phase, body = link.closest("tbody");
    try {
      const answer = await fetch(`${location.pathname}?${table.dataset.query}`, {
        method: "POST", redirect: "manual",
        headers: { "X-CSRFToken": csrf, "X-Part": "line", "X-Years": table.dataset.years },
        body: new URLSearchParams({ phase, act: what }),
      });
      if (answer.status === 422) {
        // It needs a reason, or cannot be done so: the form says which, and takes it.
        told.textContent = await answer.text();
        told.className = "matrix-told refused";
      } else if (answer.ok) {
        if (answer.headers.get("X-Again")) { location.hash = `phase-${phase}`; location.reload(); return; }
        const made = document.createElement("table");
        made.innerHTML = await answer.text();
        const line = made.tBodies[0];
        body.replaceWith(line);
        told.textContent = line.dataset.told;
        told.className = "matrix-told";
        (line.querySelector(`a[data-phase="${phase}"]`) ?? line.querySelector("a")).focus();
      } else location.reload();
    } catch {
      told.textContent = ""; location.href = link.href;
    } finally { busy = false; }
  }

  table.addEventListener("keydown", (event) => {
    const link = event.target.closest("a[data-phase], a.add");
    if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = link.closest("tr"), all = rows(), place = all.indexOf(row);
    const on = rightToLeft ? "ArrowLeft" : "ArrowRight", back = rightToLeft ? "ArrowRight" : "ArrowLeft";
    let next;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { const to = all[place + (event.key === "ArrowDown" ? 1 : -1)]; next = to && nearest(to, link); }
    else if (event.key === on || event.key === back) { const held = [...row.querySelectorAll("a[data-phase], a.add")]; next = held[held.indexOf(link) + (event.key === on ? 1 : -1)]; }
    else if (event.key === "Home") next = links(all[0])[0] ?? all[0].querySelector("a.add");
    else if (event.key === "End") next = links(all[all.length - 1]).pop() ?? all[all.length - 1].querySelector("a.add");
    else if (event.key.toLowerCase() === "a") { const add = link.closest("tbody").querySelector("a.add"); if (add) { event.preventDefault(); location.href = add.href; } return; }
    else if (link.dataset.phase && ACTS[event.key.toLowerCase()]) { event.preventDefault(); act(link, ACTS[event.key.toLowerCase()]); return; }
    else return;
    event.preventDefault();
    next?.focus();
  });
  addEventListener("load", () => {
    const work = document.getElementById("work");
    if (work) work.querySelector("input:not([type=hidden])")?.focus();
    else if (location.hash.startsWith("#phase-")) document.getElementById(location.hash.slice(1))?.querySelector("a")?.focus();
  });
})();

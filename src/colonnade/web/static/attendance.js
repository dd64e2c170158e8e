/* The attendance grid: people by sessions. Every change is a mark with a number of its own, kept on this computer until the
   record has it; sent twice, it is one mark. Nothing here is needed to take attendance: without scripts the page is a form. */
"use strict";
(() => {
  const root = document.getElementById("attendance");
  const held = document.getElementById("attendance-data");
  if (!root || !held) return;
  const data = JSON.parse(held.textContent), { words, columns, lines } = data;
  const at = (id) => document.getElementById(id);
  const say = (key, parts = {}) => words[key].replace(/\{(\w+)\}/g, (_all, name) => parts[name] ?? "");
  const esc = (text) => String(text).replace(/[&<>"]/g, (mark) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[mark]);
  const STATES = { 1: "present", 0: "absent", ".": "unmarked" }, SHOWN = { 1: "✓", 0: "–", ".": "" };
  const rightToLeft = getComputedStyle(root).direction === "rtl";
  const state = lines.map((line) => [...line[5]]);
  const rowOf = new Map(lines.map((line, row) => [line[0], row]));
  const columnOf = new Map(columns.map((column, place) => [column[0], place]));
  const byCode = new Map(lines.map((line, row) => [SheetCodes.plain(line[1]), row]));
  const searched = lines.map((line) => SheetCodes.fold(`${line[2]} ${line[3]}`));
  const clock = Date.parse(data.now) - Date.now();

  // The table ---------------------------------------------------------------------------------------------------
  const cell = (row, place) => `<td role="gridcell" tabindex="-1" class="s${state[row][place] === "." ? "u" : state[row][place]}" aria-label="${esc(say(STATES[state[row][place]]))}">${SHOWN[state[row][place]]}</td>`;
  const head = columns.map((column) => `<th scope="col" role="columnheader"><span class="number">${column[1]}</span><bdi class="title" title="${esc(column[2])}">${esc(column[2])}</bdi><span class="hours" dir="ltr">${esc(column[3])}</span><b></b></th>`).join("");
  const body = lines.map((line, row) => `<tr role="row"><th scope="row" role="rowheader"><bdi>${esc(line[2])}</bdi><span class="of"><code>${esc(line[1])}</code> <bdi>${esc(line[4])}</bdi>${line[6] ? "" : ` <em>${esc(say("no_seat"))}</em>`}</span></th>${columns.map((_column, place) => cell(row, place)).join("")}</tr>`).join("");
  const box = at("attendance-grid");
  box.innerHTML = `<table role="grid" aria-label="${esc(say("grid"))}" aria-readonly="${!data.may}"><thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader" class="who">${esc(say("person"))} <span>${lines.length}</span></th>${head}</tr></thead><tbody role="rowgroup">${body}</tbody></table>`;
  box.style.setProperty("--sessions", columns.length);
  const table = box.firstChild, rows = table.tBodies[0].rows, heads = table.tHead.rows[0].cells;
  const td = (row, place) => rows[row].cells[place + 1];
  const totals = columns.map((_column, place) => state.reduce((sum, line) => sum + (line[place] === "1"), 0));
  const showTotal = (place) => { heads[place + 1].lastChild.textContent = totals[place]; heads[place + 1].lastChild.setAttribute("aria-label", `${say("total")}: ${totals[place]}`); };
  columns.forEach((_column, place) => showTotal(place));
  root.hidden = false;

  function show(row, place, value) {
    const before = state[row][place];
    if (before === value) return;
    state[row][place] = value;
    const one = td(row, place);
    one.className = `s${value === "." ? "u" : value}`;
    one.firstChild ? (one.firstChild.data = SHOWN[value]) : one.append(SHOWN[value]);
    one.setAttribute("aria-label", say(STATES[value]));
    if (before === "1" || value === "1") { totals[place] += value === "1" ? 1 : -1; showTotal(place); }
  }

  // Where one is ------------------------------------------------------------------------------------------------
  let here = { row: 0, place: Math.max(0, columns.findIndex((column) => String(column[0]) === new URLSearchParams(location.search).get("session"))) };
  td(here.row, here.place).tabIndex = 0;
  function go(row, place, focus = true) {
    td(here.row, here.place).tabIndex = -1;
    here = { row: Math.min(Math.max(row, 0), lines.length - 1), place: Math.min(Math.max(place, 0), columns.length - 1) };
    const one = td(here.row, here.place);
    one.tabIndex = 0;
    if (focus) one.focus();
  }

  // Marks on their way ------------------------------------------------------------------------------------------
  const PREFIX = `colonnade.attendance.${data.event}.`, waiting = new Map();
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) { try { const mark = JSON.parse(localStorage.getItem(key)); waiting.set(mark.n, mark); } catch { localStorage.removeItem(key); } }
  for (const mark of [...waiting.values()].sort((a, b) => (a.at < b.at ? -1 : 1))) if (rowOf.has(mark.p) && columnOf.has(mark.s)) show(rowOf.get(mark.p), columnOf.get(mark.s), mark.on ? "1" : "0");
  const pending = (s, p) => { for (const mark of waiting.values()) if (mark.s === s && mark.p === p) return true; return false; };
  const csrf = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  let until = data.until, sending = false, timer = 0, tries = 0, unsaid = "";
  const saved = at("attendance-saved");
  function told(key, parts) { const text = say(key, parts); if (saved.textContent !== text) saved.textContent = text; saved.className = `attendance-saved ${key}`; }
  function keep(mark) { waiting.set(mark.n, mark); try { localStorage.setItem(PREFIX + mark.n, JSON.stringify(mark)); } catch { /* full or forbidden: it waits in memory */ } }
  function drop(number) { waiting.delete(number); localStorage.removeItem(PREFIX + number); }
  function uuid() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16)); bytes[6] = (bytes[6] & 15) | 64; bytes[8] = (bytes[8] & 63) | 128;
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }
  let last = 0;
  function moment() { last = Math.max(last + 1, Date.now() + clock); return new Date(last).toISOString(); }
  function mark(row, place, on, way = "grid") {
    keep({ n: uuid(), s: columns[place][0], p: lines[row][0], on, at: moment(), way });
    show(row, place, on ? "1" : "0");
    soon(150);
  }
  function soon(after) { if (!sending) { clearTimeout(timer); timer = setTimeout(send, after); } if (tries === 0) told("saving", { many: waiting.size }); }
  async function send() {
    if (sending || !waiting.size) return;
    sending = true;
    const marks = [...waiting.values()].slice(0, 500);
    try {
      const answer = await fetch(data.url, { method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": csrf }, body: JSON.stringify({ marks, since: until }), redirect: "manual" });
      if (answer.type === "opaqueredirect") throw new Error("signed_out");
      const done = await answer.json();
      if (!answer.ok) { unsaid = done.why; throw new Error("refused"); }
      marks.forEach((one) => drop(one.n));
      done.refused.forEach(([_number, why]) => { unsaid = why; });
      if (done.late) unsaid = say("late");
      tries = 0;
      take(done);
      unsaid ? told("refused", { why: unsaid }) : told("saved");
      if (unsaid && done.late) saved.textContent = unsaid;
    } catch (error) {
      tries += 1;
      if (error.message === "refused") told("refused", { why: unsaid });
      else told(error.message === "signed_out" ? "signed_out" : "waiting", { many: waiting.size });
    }
    sending = false;
    if (waiting.size) { clearTimeout(timer); timer = setTimeout(send, tries ? Math.min(30000, 1000 * 2 ** Math.min(tries, 5)) : 0); }
  }
  function take(done) {
    if (done.until) until = done.until;
    let others = 0;
    for (const [s, p, on] of done.changes) {
      const row = rowOf.get(p), place = columnOf.get(s), value = on ? "1" : "0";
      if (row === undefined || place === undefined || pending(s, p) || state[row][place] === value) continue;
      show(row, place, value); others += 1;
    }
    if (others) at("attendance-told").textContent = say("others", { many: others });
  }
  async function ask() {
    if (document.hidden || sending || waiting.size) return;
    try { const answer = await fetch(`${data.url}?since=${encodeURIComponent(until)}`, { redirect: "manual" }); if (answer.ok) take(await answer.json()); } catch { /* asked again soon */ }
  }
  setInterval(ask, 4000);
  addEventListener("online", () => { tries = 0; send(); });
  told("saved");
  if (waiting.size) send();

  // What is done ------------------------------------------------------------------------------------------------
  const past = [];
  function announce(row, place) { at("attendance-told").textContent = say("said", { name: lines[row][2], number: columns[place][1], state: say(STATES[state[row][place]]) }); }
  function change(cells, on, way) {
    const changed = cells.filter(([row, place]) => state[row][place] !== (on ? "1" : "0"));
    if (changed.length) past.push(changed.map(([row, place]) => [row, place, state[row][place]]));
    changed.forEach(([row, place]) => mark(row, place, on, way));
    return changed.length;
  }
  function toggle() { if (!data.may) return; change([[here.row, here.place]], state[here.row][here.place] !== "1"); announce(here.row, here.place); }
  at("attendance-all")?.addEventListener("click", () => {
    const many = change(lines.map((_line, row) => [row, here.place]).filter(([row]) => lines[row][6]), true);
    at("attendance-told").textContent = say("all_done", { many, number: columns[here.place][1] });
    go(here.row, here.place);
  });
  at("attendance-fill")?.addEventListener("click", () => {
    const value = state[here.row][here.place] === "1", below = [];
    for (let row = here.row; row < lines.length; row++) below.push([row, here.place]);
    at("attendance-told").textContent = say("filled", { many: change(below, value), state: say(value ? "present" : "absent") });
    go(here.row, here.place);
  });
  at("attendance-undo")?.addEventListener("click", () => {
    const cells = past.pop();
    cells?.forEach(([row, place, before]) => mark(row, place, before === "1"));
    at("attendance-told").textContent = say(cells ? "undone" : "nothing");
    if (cells) go(cells[0][0], cells[0][1]);
  });
  const find = at("attendance-find");
  table.addEventListener("keydown", (event) => {
    if (event.target.role !== "gridcell" && event.target.tagName !== "TD") return;
    const back = rightToLeft ? "ArrowRight" : "ArrowLeft", on = rightToLeft ? "ArrowLeft" : "ArrowRight";
    const { row, place } = here, far = event.ctrlKey || event.metaKey;
    const moves = { ArrowUp: [row - 1, place], ArrowDown: [row + 1, place], [back]: [row, place - 1], [on]: [row, place + 1], Home: [far ? 0 : row, 0], End: [far ? lines.length - 1 : row, columns.length - 1], PageUp: [row - 10, place], PageDown: [row + 10, place] };
    if (moves[event.key]) { event.preventDefault(); go(...moves[event.key]); }
    else if (event.key === " " || event.key === "Enter") { event.preventDefault(); toggle(); }
    else if (event.key.length === 1 && !far && !event.altKey) { find.value = ""; find.focus(); }
  });
  table.addEventListener("click", (event) => {
    const one = event.target.closest("td");
    if (one) { go(one.parentNode.sectionRowIndex, one.cellIndex - 1); toggle(); }
  });

  // Finding -----------------------------------------------------------------------------------------------------
  let hits = [], hit = 0;
  function look() {
    const typed = find.value.trim(), parts = SheetCodes.fold(typed).split(/\s+/).filter(Boolean), code = byCode.get(SheetCodes.plain(typed));
    rows[hits[hit]]?.classList.remove("hit");
    hits = !parts.length ? [] : code !== undefined ? [code] : searched.flatMap((text, row) => (parts.every((part) => text.includes(part)) || SheetCodes.fold(lines[row][1]).startsWith(parts.join("")) ? [row] : []));
    hit = 0; mind();
    at("attendance-found").textContent = !parts.length ? "" : hits.length ? say("found", { many: hits.length }) : say("none");
  }
  function mind() { const row = rows[hits[hit]]; if (row) { row.classList.add("hit"); row.scrollIntoView({ block: "center" }); } }
  find.addEventListener("input", look);
  find.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && hits.length) { event.preventDefault(); rows[hits[hit]].classList.remove("hit"); go(hits[hit], here.place); find.value = ""; hits = []; at("attendance-found").textContent = ""; }
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && hits.length) { event.preventDefault(); rows[hits[hit]].classList.remove("hit"); hit = (hit + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length; mind(); }
    else if (event.key === "Escape") { find.value = ""; look(); go(here.row, here.place); }
  });

  // By sheet code -----------------------------------------------------------------------------------------------
  const codes = at("codes"), form = at("codes-form");
  if (!codes || !data.may) return;
  const KEPT = `colonnade.codes.${data.event}`;
  let wrong = [];
  try { wrong = JSON.parse(localStorage.getItem(KEPT)) || []; } catch { wrong = []; }
  function showWrong() {
    localStorage.setItem(KEPT, JSON.stringify(wrong));
    at("codes-wrong").replaceChildren(...wrong.map(([typed, key], place) => {
      const line = document.createElement("li"), away = document.createElement("button");
      line.textContent = `${say(key, { typed })} `;
      Object.assign(away, { type: "button", className: "button button-small button-secondary", textContent: say("away") });
      away.addEventListener("click", () => { wrong.splice(place, 1); showWrong(); codes.focus(); });
      line.append(away);
      return line;
    }));
  }
  function entered() {
    const where = at("codes-where").value, number = new Map(columns.map((column, place) => [column[1], place]));
    const meant = columns.flatMap((column, place) => ((where[0] === "h" ? String(column[4]) : String(column[0])) === where.slice(1) ? [place] : []));
    for (const line of codes.value.split(/[\n\r\t]+/).map((text) => text.trim()).filter(Boolean)) {
      const { code, parts } = SheetCodes.read(line), row = byCode.get(code), places = parts.length ? parts.map((one) => number.get(one)) : meant;
      const fault = !code ? "wrong" : row === undefined ? "nobody" : places.includes(undefined) ? "no_part" : "";
      if (fault) { wrong.unshift([line, fault]); continue; }
      change(places.map((place) => [row, place]), true, "code");
      const done = document.createElement("li");
      done.textContent = say("done", { code: lines[row][1], name: lines[row][2], number: places.map((place) => columns[place][1]).join(", ") });
      at("codes-done").prepend(done);
    }
    codes.value = "";
    showWrong();
  }
  codes.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); entered(); } });
  form.addEventListener("submit", (event) => { event.preventDefault(); entered(); codes.focus(); });
  showWrong();
})();

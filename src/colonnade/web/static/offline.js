/* Attendance without a network. The list stands in this page encrypted; what is marked is encrypted too and kept by this
   browser until the office has it. Every mark has a number of its own, so that it counts once however often it is handed in. */
(() => {
  const at = (id) => document.getElementById(id);
  const read = (id) => JSON.parse(at(id).textContent);
  const words = read("words"), sealed = read("list"), DEVICE = document.documentElement.dataset.device;
  const say = (key, parts = {}) => words[key].replace(/\{(\w+)\}/g, (_all, name) => parts[name] ?? "");
  const text = (id, key, parts) => { at(id).textContent = key ? say(key, parts) : ""; };
  const ONLINE = location.protocol.startsWith("http"), SHOWN = 80;
  const bytes = (base64) => Uint8Array.from(atob(base64), (mark) => mark.charCodeAt(0));
  const UTF8 = new TextEncoder(), BACK = new TextDecoder();
  let key, list, kept = [], people, sessions, state, session, undo = [], db, code = new Map();

  if (!globalThis.crypto?.subtle) { at("no-crypto").hidden = false; at("unlock").hidden = true; return; }

  // The list ------------------------------------------------------------------------------------------------------
  async function keyFrom(passphrase) {
    const plain = [...passphrase.toUpperCase()].filter((mark) => "23456789ABCDEFGHJKMNPQRSTUVWXYZ".includes(mark)).join("");
    const raw = await crypto.subtle.importKey("raw", UTF8.encode(plain), "PBKDF2", false, ["deriveKey"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(sealed.salt), iterations: sealed.rounds };
    return crypto.subtle.deriveKey(how, raw, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }
  const open = async (iv, data) => JSON.parse(BACK.decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, data)));
  async function close(value) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, data: new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, UTF8.encode(JSON.stringify(value)))) };
  }

  at("unlock").addEventListener("submit", async (event) => {
    event.preventDefault();
    text("unlock-said", "opening");
    try {
      key = await keyFrom(at("passphrase").value);
      list = await open(bytes(sealed.iv), bytes(sealed.data));
    } catch { text("unlock-said", "wrong_passphrase"); at("passphrase").select(); return; }
    at("passphrase").value = "";
    await remember();
    begin();
  });

  // What this browser keeps -----------------------------------------------------------------------------------------
  const asked = (request) => new Promise((done, failed) => { request.onsuccess = () => done(request.result); request.onerror = () => failed(request.error); });
  async function remember() {
    try {
      const request = indexedDB.open(`colonnade-${DEVICE}`, 1);
      request.onupgradeneeded = () => request.result.createObjectStore("kept", { keyPath: "n" });
      db = await asked(request);
      const rows = await asked(db.transaction("kept").objectStore("kept").getAll());
      kept = await Promise.all(rows.map(async (row) => ({ ...(await open(row.iv, row.data)), sent: row.sent })));
      navigator.storage?.persist?.();
    } catch { db = null; at("no-store").hidden = false; }
  }
  /* Written through to the disk before it is said to be kept. */
  async function store(rows) {
    if (!db) return;
    const closed = await Promise.all(rows.map(async (row) => { const { sent, ...value } = row; return { n: row.n, sent: !!sent, ...(await close(value)) }; }));
    const change = db.transaction("kept", "readwrite", { durability: "strict" });
    closed.forEach((row) => change.objectStore("kept").put(row));
    await new Promise((done, failed) => { change.oncomplete = done; change.onerror = change.onabort = () => failed(change.error); });
  }

  // Who is where ----------------------------------------------------------------------------------------------------
  const where = (s, who) => `${s} ${who}`;
  function begin() {
    people = new Map(list.people.map(([pk, sheet, name, latin, of]) => [`p${pk}`, { who: `p${pk}`, sheet, name, of, found: SheetCodes.fold(`${name} ${latin} ${of} ${sheet}`) }]));
    people.forEach((one) => code.set(SheetCodes.plain(one.sheet), one.who));
    sessions = list.sessions;
    state = new Map();
    for (const [pk, there] of Object.entries(list.present)) there.forEach((s) => state.set(where(s, `p${pk}`), { on: true, at: "", n: "" }));
    kept.filter((one) => one.name !== undefined).forEach(addPerson);
    kept.filter((one) => one.s !== undefined).forEach(apply);
    at("session").replaceChildren(...sessions.map(([pk, number, title, starts, ends]) => new Option(`${number} · \u2066${starts}–${ends}\u2069 \u2068${title}\u2069`, pk)));
    const today = clock(new Date()).slice(0, 10), first = sessions.find((one) => one[3].startsWith(today)) || sessions[0];
    const begun = sessions.filter((one) => one[3] <= clock(new Date()) && one[3].startsWith(today)).pop();
    session = (begun || first)[0];
    at("session").value = session;
    at("event").textContent = list.event;
    at("device").textContent = list.name;
    document.title = `${list.event} · ${list.name}`;
    at("locked").hidden = true;
    at("work").hidden = false;
    at("send").hidden = !ONLINE;
    text("where", ONLINE ? "from_address" : "from_file");
    show();
    at("find").focus();
    if (ONLINE) { send(true); setInterval(() => send(true), 30000); addEventListener("online", () => send(true)); }
  }
  const clock = (moment) => { const two = (number) => String(number).padStart(2, "0"); return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())} ${two(moment.getHours())}:${two(moment.getMinutes())}`; };
  function addPerson(one) { const who = `w${one.n}`; people.set(who, { who, sheet: "", name: one.name, of: one.country, found: SheetCodes.fold(`${one.name} ${one.country}`) }); }
  function apply(one) {
    const place = where(one.s, one.w ? `w${one.w}` : `p${one.p}`), before = state.get(place);
    if (!before || one.at > before.at || (one.at === before.at && one.n > before.n)) state.set(place, one);
  }
  const isOn = (who) => state.get(where(session, who))?.on === true;
  let last = 0;
  const moment = () => { last = Math.max(last + 1, Date.now()); return new Date(last).toISOString(); };

  async function mark(who, on, undoing = false) {
    const one = { n: crypto.randomUUID(), s: session, on, at: moment(), ...(who[0] === "w" ? { w: who.slice(1) } : { p: Number(who.slice(1)) }) };
    try { await store([one]); } catch { said("not_kept", {}, true); return; }
    kept.push(one);
    apply(one);
    if (!undoing) undo.push([session, who, !on]);
    said(on ? "is_present" : "is_absent", { name: people.get(who).name });
    show();
  }
  function said(name, parts, wrong = false) { text("said", name, parts); at("said-line").classList.toggle("wrong", wrong); at("undo").hidden = !undo.length; }

  // What is seen ------------------------------------------------------------------------------------------------------
  let hits = [];
  function show() {
    const typed = at("find").value.trim(), exact = code.get(SheetCodes.plain(typed)), parts = SheetCodes.fold(typed).split(/\s+/).filter(Boolean);
    hits = exact ? [people.get(exact)] : [...people.values()].filter((one) => parts.every((part) => one.found.includes(part)));
    at("people").replaceChildren(...hits.slice(0, SHOWN).map(line));
    text("more", hits.length > SHOWN ? "more" : hits.length ? "" : "nobody", { many: hits.length - SHOWN });
    let present = 0;
    people.forEach((one) => { present += isOn(one.who); });
    at("present").textContent = present;
    at("listed").textContent = people.size;
    const waiting = kept.filter((one) => !one.sent).length;
    text("waiting", waiting ? "waiting" : kept.length ? "all_sent" : "none_yet", { many: waiting });
  }
  function line(one) {
    const item = document.createElement("li"), button = document.createElement("button"), names = document.createElement("span"), on = isOn(one.who);
    for (const [tag, words] of [["bdi", one.name], ["small", [one.sheet, one.of].filter(Boolean).join(" · ")]]) { const part = document.createElement(tag); part.dir = "auto"; part.textContent = words; names.append(part); }
    const is = document.createElement("span");
    is.className = "is"; is.textContent = on ? `✓ ${say("present")}` : say("tap");
    button.type = "button"; button.setAttribute("aria-pressed", on); button.append(names, is);
    button.addEventListener("click", async () => { await mark(one.who, !isOn(one.who)); again(); });
    item.append(button);
    return item;
  }
  function again() { at("find").value = ""; show(); at("find").focus(); }
  at("find").addEventListener("input", show);
  at("find-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const typed = at("find").value.trim();
    if (!typed) return;
    if (hits.length === 1) { if (isOn(hits[0].who)) said("already", { name: hits[0].name }); else await mark(hits[0].who, true); again(); }
    else if (hits.length) said("several", { many: hits.length });
    else { said(SheetCodes.plain(typed) ? "code_of_nobody" : "nobody_found", { typed }, true); at("find").select(); }
  });
  at("session").addEventListener("change", () => { session = Number(at("session").value); undo = []; said("", {}); show(); });
  at("undo").addEventListener("click", async () => { const step = undo.pop(); if (!step) return; session = step[0]; at("session").value = session; await mark(step[1], step[2], true); at("undo").hidden = !undo.length; at("find").focus(); });
  at("door").addEventListener("submit", async (event) => {
    event.preventDefault();
    const one = { n: crypto.randomUUID(), name: at("door-name").value.trim().replace(/\s+/g, " "), country: at("door-country").value.trim(), at: moment() };
    if (!one.name) return;
    try { await store([one]); } catch { said("not_kept", {}, true); return; }
    kept.push(one);
    addPerson(one);
    at("door").reset();
    await mark(`w${one.n}`, true);
    again();
  });
  at("lock").addEventListener("click", () => location.reload());

  // Handed in -----------------------------------------------------------------------------------------------------------
  async function envelope(rows) {
    const walkins = kept.filter((one) => one.name !== undefined).map(({ n, name, country, at }) => ({ n, name, country, at }));
    const marks = rows.filter((one) => one.s !== undefined).map(({ sent, ...one }) => one);
    const content = JSON.stringify({ saved_at: new Date().toISOString(), marks, walkins });
    const secret = await crypto.subtle.importKey("raw", UTF8.encode(list.token), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    const signed = new Uint8Array(await crypto.subtle.sign("HMAC", secret, UTF8.encode(content)));
    return JSON.stringify({ device: DEVICE, content, signature: [...signed].map((byte) => byte.toString(16).padStart(2, "0")).join("") });
  }
  let sending = false;
  async function send(quiet = false) {
    if (sending || !kept.some((one) => !one.sent)) { if (!quiet) text("sent", "nothing"); return; }
    sending = true;
    if (!quiet) text("sent", "sending");
    try {
      for (let rows; (rows = kept.filter((one) => !one.sent).slice(0, 2000)).length;) {
        const answer = await fetch("marks/", { method: "POST", headers: { "Content-Type": "application/json" }, body: await envelope(rows), credentials: "omit" });
        const done = await answer.json();
        if (!answer.ok) throw new Error(done.why);
        rows.forEach((one) => { one.sent = true; });
        await store(rows);
        text("sent", "sent", { new: done.new, known: done.known });
        if (done.refused.length) { at("refused").hidden = false; at("refused").textContent = say("refused", { many: done.refused.length, why: done.refused[0][1] }); }
      }
    } catch (error) { if (!quiet || error.name !== "TypeError") text("sent", error.name === "TypeError" ? "no_network" : "refused_all", { why: error.message }); }
    sending = false;
    show();
  }
  at("send").addEventListener("click", () => send());
  at("save").addEventListener("click", async () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([await envelope(kept)], { type: "application/json" }));
    link.download = `attendance-${list.name.replace(/[^\p{L}\p{N}]+/gu, "-")}-${clock(new Date()).replace(/\D/g, "")}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    text("sent", "file_saved", { many: kept.filter((one) => one.s !== undefined).length });
  });
  if (ONLINE && navigator.serviceWorker) navigator.serviceWorker.register("worker.js").catch(() => { at("no-worker").hidden = false; });
  else if (ONLINE) at("no-worker").hidden = false;
})();

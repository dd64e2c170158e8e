/* Sheet codes and names as people type them; the same rule as colonnade.capacity.sheetcodes. */
"use strict";
const SheetCodes = (() => {
  const ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[’ʼ]/g, "'");
  function right(code) {
    const values = [...code].map((mark) => ALPHABET.indexOf(mark));
    if (values.length !== 5 || values.includes(-1)) return false;
    return values[4] === values.slice(0, 4).reduce((sum, value, place) => sum + value * (place + 2), 0) % 31;
  }
  function plain(typed) {
    const text = typed.trim();
    for (const one of [text, text.replace(/^\d{1,4}\s*[-–.)\s]\s*(?=\S)/, "")]) {
      const code = one.replace(/[-–.\s]/g, "").toUpperCase();
      if (right(code)) return code;
    }
    return "";
  }
  /* A line: its code (empty where there is none) and the numbers of sessions after it. */
  function read(line) {
    const words = line.trim().split(/\s+/);
    for (let taken = words.length; taken > 0; taken--) {
      const code = plain(words.slice(0, taken).join(" ")), rest = words.slice(taken).join(" ");
      if (code && (!rest || /^\d{1,2}([,;/+ ]+\d{1,2})*$/.test(rest))) return { code, parts: (rest.match(/\d+/g) || []).map(Number) };
    }
    return { code: "", parts: [] };
  }
  return { fold, plain, read };
})();

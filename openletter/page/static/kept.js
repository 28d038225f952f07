// Typed words, kept in this browser until the server has them. They are sealed with a key that the server gives to
// their owner alone: whoever uses this browser next can neither read them nor hand them in.
"use strict";

const openletterWords = (() => {
  const ALL = "openletter words ", DAY = 86400e3, LONGEST = 90;
  const { shelf, seal } = document.body.dataset; // strangers have none
  const own = `${ALL}${shelf} `;
  const turns = new Map(); // of each place, the number of what was done last
  const storage = usable();
  const key = storage && seal && crypto.subtle
    ? crypto.subtle.importKey("raw", bytes(seal), "AES-GCM", false, ["encrypt", "decrypt"]) : null;

  let leaving = false; // the next page may have been made before the server had what was typed here

  addEventListener("beforeunload", () => { leaving = true; });
  addEventListener("pageshow", () => { leaving = false; });
  if (storage) tidy();

  function usable() {
    try { return localStorage; } catch { return null; } // browsers can be told to keep nothing
  }

  // Drops what is too old, and what an earlier version kept unsealed.
  function tidy() {
    for (const name of Object.keys(storage)) {
      const day = name.startsWith(ALL) ? Number.parseInt(storage.getItem(name), 10) : 0;
      if (name.startsWith("openletter /") || (name.startsWith(ALL) && !(Date.now() / DAY - day < LONGEST))) storage.removeItem(name);
    }
  }

  function bytes(text) { return Uint8Array.from(atob(text), (one) => one.charCodeAt(0)); }
  function text(data) { return btoa(Array.from(new Uint8Array(data), (one) => String.fromCharCode(one)).join("")); }
  function turn(place) { turns.set(place, (turns.get(place) || 0) + 1); return turns.get(place); }
  function method(place, iv) { return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(own + place) }; }

  // Whether they are kept; later words for the same place take their stead.
  async function keep(place, words) {
    if (!key) return false;
    const now = turn(place);
    try {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const data = new TextEncoder().encode(JSON.stringify(words));
      const sealed = await crypto.subtle.encrypt(method(place, iv), await key, data);
      if (turns.get(place) === now) storage.setItem(own + place, `${Math.floor(Date.now() / DAY)} ${text(iv)} ${text(sealed)}`);
      return true;
    } catch { return false; } // there is no room left
  }

  async function find(place) {
    const [, iv, sealed] = (key && storage.getItem(own + place) || "").split(" ");
    if (!sealed) return null;
    try {
      const data = await crypto.subtle.decrypt(method(place, bytes(iv)), await key, bytes(sealed));
      return JSON.parse(new TextDecoder().decode(data));
    } catch { forget(place); return null; } // sealed with a key that nobody has any more
  }

  function forget(place) {
    turn(place);
    if (storage) storage.removeItem(own + place);
  }

  // The server has them. On the way to another page they stay, until that page has looked.
  function handed(place) { if (!leaving) forget(place); }

  function places() {
    return key ? Object.keys(storage).filter((one) => one.startsWith(own)).map((one) => one.slice(own.length)) : [];
  }

  // Gives words to the server, as if they had just been typed; whether it has them now.
  async function hand(place) {
    const words = await find(place);
    if (!words) return true;
    const { live, ...fields } = words;
    const body = new URLSearchParams({ ...fields, csrf: document.querySelector("input[name=csrf]").value });
    try {
      const answer = await fetch(`${live}?live=1`, { method: "POST", body, credentials: "same-origin" });
      if (answer.ok) handed(place);
      return answer.ok;
    } catch { return false; }
  }

  // Holds a place while this page is open, so that no other page hands in what is being typed here.
  function hold(place) {
    if (navigator.locks) navigator.locks.request(own + place, () => new Promise(() => {}));
  }

  // Hands in what was left here, but for what is being typed in some page.
  async function flush() {
    if (!navigator.locks) return;
    for (const place of places()) {
      await navigator.locks.request(own + place, { ifAvailable: true }, async (lock) => { if (lock) await hand(place); });
    }
  }

  return { keep, find, forget, handed, places, hand, hold, flush };
})();

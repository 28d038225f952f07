// What makes the page better with a script: keeping typed words, live checks, tags and terms by button, keys.
"use strict";

(() => {
  const MAC = /Mac|iPhone|iPad/.test(navigator.platform);
  const OFF = "openletter keys off";
  const off = { get on() { try { return localStorage.getItem(OFF) !== null; } catch { return false; } } };
  const find = (what) => document.querySelector(what);
  const all = (what) => document.querySelectorAll(what);
  const heard = document.getElementById("heard");
  const form = find("form.write");
  let settled = Promise.resolve(); // once what was left in this browser stands in the field again

  const { told } = document.body.dataset;
  if (told) openletterWords.forget(told); // these were sent
  if (form) write(form);
  keys();
  fold();
  copy();
  leave();
  openletterWords.flush();

  // Says something to a screen reader, once, when it has finished what it is saying.
  function hear(text) {
    setTimeout(() => { heard.textContent = text.replace(/\s+/g, " ").trim(); }, 500);
  }

  // On narrow screens the outline, and on wide ones nothing, is folded.
  function fold() {
    const narrow = matchMedia("(max-width: 50rem)").matches;
    for (const one of all("details[data-narrow]")) one.open = !narrow;
    if (matchMedia("(min-width: 80rem)").matches) for (const one of all("details[data-wide]")) one.open = true;
  }

  function copy() {
    for (const button of all("[data-copy]")) {
      if (!navigator.clipboard) continue;
      button.hidden = false;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
        hear(button.dataset.copied);
        button.textContent = button.dataset.copied;
      });
    }
  }

  // Whoever leaves takes everything along: to the server, or, where it takes something not, as a copy.
  function leave() {
    const leaving = find("form.leave"), only = document.getElementById("only-here");
    if (!leaving) return;
    leaving.addEventListener("submit", async (event) => {
      event.preventDefault();
      await settled;
      for (const place of openletterWords.places()) await openletterWords.hand(place);
      const left = await Promise.all(openletterWords.places().map(openletterWords.find));
      if (!left.length) return go();
      document.getElementById("only-here-words").value = left.map((one) => one.text).join("\n\n");
      only.showModal();
    });
    find("#only-here button[value=stay]").addEventListener("click", () => only.close());
    find("#only-here button[value=leave]").addEventListener("click", go);
    function go() {
      openletterWords.places().forEach(openletterWords.forget);
      leaving.submit();
    }
  }

  // Keys. Alt; on Macs, where Alt types letters, Ctrl and Shift. They can be switched off, for each device.
  function keys() {
    const box = document.getElementById("keys-on");
    for (const one of all("[data-mac]")) one.hidden = !MAC;
    if (box) {
      box.closest("p").hidden = false;
      box.checked = !off.on;
      box.addEventListener("change", () => box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1"));
    }
    if (off.on) {
      for (const one of all("[aria-keyshortcuts]")) one.removeAttribute("aria-keyshortcuts");
    } else if (MAC) {
      for (const one of all("[aria-keyshortcuts^=Alt]")) {
        one.setAttribute("aria-keyshortcuts", one.getAttribute("aria-keyshortcuts").replace(/Alt(\+Shift)?/, (_, shift) => shift ? "Control+Alt+Shift" : "Control+Shift"));
      }
    }
    document.addEventListener("keydown", (event) => {
      if (off.on || event.isComposing || event.metaKey) return;
      const target = pressed(event);
      if (target) { event.preventDefault(); target.click(); }
    });
  }

  function pressed(event) {
    const { altKey, ctrlKey, shiftKey } = event;
    const plain = MAC ? ctrlKey && shiftKey && !altKey : altKey && !ctrlKey && !shiftKey;
    const shifted = MAC ? ctrlKey && shiftKey && altKey : altKey && !ctrlKey && shiftKey;
    const digit = /^Digit([1-9])$/.exec(event.code);
    if (digit && plain) return all(".chips button")[digit[1] - 1];
    if (digit && shifted) return all(".helps button")[digit[1] - 1];
    if (!plain) return null;
    const letter = /^[a-z]$/i.test(event.key) ? event.key.toUpperCase() : event.code.replace("Key", "");
    const button = { A: "approve", L: "skip", Z: "undo", P: "preview" }[letter];
    if (letter === "N") return document.getElementById("next");
    return button && form ? form.querySelector(`button[value="${button}"]:not([hidden])`) : null;
  }

  function write(form) {
    const field = form.elements.text;
    const saved = document.getElementById("saved");
    const list = document.getElementById("findings");
    const reads = find(".reads");
    const approve = form.querySelector('button[value="approve"]');
    const place = form.dataset.place;
    let kept = true, timer = 0, busy = false, again = false, sent = field.value, sending = false;

    for (const one of form.querySelectorAll("[data-scriptless]")) one.hidden = true;
    look();
    openletterWords.hold(place);
    settled = restore();

    for (const button of all("button[data-before], button[data-take]")) {
      button.hidden = false;
      const meaning = button.parentElement.querySelector(".meaning"); // which the button says, too
      if (meaning) meaning.setAttribute("aria-hidden", "true");
      button.addEventListener("click", () =>
        "take" in button.dataset ? insert(button.dataset.take, "") : insert(button.dataset.before, button.dataset.after));
    }
    field.addEventListener("input", () => later(700));
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !off.on) {
        event.preventDefault();
        form.querySelector('button[value="send"]').click();
      }
    });
    form.addEventListener("submit", (event) => {
      sending = !event.submitter || event.submitter.value !== "preview";
      clearTimeout(timer);
    });
    form.addEventListener("click", (event) => {
      if (event.target.value === "discard") openletterWords.forget(place);
    });
    addEventListener("pageshow", () => { sending = false; });
    addEventListener("pagehide", () => { if (!sending && field.value !== sent) save(true); });
    addEventListener("online", () => later(0));

    // What was typed here and never came to the server stands in the field again.
    async function restore() {
      const lost = await openletterWords.find(place);
      if (!lost) return;
      if (lost.text === field.value) return openletterWords.forget(place);
      if (field.value !== field.defaultValue) return void await openletterWords.hand(place); // already typing on
      field.value = lost.text;
      form.elements.base.value = lost.base;
      form.elements.version.value = lost.version;
      later(0);
    }

    async function keep() {
      await settled;
      const { ctx, id, base, version } = form.elements;
      kept = await openletterWords.keep(place, { live: form.dataset.live, ctx: ctx.value, id: id.value, base: base.value, version: version.value, text: field.value });
    }

    function insert(before, after) {
      const { selectionStart: from, selectionEnd: to, value } = field;
      field.focus();
      field.setRangeText(before + value.slice(from, to) + after, from, to, after ? "select" : "end");
      if (after) field.setSelectionRange(from + before.length, to + before.length);
      field.dispatchEvent(new Event("input"));
    }

    // How the text reads with its tags as chips: in the field, the marks of a tag go astray from right to left.
    function look() {
      const parts = field.value.split(/(<\/?[a-z]+[0-9]+\/?>)/);
      if (approve) approve.hidden = field.value !== field.defaultValue;
      reads.hidden = parts.length < 2;
      reads.setAttribute("aria-hidden", "true");
      reads.replaceChildren(...parts.map((part, number) => {
        if (number % 2 === 0) return part;
        const chip = document.createElement("bdi");
        chip.className = "tag";
        chip.dir = "ltr";
        chip.textContent = part.replace(/[<>]|\/>/g, "");
        return chip;
      }));
    }

    function later(wait) {
      keep();
      look();
      clearTimeout(timer);
      timer = setTimeout(() => save(false), wait);
    }

    async function save(leaving) {
      if (busy && !leaving) { again = true; return; }
      busy = true;
      const text = field.value;
      const body = new URLSearchParams(new FormData(form));
      try {
        const answer = await fetch(form.dataset.live + "?live=1", { method: "POST", body, keepalive: leaving, credentials: "same-origin" });
        const told = await answer.json();
        if (answer.status === 403) { // nobody is let in with this session again: trying on would help nobody
          say(`${told.error} ${form.dataset.ended}`, true);
          busy = again = false;
          return;
        }
        if (!answer.ok) throw new Error(told.error);
        sent = text;
        form.elements.version.value = told.version;
        if (field.value === text) openletterWords.handed(place); else keep();
        say(told.changed ? form.dataset.changed : form.dataset.saved, told.changed);
        show(told.findings);
      } catch (error) {
        say(kept ? form.dataset.unsaved : form.dataset.nowhere, true);
        clearTimeout(timer);
        timer = setTimeout(() => save(false), 5000);
      }
      busy = false;
      if (again) { again = false; save(false); }
    }

    // Beside the field; aloud only what somebody must know, and that once.
    function say(text, aloud) {
      if (saved.textContent === text) return;
      saved.textContent = text;
      if (aloud) hear(text);
    }

    function words(node) { return node.textContent.replace(/\s+/g, " ").trim(); }

    function show(findings) {
      const before = [...list.children].map(words);
      const items = findings.map((one) => {
        const item = document.createElement("li");
        const strong = document.createElement("strong");
        item.className = one.severity;
        strong.textContent = form.dataset[one.severity];
        item.append(strong, ` ${one.what}`);
        if (one.hint) {
          const hint = document.createElement("span");
          hint.className = "hint";
          hint.textContent = one.hint;
          item.append(" ", hint);
        }
        return item;
      });
      const now = items.map(words);
      if (now.join("\n") === before.join("\n")) return;
      list.replaceChildren(...items);
      if (findings.some((one) => one.severity === "refuse")) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
      hear(now.filter((one) => !before.includes(one)).join(" ") || (now.length ? "" : form.dataset.fine));
    }
  }
})();

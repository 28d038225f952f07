// What makes the page better with a script: keeping typed words, live checks, tags and terms by button, keys.
"use strict";

(() => {
  const form = document.querySelector("form.write");
  const next = document.getElementById("next");
  if (form) write(form);

  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.code === "KeyN" && next) { event.preventDefault(); next.click(); }
    if (event.code === "KeyA" && form) {
      const button = form.querySelector('button[value="approve"]');
      if (button) { event.preventDefault(); button.click(); }
    }
    const digit = /^Digit([1-9])$/.exec(event.code);
    if (digit && form) {
      const button = form.querySelectorAll(".chips button")[digit[1] - 1];
      if (button) { event.preventDefault(); button.click(); }
    }
  });

  function write(form) {
    const field = form.elements.text;
    const saved = document.getElementById("saved");
    const list = document.getElementById("findings");
    const place = `openletter ${form.dataset.live} ${form.elements.ctx.value} ${form.elements.id.value}`;
    let timer = 0, busy = false, again = false, sent = field.value, sending = false;

    const lost = localStorage.getItem(place);
    if (lost !== null && lost !== field.value) { field.value = lost; later(0); } else localStorage.removeItem(place);

    for (const button of document.querySelectorAll("button[data-before], button[data-take]")) {
      button.hidden = false;
      button.addEventListener("click", () =>
        "take" in button.dataset ? insert(button.dataset.take, "") : insert(button.dataset.before, button.dataset.after));
    }
    field.addEventListener("input", () => later(700));
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        form.querySelector('button[value="send"]').click();
      }
    });
    form.addEventListener("submit", () => { sending = true; clearTimeout(timer); });
    addEventListener("pagehide", () => { if (!sending && field.value !== sent) save(true); });
    addEventListener("online", () => later(0));

    function insert(before, after) {
      const { selectionStart: from, selectionEnd: to, value } = field;
      field.focus();
      field.setRangeText(before + value.slice(from, to) + after, from, to, after ? "select" : "end");
      if (after) field.setSelectionRange(from + before.length, to + before.length);
      field.dispatchEvent(new Event("input"));
    }

    function later(wait) {
      localStorage.setItem(place, field.value);
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
        if (!answer.ok) throw new Error(told.error);
        sent = text;
        form.elements.version.value = told.version;
        if (field.value === text) localStorage.removeItem(place);
        say(saved, told.changed ? form.dataset.changed : form.dataset.saved);
        show(told.findings);
      } catch (error) {
        say(saved, form.dataset.unsaved);
        clearTimeout(timer);
        timer = setTimeout(() => save(false), 5000);
      }
      busy = false;
      if (again) { again = false; save(false); }
    }

    function say(where, text) { if (where.textContent !== text) where.textContent = text; }

    function show(findings) {
      const told = findings.map((one) => `${form.dataset[one.severity]}: ${one.what} ${one.hint}`);
      if (told.join("\n") === [...list.children].map((item) => item.dataset.told).join("\n")) return;
      list.replaceChildren(...findings.map((one, number) => {
        const item = document.createElement("li");
        const strong = document.createElement("strong");
        item.className = one.severity;
        item.dataset.told = told[number];
        strong.textContent = `${form.dataset[one.severity]}:`;
        item.append(strong, ` ${one.what} ${one.hint}`);
        return item;
      }));
    }
  }
})();

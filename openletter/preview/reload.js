// Loads the page again after a build. Asks with a question that stays open until there is one.
(async () => {
  const number = Number(document.currentScript?.dataset.number ?? document.querySelector("script[data-number]").dataset.number);
  for (;;) {
    try {
      const answer = await fetch(`/.preview/state?${number}`, { cache: "no-store" });
      if (answer.ok && (await answer.json()).number !== number) {
        location.reload();
        return;
      }
    } catch {
      await new Promise((done) => setTimeout(done, 1000)); // the server is gone, or not yet back
    }
  }
})();

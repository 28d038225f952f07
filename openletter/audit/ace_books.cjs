// Runs Ace by DAISY over several books with one browser: node ace_books.cjs CLI OUT
// OUT/books.json lists them. Ace's own command line starts a browser for each. Reports are written to
// OUT/0/report.json, OUT/1/… in the order of the books; where there is none, OUT/0/error.txt says why.
"use strict";
const fs = require("fs");
const path = require("path");
const { createRequire } = require("module");

const [cli, out] = process.argv.slice(2);
const books = JSON.parse(fs.readFileSync(path.join(out, "books.json"), "utf-8"));
const fromCli = createRequire(cli);
const runner = fromCli("@daisy/ace-axe-runner-puppeteer");
const ace = createRequire(fromCli.resolve("@daisy/ace-cli-shared"))("@daisy/ace-core");
const kept = { ...runner, launch: async () => {}, close: async () => {} };

async function all() {
  await runner.launch();
  for (const [number, book] of books.entries()) {
    const outdir = path.join(out, String(number));
    try {
      await ace(book, { cwd: out, outdir, silent: true, initLogger: true, fileName: "ace-openletter.log" }, kept);
    } catch (error) {
      fs.mkdirSync(outdir, { recursive: true });
      fs.writeFileSync(path.join(outdir, "error.txt"), String((error && error.message) || error));
    }
  }
  await runner.close();
}

all().then(
  () => process.exit(0),
  (error) => {
    console.error(error && error.stack ? error.stack : error);
    process.exit(1);
  },
);

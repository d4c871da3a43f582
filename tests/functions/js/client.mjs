// The unmodified xlwings client in headless Chromium, against a live server; only office.js is replaced.
// usage: node client.mjs NODE_MODULES REQUESTS.json -> one JSON document on stdout
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

process.on("uncaughtException", (fault) => {
  console.error(fault.message);
  process.exit(1);
});

const [modules, requests] = process.argv.slice(2);
const puppeteer = createRequire(path.join(path.resolve(modules), "x.js"))("puppeteer-core");
const told = JSON.parse(fs.readFileSync(requests, "utf8"));
const shim = fs.readFileSync(new URL("shim.js", import.meta.url), "utf8");

const browser = await puppeteer.launch({
  executablePath: told.chromium,
  args: ["--no-sandbox", "--disable-dev-shm-usage", "--ignore-certificate-errors"],
});

async function open({ book, language, token, globals = {} }) {
  const page = await browser.newPage();
  await page.setViewport({ width: 360, height: 900, deviceScaleFactor: 2 });
  const faults = [];
  const posts = [];
  page.on("pageerror", (fault) => faults.push(String(fault.message ?? fault)));
  await page.evaluateOnNewDocument(
    (book, language, token, globals) => {
      Object.assign(globalThis, globals);
      globalThis.__book = book;
      globalThis.__language = language;
      if (token) localStorage.setItem("pocgateToken", token);
      else localStorage.removeItem("pocgateToken");
    },
    book, language, token, globals,
  );
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    if (request.method() === "POST") posts.push(new URL(request.url()).pathname);
    if (/\/office\.js$/.test(request.url())) request.respond({ contentType: "text/javascript", body: shim });
    else request.continue();
  });
  await page.goto(`${told.url}/taskpane.html`, { waitUntil: "networkidle0" });
  return { page, faults, posts };
}

const results = [];
for (const visit of told.visits) {
  const { page, faults, posts } = await open(visit);
  const result = { name: visit.name, calls: [] };
  await page.waitForFunction(() => document.querySelector("#pane")?.getAttribute("aria-busy") === "false");
  for (const { id, args } of visit.calls ?? []) {
    const before = posts.length;
    const answer = await page.evaluate((id, args) => excelCall(id, args), id, args);
    result.calls.push({ ...answer, posts: posts.length - before });
  }
  result.text = await page.evaluate(() => document.querySelector("#pane").innerText);
  if (visit.picture) await page.screenshot({ path: visit.picture, fullPage: true });
  if (visit.typed) {
    await page.type("#token", visit.typed);
    await page.click("#use-token");
    await page.waitForFunction(() => !document.querySelector("#review").hidden);
  }
  // What somebody does in the pane, one step after the other; after each what it says and shows is kept.
  result.steps = [];
  for (const step of visit.steps ?? []) {
    if (step.type) await page.type(...step.type);
    if (step.change) await page.evaluate((change) => globalThis.__change(...change), step.change);
    if (step.file) {
      const [chooser] = await Promise.all([page.waitForFileChooser(), page.click(step.click)]);
      await chooser.accept([step.file]);
      await page.waitForFunction(() => document.querySelector("#pane").getAttribute("aria-busy") === "true");
    } else if (step.click) await page.click(step.click);
    if (step.until) await page.waitForFunction(step.until, { timeout: 20000 });
    await page.waitForNetworkIdle({ idleTime: 150 });
    await page.waitForFunction(() => document.querySelector("#pane").getAttribute("aria-busy") === "false");
    if (step.picture) await page.screenshot({ path: step.picture, fullPage: true });
    result.steps.push(await page.evaluate(() => ({
      said: document.querySelector("#message").hidden ? "" : document.querySelector("#message").textContent,
      asked: document.querySelector("#agree").hidden ? "" : document.querySelector("#question").textContent,
      text: document.querySelector("#pane").innerText,
      notes: globalThis.__notes(),
      results: globalThis.__sheet("Results") ?? null,
    })));
  }
  for (const { label, id, args, repeat } of visit.timed ?? []) {
    result.times ??= {};
    result.times[label] = await page.evaluate(async (id, args, repeat) => {
      await excelCall(id, args);
      const from = performance.now();
      for (let i = 0; i < repeat; i++) await excelCall(id, args);
      return (performance.now() - from) / repeat;
    }, id, args, repeat);
  }
  result.after = await page.evaluate(() => document.querySelector("#pane").innerText);
  result.log = await page.evaluate(() => globalThis.__log);
  result.registered = await page.evaluate(() => Object.keys(globalThis.__functions));
  results.push({ ...result, faults, posts });
  await page.close();
}
await browser.close();
console.log(JSON.stringify(results));

// The site in headless Chromium, from a server of its own. usage: node page.mjs NODE_MODULES REQUESTS.json -> JSON
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { createRequire } from "node:module";

process.on("uncaughtException", (fault) => {
  console.error(fault.stack);
  process.exit(1);
});

const [modules, requests] = process.argv.slice(2);
const puppeteer = createRequire(path.join(path.resolve(modules), "x.js"))("puppeteer-core");
const told = JSON.parse(fs.readFileSync(requests, "utf8"));
const TYPES = {
  html: "text/html; charset=utf-8", css: "text/css", js: "text/javascript", mjs: "text/javascript", json: "application/json",
  wasm: "application/wasm", zip: "application/zip",
};

function serve(asked, headers) {
  const server = http.createServer((request, response) => {
    const file = path.join(asked.site, decodeURIComponent(new URL(request.url, "http://x").pathname).replace(/\/$/, "/index.html"));
    if (!fs.existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { "Content-Type": TYPES[file.split(".").pop()] ?? "application/octet-stream", ...headers });
    fs.createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

const browser = await puppeteer.launch({
  protocolTimeout: told.patience ?? 180_000,
  executablePath: told.chromium, args: ["--no-sandbox", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
});

const READY = () => document.body.getAttribute("aria-busy") === "false";

async function visit(asked) {
  const server = await serve(asked, asked.headers ?? {});
  const origin = `http://127.0.0.1:${server.address().port}`;
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const [faults, foreign, seen, serious, times] = [[], [], [], [], {}];
  let requests = 0;
  const note = (where) => (request) => {
    const url = request.url();
    requests++;
    if (!url.startsWith(origin) && !url.startsWith("data:") && !url.startsWith(`blob:${origin}`)) foreign.push(`${where} ${url}`);
    if (request.method() !== "GET") foreign.push(`${request.method()} ${url}`);
  };
  page.on("pageerror", (fault) => faults.push(String(fault)));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("request", note("page"));
  page.on("workercreated", (worker) => worker.client.on("Network.requestWillBeSent", ({ request }) =>
    note("worker")({ url: () => request.url, method: () => request.method })));
  await page.setViewport({ width: 1366, height: 900 });
  await page.evaluateOnNewDocument((language) => {
    Object.defineProperty(navigator, "languages", { value: [language] });
    globalThis.saved = {};
    globalThis.broken = [];
    document.addEventListener("securitypolicyviolation", (event) => globalThis.broken.push(event.violatedDirective));
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => { globalThis.saved.blob = blob; return make.call(URL, blob); };
  }, asked.language ?? "en-GB");
  const from = performance.now();
  await page.goto(`${origin}/`);
  await page.waitForSelector("#languages option");
  const ready = async (label) => {
    const begun = performance.now();
    await page.waitForFunction(READY, { timeout: told.patience ?? 120_000, polling: 20 });
    times[label] = Math.round(performance.now() - begun);
  };
  if (!asked.early) await ready("start");
  times.start = Math.round(performance.now() - from);
  for (const [act, ...values] of asked.acts ?? []) {
    if (act === "choose") {
      const begun = performance.now();
      await (await page.$("#files")).uploadFile(...values[0]);
      await ready("choose");
      times[values[1] ?? "choose"] = Math.round(performance.now() - begun);
    }
    if (act === "begin") await (await page.$("#files")).uploadFile(...values[0]);
    if (act === "ready") await ready("ready");
    if (act === "focus") await page.focus(values[0]);
    if (act === "click") await page.click(values[0]);
    if (act === "select") await page.select(...values);
    if (act === "key") await page.keyboard.press(values[0]);
    if (act === "read") seen.push(await page.$eval(values[0], (each) => each.innerText));
    if (act === "ask") seen.push(await page.evaluate(values[0]));
    if (act === "type") await page.type(...values);
    if (act === "wait") await page.waitForFunction(values[0], { timeout: told.patience ?? 120_000 });
    if (act === "open") { await page.goto(`${origin}/`); await ready("open"); }
    if (act === "swap") asked.site = values[0];
    if (act === "cut") {
      await new Promise((resolve) => (server.close(resolve), server.closeAllConnections()));
      faults.length = 0;
    }
    if (act === "axe") {
      if (!await page.evaluate(() => "axe" in globalThis)) await page.evaluate(fs.readFileSync(path.join(modules, "axe-core", "axe.min.js"), "utf8"));
      const found = await page.evaluate(() => axe.run({ resultTypes: ["violations"] }));
      serious.push(...found.violations.map(({ id, impact, nodes }) => `${impact} ${id} ${nodes[0].html}`));
    }
    if (act === "picture") {
      const [picture, width, scheme] = values;
      await page.setViewport({ width, height: 900 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.screenshot({ path: picture, fullPage: true });
      seen.push(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth));
    }
    if (act === "save" || act === "make") {
      await page.evaluate(() => delete globalThis.saved.blob);
      await page.click(act === "save" ? `[data-report=${values[0]}]` : values[0]);
      await page.waitForFunction(() => globalThis.saved.blob, { timeout: told.patience ?? 120_000 });
    }
    if (act === "save") seen.push(await page.evaluate(() => globalThis.saved.blob.text()));
    if (act === "make") {
      await ready("make");
      const bytes = await page.evaluate(async () => [...new Uint8Array(await globalThis.saved.blob.arrayBuffer())]);
      fs.writeFileSync(values[1], Uint8Array.from(bytes));
    }
  }
  const result = await page.evaluate(() => ({
    text: document.body.innerText, broken: globalThis.broken,
    images: document.images.length,
    unnamed: [...document.querySelectorAll("button, input, select, progress, section, table")]
      .filter((each) => !(each.labels?.length || each.getAttribute("aria-labelledby") || each.textContent.trim()))
      .map((each) => each.outerHTML),
    kept: [localStorage.length, sessionStorage.length, document.cookie],
  }));
  await context.close();
  server.close();
  return { name: asked.name, seen, serious, faults, foreign, requests, times, ...result };
}

const results = [];
for (const asked of told.visits) results.push(await visit(asked));
await browser.close();
console.log(JSON.stringify(results));

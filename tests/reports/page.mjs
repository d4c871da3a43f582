// One page of findings in headless Chromium, offline. usage: node page.mjs NODE_MODULES REQUESTS.json -> JSON on stdout
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

process.on("uncaughtException", (fault) => {
  console.error(fault.stack);
  process.exit(1);
});

const [modules, requests] = process.argv.slice(2);
const puppeteer = createRequire(path.join(path.resolve(modules), "x.js"))("puppeteer-core");
const told = JSON.parse(fs.readFileSync(requests, "utf8"));
const browser = await puppeteer.launch({
  executablePath: told.chromium,
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});

const shown = () => [...document.querySelectorAll("#files tbody")].filter((body) => !body.hidden)
  .map((body) => body.rows[0].cells[0].textContent);

async function look(visit) {
  const page = await browser.newPage();
  const faults = [];
  page.on("pageerror", (fault) => faults.push(String(fault)));
  page.on("console", (message) => faults.push(message.text()));
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) faults.push(`asked for ${request.url()}`);
  });
  await page.setJavaScriptEnabled(visit.script !== false);
  await page.setViewport({ width: visit.width ?? 1366, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: visit.dark ? "dark" : "light" }]);
  await page.goto(`file://${visit.file}`);
  const seen = [];
  for (const [act, value] of visit.acts ?? []) {
    if (act === "click") await page.click(value);
    if (act === "key") await page.keyboard.press(value);
    if (act === "focus") await page.focus(value);
    if (act === "type") {
      await page.type("#search", value);
      await page.waitForNetworkIdle({ idleTime: 300 });
    }
    if (act === "see") seen.push(await page.evaluate(shown));
    if (act === "read") seen.push(await page.$eval(value, (each) => each.innerText));
    if (act === "state") seen.push(await page.evaluate((name) => document.activeElement.getAttribute(name), value));
  }
  if (visit.picture) await page.screenshot({ path: visit.picture, fullPage: true });
  const result = { name: visit.name, seen, faults, text: await page.$eval("body", (body) => body.innerText) };
  if (visit.script !== false) {
    result.wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    result.unnamed = await page.evaluate(() => [...document.querySelectorAll("button, input")]
      .filter((each) => !(each.labels?.length || each.textContent.trim())).map((each) => each.outerHTML));
    result.images = await page.evaluate(() => document.images.length);
  }
  if (visit.paper) await page.pdf({ path: visit.paper, preferCSSPageSize: true });
  await page.close();
  return result;
}

const results = [];
for (const visit of told.visits) results.push(await look(visit));
await browser.close();
console.log(JSON.stringify(results));

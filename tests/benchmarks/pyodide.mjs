// What the page's worker does, timed without a page. usage: node pyodide.mjs NODE_MODULES POCGATE.zip WORKBOOK... -> JSON
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [modules, bundle, ...files] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(path.join(path.resolve(modules), "pyodide", "pyodide.mjs")));
const PLACE = "/workbook.xlsx";
const times = {};

async function timed(name, act) {
  const before = process.cpuUsage();
  const result = await act();
  const used = process.cpuUsage(before);
  (times[name] ??= []).push((used.user + used.system) / 1000);
  return result;
}

const python = await timed("start", () => loadPyodide({ stdout() {}, stderr() {} }));
const checking = await timed("load", () => {
  python.unpackArchive(new Uint8Array(fs.readFileSync(bundle)).buffer, "zip", { extractDir: "/pocgate" });
  python.runPython("import sys; sys.path.insert(0, '/pocgate')");
  return python.pyimport("pocgate_xl.page.checking");
});
await timed("prepare", () => checking.prepare());
for (const [place, file] of files.entries()) {
  python.FS.writeFile(PLACE, fs.readFileSync(file));
  const told = await timed(place ? "next" : "first", () => checking.checked(PLACE, path.basename(file), "en"));
  if (!JSON.parse(told).shown.template) throw new Error(`${file} was not read`);
}
console.log(JSON.stringify(times));

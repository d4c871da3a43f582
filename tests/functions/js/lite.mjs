// Runs a bundle for xlwings Lite in Pyodide, through the runtime that xlwings Server ships.
// usage: node lite.mjs NODE_MODULES SITE REQUESTS.json -> one JSON document on stdout
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

// An uncaught fault would print megabytes of generated code.
process.on("uncaughtException", (fault) => {
  console.error(fault.message);
  process.exit(1);
});

const [modules, site, requests] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(path.join(modules, "pyodide", "pyodide.mjs")));
const { calls, scripts, timed } = JSON.parse(fs.readFileSync(requests, "utf8"));

const python = await loadPyodide({ stdout: (line) => console.error(line) });
python.FS.mkdir("/site");
python.FS.mount(python.FS.filesystems.NODEFS, { root: site }, "/site");
// xlwings Lite has a licence of its own; elsewhere the runtime asks for a key, and tests are no business.
python.runPython(`
import os, sys
os.environ["XLWINGS_LICENSE_KEY"] = "noncommercial"
sys.path.insert(0, "/site")
`);
const started = performance.now();
const runtime = python.pyimport("wasm_runtime");
const loaded = performance.now() - started;

const call = (name, args) =>
  runtime.custom_functions_call({
    func_name: name, args, caller_address: "[Book1.xlsx]Sheet1!A1", session_id: "session",
    culture_info_name: "en-US", date_format: "m/d/yyyy", version: "", client: "Office.js", runtime: "1.4",
  });

const answers = [];
for (const { name, args } of calls) answers.push(await call(name, args));

const written = [];
for (const { name, book } of scripts) written.push(await runtime.custom_scripts_call(book, name));

const times = {};
for (const { label, name, args, repeat } of timed) {
  if (!times[label]) await call(name, args);
  const from = performance.now();
  for (let i = 0; i < repeat; i++) await call(name, args);
  (times[label] ??= []).push((performance.now() - from) / repeat);
}

const source = fs.readFileSync(path.join(site, "main.py"), "utf8");
console.log(JSON.stringify({
  python: python.runPython("import sys; f'{sys.version.split()[0]} {sys.platform}'"),
  pyodide: python.version,
  loaded, answers, written, times,
  meta: runtime.custom_functions_meta(source),
  scripts: runtime.custom_scripts_meta(),
}));

// Installs the wheel for xlwings Lite into Pyodide and runs functions and scripts from it, with times.
// usage: node wheel.mjs NODE_MODULES SITE WHEEL REQUESTS.json -> one JSON document on stdout
// SITE holds xlwings and the runtime; `folder` of the requests is mounted as /data; with `micropip`, a
// folder of wheels, micropip itself installs, else Pyodide unpacks the wheel.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

process.on("uncaughtException", (fault) => {
  console.error(fault.message);
  process.exit(1);
});

const [modules, site, wheel, requests] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(path.join(modules, "pyodide", "pyodide.mjs")));
const { calls, scripts, folder, micropip, repeat } = JSON.parse(fs.readFileSync(requests, "utf8"));
const times = {};
const timed = async (label, work) => {
  const from = performance.now();
  const result = await work();
  times[label] = performance.now() - from;
  return result;
};

const python = await timed("pyodide", () => loadPyodide({ stdout: (line) => console.error(line) }));
for (const [place, root] of [["/site", site], ["/data", folder], ["/wheels", path.dirname(wheel)]]) {
  python.FS.mkdirTree(place);
  python.FS.mount(python.FS.filesystems.NODEFS, { root }, place);
}
python.runPython(`
import os, sys
os.environ["XLWINGS_LICENSE_KEY"] = "noncommercial"
sys.path.insert(0, "/site")
`);
const unpack = (file) => python.unpackArchive(new Uint8Array(fs.readFileSync(file)), "wheel");
for (const file of micropip ? fs.readdirSync(micropip) : []) unpack(path.join(micropip, file));
await timed("install", () =>
  micropip
    ? python.runPythonAsync(
        `import micropip; await micropip.install("emfs:/wheels/${path.basename(wheel)}", deps=False)`,
      )
    : unpack(wheel),
);
await timed("xlwings", () => python.runPython("from config import settings; import xlwings, xlwings.server"));
await timed("import", () => python.runPython("import pocgate_lite"));
// What a workbook needs beside the line in requirements.txt.
const main = "from pocgate_lite import *\n";
for (const name of ["custom_functions", "custom_scripts"])
  python.FS.writeFile(`/home/pyodide/${name}.py`, main);
const runtime = python.pyimport("wasm_runtime");

const call = (name, args) =>
  runtime.custom_functions_call({
    func_name: name, args, caller_address: "[Book1.xlsx]Sheet1!A1", session_id: "session",
    culture_info_name: "en-US", date_format: "m/d/yyyy", version: "", client: "Office.js", runtime: "1.4",
  });

const answers = [];
for (const { name, args } of calls) answers.push(await timed(`first ${name}`, () => call(name, args)));
await timed("calls", async () => {
  for (let i = 0; i < repeat; i++) await call(calls[0].name, calls[0].args);
});
const written = [];
for (const { name, book, label } of scripts)
  written.push(await timed(label, () => runtime.custom_scripts_call(book, name)));

console.log(JSON.stringify({
  python: python.runPython("import sys; f'{sys.version.split()[0]} {sys.platform}'"),
  installed: python.runPython("from importlib.metadata import version; version('pocgate-lite')"),
  meta: runtime.custom_functions_meta(main),
  scripts: runtime.custom_scripts_meta(),
  answers, written, times,
}));

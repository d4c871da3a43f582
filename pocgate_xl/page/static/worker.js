// Python and the check, apart from the page, so that a file that never ends stops nothing but this.
import { engineOf } from "./engine.js";
import { loadPyodide } from "./runtime/pyodide.mjs";

const PLACE = "/workbook.xlsx", OUT = "/made", FOLDER = "/copies";
const NETWORK = ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "WebTransport", "importScripts", "indexedDB", "caches"];

const started = start();
started.then(({ module }) => {
  self.postMessage({ ready: true });
  setTimeout(() => module("checking").prepare()); // while somebody looks for the file
}, (fault) => self.postMessage({ broken: String(fault) }));

async function start() {
  const bundle = fetch("pocgate.zip").then((answer) => {
    if (!answer.ok) throw new Error(`pocgate.zip: ${answer.status}`);
    return answer.arrayBuffer();
  });
  const python = await loadPyodide({ indexURL: new URL("runtime/", self.location).href, stdout() {}, stderr() {} });
  unpack(python, await bundle);
  python.runPython("import sys; sys.path.insert(0, '/pocgate')");
  const loaded = {};
  const module = (name) => (loaded[name] ??= python.pyimport(`pocgate_xl.page.${name}`));
  module("checking");
  // All is loaded: what reads files has no network from here on.
  for (const name of NETWORK) Object.defineProperty(self, name, { value: undefined });
  return { python, module };
}

function unpack(python, zip) {
  python.unpackArchive(zip, "zip", { extractDir: "/pocgate" });
  python.runPython("import importlib; importlib.invalidate_caches()");
}

const TASKS = {
  check: ({ module }, { name, language }) => module("checking").checked(PLACE, name, language),
  stopped: ({ module }, { name, language, seconds, fault }) => module("checking").stopped(PLACE, name, language, seconds, fault),
  report: ({ module }, { name, parts, language }) => module("checking").report(name, parts, language),
  overview: ({ module }, { rows }) => module("checking").overview(rows),
  workbooks: ({ python }, { given }) => unpack(python, given),
  writing: ({ python }, { given }) => unpack(python, given),
  findings: ({ module }, { parts, language }) => module("books").findings_book(parts, language, OUT),
  portfolio: ({ module }, { stored, limits }) => module("books").portfolio_book(stored, limits, OUT),
  engine: ({ module }, { given }) => module("copies").bring(engineOf(given)),
  names: ({ module }, { names }) => module("copies").names(names),
  current: ({ module }, { lines }) => module("copies").current(lines),
  copy: ({ module }, { kind, name, language, page }) => module("copies").copied(kind, PLACE, name, OUT, language, page),
  blank: ({ module }, { template, language, texts, page }) => module("blanks").blank(template, language, texts, OUT, page),
  zip: ({ python, module }, { files, ledger }) => {
    python.FS.mkdirTree(FOLDER);
    for (const { name, bytes } of files) python.FS.writeFile(`${FOLDER}/${name}`, bytes);
    module("copies").zipped(FOLDER, ledger, OUT);
    for (const { name } of files) python.FS.unlink(`${FOLDER}/${name}`);
  },
};
const MAKING = ["findings", "portfolio", "copy", "blank", "zip"];

self.onmessage = async ({ data }) => {
  try {
    const host = await started;
    const { FS } = host.python;
    if (data.bytes) FS.writeFile(PLACE, new Uint8Array(data.bytes));
    try {
      const text = TASKS[data.task](host, data);
      const out = FS.analyzePath(OUT).exists ? FS.readFile(OUT) : null;
      self.postMessage({ id: data.id, result: MAKING.includes(data.task) ? { text, out } : text }, out ? [out.buffer] : []);
    } finally {
      for (const place of [PLACE, OUT]) if (FS.analyzePath(place).exists) FS.unlink(place);
    }
  } catch (fault) {
    self.postMessage({ id: data.id, fault: fault?.name ?? "Error" });
  }
};

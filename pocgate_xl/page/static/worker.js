// Python and the check, apart from the page, so that a file that never ends stops nothing but this.
import { loadPyodide } from "./runtime/pyodide.mjs";

const PLACE = "/workbook.xlsx";
const NETWORK = ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "WebTransport", "importScripts", "indexedDB", "caches"];

const started = start();
started.then(({ checking }) => {
  self.postMessage({ ready: true });
  setTimeout(() => checking.prepare()); // while somebody looks for the file
}, (fault) => self.postMessage({ broken: String(fault) }));

async function start() {
  const bundle = fetch("pocgate.zip").then((answer) => {
    if (!answer.ok) throw new Error(`pocgate.zip: ${answer.status}`);
    return answer.arrayBuffer();
  });
  const python = await loadPyodide({ indexURL: new URL("runtime/", self.location).href, stdout() {}, stderr() {} });
  python.unpackArchive(await bundle, "zip", { extractDir: "/pocgate" });
  python.runPython("import sys; sys.path.insert(0, '/pocgate')");
  const checking = python.pyimport("pocgate_xl.page.checking");
  // All is loaded: what reads files has no network from here on.
  for (const name of NETWORK) Object.defineProperty(self, name, { value: undefined });
  return { python, checking };
}

const TASKS = {
  check: (checking, { name, language }) => checking.checked(PLACE, name, language),
  stopped: (checking, { name, language, seconds, fault }) => checking.stopped(PLACE, name, language, seconds, fault),
  report: (checking, { name, parts, language }) => checking.report(name, parts, language),
};

self.onmessage = async ({ data }) => {
  try {
    const { python, checking } = await started;
    if (data.bytes) python.FS.writeFile(PLACE, new Uint8Array(data.bytes));
    try {
      self.postMessage({ id: data.id, text: TASKS[data.task](checking, data) });
    } finally {
      if (data.bytes) python.FS.unlink(PLACE);
    }
  } catch (fault) {
    self.postMessage({ id: data.id, fault: fault?.name ?? "Error" });
  }
};

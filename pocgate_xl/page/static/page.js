// The page: files are chosen or dropped, checked one after the other, shown, and saved as reports.
import { Checker, Stopped } from "./checker.js";
import { details, table } from "./view.js";
import { loadWords, saying, speak, spoken, word } from "./words.js";

const WORKBOOK = /^(?!~\$|\._|\.~lock\.).*\.(xlsx|xlsm|xltx|xltm)$/i;
const FILES = { html: "text/html", csv: "text/csv", text: "text/plain", jsonl: "application/jsonl" };
const ENDS = { html: "html", csv: "csv", text: "txt", jsonl: "jsonl" };
const $ = (id) => document.getElementById(id);

const checker = new Checker();
const settings = await loadWords();
let results = [];
let run = 0;
let left = 0;

const say = (key, values) => saying($("said"), key, values);

function busy(done, all) {
  $("far").hidden = all === 0;
  if (done === null) $("far").removeAttribute("value");
  else Object.assign($("far"), { value: done, max: all });
  $("cancel").hidden = all === 0 || run === 0;
  document.body.setAttribute("aria-busy", String(all > 0));
}

async function start() {
  for (const [tag, label] of Object.entries(settings.languages)) {
    $("languages").append(new Option(label, tag, false, tag === spoken()));
  }
  saying($("made"), "report.page.made", { version: settings.version });
  say("page.loading", { megabytes: settings.megabytes });
  busy(null, 1);
  try {
    await checker.ready;
    if (!run) { say("page.ready"); busy(0, 0); }
  } catch (fault) {
    broken(fault);
  }
}

function broken(fault) {
  announce(true);
  say("page.broken", { reason: fault.message });
  $("said").className = "failed";
  busy(0, 0);
}

/** Give up what is under way: its run hears of nothing more. */
function cancel() {
  run++;
  checker.cancel();
  announce(true);
  say("page.cancelled", { count: left });
  busy(0, 0);
}

/** Whether what is said is read out: of many files not the name of each. */
const announce = (aloud) => $("said").setAttribute("aria-live", aloud ? "polite" : "off");

/** Check files in place of those that were checked before; a run that another one follows ends unheard. */
async function checkAll(files) {
  if (!files.length) return say("page.no_workbook");
  checker.cancel();
  const mine = ++run;
  results = [];
  announce(true);
  $("shown").replaceChildren();
  $("results").hidden = true;
  const rows = files.length > 1 ? table(settings.tones) : null;
  for (const [number, file] of files.entries()) {
    left = files.length - number;
    announce(!number);
    busy(number || null, files.length);
    say(files.length > 1 ? "page.checking_many" : "page.checking", { name: file.called, number: number + 1, count: files.length });
    try {
      const result = await checkOne(file);
      if (mine !== run) return;
      show(result, rows);
    } catch (fault) {
      if (mine !== run) return;
      return broken(fault);
    }
  }
  ended(files);
}

function ended(files) {
  announce(true);
  busy(0, 0);
  const [{ shown }] = results;
  if (files.length > 1) say("page.done_many", { count: files.length });
  else say("page.done", { name: shown.file, outcome: word(`report.${shown.outcome}`) });
}

function show(result, rows) {
  results.push(result);
  $("results").hidden = false;
  if (!rows) $("shown").replaceChildren(details(result.shown, settings.tones));
  else {
    if (!rows.isConnected) $("shown").replaceChildren(rows);
    rows.addRow(result.shown);
  }
}

/** Check one file; a second task says of a file that the worker did not survive why it was stopped. */
async function checkOne(file) {
  const task = { name: file.called, language: spoken() };
  try {
    return await given(file, { ...task, task: "check" });
  } catch (fault) {
    if (!(fault instanceof Stopped)) return failed(file, fault);
    say("page.stopped", { name: file.called, seconds: settings.seconds });
    return given(file, { ...task, task: "stopped", seconds: settings.seconds, fault: fault.fault });
  }
}

async function given(file, task) {
  // One byte more than a file may have is enough to know that it is too large.
  const bytes = await file.slice(0, settings.bytes + 1).arrayBuffer();
  const result = JSON.parse(await checker.run({ ...task, bytes }, { transfer: [bytes], seconds: settings.seconds }));
  result.shown.language ||= task.language; // where there is no workbook, the page's own was spoken
  return result;
}

function failed(file, fault) {
  if (!(fault instanceof DOMException)) throw fault;
  const finding = { code: "", severity: "error", message: word("page.unreadable"), found: fault.name };
  const nothing = { reasons: [], steps: [], missing: [], needed: null, language: spoken() };
  const shown = { ...nothing, file: file.called, outcome: "unreadable", findings: [finding] };
  return { shown, parts: null };
}

async function save(form) {
  const text = await made(form).catch(() => null); // given up with a run, and to be asked for again
  if (text === null) return;
  const url = URL.createObjectURL(new Blob([text], { type: `${FILES[form]};charset=utf-8` }));
  const link = Object.assign(document.createElement("a"), { href: url, download: `findings.${ENDS[form]}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function made(form) {
  const parts = JSON.stringify(results.filter((each) => each.parts).map((each) => each.parts[form]));
  return checker.run({ task: "report", name: form, parts, language: spoken() });
}

const named = (file, path = file.webkitRelativePath || file.name) => Object.assign(file, { called: path });

/** Every file that was dropped; of folders the workbooks in them. */
async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return [...transfer.files].map((file) => named(file));
  return (await Promise.all(entries.map(inside))).flat();
}

async function inside(entry) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    return [named(file, entry.fullPath.slice(1))];
  }
  const reader = entry.createReader();
  const found = [];
  for (let more; (more = await new Promise((resolve, reject) => reader.readEntries(resolve, reject))).length;) found.push(...more);
  const files = (await Promise.all(found.map(inside))).flat();
  return files.filter((file) => WORKBOOK.test(file.name));
}

function chosen(input, wanted) {
  const files = [...input.files].filter(wanted).map((file) => named(file));
  input.value = ""; // the same file once more is a choice, too
  return checkAll(files);
}

$("files").addEventListener("change", (event) => chosen(event.target, () => true));
$("folder").addEventListener("change", (event) => chosen(event.target, (file) => WORKBOOK.test(file.name)));
$("languages").addEventListener("change", (event) => speak(event.target.value));
$("cancel").addEventListener("click", cancel);
$("reports").addEventListener("click", (event) => event.target.dataset.report && save(event.target.dataset.report));
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    $("drop").classList.toggle("over", kind === "dragover");
  });
}
document.addEventListener("drop", async (event) => checkAll(await dropped(event.dataTransfer)));

await start();

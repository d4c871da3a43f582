// The page: files are chosen or dropped, checked one after the other, shown, saved as reports and copied.
import { Books } from "./books.js";
import { Checker, Stopped } from "./checker.js";
import { Copies, offerBlanks, told, WORDS } from "./copies.js";
import { chosen, download, dropped, XLSX } from "./files.js";
import { ManyFiles } from "./many.js";
import { stayOffline } from "./offline.js";
import { details } from "./view.js";
import { loadWords, saying, speak, spoken, word } from "./words.js";

const FILES = {
  html: ["findings.html", "text/html"], csv: ["findings.csv", "text/csv"], answers: ["answers.csv", "text/csv"],
  text: ["findings.txt", "text/plain"], jsonl: ["findings.jsonl", "application/jsonl"], overview: ["status.csv", "text/csv"],
};
const $ = (id) => document.getElementById(id);

const checker = new Checker();
const settings = await loadWords();
const copies = new Copies(checker, settings);
const books = new Books(checker);
let results = [];
let many = null; // the table, of more than one file
let run = 0;
let left = 0;

const say = (key, values) => saying($("said"), key, values);
const shown = () => (many ? many.shown : results);

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
    $("copies_language").append(new Option(label, tag));
  }
  saying($("made"), "report.page.made", { version: settings.version });
  offerBlanks($("blank"), settings.templates, copies, (key, values) => saying($("blank_said"), key, values));
  say("page.loading", { megabytes: settings.megabytes });
  busy(null, 1);
  try {
    await checker.ready;
    if (!run) { say("page.ready"); busy(0, 0); }
    stayOffline((key) => saying($("offline"), key), () => run === 0);
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
  say(left ? "page.cancelled" : "page.cancelled_making", { count: left });
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
  many = files.length > 1 ? new ManyFiles(settings.tones, $("tools"), offer) : null;
  announce(true);
  $("shown").replaceChildren();
  $("results").hidden = true;
  $("copied").replaceChildren();
  for (const id of ["tools", "sums", "overview", "planned"]) $(id).hidden = !many;
  for (const [number, file] of files.entries()) {
    left = files.length - number;
    announce(!number);
    busy(number || null, files.length);
    say(many ? "page.checking_many" : "page.checking", { name: file.called, number: number + 1, count: files.length });
    try {
      const result = await checkOne(file);
      if (mine !== run) return;
      show({ ...result, file });
    } catch (fault) {
      if (mine !== run) return;
      return broken(fault);
    }
  }
  ended(files);
}

function ended(files) {
  announce(true);
  if (many) many.filter();
  else offer();
  busy(0, 0);
  const [{ shown }] = results;
  if (many) say("page.done_many", { count: files.length });
  else say("page.done", { name: shown.file, outcome: word(`report.${shown.outcome}`) });
}

function show(result) {
  results.push(result);
  $("results").hidden = false;
  if (!many) $("shown").replaceChildren(details(result.shown, settings.tones));
  else {
    if (!many.element.isConnected) $("shown").replaceChildren(many.element);
    many.add(result);
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
  const [name, type] = FILES[form];
  const text = await made(form).catch(() => null); // given up with a run, and to be asked for again
  if (text !== null) download(name, text, `${type};charset=utf-8`);
}

function made(form) {
  const found = shown().filter((each) => each.parts);
  if (form === "overview") return checker.run({ task: "overview", rows: JSON.stringify(shown().map((each) => each.shown)) });
  return checker.run({ task: "report", name: form, parts: JSON.stringify(found.map((each) => each.parts[form])), language: languageOf(found) });
}

/** A report on workbooks of one language is in that language, as its findings are. */
function languageOf(found) {
  const spoke = new Set(found.map((each) => each.shown.language));
  return spoke.size === 1 ? [...spoke][0] : spoken();
}

const BOOKS = {
  async findings(found) {
    download("findings.xlsx", await books.findings(found, languageOf(found)), XLSX);
  },
  async portfolio(found) {
    const { out, ...figures } = await books.portfolio(found, Object.fromEntries(new FormData($("portfolio"))));
    download("portfolio.xlsx", out, XLSX);
    $("copied").replaceChildren(saying(document.createElement("p"), "page.portfolio_made", figures));
  },
};

/** Make a workbook on what is shown. */
const book = (kind) => making("page.book_start", async (mine) => {
  await BOOKS[kind](shown().filter((each) => each.parts));
  if (mine === run) say("page.copies_done");
});

/** Make something that takes a while, unless something else is under way; what fails is said. */
async function making(start, work) {
  if (document.body.ariaBusy === "true") return;
  const mine = ++run;
  left = 0;
  announce(true);
  $("copied").replaceChildren();
  say(start);
  busy(null, 1);
  try {
    await work(mine);
  } catch (fault) {
    if (mine !== run) return;
    say("page.copies_failed", { reason: fault.message || fault.name });
  }
  if (mine === run) busy(0, 0);
}

/** Results of which copies of a kind are made: of many for `return` those with something to correct, as the command does. */
function toCopy(kind) {
  const readable = shown().filter((each) => each.shown.outcome !== "unreadable");
  return many && kind === "return" ? readable.filter((each) => each.shown.outcome === "findings") : readable;
}

/** Offer the copies that can be made of what is shown. */
function offer() {
  $("copies").hidden = !settings.copies;
  for (const button of $("copies").querySelectorAll("[data-copy]")) {
    const kind = button.dataset.copy;
    const count = toCopy(kind).length;
    button.disabled = count === 0;
    saying(button, WORDS[kind][many ? "many" : "one"], { count });
  }
}

const copy = (kind) => making("page.copy_start", async (mine) => {
  const asked = toCopy(kind);
  const counting = kind === "return" && many ? new Set(await copies.current(shown().filter((each) => each.parts))) : new Set(asked);
  const found = asked.filter((each) => counting.has(each));
  const made = await copies.make(kind, $("copies_language").value, found, (place, { shown }) => step(mine, found, place, shown));
  if (!made || mine !== run) return;
  if (made.some((each) => each.made)) await copies.hand_out(kind, made);
  say(made.some((each) => each.made) ? "page.copies_done" : "page.copies_none");
  $("copied").replaceChildren(...told(kind, made));
  if (found.length < asked.length) $("copied").prepend(saying(document.createElement("p"), "page.copies_older", { count: asked.length - found.length }));
});

function step(mine, found, place, { file }) {
  if (mine === run && place) busy(place, found.length);
  if (mine === run) say("page.copying", { name: file, number: place + 1, count: found.length });
  announce(false);
  return mine === run;
}

for (const id of ["files", "folder"]) $(id).addEventListener("change", (event) => checkAll(chosen(event.target)));
$("languages").addEventListener("change", (event) => speak(event.target.value));
$("cancel").addEventListener("click", cancel);
$("results").addEventListener("click", ({ target: { dataset } }) => {
  if (dataset.report) save(dataset.report);
  if (dataset.copy) copy(dataset.copy);
  if (dataset.book === "findings") book("findings");
});
$("print").addEventListener("click", () => print());
$("portfolio").addEventListener("submit", (event) => {
  event.preventDefault();
  book("portfolio");
});
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    $("drop").classList.toggle("over", kind === "dragover");
  });
}
document.addEventListener("drop", async (event) => checkAll(await dropped(event.dataTransfer)));

await start();

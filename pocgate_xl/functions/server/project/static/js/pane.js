// The pane: its buttons are jobs. Who answers them is told by the host: it has `texts(language)`, the pane's own
// texts, `book()`, the open workbook as its jobs take it, and `job(id, request)`, which answers with a document
// or throws a Refusal. Nothing here knows a server.
import { $, showReview } from "./list.js";
import * as excel from "./excel.js";

export class Refusal extends Error {
  // `kind`: "foreign" for a workbook that is none of ours, "token" where one is asked for, else ""
  constructor(message, kind = "") {
    super(message);
    this.kind = kind;
  }
}

const ACCEPTED = { answers: ".xlsx,.xlsm,.csv,.json", file: ".xlsx,.xlsm" };
const AGAIN = 1000; // milliseconds after which a change is looked at that came while something was done
let host;
let texts = {};
let current; // what is being done: whether it is `quiet`, and the promise of its end
let elsewhere = "";

export function say(text, grave = false) {
  const message = $("message");
  message.textContent = text;
  message.hidden = !text;
  message.classList.toggle("grave", grave);
}

const failed = (fault) => say(texts.refused.replace("{found}", fault.message ?? fault), true);
const filled = (key, values) =>
  Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, () => value), texts.said[key]);

const PLACES = {
  title: "title", "token-label": "token", "token-hint": "token_hint", "use-token": "use_token",
  "decision-caption": "decision", "verdict-caption": "verdict", "total-caption": "total",
  "next-caption": "next_step", "concerns-caption": "concerns", "open-caption": "open_items",
  "findings-caption": "findings", "not-seen": "not_seen", offer: "offer", "engagement-label": "engagement",
  create: "create", "new-cancel": "cancel", yes: "fill_in", no: "cancel", "help-caption": "help",
};

function showTexts(told) {
  texts = told;
  document.title = texts.title;
  document.documentElement.lang = texts.language;
  for (const [id, key] of Object.entries(PLACES)) $(id).textContent = texts[key] ?? "";
  $("help-list").replaceChildren(...texts.jobs.flatMap(described));
}

function described(job) {
  return [["dt", job.label], ["dd", job.tip]].map(([tag, text]) => {
    const element = document.createElement(tag);
    element.textContent = text;
    return element;
  });
}

// The buttons: all jobs for a workbook of ours, for any other one what needs none.
function showJobs(ours) {
  const buttons = texts.jobs.filter((job) => job.id in ACTIONS);
  const offered = ours ? buttons.filter((job) => job.id !== "unmark" || excel.canMark()) : buttons.filter((job) => job.id === "new");
  const shown = offered.map((job) => button(job.label, job.tip, () => ACTIONS[job.id]()));
  if (!ours) shown.push(button(texts.check_file, "", () => choose("file", checkFile)));
  if (elsewhere) shown.push(button(texts.back, "", refresh));
  $("jobs").replaceChildren(...shown);
  $("jobs").hidden = false;
  const check = texts.jobs.find((job) => job.id === "check");
  $("check").textContent = check.label;
  $("check").title = check.tip;
  $("check").hidden = false;
  $("help").hidden = false;
  $("foreign").hidden = ours || Boolean(elsewhere);
}

function button(label, tip, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.title = tip;
  made.addEventListener("click", action);
  return made;
}

// Do one thing at a time. `quiet` things show nothing unless they end well; whoever clicks meanwhile waits for them.
async function doing(work, waiting, quiet = false) {
  if (current && (quiet || !current.quiet)) return;
  await current?.ended;
  if (current) return;
  current = { quiet, ended: done(work, waiting, quiet) };
  await current.ended;
  current = undefined;
}

async function done(work, waiting, quiet) {
  $("pane").setAttribute("aria-busy", "true");
  if (!quiet) {
    enable(false);
    say(waiting ?? texts.working ?? "");
  }
  try {
    await work();
  } catch (fault) {
    if (fault instanceof Refusal) refuse(fault, quiet);
    else if (!quiet) failed(fault);
    console.warn(fault);
  } finally {
    if (!quiet) enable(true);
    $("pane").setAttribute("aria-busy", "false");
  }
}

function enable(on) {
  for (const each of document.querySelectorAll("#pane button")) each.disabled = !on;
}

function refuse(fault, quiet) {
  $("token-form").hidden = fault.kind !== "token";
  if (fault.kind === "foreign") {
    elsewhere = "";
    $("review").hidden = true;
    $("name").textContent = texts.not_ours;
    $("why").textContent = fault.message;
    showJobs(false);
    say("");
  } else if (fault.kind === "token") {
    for (const id of ["review", "jobs", "check", "foreign", "help"]) $(id).hidden = true;
    say(fault.message, true);
  } else if (!quiet) {
    say(fault.message, true);
  }
}

async function reviewed(message) {
  const review = await host.job("check", { book: await host.book() });
  elsewhere = "";
  showReview(review, texts, "", failed);
  $("token-form").hidden = true;
  showJobs(true);
  if (message !== undefined) say(message);
  return review;
}

const refresh = () => doing(() => reviewed(""), texts.checking);
const look = () => doing(() => reviewed(), undefined, true);

async function check() {
  await doing(async () => {
    const { marks } = await reviewed();
    if (!excel.canMark()) return say(texts.no_notes);
    const refused = await excel.putMarks(marks, texts.mark);
    say(markedWords(marks.length - refused.length, refused), refused.length > 0);
  }, texts.checking);
}

function markedWords(put, refused) {
  const lines = put || !refused.length ? [put ? filled("marked", { count: put }) : filled("nothing_marked", {})] : [];
  if (refused.length) {
    const cells = refused.slice(0, 3).map(({ sheet, cell }) => `${sheet}!${cell}`).join(", ");
    const messages = refused.slice(0, 3).map(({ line }) => line).join(" / ");
    lines.push(filled("unmarked_cells", { count: refused.length, cells, messages }));
  }
  return lines.join("\n");
}

async function unmark() {
  await doing(async () => {
    const count = await excel.takeMarks(texts.mark);
    say(count ? filled("taken_off", { count }) : filled("none_to_take", {}));
  });
}

async function results() {
  await doing(async () => {
    const { sheet, block } = await host.job("results", { book: await host.book() });
    const title = await excel.putSheet(sheet);
    if (title) return say(filled("results", { sheet: title }));
    await excel.putPieces(block.pieces);
    say(filled("results_in_notes", { sheet: block.sheet, row: block.row }));
  });
}

async function answers(file) {
  await doing(async () => {
    const { asked, said, pieces } = await host.job("answers", { book: await host.book(), file });
    if (!asked) return say(said);
    say("");
    ask(asked, () => doing(async () => {
      await excel.putPieces(pieces);
      await reviewed(said);
    }));
  });
}

function ask(question, agreed) {
  $("question").textContent = question;
  $("agree").hidden = false;
  $("agree").onsubmit = (event) => {
    event.preventDefault();
    $("agree").hidden = true;
    agreed();
  };
}

async function checkFile(file) {
  await doing(async () => {
    const review = await host.job("file", { file });
    elsewhere = file.name;
    showReview(review, texts, file.name, failed);
    showJobs(false);
    say("");
  }, texts.checking);
}

function choose(job, chosen) {
  const input = $("file");
  input.value = "";
  input.accept = ACCEPTED[job];
  input.onchange = async () => {
    const [file] = input.files;
    if (file) chosen({ name: file.name, content: await encoded(file) });
  };
  input.click();
}

async function encoded(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

function askNew() {
  $("new-form").hidden = false;
  $("engagement").focus();
}

async function create() {
  await doing(async () => {
    const { workbook, said } = await host.job("new", { engagement: $("engagement").value });
    await excel.openWorkbook(workbook);
    $("new-form").hidden = true;
    $("engagement").value = "";
    say(said);
  });
}

const ACTIONS = { unmark, results, new: askNew, answers: () => choose("answers", answers) };

// After a change look again, unless nobody sees the pane or it waits for an answer.
function changed() {
  const asking = !$("agree").hidden || !$("token-form").hidden;
  if (document.hidden || asking || elsewhere) return;
  if (current) setTimeout(changed, AGAIN);
  else look();
}

function connect() {
  $("check").addEventListener("click", check);
  $("no").addEventListener("click", () => { $("agree").hidden = true; });
  $("new-cancel").addEventListener("click", () => { $("new-form").hidden = true; });
  $("new-form").addEventListener("submit", (event) => {
    event.preventDefault();
    create();
  });
  $("token-form").addEventListener("submit", (event) => {
    event.preventDefault();
    host.useToken($("token").value.trim());
    $("token").value = "";
    refresh();
  });
}

export async function start(answering) {
  host = answering;
  connect();
  await Office.onReady();
  const language = Office.context?.displayLanguage || navigator.language || "en";
  showTexts(await host.texts(language));
  await refresh();
  await excel.follow(changed);
}

export const word = (key) => texts[key];

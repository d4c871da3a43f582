// Workbooks that are made here: marked copies, workbooks of today's template, blanks. None is sent anywhere.
import { Stopped } from "./checker.js";
import { download, XLSX } from "./files.js";
import { make } from "./view.js";
import { saying, spoken } from "./words.js";

/** What is said of copies of each kind: to make one, to make many, and what is in one. */
export const WORDS = {
  return: { one: "page.return", many: "page.return_many", made: "page.return_made" },
  migrate: { one: "page.migrate", many: "page.migrate_many", made: "page.migrate_made" },
};
const TIMES = 3; // a copy is read, computed, written and read twice more
const START = 180; // seconds until the engine has its first workbook

export class Copies {
  #checker;
  #settings;

  constructor(checker, settings) {
    this.#checker = checker;
    this.#settings = settings;
  }

  /** Give the worker what it makes workbooks of; the engine only where formulas are to be computed. */
  async #equip(engine) {
    await this.#checker.equip("workbooks", "workbooks.zip");
    if (engine) await this.#checker.equip("engine", "runtime/formulon_capi.wasm");
  }

  /** Make the copies of some results in a language, "" for each one's own; `step` hears of each before, and says whether to go on. */
  async make(kind, language, results, step) {
    await this.#equip(true);
    const names = JSON.parse(await this.#checker.run({ task: "names", names: JSON.stringify(results.map(({ shown }) => shown.file)) }));
    const made = [];
    for (const [place, result] of results.entries()) {
      if (!step(place, result)) return null;
      made.push({ name: names[place], file: result.shown.file, ...await this.#copy(kind, language, result) });
    }
    return made;
  }

  async #copy(kind, language, { file, shown }) {
    try {
      await this.#equip(true);
      const bytes = await file.arrayBuffer();
      const seconds = Math.max(this.#settings.seconds * TIMES, START);
      const { text, out } = await this.#checker.run({ task: "copy", kind, language, page: this.#settings.page, name: shown.file, bytes }, { transfer: [bytes], seconds });
      return { ...JSON.parse(text), out };
    } catch (fault) {
      if (fault instanceof Stopped) return { made: false, problem: "stopped" };
      if (fault instanceof DOMException) return { made: false, problem: "unreadable" };
      throw fault;
    }
  }

  /** Hand out one copy as it is, several as a zip, of migrated ones with the ledger. */
  async hand_out(kind, copies) {
    const made = copies.filter((each) => each.made);
    if (made.length === 1 && copies.length === 1) return download(made[0].name, made[0].out, XLSX);
    const ledger = kind === "migrate" ? made[0].head + made.map((each) => each.ledger).join("") : "";
    const files = made.map(({ name, out }) => ({ name, bytes: out }));
    const { out } = await this.#checker.run({ task: "zip", files, ledger });
    return download(`${kind === "return" ? "copies" : "migrated"}.zip`, out, "application/zip");
  }

  /** Which of some results nothing newer of their engagement stands for. */
  async current(results) {
    const lines = JSON.stringify(results.map(({ parts }) => parts.jsonl[0]));
    return JSON.parse(await this.#checker.run({ task: "current", lines })).map((place) => results[place]);
  }

  /** Make a blank workbook; what cannot be put in is told by its place. */
  async blank(template, language, texts) {
    await this.#equip(false);
    const { text, out } = await this.#checker.run({ task: "blank", template, language, page: this.#settings.page, texts: JSON.stringify(texts) }, { seconds: this.#settings.seconds });
    const said = JSON.parse(text);
    if (said.name && !said.problem) download(said.name, out, XLSX);
    return said;
  }
}

/** What came of copies, in words: of one what is in it, of several how many, and why some are not. */
export function told(kind, copies) {
  const made = copies.filter((each) => each.made);
  const current = copies.filter((each) => !each.made && !each.problem);
  const said = (key, values) => saying(make("p"), key, values);
  return [
    ...(made.length === 1 && copies.length === 1 ? [said(WORDS[kind].made, made[0])] : []),
    ...(copies.length > 1 ? [said(made.length ? "page.copies_made" : "page.copies_none", { made: made.length, count: copies.length })] : []),
    ...(current.length ? [said("page.copies_current", { count: current.length })] : []),
    ...copies.filter((each) => each.problem).map(unmade),
  ];
}

const REASONS = { stopped: "page.copy_stopped", unreadable: "page.unreadable" };

function unmade({ file, problem }) {
  const why = problem in REASONS ? saying(make("span"), REASONS[problem]) : problem;
  return make("p", { class: "problem" }, make("b", {}, file), " ", why);
}

/** The form for a blank workbook: templates and languages to choose from. */
export function offerBlanks(form, templates, copies, say) {
  const { template, language } = form.elements;
  const languages = () => {
    const found = templates.find(({ id }) => id === template.value);
    language.replaceChildren(...Object.entries(found.languages).map(([tag, label]) => new Option(label, tag, false, tag === spoken())));
  };
  template.replaceChildren(...templates.map(({ id, title }) => new Option(title, id)));
  template.closest("label").hidden = templates.length < 2;
  template.onchange = languages;
  languages();
  form.onsubmit = async (event) => {
    event.preventDefault();
    const texts = ["id", "organization", "poc_name"].map((name) => form.elements[name].value.trim());
    say("page.blank_making");
    const { name, unfit, problem } = await copies.blank(template.value, language.value, texts).catch((fault) => ({ problem: String(fault) }));
    if (unfit !== undefined) form.elements[["id", "organization", "poc_name"][unfit]].focus();
    if (unfit !== undefined) say("page.blank_unfit", { label: form.elements[["id", "organization", "poc_name"][unfit]].labels[0].textContent.trim() });
    else say(problem ? "page.blank_problem" : "page.blank_made", { name, problem });
  };
}

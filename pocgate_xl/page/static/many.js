// Many files as a table: a row each that opens to its details; sorted, filtered, counted.
import { details, joined, make, severities, tagOf } from "./view.js";
import { saying, spoken, word } from "./words.js";

const GRAVEST = ["unreadable", "findings", "incomplete", "not_started", "accepted"];
const decisionOf = ({ decision }) => (decision ? word(`decision.${decision}`) : "");
const COLUMNS = [
  // key of the title, class, and what is sorted by: numbers begin with the largest
  ["report.column.file", "file", ({ shown }) => shown.file],
  ["page.whose", "whose", ({ shown }) => joined(shown.id, shown.organization)],
  ["report.column.outcome", "outcome", ({ shown }) => GRAVEST.indexOf(shown.outcome)],
  ["report.column.decision", "decision", ({ shown }) => decisionOf(shown)],
  ["report.column.errors", "errors", ({ shown }) => -severities(shown, "error")],
  ["report.column.warnings", "warnings", ({ shown }) => -severities(shown, "warning")],
];

export class ManyFiles {
  #rows = [];
  #soon = null;
  #sorted = null; // the column, and whether backwards
  #tones;
  #tools;
  #shownChanged;

  constructor(tones, tools, shownChanged) {
    this.#tones = tones;
    this.#tools = tools;
    this.#shownChanged = shownChanged;
    const heads = COLUMNS.map(([key, name], column) => {
      const button = saying(make("button", { type: "button" }), key);
      button.addEventListener("click", () => this.#sortBy(column));
      return make("th", { scope: "col", class: name }, button);
    });
    this.element = make("table", { "aria-labelledby": "found" }, make("thead", {}, make("tr", {}, ...heads)));
    tools.oninput = () => this.filter();
    tools.onreset = () => setTimeout(() => this.filter());
    tools.onsubmit = (event) => event.preventDefault();
    tools.reset();
  }

  add(result) {
    const body = row(result, this.#tones, this.#rows.length);
    this.#rows.push({ ...result, result, body, text: searched(result.shown) });
    this.element.append(body);
    body.hidden = !this.#wanted()(this.#rows.at(-1));
    this.#soon ??= setTimeout(() => this.#count(), 100); // not anew for each of thousands
  }

  /** What is not filtered out, in the order in which it stands there. */
  get shown() {
    return this.#rows.filter(({ body }) => !body.hidden).map(({ result }) => result);
  }

  filter() {
    const wanted = this.#wanted();
    for (const row of this.#rows) row.body.hidden = !wanted(row);
    this.#count();
  }

  #wanted() {
    const { text, outcome, decision } = Object.fromEntries(new FormData(this.#tools));
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    return ({ shown, text: own }) =>
      words.every((each) => own.includes(each)) && ["", shown.outcome].includes(outcome) && ["", shown.decision].includes(decision);
  }

  #sortBy(column) {
    const backwards = this.#sorted?.column === column && !this.#sorted.backwards;
    this.#sorted = { column, backwards };
    const by = COLUMNS[column][2];
    const order = new Intl.Collator(spoken(), { numeric: true });
    const compared = (a, b) => (typeof a === "number" ? a - b : order.compare(a, b));
    this.#rows.sort((one, other) => compared(by(one), by(other)) * (backwards ? -1 : 1));
    this.element.append(...this.#rows.map(({ body }) => body));
    [...this.element.tHead.rows[0].cells].forEach((cell, place) => {
      if (place === column) cell.setAttribute("aria-sort", backwards ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    });
    this.#shownChanged();
  }

  /** Say how many there are by outcome and decision; offer just these for the filter. */
  #count() {
    clearTimeout(this.#soon);
    this.#soon = null;
    const found = this.shown;
    const counts = (key, order) => {
      const each = new Map();
      for (const { shown } of found) each.set(shown[key], (each.get(shown[key]) ?? 0) + 1);
      return [...each].filter(([code]) => code).sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
    };
    const [outcomes, decisions] = [counts("outcome", GRAVEST), counts("decision", [])];
    const part = (key, count) => make("span", {}, saying(make("span"), key), ` ${count}`);
    const all = { shown: found.length, count: this.#rows.length };
    document.getElementById("sums").replaceChildren(
      saying(make("b"), found.length < this.#rows.length ? "page.some_shown" : "page.all_shown", all),
      ...outcomes.map(([code, count]) => part(`report.${code}`, count)), make("hr"),
      ...decisions.map(([code, count]) => part(`decision.${code}`, count)));
    for (const name of ["outcome", "decision"]) this.#offer(name);
    this.#shownChanged();
  }

  #offer(name) {
    const select = this.#tools.elements[name];
    const there = new Set([...select.options].map(({ value }) => value));
    const codes = new Set(this.#rows.map(({ shown }) => shown[name]));
    for (const code of codes) {
      if (code && !there.has(code)) select.append(saying(make("option", { value: code }), `${name === "outcome" ? "report" : name}.${code}`));
    }
  }
}

const searched = (shown) =>
  [shown.file, shown.id, shown.organization, shown.poc_name, ...shown.findings.map(({ code }) => code)].join(" ").toLowerCase();

function row({ shown }, tones, number) {
  const id = `details-${number}`;
  const button = make("button", { type: "button", "aria-expanded": "false", "aria-controls": id }, shown.file);
  const cells = [
    make("td", { class: "whose" }, joined(shown.id, shown.organization)),
    make("td", {}, saying(tagOf(shown, tones), `report.${shown.outcome}`)),
    shown.decision ? saying(make("td", { class: "decision" }), `decision.${shown.decision}`) : make("td", { class: "decision" }),
    make("td", { class: "errors" }, String(severities(shown, "error") || "")),
    make("td", { class: "warnings" }, String(severities(shown, "warning") || "")),
  ];
  const inside = make("td", { colspan: cells.length + 1 });
  const below = make("tr", { id, class: "below", hidden: "" }, inside);
  button.addEventListener("click", () => {
    if (!inside.firstChild) inside.append(details(shown, tones));
    below.hidden = !below.hidden;
    button.setAttribute("aria-expanded", String(!below.hidden));
  });
  return make("tbody", {}, make("tr", {}, make("th", { scope: "row" }, button), ...cells), below);
}

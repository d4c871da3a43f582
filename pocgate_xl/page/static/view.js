// What was found, as elements. Texts of workbooks are text: nothing here parses markup.
import { saying } from "./words.js";

const SHORT = 8; // lines of a list that is open from the start

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

export const joined = (...words) => words.filter(Boolean).join(" · ");
const place = ({ sheet, cell }) => [sheet, cell].filter(Boolean).join("!");
export const severities = (shown, severity) => shown.findings.filter((each) => each.severity === severity).length;
export const tagOf = (shown, tones) => make("span", { class: `tag ${tones[shown.outcome]}` });
const list = (texts) => make("ul", {}, ...texts.map((text) => make("li", {}, text)));

/** One file in the language of its workbook: its decision, what is missing, what was found. */
export function details(shown, tones) {
  const title = (element, key, values) => saying(make(element), key, values, shown.language);
  return make("article", { lang: shown.language },
    make("header", {},
      make("h3", { class: "name" }, shown.file),
      saying(tagOf(shown, tones), `report.${shown.outcome}`, {}, shown.language),
      make("p", { class: "soft" }, joined(shown.id, shown.organization, shown.poc_name, shown.template))),
    make("div", { class: "columns" }, decided(shown, title), findings(shown, title)));
}

function decided(shown, title) {
  const parts = [];
  if (shown.decision_label) {
    const total = make("span", { class: "soft" }, " ", title("span", "report.column.total"), ` ${shown.total}`);
    parts.push(title("h4", "report.column.decision"), make("p", { class: "decision" }, shown.decision_label, total));
  }
  if (shown.reasons.length) parts.push(title("h4", "report.page.why"), list(shown.reasons));
  if (shown.needed !== null) parts.push(...missing(shown, title));
  if (shown.steps.length) {
    parts.push(title("h4", "report.page.steps"), ...folded(title, "page.steps", shown.steps.map(step)));
  }
  return make("div", {}, ...parts);
}

function missing({ given, needed, missing }, title) {
  const rows = missing.map((each) => make("li", {}, each.label, make("small", {}, place(each))));
  const heads = [title("h4", "page.missing"), title("p", "report.needed", { given, needed })];
  return rows.length ? [...heads, ...folded(title, "page.missing_list", rows)] : heads;
}

const step = ([what, ...more]) => make("li", {}, what, make("small", {}, joined(...more)));

/** A list with its number of lines; a long one is opened by whoever wants it. */
function folded(title, key, rows) {
  const open = rows.length <= SHORT ? { open: "" } : {};
  return [make("details", open, title("summary", key, { count: rows.length }), make("ul", {}, ...rows))];
}

function findings(shown, title) {
  const told = new Set();
  const rows = shown.findings.map((each) => make("li", { class: `finding ${each.severity}` },
    make("p", {}, title("b", `report.${each.severity}`), " ", make("code", {}, each.code), " ",
      place(each) ? make("i", {}, place(each)) : "", " ", each.message), beside(each, told, title)));
  return make("div", {}, title("h4", "report.column.findings"),
    rows.length ? make("ul", {}, ...rows) : title("p", "report.page.nothing"));
}

/** What was found and expected, and how to mend it; what is alike for several findings of a rule is told once. */
function beside(finding, told, title) {
  const fresh = (key) => key === "found" || !told.has(`${finding.code} ${finding[key]}`);
  const keys = ["found", "expected", "hint"].filter((key) => finding[key] && fresh(key));
  for (const key of keys) told.add(`${finding.code} ${finding[key]}`);
  const rows = keys.map((key) => make("div", {}, title("dt", `report.column.${key}`), make("dd", {}, finding[key])));
  return rows.length ? make("dl", {}, ...rows) : null;
}

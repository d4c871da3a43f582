// Lists of the pane: rows that lead to cells. Whatever comes from a workbook is set as text, never as markup.
import { jump } from "./excel.js";

export const $ = (id) => document.getElementById(id);
const SHOWN = 50;

export const placeOf = ({ sheet, cell }) => (sheet && cell ? `${sheet}!${cell}` : sheet || "");

// One row: a button where there is a cell to go to, else text alone.
function row(place, parts, texts, failed) {
  const item = document.createElement("li");
  const inner = document.createElement(place.sheet ? "button" : "div");
  if (place.sheet) {
    inner.type = "button";
    inner.title = texts.jump.replace("{cell}", placeOf(place));
    inner.addEventListener("click", () => jump(place).catch(failed));
  }
  for (const [kind, text] of parts) {
    if (!text) continue;
    const part = document.createElement("span");
    part.className = kind;
    part.textContent = text;
    inner.append(part);
  }
  item.append(inner);
  return item;
}

// Show rows, of very many the first ones and a button for the rest.
function list(id, rows, more) {
  const shown = rows.slice(0, SHOWN);
  if (rows.length > SHOWN) shown.push(rest(id, rows, more));
  $(id).replaceChildren(...shown);
}

function rest(id, rows, more) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "more";
  button.textContent = more.replace("{count}", rows.length - SHOWN);
  button.addEventListener("click", () => $(id).replaceChildren(...rows));
  item.append(button);
  return item;
}

// Show a review; one of a file leads to no cells, as they are not those of the open workbook.
export function showReview(review, texts, elsewhere, failed) {
  const here = (each) => (elsewhere ? { ...each, sheet: "" } : each);
  const none = (text) => [row({}, [["muted", text]], texts, failed)];
  const plain = (each) => row(here(each), [["label", each.label], ["where", placeOf(each)]], texts, failed);
  const put = (id, rows, empty) => list(id, rows.length || !empty ? rows : none(empty), texts.more);
  $("name").textContent = review.name || review.engagement || "–";
  $("elsewhere").textContent = elsewhere ? texts.saved_file.replace("{file}", elsewhere) : "";
  $("elsewhere").hidden = !elsewhere;
  $("decision").dataset.decision = review.decision.code;
  $("decision-label").textContent = review.decision.label;
  $("verdict").textContent = review.verdict.label;
  $("total").textContent = review.total;
  $("next").textContent = review.next_step;
  put("steps", review.steps.map(plain));
  put("concerns", review.concerns.map(plain), texts.none);
  put("open", review.open_items.map(plain), texts.none);
  put("findings", review.findings.map((each) => finding(each, here(each), texts, failed)), texts.no_findings);
  for (const [id, rows] of [["concerns", review.concerns], ["open", review.open_items], ["findings", review.findings]])
    $(`${id}-count`).textContent = rows.length || "";
  $("not-seen").hidden = Boolean(elsewhere);
  $("review").hidden = false;
}

function finding(found, place, texts, failed) {
  const item = row(place, [
    ["tag", found.label], ["code", found.code], ["where", placeOf(found)],
    ["label", found.message], ["hint", found.hint],
  ], texts, failed);
  item.dataset.severity = found.severity;
  return item;
}

// The task pane: asks the server for a review of the open workbook and shows it. Whatever comes from a
// workbook is set as text, never as markup.
const $ = (id) => document.getElementById(id);
const SECONDS = 45;
let texts = {};

const language = () => globalThis.Office?.context?.displayLanguage || navigator.language || "en";

function say(text, grave = false) {
  const message = $("message");
  message.textContent = text;
  message.hidden = !text;
  message.classList.toggle("grave", grave);
}

function label(id, key) {
  $(id).textContent = texts[key] ?? "";
}

function showTexts(told) {
  texts = told;
  document.title = texts.title;
  const places = {
    title: "title", check: "check", "token-label": "token", "token-hint": "token_hint",
    "use-token": "use_token", "decision-caption": "decision", "verdict-caption": "verdict",
    "total-caption": "total", "next-caption": "next_step", "concerns-caption": "concerns",
    "open-caption": "open_items", "findings-caption": "findings", "not-seen": "not_seen",
    write_findings: "write_findings", fill: "fill",
  };
  for (const [id, key] of Object.entries(places)) label(id, key);
}

async function ask(path, body) {
  const { token } = await globalThis.getAuth();
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), SECONDS * 1000);
  try {
    return await fetch(`${globalThis.config.appPath}/pocgate/${path}`, {
      method: body ? "POST" : "GET",
      headers: body ? { "Content-Type": "application/json", Authorization: token } : {},
      body: body && JSON.stringify(body),
      signal: stop.signal,
    });
  } finally {
    clearTimeout(timer);
  }
}

async function jump({ sheet, cell }) {
  await Excel.run(async (context) => {
    const worksheet = context.workbook.worksheets.getItem(sheet);
    worksheet.activate();
    worksheet.getRange(cell || "A1").select();
    await context.sync();
  });
}

// One row of a list: a button where there is a cell to go to, else text alone.
function row(place, parts) {
  const item = document.createElement("li");
  const inner = document.createElement(place.sheet ? "button" : "div");
  if (place.sheet) {
    inner.type = "button";
    const where = place.cell ? `${place.sheet}!${place.cell}` : place.sheet;
    inner.title = texts.jump.replace("{cell}", where);
    inner.addEventListener("click", () => jump(place).catch((fault) => say(String(fault.message), true)));
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

function list(id, rows, none) {
  $(id).replaceChildren(...(rows.length ? rows : none ? [row({}, [["muted", none]])] : []));
}

const place = ({ sheet, cell }) => (sheet && cell ? `${sheet}!${cell}` : sheet || "");

function show(review) {
  showTexts(review.texts);
  document.documentElement.lang = review.language;
  $("name").textContent = review.name || review.engagement || "–";
  $("decision").dataset.decision = review.decision.code;
  $("decision-label").textContent = review.decision.label;
  $("verdict").textContent = review.verdict.label;
  $("total").textContent = review.total;
  $("next").textContent = review.next_step;
  const plain = (each) => row(each, [["label", each.label], ["where", place(each)]]);
  list("steps", review.steps.map(plain));
  list("concerns", review.concerns.map(plain), texts.none);
  list("open", review.open_items.map(plain), texts.none);
  list("findings", review.findings.map(finding), texts.no_findings);
  $("concerns-count").textContent = review.concerns.length || "";
  $("open-count").textContent = review.open_items.length || "";
  $("findings-count").textContent = review.findings.length || "";
  $("review").hidden = false;
}

function finding(found) {
  const item = row(found, [
    ["tag", found.label], ["code", found.code], ["where", place(found)],
    ["label", found.message], ["hint", found.hint],
  ]);
  item.dataset.severity = found.severity;
  return item;
}

async function check() {
  $("pane").setAttribute("aria-busy", "true");
  $("check").disabled = true;
  say(texts.checking ?? "");
  try {
    const response = await ask("review", await globalThis.xlwings.getBookData({}));
    const document = await response.json().catch(() => ({}));
    if (response.ok) {
      say("");
      $("token-form").hidden = true;
      show(document);
    } else {
      await refuse(response.status, document.detail);
    }
  } catch (fault) {
    console.error(fault);
    say(texts.no_answer, true);
  } finally {
    $("check").disabled = false;
    $("pane").setAttribute("aria-busy", "false");
  }
}

async function refuse(status, detail) {
  $("review").hidden = true;
  $("token-form").hidden = status !== 401;
  if (status === 401) {
    const { token } = await globalThis.getAuth();
    say(token ? texts.token_wrong : "", true);
  } else {
    say(`${texts.not_ours}: ${detail ?? status}`, true);
  }
}

async function run(script, button) {
  button.disabled = true;
  $("global-error-alert").classList.add("d-none");
  const { token } = await globalThis.getAuth();
  await globalThis.xlwings.runPython({
    scriptName: script, auth: token, headers: { Authorization: token }, errorDisplayMode: "taskpane",
  });
  button.disabled = false;
  if ($("global-error-alert").classList.contains("d-none")) say(texts.written);
}

async function start() {
  $("check").addEventListener("click", check);
  $("write_findings").addEventListener("click", (event) => run("check_workbook", event.currentTarget));
  $("fill").addEventListener("click", (event) => run("fill_results", event.currentTarget));
  $("token-form").addEventListener("submit", (event) => {
    event.preventDefault();
    globalThis.pocgateToken.set($("token").value.trim());
    $("token").value = "";
    check();
  });
  await Office.onReady();
  showTexts(await (await ask(`texts?lang=${encodeURIComponent(language())}`)).json());
  await check();
}

start().catch((fault) => {
  console.error(fault);
  say(texts.no_answer || "The server does not answer.", true);
});

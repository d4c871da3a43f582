"use strict";
// Search, filters, sorting and details. Without it the page is complete but for what `no_script` says.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const table = document.getElementById("files");
  const files = [...table.tBodies].map((body, number) => ({ body, number, rows: body.rows }));
  const chosen = { outcome: "", severity: "", rule: "" };
  const search = document.getElementById("search");
  const counted = document.getElementById("counted");
  const none = document.getElementById("none");
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const parts = (data.parts || []).map((part) => plain(part.replace(/<[^>]*>/g, " ")));
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);

  document.documentElement.classList.add("js");
  document.querySelectorAll(".script").forEach((each) => { each.hidden = false; });

  function button(cell, press) {
    const made = document.createElement("button");
    made.type = "button";
    made.append(...cell.childNodes);
    made.addEventListener("click", press);
    cell.append(made);
    return made;
  }

  // --- One file: what belongs to it stands in a row below, made from shared parts where there are many.
  function details(file) {
    if (!file.rows[1]) {
      const row = file.body.insertRow();
      row.className = "d";
      const cell = row.insertCell();
      cell.colSpan = data.columns;
      cell.innerHTML = data.files[file.number].map((part) => data.parts[part]).join(""); // escaped when it was written
    }
    return file.rows[1];
  }

  function open(file, wanted) {
    const row = wanted ? details(file) : file.rows[1];
    if (row) row.classList.toggle("open", wanted);
    file.toggle.setAttribute("aria-expanded", wanted);
  }

  for (const file of files) {
    const isOpen = () => file.toggle.getAttribute("aria-expanded") === "true";
    file.toggle = button(file.rows[0].cells[0], () => open(file, !isOpen()));
    file.toggle.setAttribute("aria-expanded", "false");
    file.cells = [...file.rows[0].cells].map((cell) => cell.textContent);
    file.rules = new Set((file.body.dataset.r || "").split(" "));
    file.text = plain(file.body.textContent);
  }

  // --- Which files are shown.
  const has = {
    outcome: (file, value) => file.body.dataset.o === value,
    severity: (file, value) => file.cells[data.severities[value]] !== "",
    rule: (file, value) => file.rules.has(value),
  };

  function finder(text) {
    const terms = plain(text).split(/\s+/).filter(Boolean);
    const within = terms.map((term) => new Set(parts.flatMap((part, place) => (part.includes(term) ? [place] : []))));
    const among = (file, place) => data.files && data.files[file.number].some((part) => within[place].has(part));
    return (file) => terms.every((term, place) => file.text.includes(term) || among(file, place));
  }

  function refresh() {
    const found = finder(search.value);
    const filters = Object.keys(chosen).filter((kind) => chosen[kind]);
    let shown = 0;
    for (const file of files) {
      const fits = filters.every((kind) => has[kind](file, chosen[kind])) && found(file);
      file.body.hidden = !fits;
      shown += fits;
    }
    const names = filters.map((kind) => document.querySelector(`[data-filter="${kind} ${chosen[kind]}"]`).dataset.name);
    counted.value = [filled(words.shown, { shown, all: files.length }), ...names].join(" · ");
    none.hidden = shown > 0 || files.length === 0;
  }

  const filters = [...document.querySelectorAll("[data-filter]")].map((cell) => {
    const [kind, value] = cell.dataset.filter.split(" ");
    const made = button(cell, () => {
      chosen[kind] = chosen[kind] === value ? "" : value;
      press();
    });
    return { kind, value, made };
  });

  function press() {
    for (const { kind, value, made } of filters) made.setAttribute("aria-pressed", chosen[kind] === value);
    refresh();
  }

  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, 120);
  });
  document.getElementById("reset").addEventListener("click", () => {
    search.value = "";
    for (const kind of Object.keys(chosen)) chosen[kind] = "";
    press();
    search.focus();
  });
  const each = (wanted) => () => files.filter((file) => !file.body.hidden).forEach((file) => open(file, wanted));
  document.getElementById("open").addEventListener("click", each(true));
  document.getElementById("close").addEventListener("click", each(false));

  // --- In which order.
  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  const gravity = (file) => data.outcomes.indexOf(file.body.dataset.o);
  const number = (text) => (text === "" ? -1 : parseFloat(text));

  function order(column, kind) {
    if (kind === "o") return (a, b) => gravity(a) - gravity(b);
    if (kind === "n") return (a, b) => number(a.cells[column]) - number(b.cells[column]);
    return (a, b) => compare(a.cells[column], b.cells[column]);
  }

  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const sort = button(head, () => {
      const numbers = head.dataset.k === "n";
      const first = numbers ? "descending" : "ascending";
      const second = numbers ? "ascending" : "descending";
      const way = head.getAttribute("aria-sort") === first ? second : first;
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", way);
      const by = order(column, head.dataset.k);
      const sign = way === "ascending" ? 1 : -1;
      files.slice().sort((a, b) => sign * by(a, b) || a.number - b.number).forEach((file) => table.append(file.body));
    });
    sort.title = filled(words.sort, { column: head.textContent });
  });

  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((each) => { each.open = true; }));
  press();
})();

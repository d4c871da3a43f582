// A stand-in for office.js alone: what the xlwings client and the task pane ask of Excel, on a workbook
// given as `__book` (the document that the client itself would post). Everything else is the real client.
(() => {
  const book = globalThis.__book ?? { book: { name: "Book1.xlsx" }, names: [], sheets: [{ name: "Sheet1", values: [[""]] }] };
  const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/;
  const serial = (text) => new Date(text).getTime() / 86400000 + 25569;
  const log = (globalThis.__log = { written: [], selected: [], activated: [], opened: [], protection: [] });

  globalThis.Office = {
    HostType: { Excel: "Excel" },
    PlatformType: { OfficeOnline: "OfficeOnline" },
    onReady: (then) => Promise.resolve({ host: "Excel", platform: "OfficeOnline" }).then((info) => (then?.(info), info)),
    context: {
      displayLanguage: globalThis.__language ?? "en-US",
      requirements: {
        isSetSupported: (set, version) => {
          const most = { CustomFunctionsRuntime: 4, ExcelApi: globalThis.__excelApi ?? 18 }[set] ?? 0;
          return Number(String(version).split(".")[1]) <= most;
        },
      },
      diagnostics: { version: "16.0.0", platform: "OfficeOnline" },
      ui: {},
    },
    actions: { associate() {} },
    auth: {},
    addin: {},
  };

  class FunctionError extends Error {
    constructor(code, message) {
      super(message);
      this.code = code;
    }
  }
  const functions = (globalThis.__functions = {});
  globalThis.CustomFunctions = {
    associate: (id, call) => Object.assign(functions, typeof id === "object" ? id : { [id]: call }),
    Error: FunctionError,
    ErrorCode: { invalidValue: "#VALUE!", notAvailable: "#N/A" },
  };

  // Every object of Excel can be loaded; nothing needs to be fetched here.
  const loadable = (object) => Object.assign(object, { load() { return this; } });
  const nothing = loadable({ isNullObject: true });
  const none = loadable({ items: [] });

  const letters = (column) => (column > 26 ? letters(Math.floor((column - 1) / 26)) : "") + String.fromCharCode(65 + ((column - 1) % 26));
  const position = (address) => {
    const [, text, row] = /^([A-Z]+)([0-9]+)$/.exec(address.replaceAll("$", ""));
    return [Number(row), [...text].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)];
  };

  function range(sheet, top, left, bottom, right) {
    const at = (row, column) => sheet.values[row - 1]?.[column - 1] ?? "";
    const rows = Array.from({ length: bottom - top + 1 }, (_, i) => top + i);
    const columns = Array.from({ length: right - left + 1 }, (_, i) => left + i);
    const grid = (cell) => rows.map((row) => columns.map((column) => cell(at(row, column))));
    return loadable({
      address: `${sheet.name}!${letters(left)}${top}:${letters(right)}${bottom}`,
      rowCount: rows.length,
      columnCount: columns.length,
      worksheet: loadable({ position: book.sheets.indexOf(sheet) }),
      rowIndex: top - 1,
      columnIndex: left - 1,
      numberFormat: grid((cell) => (ISO.test(cell) ? "yyyy-mm-dd" : "General")),
      get values() { return grid((cell) => (ISO.test(cell) ? serial(cell) : cell)); },
      set values(cells) {
        log.written.push({ sheet: sheet.name, row: top, column: left, values: cells });
        while (sheet.values.length < bottom) sheet.values.push([]);
        cells.forEach((row, i) => row.forEach((cell, j) => { sheet.values[top - 1 + i][left - 1 + j] = cell ?? ""; }));
      },
      format: { font: {} },
      clear: () => { sheet.values = [[""]]; },
      select: () => log.selected.push(`${sheet.name}!${letters(left)}${top}`),
    });
  }

  function area(sheet, address) {
    const [first, last = first] = address.split("!").pop().split(":").map(position);
    return range(sheet, ...first, ...last);
  }

  const used = (sheet) => range(sheet, 1, 1, sheet.values.length, Math.max(...sheet.values.map((row) => row.length)));

  // Notes of a sheet by cell; `__lockedNotes` names sheets whose notes nobody may change.
  function notesOf(sheet) {
    const kept = (sheet.texts ??= {});
    const note = (cell) =>
      loadable({
        isNullObject: !(cell in kept),
        get content() { return kept[cell]; },
        set content(text) { kept[cell] = text; },
        delete: () => { delete kept[cell]; },
        getLocation: () => area(sheet, cell),
      });
    return loadable({
      get items() { return Object.keys(kept).map(note); },
      getItemOrNullObject: note,
      add(cell, text) {
        if (globalThis.__lockedNotes?.includes(sheet.name)) throw new Error("AccessDenied");
        if (cell in kept) throw new Error("NoteAlreadyExists");
        kept[cell] = text;
      },
    });
  }

  const changed = [];
  globalThis.__change = (title, address, value) => {
    area(book.sheets.find((sheet) => sheet.name === title), address).values = [[value]];
    changed.forEach((call) => call({}));
  };
  globalThis.__notes = () => Object.fromEntries(book.sheets.flatMap((sheet) =>
    Object.entries(sheet.texts ?? {}).map(([cell, text]) => [`${sheet.name}!${cell}`, text])));
  globalThis.__sheet = (title) => book.sheets.find((sheet) => sheet.name === title)?.values;

  let locked = true;
  const protection = loadable({
    get protected() { return locked; },
    unprotect() {
      log.protection.push("off");
      if (globalThis.__password) throw new Error("InvalidPassword");
      locked = false;
    },
    protect() { log.protection.push("on"); locked = true; },
  });

  const worksheetOf = (sheet, index) =>
    loadable({
      name: sheet.name,
      visibility: sheet.visibility ?? "Visible",
      showGridlines: true,
      position: index,
      names: none, tables: none, charts: none, shapes: none, pivotTables: none, notes: notesOf(sheet),
      pageLayout: { getPrintAreaOrNullObject: () => nothing },
      getUsedRangeOrNullObject: () => used(sheet),
      getRange: (address) => (address ? area(sheet, address) : used(sheet)),
      getRangeByIndexes: (row, column, rows, columns) => range(sheet, row + 1, column + 1, row + rows, column + columns),
      activate: () => log.activated.push(sheet.name),
    });

  const worksheets = book.sheets.map(worksheetOf);

  function addSheet(name) {
    if (locked) throw new Error("AccessDenied");
    book.sheets.push({ name, values: [[""]] });
    worksheets.push(worksheetOf(book.sheets.at(-1), worksheets.length));
    return worksheets.at(-1);
  }

  const names = book.names.map((name) =>
    loadable({
      name: name.name,
      type: "Range",
      formula: name.refers_to,
      getRangeOrNullObject: () => (name.address ? area(book.sheets[name.sheet_index], name.address) : nothing),
    }),
  );

  const found = (name) => worksheets.find((sheet) => sheet.name === name);
  class RequestContext {
    constructor() {
      this.workbook = loadable({
        name: book.book.name,
        worksheets: loadable({
          items: worksheets,
          getItem: (name) => found(name) ?? (() => { throw new Error(`no sheet ${name}`); })(),
          getItemOrNullObject: (name) => found(name) ?? nothing,
          getActiveWorksheet: () => worksheets[0],
          onCalculated: { add() {} },
          onChanged: { add: (call) => changed.push(call) },
          add: addSheet,
        }),
        notes: loadable({ get items() { return book.sheets.flatMap((sheet) => notesOf(sheet).items); } }),
        protection,
        onActivated: { add() {} },
        names: loadable({ items: names }),
        application: loadable({ calculationMode: "Automatic" }),
        getSelectedRange: () => range(book.sheets[0], 1, 1, 1, 1),
      });
      this.application = {
        cultureInfo: loadable({ name: "en-US", datetimeFormat: loadable({ shortDatePattern: "m/d/yyyy" }) }),
      };
    }
    async sync() {}
  }
  globalThis.Excel = {
    RequestContext,
    createWorkbook: async (content) => { log.opened.push(content); },
    ShapeType: { image: "Image" },
    run: async (call) => call(new RequestContext()),
  };

  // What Excel does for =POCGATE.X(...): every argument a matrix, the call itself last.
  globalThis.excelCall = async (id, args) => {
    const invocation = { address: "Sheet1!A1", parameterAddresses: [], functionName: id, setResult() {} };
    try {
      return { value: await functions[id](...args, invocation) };
    } catch (fault) {
      return { error: fault.code ?? fault.name, message: fault.message };
    }
  };
})();

// Values of formulas, by formulon's WebAssembly module through its C interface: what goes in and comes out is as
// `pocgate_xl.spreadsheetml.formulas.engine_process` has it. Nothing of a file gets here but cells that were read.
const NUMBER = 1, BOOL = 2, TEXT = 3, ERROR = 4; // kinds of fm_value_t: an int32, then at 8 a union of 8 bytes
const SIZE = 16;
const MOST_BOOKS = 4;
const UTF8 = new TextEncoder();
const READ = new TextDecoder();
const EMPTY = { clock_time_get: 0, fd_write: 0, fd_close: 0, fd_seek: 0, environ_get: 0 };

/** The module as what computes a request, a text that answers a text. */
export function engineOf(bytes) {
  const module = new WebAssembly.Module(bytes);
  const books = new Map(); // by their sheets and names: workbooks of one plan, which differ in few cells
  return (request) => {
    const { sheets, names, cells } = JSON.parse(request);
    const frame = JSON.stringify([sheets, names]);
    // To put a formula in is what takes long. Languages come by turns, so that several workbooks stay.
    const book = books.get(frame) ?? new Book(new Instance(module), sheets, names);
    books.delete(frame); // one that fails is not used again
    const values = book.computed(cells);
    books.set(frame, book); // as the one that was used last
    if (books.size > MOST_BOOKS) books.delete(books.keys().next().value);
    return JSON.stringify(values);
  };
}

class Instance {
  constructor(module) {
    const system = Object.fromEntries(Object.entries(EMPTY).map(([name, status]) => [name, () => status]));
    system.random_get = (at, length) => (crypto.getRandomValues(this.bytes(at, length)), 0);
    system.environ_sizes_get = (count, size) => (this.view.setUint32(count, 0, true), this.view.setUint32(size, 0, true), 0);
    const imports = { wasi_snapshot_preview1: system, env: { emscripten_notify_memory_growth() {} } };
    this.api = new WebAssembly.Instance(module, imports).exports;
    this.api._initialize();
    this.value = this.api.malloc(SIZE);
  }

  get view() {
    return new DataView(this.api.memory.buffer);
  }

  bytes(at, length) {
    return new Uint8Array(this.api.memory.buffer, at, length);
  }

  /** Call with texts as the interface takes them; 0 is that it went well. */
  call(name, ...values) {
    const texts = [];
    const given = values.map((value) => (typeof value === "string" ? (texts.push(this.#text(value)), texts.at(-1)) : value));
    const status = this.api[`fm_workbook_${name}`](...given);
    texts.forEach(this.api.free);
    return status;
  }

  #text(value) {
    const encoded = UTF8.encode(value);
    const at = this.api.malloc(encoded.length + 1);
    this.bytes(at, encoded.length).set(encoded);
    this.view.setUint8(at + encoded.length, 0);
    return at;
  }

  create() {
    if (this.call("create_empty", this.value)) throw new Error("engine");
    return this.view.getUint32(this.value, true);
  }

  /** Whether a cell shows an error, and its value; null of a blank one. */
  shown(book, ...place) {
    if (this.call("get_value", book, ...place, this.value)) return [false, null];
    const view = this.view;
    const [kind, at] = [view.getInt32(this.value, true), this.value + 8];
    if (kind === NUMBER) return [false, view.getFloat64(at, true)];
    if (kind === BOOL) return [false, view.getInt32(at, true) !== 0];
    if (kind === TEXT) return [false, this.#read(view.getUint32(at, true))];
    return kind === ERROR ? [true, this.#read(this.api.fm_error_display_name(view.getInt32(at, true)))] : [false, null];
  }

  #read(at) {
    const memory = new Uint8Array(this.api.memory.buffer);
    return READ.decode(memory.subarray(at, memory.indexOf(0, at)));
  }
}

class Book {
  #engine;
  #handle;
  #cells = new Map();

  constructor(engine, sheets, names) {
    this.#engine = engine;
    this.#handle = engine.create();
    for (const title of sheets) this.#call("add_sheet", title);
    for (const [name, sheet, reference] of names) this.#call("set_defined_name_scoped", name, reference, sheet ?? -1);
  }

  #call(name, ...values) {
    return this.#engine.call(name, this.#handle, ...values);
  }

  /** The values of all formulas once just these cells are there. */
  computed(cells) {
    const wanted = new Map(cells.map((cell) => [cell.slice(0, 3).join(), cell]));
    for (const [key, { place }] of this.#cells) {
      if (!wanted.has(key)) { this.#call("set_blank", ...place); this.#cells.delete(key); }
    }
    for (const [key, cell] of wanted) this.#put(key, cell);
    this.#call("recalc");
    const formulas = cells.filter((cell) => cell[3] === "formula" && this.#cells.get(cell.slice(0, 3).join())?.taken);
    return formulas.map(([sheet, row, column]) =>
      [sheet, row, column, ...this.#engine.shown(this.#handle, sheet, row - 1, column - 1)]);
  }

  #put(key, [sheet, row, column, kind, value]) {
    const before = this.#cells.get(key);
    if (before?.kind === kind && before.value === value) return;
    const place = [sheet, row - 1, column - 1];
    this.#cells.set(key, { place, kind, value, taken: !this.#set(place, kind, value) });
  }

  #set(place, kind, value) {
    if (kind === "number") return this.#call("set_number", ...place, value);
    if (kind === "bool") return this.#call("set_bool", ...place, Number(value));
    if (kind === "text") return this.#call("set_text", ...place, value);
    return this.#call("set_formula", ...place, kind === "error" ? `=${value}` : value);
  }
}

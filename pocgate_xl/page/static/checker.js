// The worker that checks: one task after the other, and a new one in place of what does not answer in time.

export class Stopped extends Error {
  constructor(fault = "") {
    super(fault || "time");
    this.fault = fault; // "" if time was up
  }
}

class Cancelled extends Error {}

async function fetched(name) {
  const answer = await fetch(name);
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.arrayBuffer();
}

export class Checker {
  #worker;
  #ready;
  #task = null;
  #turn = Promise.resolve();
  #next = 0;
  #equipment = new Set(); // what the worker was given, which may be another one than before
  #files = {};

  constructor() {
    this.#start();
  }

  /** Settles once Python is there; the reason of a failure is a text. */
  get ready() {
    return this.#ready;
  }

  /** Give a task to the worker; throws Stopped if it fails or takes more than so many seconds. */
  run(task, options = {}) {
    const turn = this.#turn.then(() => this.#given(task, options));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #given(task, { transfer = [], seconds = 0 }) {
    await this.#ready;
    return new Promise((resolve, reject) => {
      const id = ++this.#next;
      const timer = seconds && setTimeout(() => this.#end(new Stopped()), seconds * 1000);
      this.#task = { id, resolve, reject, timer };
      this.#worker.postMessage({ ...task, id }, transfer);
    });
  }

  /** Give the worker a file of the site, which is fetched once. */
  async equip(what, name) {
    this.#files[name] ??= await fetched(name);
    if (this.#equipment.has(what)) return;
    await this.run({ task: what, given: this.#files[name] });
    this.#equipment.add(what);
  }

  /** End what is under way, by ending the worker. */
  cancel() {
    if (this.#task) this.#end(new Cancelled());
  }

  #start() {
    this.#equipment.clear();
    const worker = new Worker("worker.js", { type: "module" });
    this.#worker = worker;
    this.#ready = new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => {
        if (data.ready) resolve();
        else if (data.broken) reject(new Error(data.broken));
        else this.#answered(data);
      };
      worker.onerror = (event) => {
        reject(new Error(event.message ?? "worker.js"));
        if (this.#task) this.#end(new Stopped("Error"));
      };
    });
    this.#ready.catch(() => {}); // told to whoever asks
  }

  #answered({ id, result, fault }) {
    if (this.#task?.id !== id) return;
    if (fault !== undefined) return this.#end(new Stopped(fault));
    const { resolve, timer } = this.#task;
    clearTimeout(timer);
    this.#task = null;
    resolve(result);
  }

  #end(reason) {
    const { reject, timer } = this.#task;
    clearTimeout(timer);
    this.#task = null;
    this.#worker.terminate();
    this.#start();
    reject(reason);
  }
}

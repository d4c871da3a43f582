// Workbooks on many files: what was found, and the portfolio. What writes them is loaded when one is asked for.
export class Books {
  #checker;

  constructor(checker) {
    this.#checker = checker;
  }

  /** The workbook of findings; its parts are those of the page of findings. */
  async findings(results, language) {
    const parts = JSON.stringify(results.map((each) => each.parts.html));
    return (await this.#made({ task: "findings", parts, language })).out;
  }

  /** The portfolio, within limits as they were typed; and in numbers what it comes to. */
  async portfolio(results, limits) {
    const stored = JSON.stringify(results.map((each) => each.stored));
    const { text, out } = await this.#made({ task: "portfolio", stored, limits: JSON.stringify(limits) });
    return { ...JSON.parse(text), out };
  }

  async #made(task) {
    await this.#checker.equip("writing", "writing.zip");
    return this.#checker.run(task);
  }
}

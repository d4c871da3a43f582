// The pane of the server: its jobs are answered by requests, with the token that somebody typed.
import { Refusal, say, start, word } from "./pane.js";

const SECONDS = 45;
let language = "en";

async function ask(path, body) {
  const { token } = await globalThis.getAuth();
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), SECONDS * 1000);
  try {
    return await fetch(`${globalThis.config.appPath}/pocgate/${path}?lang=${encodeURIComponent(language)}`, {
      method: body ? "POST" : "GET",
      headers: body ? { "Content-Type": "application/json", Authorization: token } : {},
      body: body && JSON.stringify(body),
      signal: stop.signal,
    });
  } catch (fault) {
    throw new Refusal(word("no_answer") ?? String(fault));
  } finally {
    clearTimeout(timer);
  }
}

const server = {
  async texts(wanted) {
    language = wanted;
    const told = await (await ask("texts")).json();
    language = told.language;
    return told;
  },
  book: () => globalThis.xlwings.getBookData({}),
  async job(id, request) {
    const response = await ask(`jobs/${id}`, request);
    const document = await response.json().catch(() => ({}));
    if (response.ok) return document;
    if (response.status === 401) throw new Refusal((await globalThis.getAuth()).token ? word("token_wrong") : "", "token");
    throw new Refusal(document.detail ?? String(response.status), response.status === 422 ? "foreign" : "");
  },
  useToken: (token) => globalThis.pocgateToken.set(token),
};

start(server).catch((fault) => {
  console.error(fault);
  say(word("no_answer") || "The server does not answer.", true);
});

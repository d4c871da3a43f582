// The files of one state of the site, kept under its digest; those of an earlier state go when this one is whole.
const KEPT = "__SITE__";
const FILES = ["__FILES__"];
const PREFIX = "pocgate-page ";

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("message", ({ data }) => data === "take over" && self.skipWaiting());
self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  const home = new URL("./", self.location);
  if (event.request.method !== "GET" || origin !== home.origin || !pathname.startsWith(home.pathname)) return;
  const name = pathname.slice(home.pathname.length) || "index.html";
  if (FILES.some(([file]) => file === name)) event.respondWith(kept(name, event.request));
});

/** Take in every file, each known by its digest: a site that is being replaced is not kept by halves. */
async function keep() {
  const cache = await caches.open(PREFIX + KEPT);
  await Promise.all(FILES.map(async ([name, digest]) => {
    const answer = await fetch(name, { cache: "no-cache" });
    const bytes = await answer.clone().arrayBuffer();
    const found = [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    if (!answer.ok || found !== digest) throw new Error(`${name} is not of this state of the site`);
    await cache.put(name, answer);
  }));
}

async function tidy() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== PREFIX + KEPT) await caches.delete(name);
  }
  await self.clients.claim();
}

async function kept(name, request) {
  const cache = await caches.open(PREFIX + KEPT);
  return (await cache.match(name)) ?? fetch(request);
}

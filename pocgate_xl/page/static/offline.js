// Opening the page without a network: a service worker keeps the site's own files, nothing else.
const SCRIPT = "offline_worker.js";

/** Have the browser keep the site; `say` hears once that this is done. `idle` says whether nothing is lost by a reload. */
export async function stayOffline(say, idle) {
  if (!navigator.serviceWorker) return; // by http from another computer there is none
  try {
    const kept = await navigator.serviceWorker.register(SCRIPT, { updateViaCache: "none" });
    const { controller } = navigator.serviceWorker; // none on the first visit, when nothing is replaced
    const follow = () => controller && kept.waiting && idle() && takeOver(kept.waiting);
    kept.addEventListener("updatefound", () => kept.installing?.addEventListener("statechange", follow));
    await navigator.serviceWorker.ready;
    follow();
    say("page.offline_ready");
  } catch {
    // Without it the page works as long as there is a network: a browser may forbid it, as in private windows.
  }
}

/** Let the newer state of the site, which is there whole, take the place of this one. */
function takeOver(newer) {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  newer.postMessage("take over");
}

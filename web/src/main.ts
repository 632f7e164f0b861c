// Opens what the address says: one recording from its own file or from a server, or a library.

import { Ask } from "./ask";
import { h } from "./dom";
import { Library } from "./library";
import { Page } from "./page";
import { answer, Embedded, send, Served, type Source } from "./source";
import { unpack } from "./unpack";

const VERSION = 5;
const POLL_MS = 500;

async function show(root: HTMLElement, source: Source): Promise<void> {
  const data = await source.document();
  if (data.version !== VERSION) {
    throw new Error(`its data are of version ${data.version}, its code is of ${VERSION}; reload it, or make it anew`);
  }
  await unpack(data);
  document.title = data.title;
  const page = new Page(root, data, source);
  if (source instanceof Served) {
    const words = new URLSearchParams(window.location.search);
    const [at, until] = ["at", "until"].map((name) => Number(words.get(name) ?? Number.NaN));
    if (Number.isFinite(at)) page.transport.show(at, until);
    root.querySelector(".top")?.prepend(h("a", { class: "back", href: "/", "aria-label": "All recordings" }, "←"));
  }
  Object.assign(window, { lausch: page }); // for the console, and for tests
  document.documentElement.dataset.ready = "yes";
}

// Waits until a recording is analysed, and says how far that is.
async function wait(root: HTMLElement, id: string): Promise<void> {
  const bar = h("progress", { max: 1, value: 0, "aria-label": "Progress" });
  const words = h("p", { "aria-live": "polite" });
  const title = h("h1");
  for (;;) {
    const song = await (await answer(`/api/songs/${id}`)).json();
    if (song.state === "ready") return;
    title.textContent = song.title;
    if (!bar.isConnected) root.replaceChildren(h("div", { class: "waiting" }, title, bar, words));
    if (song.state === "failed") {
      await refused(root, song.title, song.what);
      await send("POST", `/api/songs/${id}/again`);
      continue;
    }
    bar.value = song.share;
    words.textContent = song.state === "waiting" ? "waiting for others" : song.what;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

// Says why there is nothing to be shown, until the user wants to try again.
function refused(root: HTMLElement, title: string, reason: string): Promise<void> {
  return new Promise((resolve) => {
    const again = h("button", { type: "button", class: "again", click: () => resolve() }, "Try again");
    const words = h("p", { role: "alert" }, reason);
    root.replaceChildren(h("div", { class: "waiting" }, h("h1", {}, title), words, again));
  });
}

async function open(root: HTMLElement): Promise<void> {
  if (Embedded.isHere()) return show(root, new Embedded());
  const song = /^\/songs\/([\w-]+)$/.exec(window.location.pathname);
  if (window.location.pathname === "/search") {
    new Ask(root);
    document.documentElement.dataset.ready = "yes";
    return;
  }
  if (song === null) {
    new Library(root, document.title);
    document.documentElement.dataset.ready = "yes";
    return;
  }
  await wait(root, song[1]);
  await show(root, new Served(song[1]));
}

const root = document.getElementById("page")!;
open(root).catch(async (error: unknown) => {
  // An old browser, or a server that has ended.
  await refused(root, document.title, `This page cannot be shown: ${error instanceof Error ? error.message : error}`);
  window.location.reload();
});

// What the keyboard does, as a table, and the page that tells it.

import { h } from "./dom";

export interface Key {
  keys: string[]; // as KeyboardEvent.key has them; "Shift+" before those with that key
  shown: string;
  does: string;
  run(): void;
}

export function listen(keys: Key[]): void {
  const table = new Map(keys.flatMap((key) => key.keys.map((name) => [name, key] as const)));
  window.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    if (event.altKey || target.matches("select, input:not([type=range]), textarea")) return;
    if (document.querySelector("dialog[open]") !== null) return; // which has keys of its own
    const command = event.ctrlKey || event.metaKey ? "Control+" : "";
    const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const shifted = `${command}${event.shiftKey ? "Shift+" : ""}${name}`;
    const key = table.get(shifted) ?? (command || name.length > 1 ? undefined : table.get(event.key));
    if (key === undefined) return;
    if (name === " " && target.matches("button, summary")) return;
    if (name.startsWith("Arrow") && target.matches("input[type=range]")) return;
    event.preventDefault();
    key.run();
  });
}

export function helpOf(keys: Key[]): HTMLDialogElement {
  const rows = keys.map((key) => h("tr", {}, h("th", { scope: "row" }, h("kbd", {}, key.shown)), h("td", {}, key.does)));
  const dialog = h(
    "dialog",
    { class: "help keys", "aria-label": "Keys" },
    h("form", { method: "dialog" }, h("h2", {}, "Keys"), h("button", { type: "submit" }, "Close")),
    h("table", {}, h("tbody", {}, ...rows)),
  );
  return dialog;
}

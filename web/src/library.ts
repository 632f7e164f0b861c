// The recordings of a folder: searched, sorted, and how far the work on them is.

import { clock, h } from "./dom";
import { answer } from "./source";
import { Upload } from "./upload";

interface Song {
  id: string;
  title: string;
  folder: string;
  sent: boolean;
  state: "waiting" | "working" | "ready" | "failed";
  what: string;
  share: number;
  duration: number | null;
  tempo: number | null;
  key: string;
  tags: string[];
}

type Column = "title" | "duration" | "tempo" | "key" | "tags";

const COLUMNS: [Column, string][] = [
  ["title", "Recording"],
  ["duration", "Length"],
  ["tempo", "Tempo"],
  ["key", "Key"],
  ["tags", "Tags"],
];
const POLL_MS = 1500;

export class Library {
  private songs: Song[] = [];
  private lost = false; // the server
  private sort: Column = "title";
  private descending = false;
  private readonly body = h("tbody");
  private readonly heads: Map<Column, HTMLTableCellElement>;
  private readonly count = h("output", { "aria-live": "polite" });
  private readonly upload: Upload;
  private readonly search = h("input", {
    type: "search",
    placeholder: "Name, key or tag",
    "aria-label": "Search",
    input: () => this.draw(),
  });

  constructor(root: HTMLElement, name: string) {
    this.heads = new Map(
      COLUMNS.map(([column, title]) => [
        column,
        h("th", { scope: "col" }, h("button", { type: "button", click: () => this.by(column) }, title)),
      ]),
    );
    const table = h("table", {}, h("thead", {}, h("tr", {}, ...this.heads.values())), this.body);
    const melody = h("a", { class: "melody", href: "/search" }, "Find a melody");
    this.upload = new Upload(root, () => void this.load());
    this.upload.element.hidden = true;
    const find = h("div", { class: "find" }, this.search, this.count, h("span", { class: "more" }, this.upload.element, melody));
    root.replaceChildren(h("div", { class: "library" }, h("h1", {}, name), find, this.upload.words, table));
    void this.poll();
  }

  private by(column: Column): void {
    this.descending = this.sort === column && !this.descending;
    this.sort = column;
    this.draw();
  }

  private async poll(): Promise<void> {
    await this.load();
    setTimeout(() => void this.poll(), POLL_MS);
  }

  private async load(): Promise<void> {
    try {
      const { songs, takes } = (await (await answer("/api/songs")).json()) as { songs: Song[]; takes: boolean };
      this.upload.element.hidden = !takes;
      if (this.lost || JSON.stringify(songs) !== JSON.stringify(this.songs)) {
        this.songs = songs;
        this.lost = false;
        this.draw();
      }
    } catch {
      this.lost = true;
      this.count.textContent = "the server does not answer";
    }
  }

  private async remove(song: Song): Promise<void> {
    if (!window.confirm(`Remove ${song.title} from the library? Corrections are kept.`)) return;
    await answer(`/api/recordings/${song.id}`, { method: "DELETE" });
    await this.load();
  }

  private draw(): void {
    const words = spelled(this.search.value).split(/\s+/).filter(Boolean);
    const fits = (song: Song) => {
      const text = spelled([song.title, song.folder, song.key, ...song.tags].join(" "));
      return words.every((word) => text.includes(word));
    };
    const value = (song: Song): string | number | null =>
      this.sort === "tags" ? song.tags.join(" ") : this.sort === "title" ? song.title.toLowerCase() : song[this.sort];
    const order = (a: Song, b: Song): number => {
      const [x, y] = [value(a), value(b)];
      if (x === y) return 0;
      if (x === null || x === "") return 1; // what is unknown comes last
      if (y === null || y === "") return -1;
      return (x < y ? -1 : 1) * (this.descending ? -1 : 1);
    };
    const shown = this.songs.filter(fits).sort(order);
    for (const [column, head] of this.heads) {
      if (column === this.sort) head.setAttribute("aria-sort", this.descending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    this.body.replaceChildren(...shown.map((song) => row(song, () => void this.remove(song))));
    const left = this.songs.filter((song) => song.state === "waiting" || song.state === "working").length;
    this.count.textContent = `${shown.length} of ${this.songs.length}${left > 0 ? `, ${left} to be analysed` : ""}`;
  }
}

// As it is typed: in small letters, signs of keys as well.
function spelled(text: string): string {
  return text.replaceAll("♭", "b").replaceAll("♯", "#").toLowerCase();
}

function row(song: Song, remove: () => void): HTMLTableRowElement {
  const away = h("button", { type: "button", class: "remove", "aria-label": `Remove ${song.title}`, click: remove }, "Remove");
  const folder = h("span", { class: "state" }, song.folder);
  const name = h("td", {}, h("a", { href: `/songs/${song.id}` }, song.title), ` `, folder, song.sent ? away : null);
  if (song.state === "failed") return h("tr", {}, name, h("td", { colspan: 4, class: "failed" }, song.what));
  if (song.state !== "ready") {
    const words = song.state === "waiting" ? "waiting" : `${song.what} ${Math.round(100 * song.share)} %`;
    return h("tr", {}, name, h("td", { colspan: 4, class: "state" }, words));
  }
  return h(
    "tr",
    {},
    name,
    h("td", {}, song.duration === null ? "" : clock(song.duration)),
    h("td", {}, song.tempo === null ? "" : song.tempo.toFixed(1)),
    h("td", { class: "key" }, song.key),
    h("td", { class: "tags" }, song.tags.join(", ")),
  );
}

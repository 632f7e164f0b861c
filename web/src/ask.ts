// Search by melody: it is hummed, played, or sent as a file; a stretch that was marked comes here, too.

import type { Answer } from "./answers";
import { clock, h } from "./dom";
import { Hits } from "./hits";
import { Microphone } from "./microphone";
import { Piano } from "./piano";
import { answer, send } from "./source";
import { coloursOf } from "./theme";

const LONGEST_SECONDS = 60;
const LEAST_SECONDS = 1;

export class Ask {
  private readonly microphone = new Microphone();
  private readonly piano = new Piano(() => this.told());
  private readonly record = h("button", { type: "button", class: "way", click: () => void this.hum() });
  private readonly play = h("button", { type: "button", class: "way", "aria-expanded": "false", click: () => this.keys() }, "Play on the keyboard");
  private readonly file = h("input", {
    type: "file",
    id: "melody-file",
    class: "unseen",
    accept: "audio/*,.mid,.midi,.csv,.json,.jams,.svl",
    change: () => void this.upload(),
  });
  private readonly find = h("button", { type: "button", class: "go", click: () => void this.findNotes() }, "Find it");
  private readonly clear = h("button", { type: "button", click: () => this.piano.clear() }, "Clear");
  private readonly count = h("output", { class: "count" });
  private readonly key = h(
    "select",
    { id: "transpose", change: () => void this.look() },
    h("option", { value: "any" }, "in any key"),
    h("option", { value: "0" }, "in this key"),
  );
  private readonly tempo = h(
    "select",
    { id: "tempo", change: () => void this.look() },
    h("option", { value: "0.5-2" }, "half to twice as fast"),
    h("option", { value: "1-1" }, "about as fast"),
  );
  private readonly status = h("p", { class: "status", role: "status" });
  private readonly results = h("section", { class: "results", "aria-label": "Results" });
  private hits: Hits | null = null;
  private asked = 0;
  private timer = 0;

  constructor(private readonly root: HTMLElement) {
    const label = h("label", { class: "way", for: "melody-file" }, "Choose a file");
    root.replaceChildren(
      h(
        "div",
        { class: "ask" },
        h("header", { class: "top" }, h("a", { class: "back", href: "/", "aria-label": "All recordings" }, "←"), h("h1", {}, "Find a melody")),
        h("p", { class: "lead" }, "Hum it, play it, or send it as MIDI, notes or sound: a few bars, ten seconds are best. Or mark a stretch in the lanes of a recording, and press F."),
        h("div", { class: "ways" }, this.record, this.play, h("span", { class: "file" }, this.file, label)),
        this.piano.element,
        h("div", { class: "piano-controls" }, this.find, this.clear, this.count),
        h("div", { class: "options" }, h("label", { for: "transpose" }, "Look"), this.key, h("label", { for: "tempo" }, "and"), this.tempo),
        this.status,
        this.results,
      ),
    );
    this.told();
    this.label();
    window.addEventListener("hashchange", () => void this.look());
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.hits?.recolour(coloursOf(root)));
    window.addEventListener("keydown", (event) => this.pressed(event));
    void this.look();
  }

  private pressed(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (target.matches("button, input, select, a") && event.key === " ") return;
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches("input, select")) return;
    if (event.key === " ") this.hits?.toggle();
    else if (event.key === "b") this.hits?.switch();
    else return;
    event.preventDefault();
  }

  private label(): void {
    const recording = this.microphone.recording;
    this.record.textContent = recording ? `Stop and find it (${clock(this.timer, 0)})` : "Hum into the microphone";
    this.record.setAttribute("aria-pressed", String(recording));
  }

  private told(): void {
    const { count, seconds } = this.piano;
    this.count.textContent = count === 0 ? "" : `${count} ${count === 1 ? "note" : "notes"}, ${seconds.toFixed(1)} s`;
    this.find.disabled = seconds < LEAST_SECONDS;
    this.find.hidden = this.clear.hidden = this.piano.element.hidden;
  }

  private keys(): void {
    this.piano.element.hidden = !this.piano.element.hidden;
    this.play.setAttribute("aria-expanded", String(!this.piano.element.hidden));
    this.told();
  }

  private async hum(): Promise<void> {
    try {
      if (!this.microphone.recording) {
        await this.microphone.start();
        this.timer = 0;
        const tick = window.setInterval(() => {
          this.timer += 1;
          if (!this.microphone.recording) window.clearInterval(tick);
          else if (this.timer >= LONGEST_SECONDS) void this.hum();
          this.label();
        }, 1000);
        this.label();
        this.status.textContent = "Recording. Hum, sing or play one voice.";
        return;
      }
      const sound = await this.microphone.stop();
      this.label();
      await this.ask("PUT", "/api/questions/file?name=what%20you%20hummed.wav", sound);
    } catch (error) {
      this.label();
      this.said(error);
    }
  }

  private async upload(): Promise<void> {
    const file = this.file.files?.[0];
    if (file === undefined) return;
    await this.ask("PUT", `/api/questions/file?name=${encodeURIComponent(file.name)}`, file);
    this.file.value = "";
  }

  private async findNotes(): Promise<void> {
    await this.ask("POST", "/api/questions/notes", this.piano.played);
  }

  private async ask(method: string, address: string, value: unknown): Promise<void> {
    this.status.textContent = value instanceof Blob ? "Listening to it …" : "Looking …";
    try {
      const response = value instanceof Blob ? await answer(address, { method, body: value }) : await send(method, address, value);
      const { id } = (await response.json()) as { id: string };
      window.location.hash = id;
    } catch (error) {
      this.said(error);
    }
  }

  private said(error: unknown): void {
    this.status.textContent = error instanceof Error ? error.message : String(error);
  }

  // Answers the question that the address names.
  private async look(): Promise<void> {
    const question = window.location.hash.slice(1);
    if (!/^[\w-]+$/.test(question)) return;
    const asked = ++this.asked;
    this.status.textContent = "Looking …";
    const [slowest, fastest] = this.tempo.value.split("-");
    const words = new URLSearchParams({ transpose: this.key.value, slowest, fastest });
    try {
      const found = (await (await answer(`/api/questions/${question}?${words}`)).json()) as Answer;
      if (asked !== this.asked) return;
      this.show(found, question);
    } catch (error) {
      if (asked === this.asked) this.said(error);
    }
  }

  private show(found: Answer, question: string): void {
    const many = `${found.known} ${found.known === 1 ? "recording" : "recordings"} searched`;
    const surest = found.hits[0]?.sure ?? 0;
    const none = found.hits.length === 0 ? "nothing is long enough to hold it" : "";
    const doubt = surest < found.likely && none === "" ? "probably none of them; to a short or sung melody the first may be right all the same" : "";
    this.status.textContent = [many, none, doubt].filter((part) => part !== "").join(" · ");
    this.hits = new Hits(found, question, coloursOf(this.root));
    this.results.replaceChildren(h("h2", {}, found.title, h("span", { class: "hint" }, ` ${found.seconds.toFixed(1)} s`)), this.hits.element);
    document.title = `${found.title} · find a melody`;
  }
}

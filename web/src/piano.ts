// Two octaves on the keys of a computer, or under the pointer; what is played becomes notes.

import { h, noteName } from "./dom";

const KEYS = "awsedftgyhujkolp;'";
const BLACK = [1, 3, 6, 8, 10];
const OCTAVE = 12;
const SHORTEST_SECONDS = 0.05;

export interface Played {
  onsets: number[];
  offsets: number[];
  pitches: number[];
}

export class Piano {
  readonly element: HTMLElement;
  private readonly buttons = new Map<number, HTMLButtonElement>();
  private readonly sounding = new Map<number, { onset: number; stop: () => void }>();
  private readonly keys = h("div", { class: "keys" });
  private context: AudioContext | null = null;
  private notes: [number, number, number][] = []; // onset, offset, pitch
  private lowest = 60;

  constructor(private readonly changed: () => void) {
    this.element = h(
      "div",
      { class: "piano", role: "group", "aria-label": "Keyboard of a piano" },
      this.keys,
      h(
        "div",
        { class: "octaves" },
        h("button", { type: "button", title: "An octave lower (Z)", click: () => this.move(-OCTAVE) }, "Lower"),
        h("button", { type: "button", title: "An octave higher (X)", click: () => this.move(OCTAVE) }, "Higher"),
        h("p", { class: "hint" }, "Keys A to ' are white and black keys; Z and X change the octave."),
      ),
    );
    this.element.hidden = true;
    this.lay();
    window.addEventListener("keydown", (event) => this.key(event, true));
    window.addEventListener("keyup", (event) => this.key(event, false));
    window.addEventListener("blur", () => this.silence());
  }

  get seconds(): number {
    return this.notes.length === 0 ? 0 : Math.max(...this.notes.map((note) => note[1])) - this.notes[0][0];
  }

  get count(): number {
    return this.notes.length;
  }

  // The notes, the first at the beginning.
  get played(): Played {
    const sorted = [...this.notes].sort((a, b) => a[0] - b[0]);
    const first = sorted[0]?.[0] ?? 0;
    return {
      onsets: sorted.map((note) => note[0] - first),
      offsets: sorted.map((note) => note[1] - first),
      pitches: sorted.map((note) => note[2]),
    };
  }

  clear(): void {
    this.silence();
    this.notes = [];
    this.changed();
  }

  private lay(): void {
    this.buttons.clear();
    const range = Array.from({ length: KEYS.length }, (_, at) => this.lowest + at);
    this.keys.replaceChildren(
      ...range.map((pitch, at) => {
        const black = BLACK.includes(pitch % OCTAVE);
        const button = h(
          "button",
          {
            type: "button",
            class: black ? "black" : "white",
            "aria-label": noteName(pitch),
            pointerdown: (event: PointerEvent) => {
              button.setPointerCapture(event.pointerId);
              this.begin(pitch);
            },
            pointerup: () => this.end(pitch),
            pointercancel: () => this.end(pitch),
            keydown: (event: KeyboardEvent) => {
              if (!event.repeat && (event.key === "Enter" || event.key === " ")) this.begin(pitch);
            },
            keyup: () => this.end(pitch),
          },
          h("span", {}, KEYS[at].toUpperCase()),
        );
        this.buttons.set(pitch, button);
        return button;
      }),
    );
  }

  // Other octaves under the fingers.
  private move(semitones: number): void {
    this.silence();
    this.lowest = Math.min(84, Math.max(24, this.lowest + semitones));
    this.lay();
  }

  private key(event: KeyboardEvent, down: boolean): void {
    const target = event.target as HTMLElement;
    if (this.element.hidden || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.matches("input, select, textarea")) return;
    const name = event.key.toLowerCase();
    if (down && (name === "z" || name === "x")) {
      this.move(name === "x" ? OCTAVE : -OCTAVE);
      return;
    }
    const at = KEYS.indexOf(name);
    if (at < 0 || name.length !== 1) return;
    event.preventDefault();
    if (down) this.begin(this.lowest + at);
    else this.end(this.lowest + at);
  }

  private begin(pitch: number): void {
    if (this.sounding.has(pitch)) return;
    this.context ??= new AudioContext();
    const context = this.context;
    void context.resume();
    const tone = context.createOscillator();
    const gain = context.createGain();
    tone.type = "triangle";
    tone.frequency.value = 440 * 2 ** ((pitch - 69) / 12);
    gain.gain.setTargetAtTime(0.25, context.currentTime, 0.008);
    tone.connect(gain).connect(context.destination);
    tone.start();
    const stop = () => {
      gain.gain.setTargetAtTime(0, context.currentTime, 0.03);
      tone.stop(context.currentTime + 0.3);
    };
    this.sounding.set(pitch, { onset: performance.now() / 1000, stop });
    this.buttons.get(pitch)?.classList.add("down");
  }

  private end(pitch: number): void {
    const held = this.sounding.get(pitch);
    if (held === undefined) return;
    held.stop();
    this.sounding.delete(pitch);
    this.buttons.get(pitch)?.classList.remove("down");
    const now = performance.now() / 1000;
    this.notes.push([held.onset, Math.max(now, held.onset + SHORTEST_SECONDS), pitch]);
    this.changed();
  }

  private silence(): void {
    for (const pitch of [...this.sounding.keys()]) this.end(pitch);
  }
}

// Another speed at the same pitch: windows of the music are laid over each other where they fit best
// (WSOLA: Verhelst & Roelands, ICASSP 1993), as browsers do it, but in time with the clicks.

export type Read = (from: number, count: number) => Float32Array[] | null;

export class Stretcher {
  private readonly window: number;
  private readonly half: number;
  private readonly reach: number;
  private readonly fade: Float32Array;
  private natural = 0; // where the last window would go on
  private tail: Float32Array[] | null = null;
  private steps = 0;
  private held: Float32Array[] = [];

  constructor(
    rate: number,
    private readonly channels: number,
    private readonly start: number,
    private readonly speed: number,
  ) {
    this.half = Math.round(rate * 0.025);
    this.window = 2 * this.half;
    this.reach = Math.round(rate * 0.01);
    this.fade = Float32Array.from(
      { length: this.window },
      (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (at + 0.5)) / this.window),
    );
  }

  // The next samples, or null while what they need is fetched.
  take(count: number, read: Read): Float32Array[] | null {
    while (this.held.length === 0 || this.held[0].length < count) {
      const step = this.step(read);
      if (step === null) return null;
      this.held = step.map((values, channel) => joined(this.held[channel], values));
    }
    const out = this.held.map((values) => values.slice(0, count));
    this.held = this.held.map((values) => values.slice(count));
    return out;
  }

  private step(read: Read): Float32Array[] | null {
    // The middle of a window is where the music is heard at that moment.
    const middle = this.start + this.speed * this.steps * this.half;
    const wanted = Math.round(middle) - this.half;
    const from = wanted - this.reach;
    const input = read(from, this.window + 2 * this.reach);
    if (input === null) return null;
    let shift = this.reach;
    if (this.tail !== null) {
      const target = read(this.natural, this.half);
      if (target === null) return null;
      shift = this.best(input, target);
    }
    const first = this.tail === null;
    const out: Float32Array[] = [];
    const tails: Float32Array[] = [];
    for (let channel = 0; channel < this.channels; channel++) {
      const values = input[channel].subarray(shift, shift + this.window);
      const head = new Float32Array(this.half);
      const tail = new Float32Array(this.half);
      for (let at = 0; at < this.half; at++) {
        head[at] = values[at] * this.fade[at] + (this.tail?.[channel][at] ?? 0);
        tail[at] = values[at + this.half] * this.fade[at + this.half];
      }
      out.push(head);
      tails.push(tail);
    }
    this.tail = tails;
    this.natural = from + shift + this.half;
    this.steps += 1;
    // The first half of the first window comes before the start.
    return first ? out.map(() => new Float32Array(0)) : out;
  }

  // The shift at which a window goes on most like the last one, by normalised correlation.
  private best(input: Float32Array[], target: Float32Array[]): number {
    const coarse = this.search(input, target, 0, 2 * this.reach, 8, 8);
    return this.search(input, target, Math.max(0, coarse - 8), Math.min(2 * this.reach, coarse + 8), 2, 4);
  }

  private search(
    input: Float32Array[],
    target: Float32Array[],
    low: number,
    high: number,
    step: number,
    thin: number,
  ): number {
    let best = this.reach;
    let score = -Infinity;
    for (let shift = low; shift <= high; shift += step) {
      let product = 0;
      let energy = 1e-9;
      for (let channel = 0; channel < this.channels; channel++) {
        const values = input[channel];
        const wanted = target[channel];
        for (let at = 0; at < this.half; at += thin) {
          const value = values[shift + at];
          product += value * wanted[at];
          energy += value * value;
        }
      }
      const found = product / Math.sqrt(energy);
      if (found > score) {
        score = found;
        best = shift;
      }
    }
    return best;
  }
}

function joined(before: Float32Array | undefined, after: Float32Array): Float32Array {
  if (before === undefined || before.length === 0) return after;
  const out = new Float32Array(before.length + after.length);
  out.set(before);
  out.set(after, before.length);
  return out;
}

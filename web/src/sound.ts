// The recording as samples, piece by piece: only what is played soon is in memory.

import type { Source } from "./source";
import type { SoundData } from "./types";

const MOST_PIECES = 5;

export class Sound {
  private readonly pieces = new Map<number, Float32Array[] | null>();

  constructor(
    readonly data: SoundData,
    private readonly source: Pick<Source, "part">,
    private readonly context: BaseAudioContext,
  ) {}

  get rate(): number {
    return this.data.rate;
  }

  // Samples of all channels, zeros beyond the recording; null while they are fetched.
  read(from: number, count: number): Float32Array[] | null {
    const { piece, samples, channels } = this.data;
    const out = Array.from({ length: channels }, () => new Float32Array(count));
    const start = Math.max(0, from);
    const end = Math.min(samples, from + count);
    for (let at = start; at < end; ) {
      const number = Math.floor(at / piece);
      const held = this.piece(number);
      if (held === null) return null;
      const stop = Math.min(end, (number + 1) * piece);
      const offset = at - number * piece;
      for (let channel = 0; channel < channels; channel++) {
        out[channel].set(held[channel].subarray(offset, offset + stop - at), at - from);
      }
      at = stop;
    }
    return out;
  }

  // Fetches what comes after a sample, before it is needed.
  ahead(sample: number): void {
    const last = Math.ceil(this.data.samples / this.data.piece) - 1;
    const number = Math.floor(Math.max(0, sample) / this.data.piece);
    if (number <= last) this.piece(number);
    if (number + 1 <= last && sample % this.data.piece > this.data.piece / 2) this.piece(number + 1);
  }

  private piece(number: number): Float32Array[] | null {
    const known = this.pieces.get(number);
    if (known !== undefined) {
      this.pieces.delete(number);
      this.pieces.set(number, known);
      return known;
    }
    this.pieces.set(number, null);
    this.source
      .part(`sound/${number}`)
      .then((bytes) => this.decode(bytes))
      .then((channels) => this.pieces.set(number, channels))
      .catch(() => this.pieces.delete(number));
    if (this.pieces.size > MOST_PIECES) this.pieces.delete(this.pieces.keys().next().value!);
    return null;
  }

  private async decode(bytes: Uint8Array): Promise<Float32Array[]> {
    const { channels, lead, piece, coding } = this.data;
    if (coding === "pcm") {
      const values = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 1);
      const count = values.length / channels;
      return Array.from({ length: channels }, (_, channel) =>
        Float32Array.from({ length: count }, (_, at) => values[at * channels + channel] / 32768),
      );
    }
    const buffer = await this.context.decodeAudioData(bytes.buffer as ArrayBuffer);
    return Array.from({ length: channels }, (_, channel) =>
      buffer.getChannelData(channel).slice(lead, lead + piece),
    );
  }
}

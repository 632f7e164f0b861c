// Annotations as sound: bursts at moments, tones along lines, as lausch.sonify plays them.

import { upper } from "./search";
import type { Burst, Corners, VoiceData } from "./types";

// A stretch of music that is played: from which second, for how many samples, how fast.
export interface Stretch {
  music: number;
  count: number;
  speed: number;
}

const STEP = 32; // samples between which pitch and level move in straight lines

export class Voice {
  readonly layer: string;
  private readonly tones: Tone[];
  private readonly bursts: Map<Burst, AudioBuffer> = new Map();

  constructor(readonly data: VoiceData) {
    this.layer = data.layer;
    this.tones = (data.lines ?? []).map((line) => new Tone(line, data.fall!, data.harmonics!));
  }

  // Sources for what sounds in a stretch, with the seconds after its beginning.
  sources(context: BaseAudioContext, stretch: Stretch): [AudioBufferSourceNode, number][] {
    const rate = context.sampleRate;
    const seconds = (stretch.count / rate) * stretch.speed;
    const out: [AudioBufferSourceNode, number][] = [];
    for (const burst of this.data.bursts ?? []) {
      const end = stretch.music + seconds;
      for (let at = upper(burst.times, stretch.music - 1e-9); at < burst.times.length; at++) {
        if (burst.times[at] >= end - 1e-9) break;
        const frames = Math.round(((burst.times[at] - stretch.music) / stretch.speed) * rate);
        out.push([played(context, this.buffer(context, burst)), frames / rate]);
      }
    }
    if (this.tones.length > 0) {
      const buffer = context.createBuffer(1, stretch.count, rate);
      const samples = buffer.getChannelData(0);
      let sounds = false;
      for (const tone of this.tones) {
        sounds = tone.add(samples, rate, stretch, this.data.share!) || sounds;
      }
      if (sounds) out.push([played(context, buffer), 0]);
    }
    return out;
  }

  // One click, or the accent that the last burst is.
  click(context: BaseAudioContext, accent: boolean): AudioBufferSourceNode | undefined {
    const bursts = this.data.bursts ?? [];
    const burst = accent ? bursts[bursts.length - 1] : bursts[0];
    return burst === undefined ? undefined : played(context, this.buffer(context, burst));
  }

  private buffer(context: BaseAudioContext, burst: Burst): AudioBuffer {
    let buffer = this.bursts.get(burst);
    if (buffer === undefined) {
      const rate = context.sampleRate;
      buffer = context.createBuffer(1, Math.round(burst.seconds * rate), rate);
      const samples = buffer.getChannelData(0);
      for (let at = 0; at < samples.length; at++) {
        const time = at / rate;
        samples[at] =
          burst.level * Math.exp(-time / burst.decay_seconds) * Math.cos(2 * Math.PI * burst.hz * time);
      }
      this.bursts.set(burst, buffer);
    }
    return buffer;
  }
}

function played(context: BaseAudioContext, buffer: AudioBuffer): AudioBufferSourceNode {
  const source = context.createBufferSource();
  source.buffer = buffer;
  return source;
}

class Tone {
  private readonly loudest: number;
  private phase = 0;
  private next = -1; // the second at which the phase goes on

  constructor(
    private readonly line: Corners,
    private readonly fall: number,
    private readonly harmonics: number,
  ) {
    let sum = 0;
    for (let partial = 1; partial <= harmonics; partial++) sum += partial ** -fall;
    this.loudest = sum;
  }

  // Adds the tone to samples; false where it is silent.
  add(samples: Float32Array, rate: number, stretch: Stretch, share: number): boolean {
    const { times, pitch, level } = this.line;
    const step = (STEP / rate) * stretch.speed;
    const end = stretch.music + (samples.length / rate) * stretch.speed;
    if (times.length === 0 || end < times[0] || stretch.music > times[times.length - 1]) return false;
    if (Math.abs(stretch.music - this.next) > 1e-4) this.phase = 0;
    this.next = end;
    let at = Math.max(0, upper(times, stretch.music) - 1);
    const value = (seconds: number, values: ArrayLike<number>): number => {
      while (at + 2 < times.length && times[at + 1] <= seconds) at += 1;
      if (seconds <= times[0]) return values[0];
      if (at + 1 >= times.length || seconds >= times[times.length - 1]) return values[values.length - 1];
      const part = (seconds - times[at]) / Math.max(1e-9, times[at + 1] - times[at]);
      return values[at] + (values[at + 1] - values[at]) * part;
    };
    let sounds = false;
    let loud = value(stretch.music, level);
    for (let start = 0; start < samples.length; start += STEP) {
      const seconds = stretch.music + (start / STEP) * step;
      const hz = 2 ** value(seconds + step / 2, pitch);
      const until = value(seconds + step, level);
      const count = Math.min(STEP, samples.length - start);
      if (loud > 1e-4 || until > 1e-4) {
        sounds = true;
        this.fill(samples, start, count, hz, loud * share, (until - loud) * share, rate);
      } else {
        this.phase = (this.phase + (hz * count) / rate) % 1;
      }
      loud = until;
    }
    return sounds;
  }

  private fill(
    samples: Float32Array,
    start: number,
    count: number,
    hz: number,
    level: number,
    change: number,
    rate: number,
  ): void {
    const weights: number[] = [];
    for (let partial = 1; partial <= this.harmonics; partial++) {
      const room = Math.min(1, Math.max(0, (0.5 - (partial * hz) / rate) / 0.05));
      weights.push((room * partial ** -this.fall) / this.loudest);
    }
    for (let at = 0; at < count; at++) {
      this.phase += hz / rate;
      const angle = 2 * Math.PI * this.phase;
      // sin(n a) = 2 cos(a) sin((n - 1) a) - sin((n - 2) a): one sine for all partials.
      const twice = 2 * Math.cos(angle);
      let before = 0;
      let now = Math.sin(angle);
      let sum = 0;
      for (const weight of weights) {
        sum += now * weight;
        const following = twice * now - before;
        before = now;
        now = following;
      }
      samples[start + at] += sum * (level + (change * at) / STEP);
    }
    this.phase %= 1;
  }
}

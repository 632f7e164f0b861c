// Plays the recording and its voices on one clock, to the sample: blocks are put one after another
// into the time of the AudioContext, and clicks are put into the same time.

import type { CountIn } from "./countin";
import type { Source } from "./source";
import { Sound } from "./sound";
import { Stretcher } from "./stretch";
import type { SoundData, VoiceData } from "./types";
import { Voice } from "./voice";

const BLOCK_SECONDS = 0.15;
const AHEAD_SECONDS = 0.35;
const AHEAD_HIDDEN_SECONDS = 2.5; // timers of a hidden page run once a second
const SOON_SECONDS = 0.03;
const FADE_SECONDS = 0.008;
export const RECORDING = "recording";

// What is played: a recording, and voices on its clock.
export interface Playable {
  sound: SoundData;
  voices: VoiceData[];
}

interface Block {
  at: number; // seconds of the context
  count: number;
  music: number;
  speed: number;
  nodes: AudioBufferSourceNode[];
  voices: Set<string>;
}

export class Player {
  playing = false;
  loop: [number, number] | null = null;
  readonly faders = new Map<string, number>();
  private context: AudioContext | null = null;
  private master: GainNode | null = null;
  private sound: Sound | null = null;
  private gains = new Map<string, GainNode>();
  private voices: Voice[];
  private stretcher: Stretcher | null = null;
  private blocks: Block[] = [];
  private counts: AudioBufferSourceNode[] = []; // clicks before the music
  private music = 0; // the second that comes next
  private frame = 0; // the frame of the context at which it comes
  private rest = 0; // where the player stands while it does not play
  private rate_ = 1;
  private timer = 0;

  constructor(
    private readonly played: Playable,
    private readonly source: Pick<Source, "part">,
    private readonly changed: () => void,
  ) {
    this.voices = played.voices.map((data) => new Voice(data));
    this.faders.set(RECORDING, 0.8); // there is room for clicks
    for (const voice of this.voices) this.faders.set(voice.layer, 0);
  }

  get duration(): number {
    return this.played.sound.samples / this.played.sound.rate;
  }

  get speed(): number {
    return this.rate_;
  }

  // The second that is heard now.
  get position(): number {
    if (!this.playing || this.context === null) return this.rest;
    const latency = this.context.outputLatency || this.context.baseLatency || 0;
    const now = this.context.currentTime - latency;
    let current: Block | null = null;
    for (const block of this.blocks) {
      if (block.at <= now) current = block;
    }
    if (current === null) return this.rest;
    const passed = Math.min(now - current.at, current.count / this.context.sampleRate);
    return Math.min(current.music + passed * current.speed, this.duration);
  }

  // Plays from where it stands, after a count where one is given.
  async play(count: CountIn | null = null): Promise<void> {
    if (this.playing) return;
    this.open();
    this.playing = true;
    if (this.rest >= this.duration - 0.02) this.rest = 0;
    await this.context!.resume();
    this.from(this.rest, count);
    this.timer = window.setInterval(() => this.fill(), 40);
    this.changed();
  }

  pause(): void {
    if (!this.playing) return;
    this.rest = this.position;
    this.playing = false;
    window.clearInterval(this.timer);
    this.silence();
    this.changed();
  }

  // Gives back what the system lends to whoever plays.
  close(): void {
    this.pause();
    void this.context?.close();
    this.context = null;
    this.sound = null;
    this.gains.clear();
  }

  seek(seconds: number): void {
    this.rest = Math.min(Math.max(seconds, 0), this.duration);
    if (this.playing) this.from(this.rest);
    this.changed();
  }

  setSpeed(speed: number): void {
    const position = this.position;
    this.rate_ = Math.min(Math.max(speed, 0.25), 2);
    if (this.playing) this.from(position);
    this.changed();
  }

  setLoop(loop: [number, number] | null): void {
    const position = this.position;
    this.loop = loop;
    if (this.playing) {
      const inside = loop === null || (position >= loop[0] && position < loop[1]);
      this.from(inside ? position : loop![0]);
    }
    this.changed();
  }

  setFader(name: string, level: number): void {
    this.faders.set(name, level);
    if (this.context === null) return;
    const now = this.context.currentTime;
    this.gains.get(name)?.gain.setTargetAtTime(level, now, FADE_SECONDS);
    if (level > 0 && this.playing) {
      // What is to come was made without this voice while it was silent.
      for (const voice of this.voices) {
        for (const block of this.blocks) if (voice.layer === name) this.sing(voice, block);
      }
    }
    this.changed();
  }

  // Puts other moments into a voice, as after a correction.
  setVoice(data: VoiceData): void {
    this.voices = this.voices.map((voice) => (voice.layer === data.layer ? new Voice(data) : voice));
    if (this.playing) this.from(this.position);
  }

  // The node of a sound, to be listened to apart from the others.
  node(name: string): AudioNode | undefined {
    this.open();
    return this.gains.get(name);
  }

  voiceOf(layer: string): Voice | undefined {
    return this.voices.find((voice) => voice.layer === layer);
  }

  private open(): void {
    if (this.context !== null) return;
    this.context = new AudioContext({ sampleRate: this.played.sound.rate, latencyHint: "interactive" });
    this.sound = new Sound(this.played.sound, this.source, this.context);
    const master = this.context.createGain();
    this.master = master;
    master.connect(this.context.destination);
    for (const [name, level] of this.faders) {
      const gain = this.context.createGain();
      gain.gain.value = level;
      gain.connect(master);
      this.gains.set(name, gain);
    }
  }

  // Begins anew at a second of the music, as soon as can be.
  private from(seconds: number, count: CountIn | null = null): void {
    this.rest = seconds;
    this.silence();
    this.music = seconds;
    this.frame = count === null ? 0 : this.counted(count);
    this.stretcher = null;
    this.fill();
  }

  // Clicks of a count; returns the frame at which the music begins.
  private counted(count: CountIn): number {
    const context = this.context!;
    const begin = context.currentTime + SOON_SECONDS + count.seconds / this.rate_;
    const nodes: AudioBufferSourceNode[] = [];
    for (const [before, isOne] of count.clicks) {
      const node = this.clicks?.click(context, isOne);
      if (node === undefined) continue;
      node.connect(this.master!);
      node.start(begin - before / this.rate_);
      nodes.push(node);
    }
    const frame = Math.round(begin * context.sampleRate);
    this.counts = nodes;
    return frame;
  }

  // The voice of the beats, whose clicks count.
  private get clicks(): Voice | undefined {
    return this.voices.find((voice) => (voice.data.bursts?.length ?? 0) > 1);
  }

  private silence(): void {
    const now = this.context?.currentTime ?? 0;
    for (const node of [...this.counts, ...this.blocks.flatMap((block) => block.nodes)]) {
      try {
        node.stop(now);
      } catch {
        continue; // it never began
      }
    }
    this.blocks = [];
    this.counts = [];
  }

  private fill(): void {
    if (!this.playing) return;
    const context = this.context!;
    const rate = context.sampleRate;
    const ahead = document.hidden ? AHEAD_HIDDEN_SECONDS : AHEAD_SECONDS;
    this.sound!.ahead(Math.round(this.music * rate));
    while (this.frame / rate < context.currentTime + ahead) {
      if (this.music >= this.duration) {
        if (this.position >= this.duration - 0.02) this.finish();
        return;
      }
      const end = this.loop !== null && this.music < this.loop[1] ? this.loop[1] : this.duration;
      const left = Math.round(((end - this.music) * rate) / this.rate_);
      const count = Math.max(1, Math.min(Math.round(BLOCK_SECONDS * rate), left));
      const samples = this.samples(count);
      if (samples === null) return; // it is being fetched
      const late = this.frame < Math.round(context.currentTime * rate) + 64;
      if (late) this.frame = Math.round((context.currentTime + SOON_SECONDS) * rate);
      this.place(samples, count);
      this.music += (count / rate) * this.rate_;
      this.frame += count;
      if (this.loop !== null && this.music >= this.loop[1] - 1 / rate && end === this.loop[1]) {
        this.music = this.loop[0];
        this.stretcher = null;
      }
    }
    const now = context.currentTime;
    this.blocks = this.blocks.filter((block) => block.at + block.count / rate > now - 1);
  }

  private samples(count: number): Float32Array[] | null {
    const rate = this.sound!.rate;
    const start = Math.round(this.music * rate);
    if (this.rate_ === 1) return this.sound!.read(start, count);
    this.stretcher ??= new Stretcher(rate, this.played.sound.channels, start, this.rate_);
    return this.stretcher.take(count, (from, many) => this.sound!.read(from, many));
  }

  private place(samples: Float32Array[], count: number): void {
    const context = this.context!;
    const buffer = context.createBuffer(samples.length, count, context.sampleRate);
    samples.forEach((values, channel) => buffer.copyToChannel(values as Float32Array<ArrayBuffer>, channel));
    const node = context.createBufferSource();
    node.buffer = buffer;
    node.connect(this.gains.get(RECORDING)!);
    const at = this.frame / context.sampleRate;
    node.start(at);
    const block: Block = {
      at,
      count,
      music: this.music,
      speed: this.rate_,
      nodes: [node],
      voices: new Set(),
    };
    this.blocks.push(block);
    for (const voice of this.voices) {
      if (this.faders.get(voice.layer)! > 0) this.sing(voice, block);
    }
  }

  private sing(voice: Voice, block: Block): void {
    const context = this.context!;
    if (block.voices.has(voice.layer)) return;
    if (block.at + block.count / context.sampleRate < context.currentTime) return;
    block.voices.add(voice.layer);
    for (const [node, after] of voice.sources(context, block)) {
      node.connect(this.gains.get(voice.layer)!);
      const late = context.currentTime - (block.at + after);
      if (late > 0) node.start(context.currentTime, late);
      else node.start(block.at + after);
      block.nodes.push(node);
    }
  }

  private finish(): void {
    this.pause();
    this.rest = this.duration;
    this.changed();
  }
}

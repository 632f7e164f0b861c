// Records what is hummed or played, as the browser has it, and gives it as a WAV file.

import { wavOf } from "./wav";

const RATE = 44100;

export class Microphone {
  private recorder: MediaRecorder | null = null;
  private stream: MediaStream | null = null;
  private parts: Blob[] = [];

  get recording(): boolean {
    return this.recorder !== null;
  }

  async start(): Promise<void> {
    if (navigator.mediaDevices === undefined) throw new Error("this browser gives pages no microphone");
    try {
      // What makes speech clearer distorts singing.
      const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
      this.stream = await navigator.mediaDevices.getUserMedia({ audio });
    } catch {
      throw new Error("there is no microphone, or the browser may not use it: see the sign beside the address");
    }
    this.parts = [];
    this.recorder = new MediaRecorder(this.stream);
    this.recorder.addEventListener("dataavailable", (event) => this.parts.push(event.data));
    this.recorder.start();
  }

  // All that was recorded.
  async stop(): Promise<Blob> {
    const recorder = this.recorder!;
    const ended = new Promise((resolve) => recorder.addEventListener("stop", resolve, { once: true }));
    recorder.stop();
    await ended;
    this.recorder = null;
    for (const track of this.stream!.getTracks()) track.stop();
    const context = new OfflineAudioContext(1, 1, RATE);
    const buffer = await context.decodeAudioData(await new Blob(this.parts).arrayBuffer());
    const mono = new Float32Array(buffer.length);
    for (let channel = 0; channel < buffer.numberOfChannels; channel++) {
      buffer.getChannelData(channel).forEach((value, at) => (mono[at] += value / buffer.numberOfChannels));
    }
    return wavOf(mono, buffer.sampleRate);
  }
}

// Samples as a WAV file of 16 bits, which every decoder reads.

export function wavOf(samples: Float32Array, rate: number): Blob {
  const data = new DataView(new ArrayBuffer(44 + 2 * samples.length));
  const word = (at: number, text: string) => [...text].forEach((each, index) => data.setUint8(at + index, each.charCodeAt(0)));
  word(0, "RIFF");
  data.setUint32(4, 36 + 2 * samples.length, true);
  word(8, "WAVEfmt ");
  data.setUint32(16, 16, true);
  data.setUint16(20, 1, true); // PCM
  data.setUint16(22, 1, true); // channel
  data.setUint32(24, rate, true);
  data.setUint32(28, 2 * rate, true);
  data.setUint16(32, 2, true);
  data.setUint16(34, 16, true);
  word(36, "data");
  data.setUint32(40, 2 * samples.length, true);
  samples.forEach((value, at) => data.setInt16(44 + 2 * at, Math.round(32767 * Math.min(1, Math.max(-1, value))), true));
  return new Blob([data.buffer], { type: "audio/wav" });
}

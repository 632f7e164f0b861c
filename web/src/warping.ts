// The picture of a hit: how alike each moment of the melody and of the recording are, and the
// warping path through it.

import { type Answer, CLASSES, FRAME_SECONDS, framesOf, type Hit } from "./answers";
import { clock, h } from "./dom";
import { ramp } from "./raster";
import type { Colours } from "./theme";

const HEIGHT = 170;
const LEFT = 52;
const BELOW = 18;

export class Warping {
  readonly canvas: HTMLCanvasElement;
  readonly element: HTMLElement;
  private picture: HTMLCanvasElement | null = null;
  private readonly query: Float32Array;
  private readonly recording: Float32Array;

  constructor(
    private readonly answer: Answer,
    private readonly hit: Hit,
    private readonly seek: (recordingSeconds: number) => void,
  ) {
    this.query = framesOf(answer.chroma, hit.transposition);
    this.recording = framesOf(hit.recording);
    this.canvas = h("canvas", {
      role: "img",
      "aria-label": `Melody from bottom to top, ${hit.title} from left to right, and the path between them`,
      click: (event: MouseEvent) => this.seek(this.secondsAt(event.offsetX)),
    });
    this.element = h("div", { class: "warping" }, this.canvas);
  }

  private get columns(): number {
    return this.recording.length / CLASSES;
  }

  private get rows(): number {
    return this.query.length / CLASSES;
  }

  private secondsAt(x: number): number {
    const share = (x - LEFT) / Math.max(1, this.element.clientWidth - LEFT);
    return this.hit.recordingStart + share * this.columns * FRAME_SECONDS;
  }

  recolour(colours: Colours): void {
    const { rows, columns } = this;
    const shades = ramp(colours.paper, colours.ink, 255, false);
    const picture = h("canvas", { width: columns, height: rows });
    const context = picture.getContext("2d")!;
    const image = context.createImageData(Math.max(1, columns), Math.max(1, rows));
    const pixels = new Uint32Array(image.data.buffer);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        let sum = 0;
        for (let at = 0; at < CLASSES; at++) sum += this.query[row * CLASSES + at] * this.recording[column * CLASSES + at];
        // Half of the shades are for what is alike: unlike frames have about .4.
        const share = Math.max(0, (sum - 0.4) / 0.6);
        pixels[(rows - 1 - row) * columns + column] = shades[Math.round(140 * share)];
      }
    }
    context.putImageData(image, 0, 0);
    this.picture = picture;
  }

  // The picture; `position` is the second of the recording that is heard, or its like.
  draw(colours: Colours, position: number | null): void {
    const width = this.element.clientWidth;
    if (this.picture === null || width === 0) return;
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(HEIGHT * ratio);
    this.canvas.style.height = `${HEIGHT}px`;
    const context = this.canvas.getContext("2d")!;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const inner = { width: width - LEFT, height: HEIGHT - BELOW };
    context.imageSmoothingEnabled = false;
    context.drawImage(this.picture, LEFT, 0, inner.width, inner.height);
    const x = (seconds: number) => LEFT + ((seconds - this.hit.recordingStart) / (this.columns * FRAME_SECONDS)) * inner.width;
    const y = (seconds: number) => inner.height * (1 - (seconds - this.answer.start) / (this.rows * FRAME_SECONDS));
    const { queryTimes, recordingTimes } = this.hit;
    context.strokeStyle = colours.accent;
    context.lineWidth = 2.5;
    context.lineJoin = "round";
    context.beginPath();
    recordingTimes.forEach((seconds, at) => context.lineTo(x(seconds), y(queryTimes[at])));
    context.stroke();
    this.words(context, colours, inner, x);
    if (position === null) return;
    context.fillStyle = colours.accent;
    context.fillRect(x(position) - 1, 0, 2, inner.height);
  }

  private words(
    context: CanvasRenderingContext2D,
    colours: Colours,
    inner: { width: number; height: number },
    x: (seconds: number) => number,
  ): void {
    context.font = `11px ${colours.font}`;
    context.textBaseline = "middle";
    context.fillStyle = colours.soft;
    const { hit } = this;
    for (const seconds of [hit.start, hit.end]) {
      const text = clock(seconds, 1);
      const at = Math.min(x(seconds), LEFT + inner.width - context.measureText(text).width);
      context.fillText(text, at, HEIGHT - BELOW / 2 + 1);
    }
    context.fillText(clock(this.answer.seconds, 1), 0, 8);
    context.fillText("melody", 0, inner.height - 8);
  }
}

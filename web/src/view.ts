// The stretch of time that all lanes show.

const FIRST_SECONDS = 75; // that a long recording shows at first

export class View {
  start = 0; // seconds at the left edge
  scale = 20; // pixels a second
  width = 800; // pixels
  private fresh = true;

  constructor(
    readonly duration: number,
    private readonly changed: () => void,
  ) {}

  get end(): number {
    return this.start + this.width / this.scale;
  }

  x(seconds: number): number {
    return (seconds - this.start) * this.scale;
  }

  seconds(x: number): number {
    return Math.min(Math.max(this.start + x / this.scale, 0), this.duration);
  }

  get least(): number {
    return this.width / Math.max(this.duration, 0.1);
  }

  resize(width: number): void {
    const whole = this.scale <= this.least * 1.001;
    const fresh = this.fresh;
    if (!fresh && this.width === Math.max(width, 50)) return;
    this.fresh = false;
    this.width = Math.max(width, 50);
    if (fresh) this.scale = Math.max(this.least, this.width / FIRST_SECONDS);
    else if (whole) this.scale = this.least;
    this.clamp();
  }

  zoom(factor: number, x: number): void {
    const at = this.start + x / this.scale;
    this.scale = Math.min(Math.max(this.scale * factor, this.least), 4000);
    this.start = at - x / this.scale;
    this.clamp();
  }

  scroll(pixels: number): void {
    this.start += pixels / this.scale;
    this.clamp();
  }

  fit(start: number, end: number): void {
    this.scale = Math.min(Math.max(this.width / Math.max(end - start, 0.05), this.least), 4000);
    this.start = start;
    this.clamp();
  }

  // Keeps a moment in sight: a page is turned when it leaves.
  follow(seconds: number): void {
    const x = this.x(seconds);
    if (x > this.width * 0.9 || x < 0) {
      const before = this.start;
      this.start = seconds - (this.width * 0.1) / this.scale;
      this.clamp();
      if (this.start === before) return;
    }
  }

  private clamp(): void {
    const latest = this.duration - this.width / this.scale;
    this.start = Math.max(0, Math.min(this.start, latest));
    this.changed();
  }
}

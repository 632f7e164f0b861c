// The pointer over the lanes: drag to choose a stretch or to move something, click to go there,
// twice to choose the section, the chord or the bar, wheel to zoom and scroll. With Alt nothing snaps.

import type { Grid } from "./grid";
import type { Drag } from "./grip";
import { listenToTouch } from "./touch";
import type { View } from "./view";

const CLICK_PIXELS = 4;
const SNAP_PIXELS = 12;

export interface Gestures {
  gutter: () => number; // pixels at the left of the canvases
  grip: (canvas: HTMLCanvasElement, seconds: number, y: number, pressed: boolean) => Drag | null;
  select: (stretch: [number, number]) => void; // while it is drawn
  choose: () => void; // it is drawn
  seek: (seconds: number) => void;
  whole: (canvas: HTMLCanvasElement, seconds: number, y: number) => void; // what is pressed twice
}

export function listenToPointer(lanes: HTMLElement, view: View, grid: Grid, gestures: Gestures): void {
  let from: number | null = null;
  let level = 0;
  let moved = false;
  let drag: Drag | null = null;
  const pixels = (x: number) => x - lanes.getBoundingClientRect().left - gestures.gutter();
  const seconds = (event: PointerEvent) => view.seconds(pixels(event.clientX));
  lanes.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType === "touch" || !(event.target instanceof HTMLCanvasElement)) return;
    from = event.clientX;
    level = event.clientY;
    moved = false;
    drag = gestures.grip(event.target, seconds(event), event.offsetY, true);
    event.target.setPointerCapture(event.pointerId);
  });
  lanes.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    if (from === null && event.target instanceof HTMLCanvasElement) {
      const held = gestures.grip(event.target, seconds(event), event.offsetY, false) !== null;
      event.target.style.cursor = held ? "ew-resize" : "";
    }
    if (from === null) return;
    const upwards = drag === null ? 0 : Math.abs(event.clientY - level);
    if (Math.max(Math.abs(event.clientX - from), upwards) < CLICK_PIXELS && !moved) return;
    moved = true;
    if (drag !== null) {
      drag(seconds(event), !event.altKey, event.offsetY);
      return;
    }
    const near = (time: number) => {
      const snapped = grid.snap(time);
      return !event.altKey && Math.abs(snapped - time) * view.scale < SNAP_PIXELS ? snapped : time;
    };
    const [a, b] = [near(view.seconds(pixels(from))), near(seconds(event))].sort((x, y) => x - y);
    if (b - a > 0.02) gestures.select([a, b]);
  });
  lanes.addEventListener("pointerup", (event) => {
    if (from === null) return;
    if (!moved) gestures.seek(seconds(event));
    else if (drag === null) gestures.choose();
    from = null;
  });
  lanes.addEventListener("pointercancel", () => {
    from = null;
  });
  lanes.addEventListener("dblclick", (event) => {
    if (event.target instanceof HTMLCanvasElement) gestures.whole(event.target, view.seconds(pixels(event.clientX)), event.offsetY);
  });
  listenToTouch(lanes, view, pixels, gestures.seek);
  lanes.addEventListener(
    "wheel",
    (event) => {
      if (event.ctrlKey || event.metaKey) view.zoom(Math.exp(-event.deltaY / 200), pixels(event.clientX));
      else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        view.scroll(event.deltaX || event.deltaY);
      } else return;
      event.preventDefault();
    },
    { passive: false },
  );
}

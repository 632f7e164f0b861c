// Fingers over the lanes: one scrolls, two zoom, a tap goes there.

import type { View } from "./view";

const TAP_PIXELS = 8;

export function listenToTouch(lanes: HTMLElement, view: View, pixels: (x: number) => number, seek: (seconds: number) => void): void {
  const fingers = new Map<number, number>(); // where each is, from the left
  let moved = 0;
  lanes.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch" || !(event.target instanceof HTMLCanvasElement)) return;
    if (fingers.size === 0) moved = 0;
    fingers.set(event.pointerId, event.clientX);
  });
  lanes.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (before === undefined) return;
    fingers.set(event.pointerId, event.clientX);
    moved += Math.abs(event.clientX - before);
    if (moved < TAP_PIXELS) return;
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (other === undefined) view.scroll(before - event.clientX);
    else view.zoom(Math.max(1, Math.abs(event.clientX - other)) / Math.max(1, Math.abs(before - other)), pixels(other));
  });
  lanes.addEventListener("pointerup", (event) => {
    if (fingers.delete(event.pointerId) && fingers.size === 0 && moved < TAP_PIXELS) seek(view.seconds(pixels(event.clientX)));
  });
  lanes.addEventListener("pointercancel", (event) => fingers.delete(event.pointerId));
}

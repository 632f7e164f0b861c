// What stands over all lanes: the playhead, and the stretch that is chosen or looped.

import { h } from "./dom";
import type { Stretch } from "./transport";
import type { View } from "./view";

export class Overlay {
  readonly head = h("div", { class: "playhead", "aria-hidden": "true" });
  readonly stretch = h("div", { class: "stretch", "aria-hidden": "true" });

  // Moves the playhead; `gutter` is the width of the words beside the lanes.
  point(view: View, gutter: number, position: number): void {
    const x = view.x(position);
    this.head.hidden = x < 0 || x > view.width;
    this.head.style.transform = `translateX(${gutter + x}px)`;
  }

  mark(view: View, gutter: number, stretch: Stretch | null, looped: boolean): void {
    this.stretch.hidden = stretch === null;
    if (stretch === null) return;
    const left = Math.max(0, view.x(stretch[0]));
    const right = Math.min(view.width, view.x(stretch[1]));
    this.stretch.hidden = right <= left;
    this.stretch.classList.toggle("looped", looped);
    this.stretch.style.left = `${gutter + left}px`;
    this.stretch.style.width = `${right - left}px`;
  }
}

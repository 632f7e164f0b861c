// The keys of the page of one recording, as a table.

import type { Faders, Panels } from "./controls";
import type { Key } from "./keys";
import { RECORDING } from "./player";
import type { Tools } from "./tools";
import type { Transport } from "./transport";

export function shortcuts(transport: Transport, faders: Faders, tools: Tools, clicks: string, panels: Panels, more: Key[]): Key[] {
  const { view } = transport;
  return [
    { keys: [" "], shown: "Space", does: "play, pause", run: () => transport.toggle() },
    { keys: ["ArrowLeft"], shown: "←", does: "a beat back", run: () => transport.step(-1, false) },
    { keys: ["ArrowRight"], shown: "→", does: "a beat on", run: () => transport.step(1, false) },
    { keys: ["Shift+ArrowLeft"], shown: "Shift ←", does: "a bar back", run: () => transport.step(-1, true) },
    { keys: ["Shift+ArrowRight"], shown: "Shift →", does: "a bar on", run: () => transport.step(1, true) },
    { keys: ["Home"], shown: "Home", does: "to the beginning", run: () => transport.go(0) },
    { keys: ["l"], shown: "L", does: "loop the stretch, or this bar; once more, no loop", run: () => transport.loop() },
    { keys: ["i"], shown: "I", does: "count a bar before it plays", run: () => transport.count() },
    { keys: ["Escape"], shown: "Esc", does: "no stretch, no loop", run: () => transport.choose(null) },
    { keys: [","], shown: ",", does: "slower", run: () => transport.faster(-0.25) },
    { keys: ["."], shown: ".", does: "faster", run: () => transport.faster(0.25) },
    { keys: ["c"], shown: "C", does: "clicks on beats", run: () => faders.toggle(clicks) },
    { keys: ["o"], shown: "O", does: "the recording on or off", run: () => faders.toggle(RECORDING) },
    { keys: ["m"], shown: "M", does: "faders of all sounds", run: () => panels.sounds() },
    ...more,
    { keys: ["e"], shown: "E", does: "tools that correct", run: () => panels.correct() },
    ...tools.keys,
    { keys: ["+", "="], shown: "+", does: "show less time", run: () => transport.zoom(1.6) },
    { keys: ["-"], shown: "−", does: "show more time", run: () => transport.zoom(1 / 1.6) },
    { keys: ["0"], shown: "0", does: "show all", run: () => view.fit(0, view.duration) },
    { keys: ["d"], shown: "D", does: "light or dark", run: () => panels.theme() },
    { keys: ["?", "Shift+?"], shown: "?", does: "this list", run: () => panels.help() },
  ];
}

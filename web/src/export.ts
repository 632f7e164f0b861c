// Files of what is shown: in every format by a server, as lausch's JSON from a file.

import type { Corrections } from "./corrections";
import { h } from "./dom";
import { Served, type Source } from "./source";
import type { Document } from "./types";

export function exporter(data: Document, source: Source, corrections: Corrections): HTMLElement[] {
  if (source instanceof Served) {
    const formats = (data.formats ?? []).map((format) =>
      h("option", { value: format.name }, `${format.name}  ${format.suffix}`),
    );
    const select = h(
      "select",
      {
        "aria-label": "Export in a format",
        change: () => {
          if (select.value === "") return;
          window.location.assign(`/api/songs/${source.id}/export/${select.value}`);
          select.value = "";
        },
      },
      h("option", { value: "" }, "Export …"),
      ...formats,
    );
    return [select];
  }
  const click = () => {
    save(`${data.title}.json`, analysisOf(data, corrections));
    corrections.saving.done();
  };
  return [h("button", { type: "button", title: "Save what was corrected as a file that lausch reads", click }, "Save a file")];
}

// Beats, sections and notes as an analysis of lausch, which `lausch analyze --beats` reads.
function analysisOf(data: Document, corrections: Corrections): unknown {
  const { grid, spans, melodies } = corrections;
  return {
    schema: "lausch.analysis",
    schema_version: 3,
    lausch_version: "",
    models: [],
    options: {},
    duration: data.duration,
    beats: grid === undefined ? null : corrections.value(grid.layer),
    tempo: null,
    ...Object.fromEntries(melodies.map(({ layer }) => [layer, corrections.value(layer)])),
    ...(spans === undefined ? {} : { sections: corrections.value(spans.layer) }),
    audio: null,
  };
}

function save(name: string, value: unknown): void {
  const address = URL.createObjectURL(new Blob([JSON.stringify(value)], { type: "application/json" }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

// Corrections of sections: each takes sections and gives others, and changes nothing.

import { nearest, upper } from "./search";
import type { Spans } from "./types";

export interface Sections {
  boundaries: number[];
  labels: string[];
}

export function sectionsOf(spans: Spans): Sections {
  if (spans.starts.length === 0) return { boundaries: [], labels: [] };
  return { boundaries: [...spans.starts, spans.ends[spans.ends.length - 1]], labels: [...spans.labels] };
}

export function at(sections: Sections, seconds: number): number {
  return Math.min(upper(sections.boundaries, seconds) - 1, sections.labels.length - 1);
}

export function split(sections: Sections, seconds: number): Sections {
  const place = at(sections, seconds);
  const near = nearest(sections.boundaries, seconds);
  if (place < 0 || Math.abs(sections.boundaries[near] - seconds) < 0.1) return sections;
  const boundaries = [...sections.boundaries];
  const labels = [...sections.labels];
  boundaries.splice(place + 1, 0, seconds);
  labels.splice(place + 1, 0, labels[place]);
  return { boundaries, labels };
}

// The boundary nearest to a moment goes; the section before it stays.
export function joined(sections: Sections, seconds: number): Sections {
  const inner = sections.boundaries.slice(1, -1);
  const place = nearest(inner, seconds);
  if (place < 0) return sections;
  return {
    boundaries: sections.boundaries.filter((_, index) => index !== place + 1),
    labels: sections.labels.filter((_, index) => index !== place + 1),
  };
}

export function renamed(sections: Sections, seconds: number, label: string): Sections {
  const place = at(sections, seconds);
  return {
    boundaries: sections.boundaries,
    labels: sections.labels.map((known, index) => (index === place ? label : known)),
  };
}

export function moved(sections: Sections, boundary: number, seconds: number): Sections {
  const low = sections.boundaries[boundary - 1] + 0.1;
  const high = sections.boundaries[boundary + 1] - 0.1;
  const boundaries = [...sections.boundaries];
  boundaries[boundary] = Math.min(Math.max(seconds, low), Math.max(low, high));
  return { boundaries, labels: sections.labels };
}

// Colours as the style sheet has them; canvases ask for them by name.

const NAMES = [
  "paper", "raised", "ink", "soft", "rule", "accent", "time", "solo", "bass", "drums", "harmony",
  "form", "plain", "hit", "miss", "false",
] as const;
export const SECTION_COLOURS = 8;

export type Colours = Record<(typeof NAMES)[number], string> & { sections: string[]; font: string };

export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const entries = NAMES.map((name) => [name, read(name)]);
  const sections = Array.from({ length: SECTION_COLOURS }, (_, at) => read(`section-${at}`));
  return { ...Object.fromEntries(entries), sections, font: style.fontFamily } as Colours;
}

export function colourOf(colours: Colours, name: string): string {
  return (colours as unknown as Record<string, string>)[name] ?? colours.plain;
}

// The three numbers of a colour such as #1f6f78.
export function rgb(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

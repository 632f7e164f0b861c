// Where a page gets its data from, and where corrections go: the file that it stands in, or a server.

import type { Document } from "./types";

export interface Source {
  readonly keeps: boolean; // whether corrections are kept by themselves
  document(): Promise<Document>;
  part(name: string): Promise<Uint8Array>;
  keep(layer: string, value: unknown): Promise<void>;
}

export class Embedded implements Source {
  readonly keeps = false;

  static isHere(): boolean {
    return document.getElementById("document") !== null;
  }

  async document(): Promise<Document> {
    return JSON.parse(document.getElementById("document")!.textContent!) as Document;
  }

  async part(name: string): Promise<Uint8Array> {
    const element = document.getElementById(name);
    if (element === null) throw new Error(`the page has no part ${name}`);
    return fromBase64(element.textContent!);
  }

  async keep(): Promise<void> {}
}

// The parts below an address of a server.
export function partsAt(address: string): Pick<Source, "part"> {
  return {
    part: async (name) => new Uint8Array(await (await answer(`${address}/parts/${name}`)).arrayBuffer()),
  };
}

export class Served implements Source {
  readonly keeps = true;

  constructor(readonly id: string) {}

  async document(): Promise<Document> {
    return (await answer(`/api/songs/${this.id}/document`)).json();
  }

  async part(name: string): Promise<Uint8Array> {
    return partsAt(`/api/songs/${this.id}`).part(name);
  }

  async keep(layer: string, value: unknown): Promise<void> {
    await send("PUT", `/api/songs/${this.id}/layers/${layer}`, value);
  }

  // Beats that fit to what the user named.
  async decode(beats: number[], downbeats: number[]): Promise<{ times: number[]; positions: number[] | null }> {
    return (await send("POST", `/api/songs/${this.id}/decode`, { beats, downbeats })).json();
  }
}

export async function answer(address: string, request?: RequestInit): Promise<Response> {
  const response = await fetch(address, request);
  if (!response.ok) throw new Error((await response.text()) || `${response.status}`);
  return response;
}

export function send(method: string, address: string, value?: unknown): Promise<Response> {
  const headers = { "Content-Type": "application/json" };
  return answer(address, { method, headers, body: value === undefined ? null : JSON.stringify(value) });
}

export function fromBase64(text: string): Uint8Array {
  const { fromBase64: native } = Uint8Array as { fromBase64?: (text: string) => Uint8Array };
  if (native !== undefined) return native.call(Uint8Array, text); // browsers from 2025 on
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

export async function inflate(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as BlobPart])
    .stream()
    .pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

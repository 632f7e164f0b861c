// Where a page gets its data from: the file that it stands in.

import type { Document } from "./types";

export interface Source {
  document(): Promise<Document>;
  part(name: string): Promise<Uint8Array>;
}

export class Embedded implements Source {
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
}

export function fromBase64(text: string): Uint8Array {
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

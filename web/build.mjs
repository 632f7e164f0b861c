// Bundles the page into the Python package, with a digest of what it was built from.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const target = join(import.meta.dirname, "..", "src", "lausch", "web", "static");
const sources = join(import.meta.dirname, "src");

await build({
  entryPoints: [join(sources, "main.ts"), join(sources, "page.css")],
  bundle: true,
  charset: "utf8",
  format: "iife",
  minify: true,
  entryNames: "page",
  legalComments: "none",
  target: ["chrome111", "firefox115", "safari16.4"],
  outdir: target,
});

const digest = createHash("sha256");
for (const name of readdirSync(sources).sort()) {
  digest.update(`${name}\n`).update(readFileSync(join(sources, name)));
}
writeFileSync(join(target, "sources.sha256"), `${digest.digest("hex")}\n`);

// Runs the tests in `tests/`, bundled as the page is, by Node's own runner: `npm test`.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const folder = mkdtempSync(join(tmpdir(), "page-tests-"));
const sources = join(import.meta.dirname, "tests");
const names = readdirSync(sources).filter((name) => name.endsWith(".test.ts"));
await build({
  entryPoints: names.map((name) => join(sources, name)),
  bundle: true,
  format: "esm",
  platform: "node",
  outExtension: { ".js": ".mjs" },
  outdir: folder,
});
const files = names.map((name) => join(folder, name.replace(/\.ts$/, ".mjs")));
const { status } = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" });
rmSync(folder, { recursive: true });
process.exit(status ?? 1);

import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadConfig } from "../src/config/load.js";
import { predictFile } from "../src/inference/predict.js";
import { restoreModel } from "../src/inference/restore.js";
import { packageRoot } from "../src/package-root.js";
import { runTraining } from "../src/train/run.js";
import { findChromium, NO_CHROMIUM } from "./support/browser.js";
import { runCli } from "./support/cli.js";
import { askPage } from "./support/page.js";
import { makeTones, toneOverrides } from "./support/tones.js";

// Runs the code of docs/export.md as it is printed there.

const page = readFileSync(join(packageRoot, "docs/export.md"), "utf8");
function codeOf(language: string): string {
  const blocks = [...page.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, "gm"))].map(
    ([, code]) => code!,
  );
  if (blocks.length !== 1)
    throw new Error(`docs/export.md: expected one block of ${language}, found ${blocks.length}`);
  return blocks[0]!;
}

const folder = mkdtempSync(join(tmpdir(), "woodshed-docs-"));
const web = join(folder, "web");
const tones = makeTones(12);
let run: string;
beforeAll(async () => {
  const overrides = [...toneOverrides(tones, folder), "training.epochs=2"];
  const loaded = loadConfig(join(packageRoot, "recipes/folder.yaml"), overrides);
  run = (await runTraining(loaded, {}, new AbortController().signal)).folder;
  mkdirSync(web);
  const { code, stdout, stderr } = await runCli("export", run, "--out", join(web, "model.onnx"), "--json");
  expect([code, stderr]).toEqual([0, ""]);
  writeFileSync(join(web, "model.json"), stdout);
  copyFileSync(join(web, "model.onnx"), join(folder, "model.onnx"));
  symlinkSync(join(packageRoot, "node_modules"), join(folder, "node_modules"));
});
afterAll(() => {
  for (const path of [folder, tones]) rmSync(path, { recursive: true, force: true });
});

const ANSWER = /^(high|low|mid) (0\.\d+)\n$/;

test("the Python and the Node example run and agree", () => {
  const options = { cwd: folder, encoding: "utf8" } as const;
  const python = execFileSync(join(packageRoot, ".venv/bin/python"), ["-c", codeOf("python")], options);
  writeFileSync(join(folder, "docs.mjs"), codeOf("js"));
  const node = execFileSync(process.execPath, [join(folder, "docs.mjs")], options);
  const [[, ofPython, a], [, ofNode, b]] = [ANSWER.exec(python)!, ANSWER.exec(node)!];
  expect(ofPython).toBe(ofNode);
  // Python's onnxruntime and onnxruntime-web add in another order.
  expect(Math.abs(Number(a) - Number(b))).toBeLessThan(1e-5);
});

const chromium = findChromium();
if (chromium === null) console.warn(NO_CHROMIUM);
test.skipIf(chromium === null)("the browser example runs on a file chosen by a user", async () => {
  const ort = join(packageRoot, "node_modules/onnxruntime-web/dist");
  const note = join(tones, "mid/3.wav");
  const chooser = `<script type="module">
    const file = new File([await (await fetch("/note.wav")).arrayBuffer()], "note.wav");
    const input = document.getElementById("file");
    const labels = document.getElementById("labels");
    const chosen = new DataTransfer();
    chosen.items.add(file);
    while (input.onchange === null) await new Promise((resolve) => setTimeout(resolve, 20));
    input.files = chosen.files;
    input.dispatchEvent(new Event("change"));
    while (labels.textContent === "") await new Promise((resolve) => setTimeout(resolve, 20));
    await fetch("/answer", { method: "POST", body: JSON.stringify(labels.textContent) });
  </script>`;
  const answer = await askPage(chromium!, codeOf("html") + chooser, {
    "/ort.wasm.min.mjs": join(ort, "ort.wasm.min.mjs"),
    "/ort-wasm-simd-threaded.mjs": join(ort, "ort-wasm-simd-threaded.mjs"),
    "/ort-wasm-simd-threaded.wasm": join(ort, "ort-wasm-simd-threaded.wasm"),
    "/model.onnx": join(web, "model.onnx"),
    "/model.json": join(web, "model.json"),
    "/note.wav": note,
  });
  const { outputs } = predictFile(restoreModel(run, ["training.precision=fp32"]), note);
  const shown = String(answer)
    .split("\n")
    .map((line) => /^(\d+\.\d\d)% (high|low|mid)$/.exec(line)!)
    .map(([, percent, label]) => ({ label, percent: Number(percent) }));
  expect(shown.map(({ label }) => label).sort()).toEqual(["high", "low", "mid"]);
  expect(shown).toEqual(shown.toSorted((a, b) => b.percent - a.percent));
  // The page rounds to a hundredth of a percent; the two engines differ by less.
  for (const { label, percent } of shown)
    expect(Math.abs(percent - 100 * outputs[["high", "low", "mid"].indexOf(label!)]!)).toBeLessThan(0.01);
});

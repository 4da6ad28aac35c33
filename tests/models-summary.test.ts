import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { runCli } from "./support/cli.js";

it("prints the layers of a built-in model within 80 columns, and the same as JSON", async () => {
  const args = ["models", "summary", "cnn", "model.channels=[4,8]", "--clip-sec", "0.5"];
  const { code, stdout, stderr } = await runCli(...args);
  expect([code, stderr]).toEqual([0, ""]);
  const lines = stdout.trimEnd().split("\n");
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines.slice(0, 6)).toEqual([
    "model        cnn, without the last layer, which belongs to the task",
    "input        [1, 64, 51]: log_mel of 0.5 s at 16000 Hz",
    "",
    "layer          type         output          parameters  FLOPs",
    "bn0            BatchNorm1d  [1, 64, 51]     128",
    "blocks.0.conv  Conv2d       [1, 4, 64, 51]  36          235 k",
  ]);
  expect(lines.at(-4)).toBe("embedding    [1, 8], frames [1, 8, 12]");
  const json = JSON.parse((await runCli(...args, "--json")).stdout);
  expect(json).toMatchObject({ model: "cnn", frontEnd: "log_mel", input: [1, 64, 51], numParameters: 548 });
  expect(json.embedding).toEqual({ clip: [1, 8], frames: [1, 8, 12] });
  expect(json.flops).toBe(json.modules.reduce((sum: number, { flops }: { flops: number }) => sum + flops, 0));
});

it("takes the front end that a model needs, and a recipe", async () => {
  const samples = await runCli("models", "summary", "m5", "model.channels=[4]", "--depth", "0");
  expect(samples.stdout).toContain("input        [1, 1, 16000]: raw of 1 s");
  const folder = mkdtempSync(join(tmpdir(), "woodshed-summary-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const recipe = join(folder, "recipe.yaml");
  writeFileSync(recipe, "data: { train: none, channels: stereo }\nmodel: { channels: [2] }\n");
  const { stdout } = await runCli("models", "summary", recipe, "front_end.num_mels=16");
  expect(stdout).toContain("input        [1, 32, 101]");
});

it("names the models for one that does not exist", async () => {
  const { code, stderr } = await runCli("models", "summary", "cnn11");
  expect(code).toBe(1);
  expect(stderr).toMatch(/cnn11: no such model. Did you mean cnn10 or cnn14\? Name one of cnn, cnn6, /);
});

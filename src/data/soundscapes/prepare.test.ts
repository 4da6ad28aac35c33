import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseConfig } from "../../config/load.js";
import { packageRoot } from "../../package-root.js";
import { planScene, type Scene } from "./plan.js";
import { prepareScenes } from "./prepare.js";

/** Short scenes of the smallest SoundFont. */
const scenes: Scene[] = (["train", "train", "validation", "test"] as const).map((split, i) => {
  const scene = planScene(split, i, 3);
  return { ...scene, soundfont: "TimGM6mb", notes: i === 1 ? [] : scene.notes };
});

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "woodshed-soundscapes-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Returns the content of every file below a folder by its relative path. */
function contentsOf(folder: string): Map<string, Buffer> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );
  return new Map(paths.sort().map((path) => [path, readFileSync(join(folder, path))]));
}

/** Returns the files that differ, by name: a comparison of their bytes as arrays would take long. */
function changed(one: ReturnType<typeof contentsOf>, other: ReturnType<typeof contentsOf>): string[] {
  const all = [...new Set([...one.keys(), ...other.keys()])];
  return all.filter((path) => !(one.get(path)?.equals(other.get(path) ?? Buffer.of()) ?? false));
}

test("threads render the same bytes, a complete folder is left alone, and a killed rendering is completed", async () => {
  const whole = join(root, "whole");
  const progress: number[] = [];
  const tables = await prepareScenes(whole, scenes, {
    numWorkers: 1,
    onProgress: (done) => void progress.push(done),
  });
  expect(progress).toEqual([1, 2, 3, 4]);
  const expected = contentsOf(whole);
  expect([...expected.keys()]).toEqual([
    "soundscapes.json",
    "test.tsv",
    "test/scene-003.wav",
    "train.tsv",
    "train/scene-000.wav",
    "train/scene-001.wav",
    "validation.tsv",
    "validation/scene-002.wav",
  ]);
  expect(readFileSync(tables.train, "utf8")).toMatch(
    /^filename\tonset\toffset\tevent_label\ntrain\/scene-000\.wav\t/,
  );
  expect(readFileSync(tables.train, "utf8")).toMatch(/\ntrain\/scene-001\.wav\t\t\t\n$/);
  await prepareScenes(whole, scenes, { onProgress: () => expect.unreachable() });

  // Another process that is killed after its first scene.
  const killed = join(root, "killed");
  const module = pathToFileURL(join(packageRoot, "dist/data/soundscapes/prepare.js")).href;
  const program = `import { prepareScenes } from ${JSON.stringify(module)};
    await prepareScenes(${JSON.stringify(killed)}, ${JSON.stringify(scenes)}, {
      numWorkers: 1, onProgress: () => process.kill(process.pid, "SIGKILL") });`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: "inherit" });
  expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
  expect(existsSync(join(killed, "soundscapes.json"))).toBe(false);
  expect(existsSync(join(killed, "train.tsv"))).toBe(false);
  await prepareScenes(killed, scenes, { numWorkers: 2 });
  expect(changed(expected, contentsOf(killed))).toEqual([]);
});

test("two renderings of one folder at once both leave it complete", async () => {
  const two = scenes.slice(1, 3);
  await Promise.all([1, 2].map(() => prepareScenes(root, two, { numWorkers: 1 })));
  expect(contentsOf(root).size).toBe(2 + 3 + 1);
  await prepareScenes(root, two, { onProgress: () => expect.unreachable() });
});

test("a recipe gets a folder of its own for the set", () => {
  const { data } = parseConfig({ data: { dataset: "soundscapes" } });
  expect(data.root).toBe("data/soundscapes");
  expect(parseConfig({ data: { dataset: "instruments" } }).data.root).toBe("data/instruments");
  expect(parseConfig({ data: { dataset: "soundscapes", root: "other" } }).data.root).toBe("other");
});

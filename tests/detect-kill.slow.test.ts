// `woodshed detect` that is killed again and again and resumed: its results equal those of one that was not.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { encodeWav16 } from "../src/audio/wav.js";
import { loadConfig } from "../src/config/load.js";
import { randomFloat } from "../src/data/random.js";
import { runTraining } from "../src/train/run.js";
import { runCli, startCli } from "./support/cli.js";
import { sleep } from "./support/job.js";
import { Pause } from "./support/pause.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const NUM_KILLS = Number(process.env["WOODSHED_KILLS"] ?? 3);
/** Four for each kill: one process does a few before it is killed. */
const NUM_FILES = Math.max(20, 4 * NUM_KILLS + 4);

const root = mkdtempSync(join(tmpdir(), "woodshed-detect-kill-"));
const tones = makeTones(8);
afterAll(() => {
  rmSync(root, { recursive: true });
  rmSync(tones, { recursive: true });
});

const sounds = join(root, "sounds");
const nameOf = (i: number): string => `${String(i).padStart(3, "0")}.wav`;
let run: string;
beforeAll(async () => {
  const overrides = [...toneOverrides(tones, join(root, "runs")), "training.epochs=1"];
  const result = await runTraining(
    loadConfig("recipes/folder.yaml", overrides),
    {},
    new AbortController().signal,
  );
  run = result.folder;
  mkdirSync(sounds);
  for (let i = 0; i < NUM_FILES; i++) {
    const samples = Float32Array.from({ length: 16_000 + 997 * i }, (_, j) => randomFloat(i, j) - 0.5);
    const bytes = Buffer.from(encodeWav16(samples, 16_000));
    // The warning about a header without a length is the line at which a process is held.
    bytes.writeUInt32LE(0xffffffff, 40);
    writeFileSync(join(sounds, nameOf(i)), bytes);
  }
});

/** Returns the files below a folder with their text. */
function filesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.\w+$/.test(name),
  );
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), "latin1")]));
}

/** Arguments of a detection into a folder; the threshold finds events in noise, too. */
function args(folder: string, out: string): string[] {
  const outputs = ["--out", join(folder, out), "--embeddings", join(folder, "vectors")];
  return ["detect", run, sounds, ...outputs, "--threshold", "0.3", "--format", "raven"];
}

/** Unit tests resume a folder; long runs kill it, too. */
const OUTPUTS = NUM_KILLS > 3 ? ["all.txt", "selections"] : ["all.txt"];

it.each(OUTPUTS)(`detects the same after ${NUM_KILLS} kills: %s`, async (out) => {
  const [whole, parts] = [join(root, `whole ${out}`), join(root, `parts ${out}`)];
  expect(await runCli(...args(whole, out))).toMatchObject({ code: 0 });
  for (let kill = 0; kill < NUM_KILLS; kill++) {
    // Killed at its second file, so that one is done; at its first; and somewhere between the two.
    const file = /^warning: .*\/\d+\.wav/;
    const pause = new Pause(file, file);
    const { child, ended } = startCli([...args(parts, out), ...(kill > 0 ? ["--resume"] : [])], pause.env);
    await pause.reached(ended);
    if (kill % 3 !== 1) pause.continue(0);
    if (kill % 3 === 0) await pause.reached(ended, 1);
    if (kill % 3 === 2) await sleep(Math.random() * 20);
    child.kill("SIGKILL");
    pause.end();
    expect((await ended).code).toBe(null);
  }
  const { code, stderr } = await runCli(...args(parts, out), "--resume");
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringMatching(/\(\d+ before\)/) });
  const [expected, found] = [filesIn(whole), filesIn(parts)];
  expect(Object.keys(found)).toEqual(Object.keys(expected));
  expect(Object.keys(expected).length).toBeGreaterThan(NUM_FILES);
  for (const [name, text] of Object.entries(expected)) expect(found[name] === text, name).toBe(true);
});

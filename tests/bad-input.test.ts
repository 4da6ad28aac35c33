import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeWav16 } from "../src/audio/wav.js";
import { runCli } from "./support/cli.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const RECIPE = "recipes/folder.yaml";
const tones = makeTones(6);
const runs = mkdtempSync(join(tmpdir(), "woodshed-bad-"));
const overrides = toneOverrides(tones, runs);

/** Expects exit code 1, the message, no stack trace, and no new run folder. */
async function refused(args: string[], message: RegExp): Promise<void> {
  const before = readdirSync(runs);
  const { code, stderr } = await runCli(...args);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(code).toBe(1);
  expect(readdirSync(runs)).toEqual(before);
}

const train = (...more: string[]): string[] => ["train", RECIPE, ...overrides, ...more];

describe("training refuses", () => {
  it("a missing folder", () =>
    refused(
      train("data.train=/nowhere/at/all"),
      /data\.train: \/nowhere\/at\/all: no such folder or file \(\/ exists\)/,
    ));

  it("an empty class", async () => {
    const root = makeTones(4);
    mkdirSync(join(root, "silence"));
    await refused(
      train(`data.train=${root}`),
      /silence: the label "silence" has no audio files; add some, or remove the folder/,
    );
  });

  it("an unknown key, with the most similar key", () =>
    refused(train("training.epoch=3"), /training\.epoch.*training\.epochs/s));

  it("a value of the wrong type", () =>
    refused(train("training.epochs=many"), /training\.epochs expects .*got the text "many"/));

  it("a missing recipe", () => refused(["train", "recipes/quikstart.yaml"], /recipes\/quikstart\.yaml/));

  it("a label in test that training lacks", async () => {
    const test = makeTones(2);
    mkdirSync(join(test, "zebra"));
    writeFileSync(join(test, "zebra", "1.wav"), encodeWav16(new Float32Array(4000), 16000));
    await refused(
      train(`data.test=${test}`),
      /data\.test: .*zebra\/1\.wav: the label "zebra" is not in training/,
    );
  });

  it("a metric that is not measured", () =>
    refused(
      train("checkpoint.monitor=validation/lss"),
      /checkpoint\.monitor: expected one of validation\/loss/,
    ));
});

describe("a corrupt clip ends the run with its path and the reason", () => {
  it.each([
    [
      "truncated",
      encodeWav16(new Float32Array(4000), 16000).subarray(0, 500),
      /truncated: the header promises 8000 bytes of audio, the file has 456.*`woodshed data check` finds all such recordings/,
    ],
    ["not audio", Buffer.from("not audio at all"), /expected audio, the file begins with "not audio at"/],
  ])("%s", async (name, bytes, message) => {
    const root = makeTones(6);
    for (const label of ["low", "mid", "high"]) writeFileSync(join(root, label, "broken.wav"), bytes);
    const { code, stderr } = await runCli(
      ...train(`data.train=${root}`, `runs_dir=${join(runs, name)}`, "data.workers=1"),
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/DataError: .*broken\.wav/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe("a checkpoint", () => {
  let run: string;
  beforeAll(async () => {
    const folder = join(runs, "trained");
    expect((await runCli(...train(`runs_dir=${folder}`, "training.epochs=1"))).code).toBe(0);
    run = join(folder, readdirSync(folder)[0]!);
  });

  it("of another architecture is refused, with the difference", () =>
    refused(
      ["evaluate", run, "model.channels=[8, 32]", "--split", "validation"],
      /CheckpointError: .*of another architecture.*blocks\.1\.conv\.weight is \[16, 8, 3, 3\], the model has \[32, 8, 3, 3\]/,
    ));

  it("that does not exist is refused", () =>
    refused(["evaluate", join(run, "nothing")], /nothing: no such folder; expected a run's folder/));

  it("predicts the readable files of a list, reports the others, and exits with 1", async () => {
    const folder = join(runs, "mixed");
    mkdirSync(folder);
    const file = (name: string, bytes: Uint8Array): string => {
      writeFileSync(join(folder, name), bytes);
      return join(folder, name);
    };
    const good = join(tones, "low", "0.wav");
    copyFileSync(good, join(folder, "1-good.wav"));
    file("2-text.wav", Buffer.from("not audio at all"));
    const huge = Buffer.from(encodeWav16(new Float32Array(2000), 16_000));
    huge.writeUInt16LE(3, 20);
    huge.writeUInt16LE(4, 32);
    huge.writeUInt16LE(32, 34);
    huge.writeFloatLE(1e29, 444);
    file("3-huge.wav", huge);
    const unknown = readFileSync(good);
    unknown.writeUInt32LE(0x7ffff000, 40);
    file("4-unknown-length.wav", unknown);
    const { code, stdout, stderr } = await runCli("predict", run, "/nowhere.wav", folder, good, "--json");
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { path: string; probabilities: Record<string, number> });
    expect(lines.map(({ path }) => path.slice(path.lastIndexOf("/") + 1))).toEqual([
      "1-good.wav",
      "4-unknown-length.wav",
      "0.wav",
    ]);
    expect(lines[0]!.probabilities).toEqual(lines[2]!.probabilities);
    expect(lines[1]!.probabilities).toEqual(lines[2]!.probabilities);
    expect(stderr.trim().split("\n")).toEqual([
      "DataError: /nowhere.wav: no such file or folder",
      expect.stringMatching(/^DataError: .*2-text\.wav: expected audio/),
      expect.stringMatching(/^DataError: .*3-huge\.wav: holds a sample of 1\.0e\+29/),
      expect.stringMatching(/^warning: .*4-unknown-length\.wav: the header states 2147479552 bytes/),
    ]);
    expect(code).toBe(1);
  });

  it("that is corrupt is refused and left unchanged", async () => {
    const file = join(run, "checkpoints", "best", "model.safetensors");
    const bytes = readFileSync(file);
    bytes[200]! ^= 1;
    writeFileSync(file, bytes);
    await refused(
      ["predict", run, join(tones, "low", "0.wav")],
      /model\.safetensors: the checksum does not match/,
    );
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });
});

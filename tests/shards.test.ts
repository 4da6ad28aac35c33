import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeWav16, readWav } from "../src/audio/wav.js";
import { loadConfig } from "../src/config/load.js";
import type { Clip } from "../src/data/clip.js";
import { openClips } from "../src/data/dataset.js";
import { Loader } from "../src/data/loader.js";
import { writeShards } from "../src/data/shards/write.js";
import { runTraining } from "../src/train/run.js";
import { runCli, startCli } from "./support/cli.js";
import { numbersOf, onlyRun, tensorsOf } from "./support/run.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const RECIPE = "recipes/folder.yaml";
const tones = makeTones();
const out = mkdtempSync(join(tmpdir(), "woodshed-shards-"));
const options = { clipsPerShard: 10, seed: 0 };
const shards = join(out, "train-*.tar");
let sharded: Clip[];

beforeAll(async () => {
  await writeShards(openClips(tones, "source"), { ...options, output: shards });
  sharded = openClips(shards, "data.train");
});

const soundOf = ({ path, startSec, durationSec, range }: Clip): string => {
  const { samples, sampleRateHz } = readWav(path, startSec, durationSec, range);
  return `${sampleRateHz} ${createHash("sha256").update(samples).digest("hex")}`;
};
const samplesOf = (clips: readonly Clip[]): string[] =>
  clips.map((clip) => `${clip.label} ${soundOf(clip)}`).sort();

function train(data: string, runs: string, ...more: string[]): ReturnType<typeof runTraining> {
  const overrides = [...toneOverrides(data, join(out, runs)), "training.epochs=3", ...more];
  return runTraining(loadConfig(RECIPE, overrides), {}, new AbortController().signal);
}

/** Writes the same clips in the same order as loose files, and returns their manifest. */
function manifestOf(clips: readonly Clip[]): string {
  const folder = mkdtempSync(join(out, "loose-"));
  const rows = clips.map(({ path, range, label }, i) => {
    const bytes = readFileSync(path).subarray(range!.offset, range!.offset + range!.size);
    writeFileSync(join(folder, `${i}.wav`), bytes);
    return `${i}.wav,${label}`;
  });
  const manifest = join(folder, "train.csv");
  writeFileSync(manifest, `path,label\n${rows.join("\n")}\n`);
  return manifest;
}

describe("written shards", () => {
  it("contain each clip once, in shards of equal size with mixed labels", () => {
    expect(samplesOf(sharded)).toEqual(samplesOf(openClips(tones, "source")));
    const sizes = new Map<string, number>();
    for (const { path } of sharded) sizes.set(basename(path), (sizes.get(basename(path)) ?? 0) + 1);
    expect([...sizes]).toEqual(Array.from({ length: 8 }, (_, i) => [`train-00${i}.tar`, 9]));
    const numChanges = sharded.filter(({ label }, i) => i > 0 && label !== sharded[i - 1]!.label).length;
    expect(numChanges).toBeGreaterThan(30);
  });

  it("are byte-identical for the same seed, and differ for another seed", async () => {
    const write = async (name: string, seed: number) => {
      await writeShards(openClips(tones, "source"), { ...options, seed, output: join(out, name) });
      return readdirSync(join(out, name)).map((file) => readFileSync(join(out, name, file), "base64"));
    };
    const first = await write("again", 0);
    expect(first).toEqual(
      readdirSync(out)
        .filter((name) => name.endsWith(".tar"))
        .sort()
        .map((name) => readFileSync(join(out, name), "base64")),
    );
    expect(await write("other", 1)).not.toEqual(first);
  });

  it("are readable by tar and by Python's tarfile", () => {
    const tar = join(out, "train-003.tar");
    const listed = spawnSync("tar", ["-tf", tar], { encoding: "utf8" });
    expect(listed.stderr).toBe("");
    const names = listed.stdout.trim().split("\n");
    expect(names.length).toBe(18);
    expect(sharded.filter(({ path }) => path === tar).map(({ range }) => range!.member)).toEqual(
      names.filter((name) => name.endsWith(".wav")),
    );
    const script = `
import hashlib, sys, tarfile
with tarfile.open(sys.argv[1], "r:") as tar:
    for member in tar:
        print(member.name, hashlib.sha256(tar.extractfile(member).read()).hexdigest())`;
    const python = spawnSync("python3", ["-c", script, tar], { encoding: "utf8" });
    expect(python.stderr).toBe("");
    const hashes = new Map(
      python.stdout
        .trim()
        .split("\n")
        .map((line) => line.split(" ") as [string, string]),
    );
    expect([...hashes.keys()]).toEqual(names);
    const bytes = readFileSync(tar);
    for (const { path, range, label } of sharded) {
      if (path !== tar) continue;
      const { member, offset, size } = range!;
      const hash = (content: string | Buffer) => createHash("sha256").update(content).digest("hex");
      expect(hashes.get(member)).toBe(hash(bytes.subarray(offset, offset + size)));
      expect(hashes.get(member.replace(".wav", ".cls"))).toBe(hash(label));
    }
  });

  it("keep each clip's stretch of a shared file, and can be sharded again", async () => {
    const folder = mkdtempSync(join(out, "long-"));
    const long = Float32Array.from({ length: 16000 }, (_, i) => Math.sin(i * i * 1e-6) / 2);
    writeFileSync(join(folder, "song.v1.wav"), encodeWav16(long, 16000));
    const rows = [
      "song.v1.wav,verse,0,0.25",
      "song.v1.wav,chorus,0.25,0.5",
      "song.v1.wav,whole,,",
      "song.v1.wav,coda,0.75,",
    ];
    writeFileSync(join(folder, "m.csv"), `path,label,start_sec,duration_sec\n${rows.join("\n")}\n`);
    const clips = openClips(join(folder, "m.csv"), "source");
    await writeShards(clips, { clipsPerShard: 3, seed: 2, output: join(folder, "once") });
    const once = openClips(join(folder, "once"), "source");
    expect(samplesOf(once)).toEqual(samplesOf(clips));
    await writeShards(once, { clipsPerShard: 1, seed: 5, output: join(folder, "twice", "s-*.tar") });
    const twice = openClips(join(folder, "twice"), "source");
    expect(samplesOf(twice)).toEqual(samplesOf(clips));
    expect(twice.map(({ range }) => range!.member)).toEqual(
      [0, 1, 2, 3].map((i) => `00000000${i}-song_v1.wav`),
    );
  });

  it("are removed if a clip is corrupt or writing is stopped", async () => {
    const folder = mkdtempSync(join(out, "bad-"));
    writeFileSync(join(folder, "good.wav"), encodeWav16(new Float32Array(100), 8000));
    writeFileSync(join(folder, "bad.wav"), encodeWav16(new Float32Array(100), 8000));
    truncateSync(join(folder, "bad.wav"), 100);
    const rows = ["good.wav,a,", "good.wav,b,0.001", "bad.wav,b,"];
    writeFileSync(join(folder, "m.csv"), `path,label,start_sec\n${rows.join("\n")}\n`);
    const clips = openClips(join(folder, "m.csv"), "source");
    const output = join(folder, "shards");
    await expect(writeShards(clips, { ...options, output })).rejects.toThrow(
      /m\.csv:4: .*bad\.wav: truncated/,
    );
    expect(readdirSync(output)).toEqual([]);
    const stop = new AbortController();
    const onProgress = () => stop.abort(new Error("enough"));
    const stopped = writeShards(clips.slice(0, 2), {
      clipsPerShard: 1,
      seed: 0,
      output,
      signal: stop.signal,
      onProgress,
    });
    await expect(stopped).rejects.toThrow("enough");
    expect(readdirSync(output)).toEqual([]);
  });

  it("never overwrite existing shards or mix with them", async () => {
    const clips = openClips(tones, "source");
    await expect(writeShards(clips, { ...options, output: shards })).rejects.toThrow(
      /train-\*\.tar: .*train-000\.tar exists already; choose another name/,
    );
    // Fewer shards than before would leave old shards beside the new ones.
    await expect(
      writeShards(clips, { seed: 0, clipsPerShard: 100, output: join(out, "train*.tar") }),
    ).rejects.toThrow(/already/);
    await expect(writeShards(clips, { ...options, output: out })).rejects.toThrow(
      /expected an empty folder or a new one/,
    );
    await expect(writeShards(clips, { ...options, output: join(out, "one.tar") })).rejects.toThrow(
      /one \* for the shard's number/,
    );
  });
});

describe("training from shards", () => {
  it("is bit-identical to training on the same clips as loose files", async () => {
    const fromShards = await train(shards, "a");
    const fromFiles = await train(manifestOf(sharded), "b");
    expect(fromShards.metrics["validation/loss"]).toBeLessThan(1.2);
    expect(numbersOf(fromShards.folder)).toEqual(numbersOf(fromFiles.folder));
    const { "model.safetensors": weights } = tensorsOf(fromFiles.folder);
    expect(tensorsOf(fromShards.folder)["model.safetensors"]).toBe(weights);
    // Another order results in other numbers, so the comparison can fail.
    const windowed = await train(shards, "c", "data.shuffle_shards=2");
    expect(tensorsOf(windowed.folder)["model.safetensors"]).not.toBe(weights);
  });

  it("with windows resumes bit-identically in the middle of an epoch", async () => {
    const more = ["data.shuffle_shards=2", "checkpoint.save=[{every_steps: 4}]"];
    const whole = await train(shards, "whole", ...more);
    const stop = new AbortController();
    const loaded = loadConfig(RECIPE, [
      ...toneOverrides(shards, join(out, "cut")),
      "training.epochs=3",
      ...more,
    ]);
    let numSteps = 0;
    const cut = await runTraining(
      loaded,
      { onStep: () => void (++numSteps === 10 && stop.abort()) },
      stop.signal,
    );
    expect(cut.position).toMatchObject({ epoch: 1, batch: 3 });
    const resumed = await train(shards, "cut", ...more, "checkpoint.resume=auto");
    expect(resumed.folder).toBe(cut.folder);
    expect(numbersOf(resumed.folder)).toEqual(numbersOf(whole.folder));
    expect(tensorsOf(resumed.folder)).toEqual(tensorsOf(whole.folder));
  });

  it("decodes equally with and without workers, and opens only the shards of one window", async () => {
    const collect = async (numWorkers: number) => {
      const loader = new Loader({
        clips: sharded,
        targets: {},
        sampleRateHz: 16000,
        clipSamples: 4000,
        batchSize: 6,
        order: { seed: 1, shuffle: true, shuffleShards: 2 },
        augment: { gainDb: 6, randomCrop: true },
        decoding: { numWorkers, prefetchBatches: 2 },
      });
      const seen: unknown[] = [];
      for await (const batch of loader.epoch(0)) {
        seen.push([[...batch.indices], Buffer.from(batch.wave.slice().buffer).toString("base64")]);
        // A batch has six of the 18 clips of a window's two shards, and never spans two windows.
        expect(new Set([...batch.indices].map((i) => sharded[i]!.path)).size).toBeLessThanOrEqual(2);
        batch.release();
      }
      await loader.close();
      return seen;
    };
    expect(await collect(2)).toEqual(await collect(0));
  });

  it("refuses windows over loose files before a run is created", async () => {
    const message = /data\.shuffle_shards: 2, and data\.train contains .*0\.wav, which is not in a tar shard/;
    await expect(train(tones, "refused", "data.shuffle_shards=2")).rejects.toThrow(message);
    expect(() => loadConfig(RECIPE, ["data.train=a.csv", "data.shuffle_shards=2"])).toThrow(
      /data\.shuffle_shards: 2, and a\.csv is not in tar shards/,
    );
    expect(readdirSync(out)).not.toContain("refused");
  });
});

describe("the command line", () => {
  it("shards a folder, trains on the shards and evaluates", async () => {
    const folder = join(out, "cli");
    const made = await startCli(["data", "shard", tones, folder, "--clips-per-shard", "30"]).ended;
    expect(made.stderr).toMatch(/^sharding 72 clips in \d\d:\d\d\n$/);
    expect(made.code).toBe(0);
    const pattern = join(folder, "shard-{000..002}.tar");
    expect(made.stdout).toMatch(/^72 clips in 3 shards, 0\.7 MB\n/);
    expect(made.stdout).toContain(`data.train='${pattern}'`);
    const runs = join(out, "cli-runs");
    const overrides = [...toneOverrides(pattern, runs), "training.epochs=4", "data.shuffle_shards=2"];
    const trained = await runCli("train", RECIPE, ...overrides);
    expect(trained.stderr).not.toMatch(/Error/);
    expect(trained.code).toBe(0);
    const evaluated = await runCli("evaluate", onlyRun(runs), "--data", folder, "--json");
    expect(JSON.parse(evaluated.stdout)).toMatchObject({ clips: 72, labels: ["high", "low", "mid"] });

    const again = await runCli("data", "shard", tones, folder);
    expect(again.code).toBe(1);
    expect(again.stderr).toMatch(/^DataError: .*expected an empty folder or a new one/);
  });

  it("reports shard and member of a clip that cannot be read in training", async () => {
    const folder = mkdtempSync(join(out, "damaged-"));
    mkdirSync(join(folder, "shards"));
    const tar = join(folder, "shards", "t.tar");
    const bytes = readFileSync(join(out, "train-000.tar"));
    bytes.fill("?", sharded[4]!.range!.offset, sharded[4]!.range!.offset + 4);
    writeFileSync(tar, bytes);
    const { code, stderr } = await runCli("train", RECIPE, ...toneOverrides(tar, join(folder, "runs")));
    expect(code).toBe(1);
    expect(stderr).toContain(`${tar}: ${sharded[4]!.range!.member}: expected audio`);
  });

  it("leaves no shard if it is stopped by Ctrl-C", async () => {
    const many = mkdtempSync(join(out, "many-"));
    const wav = join(tones, "low", "0.wav");
    const rows = Array.from({ length: 60_000 }, (_, i) => `${wav},${i % 2},${i / 1e6}`);
    writeFileSync(join(many, "m.csv"), `path,label,start_sec\n${rows.join("\n")}\n`);
    const { child, ended } = startCli(["data", "shard", join(many, "m.csv"), join(many, "out")]);
    const waitMs = 10;
    while (child.exitCode === null && !hasShard(join(many, "out")))
      await new Promise((go) => setTimeout(go, waitMs));
    child.kill("SIGINT");
    const { code, stderr } = await ended;
    expect(stderr).toContain("stopped; no shard was written");
    expect(code).toBe(130);
    expect(readdirSync(join(many, "out"))).toEqual([]);
  });
});

/** True if a shard is being written in the temporary folder. */
function hasShard(folder: string): boolean {
  try {
    return readdirSync(folder, { recursive: true }).some(
      (name) => statSync(join(folder, String(name))).size > 1e6,
    );
  } catch {
    return false;
  }
}

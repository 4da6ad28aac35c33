import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { encodeWav16 } from "../src/audio/wav.js";
import { loadConfig } from "../src/config/load.js";
import { openClips } from "../src/data/dataset.js";
import { END_MARK, padding, tarHeader } from "../src/data/shards/tar-write.js";
import { writeShards } from "../src/data/shards/write.js";
import { columnsOf, findSource } from "../src/data/source.js";
import { annotationsOf, copiedAnnotations } from "../src/tasks/annotations.js";
import { runCli } from "./support/cli.js";

const out = mkdtempSync(join(tmpdir(), "woodshed-shard-annotations-"));

/** Writes a manifest of clips of different lengths, by which they are told apart. */
function manifest(name: string, lines: readonly string[]): string {
  for (const i of lines.keys())
    writeFileSync(join(out, `${i}.wav`), encodeWav16(new Float32Array(100 + i), 8000));
  const path = join(out, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

const csv = (name: string, head: string, rows: readonly string[]): string =>
  manifest(name, [`path,${head}`, ...rows.map((row, i) => `${i}.wav,${row}`)]);

/** Writes shards as `woodshed data shard` does, and returns their folder. */
async function shard(source: string, output: string): Promise<string> {
  const annotations = copiedAnnotations(source, columnsOf(findSource(source, "source")), null);
  const clips = openClips(source, "source", undefined, annotations);
  await writeShards(clips, { output: join(out, output), clipsPerShard: 3, seed: 1, annotations });
  return join(out, output);
}

describe("shards have the annotations of their manifest", () => {
  const tags = csv("tags.csv", "labels,secondary_labels,ignored_labels", [
    "dog;rain,,",
    ",,",
    "rain,wind;rain,",
    "dog,wind,hum;wind",
    '"[""a;b"", ""dog""]",,hum',
  ]);
  const lines = manifest("tags.jsonl", [
    JSON.stringify({ path: "0.wav", labels: ["b", "a"], start_sec: 0.001 }),
    JSON.stringify({ path: "1.wav", labels: [], secondary_labels: ["a"] }),
  ]);
  const numbers = csv("numbers.csv", "target", ["61.5;-0.25", "1e3;7", '"[0.1, 2]"']);
  const single = csv("single.csv", "label", ["dog", "rain", "a;b"]);

  it.each([
    ["tagging", tags, []],
    ["tagging with secondary labels", tags, ["task.secondary_labels=positive"]],
    ["tagging of JSON lines", lines, []],
    ["regression", numbers, []],
    ["classification", single, []],
  ] as const)("of %s, and can be sharded again", async (name, source, overrides) => {
    const [task] = name.split(" ");
    const { config } = loadConfig("recipes/folder.yaml", [`task.name=${task}`, ...overrides]);
    const open = (path: string): string[] =>
      openClips(path, "data.train", undefined, annotationsOf(config))
        .map(({ path, range, label, startSec }) => {
          const size = range?.size ?? readFileSync(path).length;
          return `${size} ${startSec} ${label}`;
        })
        .sort();
    const once = await shard(source, `${name} once`);
    expect(open(once)).toEqual(open(source));
    expect(open(await shard(once, `${name} twice`))).toEqual(open(source));
  });

  it("of the task that the command names, where the columns are those of several", async () => {
    const source = csv("both.csv", "label,target", ["dog,1", "rain,2"]);
    await expect(shard(source, "none")).rejects.toThrow(
      /both\.csv: has the columns label and target; choose one with --task classification or --task regression/,
    );
    const output = join(out, "chosen");
    expect((await runCli("data", "shard", source, output, "--task", "regression")).code).toBe(0);
    const { config } = loadConfig("recipes/folder.yaml", ["task.name=regression"]);
    const clips = openClips(output, "data.train", undefined, annotationsOf(config));
    expect(clips.map(({ label }) => label).sort()).toEqual(["[1]", "[2]"]);
  });
});

it("an empty class file is a clip without tags, and no label of a classification", () => {
  const member = (name: string, bytes: Uint8Array): Buffer =>
    Buffer.concat([tarHeader(name, bytes.length), bytes, padding(bytes.length)]);
  const path = join(out, "empty.tar");
  const audio = encodeWav16(new Float32Array(100), 8000);
  writeFileSync(
    path,
    Buffer.concat([
      member("1.wav", audio),
      member("1.cls", Buffer.alloc(0)),
      member("2.wav", audio),
      member("2.cls", Buffer.from("dog;rain")),
      END_MARK,
    ]),
  );
  const open = (task: string): string[] => {
    const { config } = loadConfig("recipes/folder.yaml", [`task.name=${task}`]);
    return openClips(path, "data.train", undefined, annotationsOf(config)).map(({ label }) => label);
  };
  expect(open("tagging")).toEqual(["[]", '["dog","rain"]']);
  expect(() => open("classification")).toThrow(/1\.wav: the label "", expected one line of text/);
});

describe("woodshed data shard --corrections", () => {
  const folder = join(out, "corrected");
  const source = join(folder, "clips.csv");
  const write = (name: string, lines: readonly object[]): string => {
    const path = join(folder, name);
    const common = { start_sec: 0, duration_sec: null, column: "label", time_ms: 1 };
    writeFileSync(path, lines.map((line) => `${JSON.stringify({ ...common, ...line })}\n`).join(""));
    return path;
  };
  /** Clips by the number that their length and their file's name tell. */
  const labels = (shards: string): Record<string, string> =>
    Object.fromEntries(
      openClips(shards, "data.train").map(({ range, label }) => [
        /-(\d)\.wav$/.exec(range!.member)![1]!,
        label,
      ]),
    );

  mkdirSync(folder);
  for (const i of [0, 1, 2, 3, 4])
    writeFileSync(join(folder, `${i}.wav`), encodeWav16(new Float32Array(100 + (i % 2)), 8000));
  writeFileSync(source, `path,label\n${[0, 1, 2, 3, 4].map((i) => `${i}.wav,dog`).join("\n")}\n`);

  it("packs corrected labels without rejected clips, and counts what became of corrections", async () => {
    const file = write("clips.csv.corrections.jsonl", [
      { path: "0.wav", label: "cat", was: "dog" },
      { path: "1.wav", label: null, was: "dog" },
      { path: "2.wav", label: "cat", was: "frog" },
      { path: "9.wav", label: "cat", was: "dog" },
    ]);
    for (const more of [[], ["--on-bad-clip", "skip"]]) {
      const shards = join(folder, `packed${more.length}`);
      const { code, stdout, stderr } = await runCli(
        "data",
        "shard",
        source,
        shards,
        "--corrections",
        file,
        ...more,
      );
      expect(code).toBe(0);
      expect(stdout).toMatch(
        /^4 clips in 1 shard, .*\n {2}corrections +1 label changed, 1 clip rejected, 1 stale, 1 of no clip of this data$/m,
      );
      expect(stderr).toMatch(
        /--corrections: 1 correction of source left out: .*2\.wav "dog"; correct it again/,
      );
      expect(labels(shards)).toEqual({ 0: "cat", 2: "dog", 3: "dog", 4: "dog" });
    }
  });

  it("carries corrections of shards over to what they were packed from, and to shards of the same clips", async () => {
    const [old, other] = [join(folder, "old"), join(folder, "other")];
    for (const [shards, seed] of [
      [old, "0"],
      [other, "1"],
    ] as const)
      expect((await runCli("data", "shard", source, shards, "--seed", seed)).code).toBe(0);
    const memberOf = (i: number): { path: string; member: string } => {
      const found = openClips(old, "data.train").find(({ range }) => range!.member.endsWith(`-${i}.wav`))!;
      return { path: join("old", basename(found.path)), member: found.range!.member };
    };
    const file = write("old.jsonl", [
      { ...memberOf(3), label: "wolf", was: "dog" },
      { ...memberOf(4), label: null, was: "dog" },
    ]);
    // Other bytes of the same name and length are another clip.
    writeFileSync(join(folder, "4.wav"), encodeWav16(new Float32Array(100).fill(0.5), 8000));
    const repack = (from: string, to: string, ...files: string[]) =>
      runCli("data", "shard", from, join(folder, to), ...files.flatMap((one) => ["--corrections", one]));
    const again = await repack(source, "again", file);
    expect(again.stdout).toContain("1 label changed, 0 clips rejected, 0 stale, 1 of no clip of this data");
    expect(labels(join(folder, "again"))).toEqual({ 0: "dog", 1: "dog", 2: "dog", 3: "wolf", 4: "dog" });
    expect((await repack(other, "moved", file)).stdout).toContain(
      "1 label changed, 1 clip rejected, 0 stale, 0 of",
    );
    expect(labels(join(folder, "moved"))).toEqual({ 0: "dog", 1: "dog", 2: "dog", 3: "wolf" });
    // A correction of the clip itself counts more than one that is carried over.
    const own = write("own.jsonl", [{ path: "3.wav", label: "fox", was: "dog" }]);
    await repack(source, "both", own, file);
    expect(labels(join(folder, "both"))).toMatchObject({ 3: "fox" });
    rmSync(old, { recursive: true });
    expect((await repack(source, "gone", file)).stdout).toContain(
      "0 labels changed, 0 clips rejected, 0 stale, 2 of",
    );
  });

  it("names a file that cannot be read, and the task of another one", async () => {
    const missing = await runCli(
      "data",
      "shard",
      source,
      join(folder, "none"),
      "--corrections",
      "none.jsonl",
    );
    expect([missing.code, missing.stderr]).toEqual([
      1,
      expect.stringMatching(/--corrections: none\.jsonl: cannot be read/),
    ]);
    const tags = write("tags.jsonl", [{ path: "0.wav", label: "[]", was: "[]", column: "labels" }]);
    const other = await runCli("data", "shard", source, join(folder, "none"), "--corrections", tags);
    expect(other.stderr).toMatch(/no line is a correction of label; .* got corrections of labels/);
  });
});

import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

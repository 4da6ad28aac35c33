import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { encodeWav16 } from "../../audio/wav.js";
import { TagAnnotations } from "../../tasks/tagging/annotations.js";
import { READ_AS_FOUND } from "../annotation-files/reading.js";
import type { Clip } from "../clip.js";
import { type DatasetOptions, openClips, openDataset, openFolds } from "../dataset.js";
import { keptColumns } from "../kept-columns.js";
import { writeShards } from "../shards/write.js";

const audio = encodeWav16(new Float32Array(100), 8000);
let root: string;
let warnings: string[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "woodshed-splits-"));
  warnings = [];
});

function write(name: string, content: string | Uint8Array = audio): string {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** Writes a manifest whose clips are stretches of the file a.wav, or of the file in the column path. */
function manifest(columns: string, rows: readonly (readonly unknown[])[], name = "clips.csv"): string {
  for (const file of ["a.wav", "b.wav"]) write(file);
  const lines = rows.map((row, i) => (columns.startsWith("path") ? row : ["a.wav", i, 1, ...row]).join());
  const head = columns.startsWith("path") ? columns : `path,start_sec,duration_sec,${columns}`;
  return write(name, `${[head, ...lines].join("\n")}\n`);
}

const optionsOf = (train: string, more: Partial<DatasetOptions> = {}): DatasetOptions => ({
  ...{ train, validation: null, test: null, validationFraction: 0.25, seed: 0 },
  warn: (message) => warnings.push(message),
  ...more,
});
const open = (train: string, more: Partial<DatasetOptions>) => openDataset(optionsOf(train, more));
const valuesOf = (clips: readonly Clip[], column: string): string[] =>
  [...new Set(clips.map(({ columns }) => columns![column]!))].sort();
const countOf = (clips: readonly Clip[], label: string): number =>
  clips.filter((clip) => clip.label === label).length;

/** 12 sites with 10 clips each of both labels, in another proportion at each. */
const SITES = Array.from({ length: 240 }, (_, i) => {
  const site = i % 12;
  return [Math.floor(i / 12) % 20 < 4 + site ? "dog" : "rain", `site ${site}`];
});

/** Two clips of each site. */
const FEW_SITES = [...SITES.slice(0, 12), ...SITES.slice(-12)];

describe("data.group", () => {
  it("holds out whole groups, with about the fraction of each label", () => {
    const train = manifest("label,site", SITES);
    const { train: kept, validation } = open(train, { group: "site" });
    expect(validation.length).toBe(60);
    expect(valuesOf(kept, "site").filter((site) => valuesOf(validation, "site").includes(site))).toEqual([]);
    for (const label of ["dog", "rain"]) {
      const all = countOf(kept, label) + countOf(validation, label);
      expect(Math.abs(countOf(validation, label) / all - 0.25)).toBeLessThan(0.05);
    }
    expect(warnings).toEqual([]);
  });

  it("depends on the seed and the clips alone, not on the order of rows", () => {
    const backwards = manifest(
      "path,start_sec,duration_sec,label,site",
      SITES.map((row, i) => ["a.wav", i, 1, ...row]).reverse(),
      "b.csv",
    );
    const sites = (path: string, seed: number): string =>
      valuesOf(open(path, { group: "site", seed }).validation, "site").join();
    const train = manifest("label,site", SITES);
    const chosen = [0, 1, 2, 3, 4].map((seed) => sites(train, seed));
    expect([0, 1, 2, 3, 4].map((seed) => sites(backwards, seed))).toEqual(chosen);
    expect(new Set(chosen).size).toBeGreaterThan(1);
  });

  it("groups the clips of a recording or of a folder, unless a column has that name", () => {
    for (const name of ["x/a.wav", "x/b.wav", "y/c.wav", "y/d.wav"]) write(name);
    const rows = ["x/a.wav", "x/b.wav", "y/c.wav", "y/d.wav"].flatMap((path, i) =>
      [0, 1, 2].map((sec) => [path, sec, 1, i % 2 === 0 ? "dog" : "rain", sec]),
    );
    const head = "path,start_sec,duration_sec,label";
    const train = manifest(
      head,
      rows.map((row) => row.slice(0, 4)),
    );
    const folderOf = ({ path }: Clip): string => dirname(path);
    const recordings = open(train, { group: "recording", validationFraction: 0.5 });
    expect(new Set(recordings.validation.map(({ path }) => path)).size).toBe(2);
    expect(recordings.validation).toHaveLength(6);
    const folders = open(train, { group: "folder", validationFraction: 0.5 });
    expect(new Set(folders.validation.map(folderOf)).size).toBe(1);
    expect(folders.validation).toHaveLength(6);
    const columns = open(manifest(`${head},recording`, rows), { group: "recording" });
    expect(valuesOf(columns.validation, "recording")).toHaveLength(1);
    expect(columns.validation).toHaveLength(4);
  });

  it("keeps a label of one group in training, and says that validation lacks it", () => {
    const rows = [...SITES, ["owl", "site 3"], ["owl", "site 3"]];
    for (let seed = 0; seed < 8; seed++) {
      const { train } = open(manifest("label,site", rows), { group: "site", seed });
      expect(countOf(train, "owl")).toBe(2);
    }
    expect(warnings[0]).toBe(
      "warning: data.group: site: too few groups to hold out clips of owl: validation has none of this label",
    );
  });

  it("balances tags, and numbers without labels", () => {
    const tags = manifest(
      "labels,site",
      SITES.map(([label, site], i) => [i % 3 === 0 ? `${label};wind` : label, site]),
    );
    const annotations = new TagAnnotations("ignore");
    const { train, validation } = open(tags, { group: "site", annotations });
    const windy = (clips: readonly Clip[]): number =>
      clips.filter(({ label }) => label.includes("wind")).length;
    expect(windy(validation) / (windy(train) + windy(validation))).toBeCloseTo(0.25, 1);
  });

  it.each([
    [
      "label,site",
      [
        ["dog", "s"],
        ["rain", "s"],
      ],
      "site",
      /data\.group: site: all training clips are in one group, s, expected two/,
    ],
    [
      "label,site",
      [
        ["dog", "s"],
        ["rain", ""],
      ],
      "site",
      /clips\.csv:3: .*a\.wav: no value in the column site \(data\.group\), expected one/,
    ],
    [
      "path,label,site",
      [
        ["a.wav", "dog", "s"],
        ["b.wav", "rain", "t"],
        ["a.wav", "dog", "t"],
      ],
      "site",
      /^data\.train: .*clips\.csv:4: .*a\.wav has the site t, and .*clips\.csv:2: .*a\.wav, the same clip, has s; list it once/,
    ],
    [
      "label,sight",
      [
        ["dog", "s"],
        ["rain", "t"],
      ],
      "site",
      /^data\.group: site: no clip of data\.train .*clips\.csv has a value in this column; expected one of path, start_sec, duration_sec, label, sight/,
    ],
  ])("refuses the columns %s with an error that says what to do", (columns, rows, group, message) => {
    expect(() => open(manifest(columns, rows), { group })).toThrow(message);
  });

  it("refuses a list as the name of a group, with its line", () => {
    write("a.wav");
    const path = write("m.jsonl", '{"path":"a.wav","label":"x","site":["s"]}\n');
    expect(() => open(path, { group: "site" })).toThrow(
      /m\.jsonl:1: site: expected text or a number, .* got \["s"\]/,
    );
  });

  it("warns of groups that explicit sets share", () => {
    const rows = (names: readonly string[], from: number) =>
      names.map((site, i) => ["a.wav", from + i, 1, i % 2 === 0 ? "dog" : "rain", site]);
    const head = "path,start_sec,duration_sec,label,site";
    const train = manifest(head, rows(["a", "b", "c", "d"], 0), "train.csv");
    const validation = manifest(head, rows(["c", "e"], 10), "validation.csv");
    const test = manifest(head, rows(["d", "a"], 20), "test.csv");
    open(train, { group: "site", validation, test });
    expect(warnings).toEqual([
      "warning: data.validation: 1 group by site (data.group) is in training too: c. The validation metrics are then better than on new groups; put all clips of a group in one set",
      "warning: data.test: 2 groups by site (data.group) are in training too: a, d. The test metrics are then better than on new groups; put all clips of a group in one set",
    ]);
  });
});

describe("data.folds", () => {
  const FOLDS = SITES.map(([label], i) => [label, `f${1 + (i % 4)}`]);

  it("takes a column's fold as the test set, and trains on all other clips", () => {
    const train = manifest("label,part", FOLDS);
    const found = open(train, { folds: "part", fold: "f2", validationFraction: 0 });
    expect([found.train.length, found.validation.length, found.test.length]).toEqual([180, 0, 60]);
    expect(valuesOf(found.test, "part")).toEqual(["f2"]);
    expect(valuesOf(found.train, "part")).toEqual(["f1", "f3", "f4"]);
    expect(found.numbers["num_clips"]!.reduce((sum, one) => sum + one, 0)).toBe(180);
    const judged = open(train, { folds: "part", fold: "f2" });
    expect([judged.train.length, judged.validation.length, judged.test.length]).toEqual([135, 45, 60]);
  });

  it("makes folds by group and label, each clip in one of them", () => {
    const train = manifest("label,site", SITES);
    const { names, ofClip, clips } = openFolds({ ...optionsOf(train, { group: "site" }), folds: 4 });
    expect(names).toEqual(["1", "2", "3", "4"]);
    const foldsOf = new Map<string, Set<string>>();
    for (const [i, { columns }] of clips.entries()) {
      const folds = foldsOf.get(columns!["site"]!) ?? new Set();
      foldsOf.set(columns!["site"]!, folds.add(ofClip[i]!));
    }
    expect([...foldsOf.values()].every(({ size }) => size === 1)).toBe(true);
    expect(names.map((name) => ofClip.filter((one) => one === name).length)).toEqual([60, 60, 60, 60]);
    const tests = names.flatMap(
      (fold) => open(train, { group: "site", folds: 4, fold, validationFraction: 0 }).test,
    );
    expect(new Set(tests.map(({ startSec }) => startSec)).size).toBe(240);
    expect(tests).toHaveLength(240);
    expect(warnings).toEqual([]);
  });

  it("orders folds by number", () => {
    const rows = SITES.map(([label], i) => [label, 1 + (i % 11)]);
    const { names } = openFolds({ ...optionsOf(manifest("label,fold", rows)), folds: "fold" });
    expect(names).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"]);
  });

  it("says which labels a fold lacks", () => {
    const rows = FOLDS.map(([label, part]) => [part === "f1" && label === "dog" ? "rain" : label, part]);
    open(manifest("label,part", rows), { folds: "part", fold: "f1", validationFraction: 0 });
    expect(warnings).toEqual([
      "warning: data.fold: f1: this fold has no clips of dog: metrics of this label are undefined for it",
    ]);
  });

  it.each([
    [
      { folds: "part" },
      /^data\.folds: part: expected the fold to hold out .* one of f1, f2, f3, f4, owls; .*woodshed cross-validate/,
    ],
    [{ folds: "part", fold: "5" }, /^data\.fold: no fold is called 5; expected one of f1, f2, f3, f4, owls/],
    [
      { folds: "part", fold: "owls" },
      /^data\.fold: owls: no other fold has the label owl, so that training without this fold cannot learn it/,
    ],
    [{ folds: "label", fold: "dog" }, /no other fold has the label dog/],
    [{ folds: 300, fold: "1" }, /^data\.folds: 300 folds of 241 clips cannot be made; set it to 241 or less/],
    [
      { folds: 7, fold: "1", group: "part" },
      /^data\.folds: 7 folds of 5 groups \(data\.group part\) cannot be made; set it to 5 or less/,
    ],
  ] as const)("refuses %o", (more, message) => {
    expect(() => open(manifest("label,part", [...FOLDS, ["owl", "owls"]]), more)).toThrow(message);
  });

  it("warns of groups on both sides of a column's folds", () => {
    open(
      manifest(
        "label,part,site",
        SITES.map(([label, site], i) => [label, `f${1 + (i % 5)}`, site]),
      ),
      {
        ...{ folds: "part", fold: "f1", group: "site", validationFraction: 0 },
      },
    );
    expect(warnings[0]).toMatch(
      /^warning: data\.fold: 12 groups by site \(data\.group\) are in training too: site 0, site 1, site 10, site 11, site 2 and 7 more\./,
    );
  });
});

describe("shards and data sets of the user's", () => {
  it("have groups and folds as keys of their JSON", async () => {
    const source = manifest(
      "label,site,fold",
      FEW_SITES.map(([label, site], i) => [label, site, i % 3]),
    );
    const keep = ["site", "fold"];
    const clips = openClips(source, "source", undefined, undefined, { ...READ_AS_FOUND, keep });
    await writeShards(clips, { output: join(root, "shards"), clipsPerShard: 12, seed: 0 });
    const found = open(join(root, "shards"), {
      group: "site",
      folds: "fold",
      fold: "2",
      validationFraction: 0,
    });
    expect(valuesOf(found.test, "fold")).toEqual(["2"]);
    expect(found.test).toHaveLength(8);
    expect(() => open(join(root, "shards"), { group: "speaker" })).toThrow(
      /^data\.group: speaker: no clip of data\.train .*shards has a value in this column; expected one of site, fold, start_sec, duration_sec/,
    );
  });

  it("are grouped by a shard's members as recordings and folders", async () => {
    const clips = openClips(manifest("label,site", FEW_SITES), "source");
    await writeShards(clips, { output: join(root, "shards"), clipsPerShard: 12, seed: 0 });
    const { validation } = open(join(root, "shards"), { group: "recording" });
    expect(validation).toHaveLength(6);
    const byFolder = open(join(root, "shards"), { group: "folder", validationFraction: 0.5 });
    expect(new Set(byFolder.validation.map(({ path }) => path)).size).toBe(1);
  });

  it("have them as keys of rows", () => {
    const rows = SITES.map(([label, site], id) => ({ id, label, site }));
    const own = { code: "", options: {} };
    const clips = rows.map(
      (row): Clip => ({
        ...{
          path: `./set.ts/train/${row.id}`,
          startSec: 0,
          durationSec: null,
          label: row.label!,
          own: { ...own, row },
        },
        ...keptColumns(row, ["site"], `./set.ts: train row ${row.id}`),
      }),
    );
    const found = openDataset({
      ...optionsOf("", { group: "site", folds: 4, fold: "1", validationFraction: 0 }),
      train: { name: "./set.ts", clips },
    });
    expect(found.test).toHaveLength(60);
    expect(valuesOf(found.test, "site")).toHaveLength(3);
  });
});

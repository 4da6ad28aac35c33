import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeWav16 } from "../../audio/wav.js";
import { TagAnnotations } from "../../tasks/tagging/annotations.js";
import type { Annotations } from "../annotations.js";
import { openClips } from "../dataset.js";
import { SINGLE_LABEL } from "../single-label.js";
import { READ_AS_FOUND, type Reading } from "./reading.js";

const TAGS = new TagAnnotations("ignore");
const audio = encodeWav16(new Float32Array(80_000), 8000);
let root: string;
let warnings: string[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "woodshed-formats-"));
  warnings = [];
});
afterEach(() => rmSync(root, { recursive: true }));

/** Writes files of 10 s of audio, and texts. */
function write(files: Record<string, string | Uint8Array | null>): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content ?? audio);
  }
}

/** Returns clips as `a.wav 0.5+2 dog`. */
function read(name: string, more: Partial<Reading> = {}, annotations: Annotations = SINGLE_LABEL): string[] {
  const path = join(root, name);
  const reading = { ...READ_AS_FOUND, ...more };
  return openClips(path, "data.train", (line) => warnings.push(line), annotations, reading).map(
    ({ path: file, startSec, durationSec, label }) =>
      `${relative(root, file)} ${startSec}+${durationSec ?? "end"} ${label}`,
  );
}

describe("tables", () => {
  const rows = ["file,species,from,to", "a.wav,dog,0.5,2.5", "b.wav,rain,,"];
  const columns = { path: "file", label: "species", start_sec: "from", end_sec: "to" };

  it.each([
    ["commas", "m.csv", rows.join("\n")],
    ["semicolons and decimal commas", "m.csv", rows.join("\n").replaceAll(",", ";").replaceAll(".5", ",5")],
    ["tabs", "m.tsv", rows.join("\n").replaceAll(",", "\t")],
    [
      "tabs in a .csv with a byte order mark and CR LF",
      "m.csv",
      `\uFEFF${rows.join("\r\n").replaceAll(",", "\t")}`,
    ],
    [
      "JSON lines",
      "m.jsonl",
      '{"file":"a.wav","species":"dog","from":0.5,"to":2.5}\n{"file":"b.wav","species":"rain"}\n',
    ],
  ])("with columns of other names: %s", (_, name, text) => {
    write({ "a.wav": null, "b.wav": null, [name]: text });
    expect(read(name, { columns })).toEqual(["a.wav 0.5+2 dog", "b.wav 0+end rain"]);
  });

  it("with one label a row become clips with several, in a tagging", () => {
    const text = "path,label,start_sec,end_sec\na.wav,dog,0,1\nb.wav,,,\na.wav,rain,0,1\na.wav,rain,1,2\n";
    write({ "a.wav": null, "b.wav": null, "m.csv": text });
    const clips = ['a.wav 0+1 ["dog","rain"]', 'a.wav 1+1 ["rain"]', "b.wav 0+end []"];
    expect(read("m.csv", { columns: { label: "label" } }, TAGS)).toEqual(clips);
    // Without the key, the column may be one of a classification.
    expect(() => read("m.csv", {}, TAGS)).toThrow(/expected the columns path,labels.*data\.columns\.label/);
  });

  it("keep the cells that a split needs", () => {
    write({ "a.wav": null, "m.csv": "path,label,site\na.wav,dog,7\n" });
    const clips = openClips(join(root, "m.csv"), "", () => {}, SINGLE_LABEL, {
      ...READ_AS_FOUND,
      keep: ["site"],
    });
    expect(clips[0]!.columns).toEqual({ site: "7" });
  });

  it("name recordings of other folders, of which one must have each", () => {
    write({ "x/a.wav": null, "y/b.wav": null, "m.csv": "path,label\na.wav,dog\nb.wav,rain\n" });
    const audioFolders = [join(root, "x"), join(root, "y")];
    expect(read("m.csv", { audioFolders })).toEqual(["x/a.wav 0+end dog", "y/b.wav 0+end rain"]);
    write({ "y/a.wav": null });
    expect(() => read("m.csv", { audioFolders })).toThrow(
      /m\.csv:2: a\.wav: found as .*x\/a\.wav and .*y\/a\.wav/,
    );
  });
});

describe("Raven selection tables", () => {
  const HEAD = ["Selection", "View", "Begin Time (s)", "End Time (s)", "Species"];
  const table = (head: readonly string[], ...rows: (string | number)[][]): string =>
    [head, ...rows].map((row) => row.join("\t")).join("\r\n");

  it("have a row for each view of a selection, and the recording beside them", () => {
    const rows = [
      [1, "Waveform 1", 1, 2.25, "dog"],
      [1, "Spectrogram 1", 1, 2.25, "dog"],
      [2, "Waveform 1", 3, 4, "rain"],
      [2, "Spectrogram 1", 3, 4, "rain"],
    ];
    write({ "a.b.wav": null, "a.b.Table.1.selections.txt": table(HEAD, ...rows) });
    expect(read("a.b.Table.1.selections.txt", { columns: { label: "Species" } })).toEqual([
      "a.b.wav 1+1.25 dog",
      "a.b.wav 3+1 rain",
    ]);
  });

  it("of a sequence of files have times in each file", () => {
    const head = [...HEAD, "Begin File", "Begin Path", "File Offset (s)"];
    const rows = [
      [1, "Spectrogram 1", 1, 2.5, "dog", "a.wav", "D:\\day 1\\a.wav", 1],
      [2, "Spectrogram 1", 13.25, 14, "rain", "b.wav", "/mnt/day 1/b.wav", "3.25"],
    ];
    write({ "a.wav": null, "b.wav": null, "all.txt": table(head, ...rows) });
    const columns = { label: "Species" };
    expect(read("all.txt", { columns })).toEqual(["a.wav 1+1.5 dog", "b.wav 3.25+0.75 rain"]);
    const without = table(head.slice(0, -1), ...rows.map((row) => row.slice(0, -1)));
    write({ "all.txt": without });
    expect(() => read("all.txt", { columns })).toThrow(
      /all\.txt:3: the selections are of several files, .* no column "File Offset \(s\)"; add this measurement/,
    );
    // Times of tables that were joined are from the beginning of each file.
    write({ "all.txt": without.replace("13.25\t14", "3.25\t4") });
    expect(read("all.txt", { columns: { ...columns, path: "Begin File" } })).toEqual([
      "a.wav 1+1.5 dog",
      "b.wav 3.25+0.75 rain",
    ]);
  });

  it("without the column of the labels name the columns that there are", () => {
    write({ "a.wav": null, "a.txt": table(HEAD, [1, "Spectrogram 1", 1, 2, "dog"]) });
    expect(() => read("a.txt")).toThrow(
      /a\.txt:1: expected the column "Annotation" of a Raven selection table, got "Selection", .*"Species"; set data\.columns\.label/,
    );
  });

  it("may have selections without a label, which are left out and counted", () => {
    write({
      "a.wav": null,
      "a.txt": table(HEAD, [1, "S", 1, 2, "dog"], [2, "S", 3, 4, ""], [3, "S", 5, 6, "rain"]),
    });
    expect(read("a.txt", { columns: { label: "Species" } })).toHaveLength(2);
    expect(warnings).toEqual([
      expect.stringMatching(/1 event without a label left out; the first: .*a\.txt:3/),
    ]);
  });
});

describe("Audacity label tracks", () => {
  it("may have frequencies, decimal commas and labels with tabs", () => {
    write({
      "a.wav": null,
      "a.txt": "0,500000\t1,250000\tdog\n\\\t1000,5\t2000,0\n2,0\t3,0\ta\tb\n",
      "b.wav": null,
      "b.txt": '0.5\t1\t"hello\n',
    });
    expect(read("a.txt")).toEqual(["a.wav 0.5+0.75 dog", "a.wav 2+1 a\tb"]);
    expect(read("b.txt")).toEqual(['b.wav 0.5+0.5 "hello']);
  });

  it("may have points, which are clips only with windows", () => {
    write({ "a.wav": null, "a.txt": "4.0\t4.0\tclick\n" });
    expect(() => read("a.txt")).toThrow(/a\.txt:1: a point at 4 s has no duration; .*data\.windows/);
  });
});

describe("DCASE labels", () => {
  it("are strong, with recordings without events", () => {
    const text = "filename\tonset\toffset\tevent_label\na.wav\t0.5\t2\tDog\nb.wav\t\t\t\nc.wav\n";
    write({ "a.wav": null, "b.wav": null, "c.wav": null, "m.tsv": text });
    expect(read("m.tsv", {}, TAGS)).toEqual(['a.wav 0.5+1.5 ["Dog"]', "b.wav 0+end []", "c.wav 0+end []"]);
    expect(read("m.tsv")).toEqual(["a.wav 0.5+1.5 Dog"]);
    expect(warnings.at(-1)).toMatch(/2 of 3 recordings without an annotation left out; the first: .*b\.wav/);
  });

  it("are weak, with several labels a recording", () => {
    write({
      "a.wav": null,
      "b.wav": null,
      "m.tsv": "filename\tevent_labels\na.wav\tSpeech, Dog\nb.wav\tDog\n",
    });
    expect(read("m.tsv", {}, TAGS)).toEqual(['a.wav 0+end ["Dog","Speech"]', 'b.wav 0+end ["Dog"]']);
    expect(() => read("m.tsv")).toThrow(
      /m\.tsv:2, column "event_labels": label: expected text, got \["Speech","Dog"\]; .*tagging/,
    );
  });
});

describe("the format", () => {
  it("of a manifest with columns of other formats is that of a table", () => {
    write({ "a.wav": null, "m.csv": "path,label,filename,event_labels\na.wav,dog,x,y\n" });
    expect(read("m.csv")).toEqual(["a.wav 0+end dog"]);
  });

  it("is named where a file has none that is known, and can be set", () => {
    write({ "a.wav": null, "notes.txt": "Recorded in May\n", "m.dat": "path,label\na.wav,dog\n" });
    expect(() => read("notes.txt")).toThrow(/notes\.txt: its format is not recognized.*data\.format/);
    expect(() => read("m.dat")).toThrow(/expected a folder, a \.csv/);
    expect(read("m.dat", { format: "csv" })).toEqual(["a.wav 0+end dog"]);
    expect(() => read("notes.txt", { format: "audacity" })).toThrow(
      /notes\.txt:1: expected start, end and label/,
    );
  });
});

describe("a folder of annotation files", () => {
  it("has recordings beside them, in the folder or in another", () => {
    write({
      "a.wav": null,
      "a.txt": "0\t1\tdog\n",
      "b.wav": null,
      "b.txt": "",
      "c.wav": null,
      "readme.txt": "Hello.\n",
    });
    expect(read("", {}, TAGS)).toEqual(['a.wav 0+1 ["dog"]', "b.wav 0+end []"]);
    expect(warnings).toEqual([
      expect.stringMatching(/1 text file without annotations left out; the first: .*readme\.txt/),
      expect.stringMatching(
        /1 recording without an annotation file left out; the first: .*c\.wav\. An empty/,
      ),
    ]);
    write({ "labels/day/a.txt": "0\t1\tdog\n", "audio/day/a.wav": null });
    const audioFolders = [join(root, "audio")];
    expect(read("labels", { format: "audacity", audioFolders })).toEqual(["audio/day/a.wav 0+1 dog"]);
    expect(() => read("labels", { format: "audacity" })).toThrow(
      /labels\/day\/a\.txt: no recording beside it, expected a\.wav; .*data\.audio_folders/,
    );
  });

  it("can have tables without a column of recordings", () => {
    write({
      "a.wav": null,
      "a.csv": "start_sec,end_sec,label\n0,1,dog\n",
      "b.wav": null,
      "b.csv": "start_sec,end_sec,label\n2,3,rain\n",
    });
    expect(read("", { format: "csv" })).toEqual(["a.wav 0+1 dog", "b.wav 2+1 rain"]);
  });

  it("has one recording for each file", () => {
    write({ "a.wav": null, "a.wave": null, "a.txt": "0\t1\tdog\n" });
    expect(() => read("")).toThrow(/a\.txt: a: found as .*a\.wav and .*a\.wave, expected one recording/);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeWav16 } from "../../audio/wav.js";
import { READ_AS_FOUND, type WindowOptions } from "../../data/annotation-files/reading.js";
import { openDataset } from "../../data/dataset.js";
import { EVENTS } from "./annotations.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-events-"));
afterAll(() => rmSync(folder, { recursive: true }));

const WINDOWS: WindowOptions = {
  ...{ sec: 1, hopSec: 1, minOverlapSec: null, minOverlapFraction: null },
  ...{ last: "pad", background: "no_label" },
};

beforeAll(() => {
  for (const [name, sec] of [
    ["a", 2.5],
    ["b", 1],
    ["c", 1],
  ] as const)
    writeFileSync(join(folder, `${name}.wav`), encodeWav16(new Float32Array(8000 * sec).fill(0.1), 8000));
  const strong = [
    "filename\tonset\toffset\tevent_label",
    "a.wav\t0.5\t1.25\tdog",
    "a.wav\t0.9\t2.6\tcat",
    "b.wav\t\t\t",
  ];
  writeFileSync(join(folder, "strong.tsv"), `${strong.join("\n")}\n`);
  const mixed = [
    { path: "b.wav", events: [{ label: "dog", onset_sec: 0.25, offset_sec: 0.5 }] },
    { path: "c.wav", labels: ["dog", "cat"] },
  ];
  writeFileSync(join(folder, "mixed.jsonl"), mixed.map((row) => `${JSON.stringify(row)}\n`).join(""));
});

function open(train: string, windows: WindowOptions | null, validation: string | null = null) {
  const warnings: string[] = [];
  const data = openDataset({
    ...{ train: join(folder, train), validation: validation && join(folder, validation), test: null },
    ...{ validationFraction: 0, seed: 0, annotations: EVENTS, reading: { ...READ_AS_FOUND, windows } },
    warn: (line) => warnings.push(line),
  });
  return { ...data, warnings };
}

describe("a table of events", () => {
  it("makes one clip of each recording, with all of its events, cut at its end", () => {
    const { train, labels, warnings } = open("strong.tsv", null);
    expect(labels).toEqual(["cat", "dog"]);
    expect(train.map(({ label, startSec, durationSec }) => [label, startSec, durationSec])).toEqual([
      ['{"events":[["dog",0.5,1.25],["cat",0.9,2.5]]}', 0, null],
      ['{"events":[]}', 0, null],
    ]);
    expect(warnings.join()).toMatch(/1 of 2 annotations end after their file/);
  });

  it("is cut into windows to train on, with the part of each event that is in them, and not to evaluate", () => {
    const { train, validation } = open("strong.tsv", WINDOWS, "strong.tsv");
    expect(train.map(({ label, startSec }) => [startSec, label])).toEqual([
      [0, '{"events":[["dog",0.5,1],["cat",0.9,1]]}'],
      [1, '{"events":[["dog",0,0.25],["cat",0,1]]}'],
      [2, '{"events":[["cat",0,0.5]]}'],
      [0, '{"events":[]}'],
    ]);
    expect(validation.map(({ label }) => label)).toEqual([
      '{"events":[["dog",0.5,1.25],["cat",0.9,2.5]]}',
      '{"events":[]}',
    ]);
  });

  it("as JSON lines, has recordings with events beside those with labels alone", () => {
    const { train } = open("mixed.jsonl", null);
    expect(train.map(({ label }) => label)).toEqual([
      '{"events":[["dog",0.25,0.5]]}',
      '{"labels":["cat","dog"]}',
    ]);
  });
});

describe("windows of recordings with events in their rows", () => {
  const recordings = [
    { path: "a.wav", events: [{ label: "dog", start_sec: 0.5, end_sec: 1.25 }] },
    { path: "b.wav", events: [] },
    { path: "c.wav", labels: ["dog"] },
    { path: "a.wav", start_sec: 0, end_sec: 1.5, events: [{ label: "cat", onset_sec: 0, offset_sec: 0 }] },
  ];
  const write = (name: string, rows: readonly object[]): void =>
    writeFileSync(join(folder, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));

  it("have the events in them; stretches and clips without times are not cut", () => {
    write("rows.jsonl", recordings);
    const { train } = open("rows.jsonl", WINDOWS);
    expect(train.map(({ label, startSec, durationSec }) => [startSec, durationSec, label])).toEqual([
      [0, 1, '{"events":[["dog",0.5,1]]}'],
      [1, 1, '{"events":[["dog",0,0.25]]}'],
      [2, 1, '{"events":[]}'],
      [0, 1, '{"events":[]}'],
      [0, null, '{"labels":["dog"]}'],
      [0, 1.5, '{"events":[["cat",0,0]]}'],
    ]);
  });

  it("are cut after validation recordings are held out, which stay whole", () => {
    const names = Array.from({ length: 10 }, (_, i) => `r${i}.wav`);
    for (const name of names) writeFileSync(join(folder, name), encodeWav16(new Float32Array(16_000), 8000));
    write(
      "split.jsonl",
      names.map((path) => ({ path, events: [{ label: "dog", onset_sec: 0.5, offset_sec: 1.5 }] })),
    );
    const { train, validation } = openDataset({
      ...{
        train: join(folder, "split.jsonl"),
        validation: null,
        test: null,
        validationFraction: 0.3,
        seed: 1,
      },
      ...{ annotations: EVENTS, reading: { ...READ_AS_FOUND, windows: WINDOWS } },
    });
    expect(validation.map(({ label, durationSec }) => [label, durationSec])).toEqual(
      Array(3).fill(['{"events":[["dog",0.5,1.5]]}', null]),
    );
    expect(train).toHaveLength(14);
    const held = new Set(validation.map(({ path }) => path));
    expect(train.filter(({ path }) => held.has(path))).toEqual([]);
  });

  it.each([
    [{ minOverlapSec: 0.1 }, /data\.windows\.min_overlap_sec: expected null/],
    [{ minOverlapFraction: 0.5 }, /data\.windows\.min_overlap_fraction: expected null/],
    [
      { background: { label: "none" } },
      /data\.windows\.background: a label for windows without events has no times/,
    ],
  ])("refuse %j, which would leave out or invent events", (options, message) => {
    expect(() => open("strong.tsv", { ...WINDOWS, ...options })).toThrow(message);
  });
});

describe("the column events", () => {
  const parse = (events: unknown): string => EVENTS.parse({ events }, "train.jsonl:3");

  it("is read from a list or its text, sorted", () => {
    const list = [
      { label: "b", onset_sec: 1, offset_sec: 2 },
      { label: "a", onset_sec: 0, offset_sec: 1 },
    ];
    expect(parse(list)).toBe('{"events":[["a",0,1],["b",1,2]]}');
    expect(parse(JSON.stringify(list))).toBe(parse(list));
    expect(parse("")).toBe('{"events":[]}');
    expect(EVENTS.parse({ labels: "b;a" }, "x")).toBe('{"labels":["a","b"]}');
    expect(EVENTS.parse({ labels: "" }, "x")).toBe('{"events":[]}');
  });

  it.each([
    ["dog", /train\.jsonl:3: events: expected events as a JSON list.*got "dog"/],
    [
      [{ label: "a", onset_sec: 2, offset_sec: 1 }],
      /an event that ends after it begins, got "a" from 2 to 1 s/,
    ],
    [[{ label: "a", onset_sec: -1, offset_sec: 1 }], /expected events as a JSON list/],
    [[{ label: "", onset_sec: 0, offset_sec: 1 }], /expected events as a JSON list/],
    [[{ label: "a", onset_sec: "0", offset_sec: 1 }], /expected events as a JSON list/],
    [7, /expected events as a JSON list/],
    [undefined, /expected events as a JSON list/],
  ])("refuses %j", (events, message) => {
    expect(() => parse(events)).toThrow(message);
  });
});

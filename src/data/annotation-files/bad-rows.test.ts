import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { encodeWav16 } from "../../audio/wav.js";
import { openClips } from "../dataset.js";
import { SINGLE_LABEL } from "../single-label.js";
import { READ_AS_FOUND, type Reading } from "./reading.js";

const root = mkdtempSync(join(tmpdir(), "woodshed-bad-rows-"));
afterAll(() => rmSync(root, { recursive: true }));
writeFileSync(join(root, "a.wav"), encodeWav16(new Float32Array(80_000), 8000));

function read(name: string, text: string | Uint8Array, more: Partial<Reading> = {}): string[] {
  const path = join(root, name);
  writeFileSync(path, text);
  const warnings: string[] = [];
  openClips(path, "data.train", (line) => warnings.push(line), SINGLE_LABEL, { ...READ_AS_FOUND, ...more });
  return warnings;
}

const RAVEN = "Selection\tBegin Time (s)\tEnd Time (s)\tAnnotation\n";

it.each([
  [
    "two columns of one name",
    "m.csv",
    "path,label,label\na.wav,x,y\n",
    /m\.csv:1: the columns 2 and 3 are both called "label"/,
  ],
  [
    "a negative time",
    "a.txt",
    `${RAVEN}1\t-1\t2\tdog\n`,
    /a\.txt:2: Begin Time \(s\): expected seconds.*got "-1"/,
  ],
  [
    "an end before the start",
    "a.txt",
    `${RAVEN}1\t3\t2.5\tdog\n`,
    /a\.txt:2: End Time \(s\): 2\.5 s is before Begin Time \(s\), 3 s/,
  ],
  [
    "a time that is no number",
    "a.txt",
    "0\t1\tdog\nsoon\t2\tdog\n",
    /a\.txt:2: start: expected seconds.*got "soon"/,
  ],
  [
    "a start after the end of the file",
    "a.txt",
    "0\t1\tdog\n10.5\t11\tdog\n",
    /a\.txt:2: .*a\.wav: expected an annotation within the file, which has 10\.000 s, got one from 10\.5 s on/,
  ],
  [
    "both decimal separators",
    "a.txt",
    "0,5\t1,25\tdog\n2.5\t3\tdog\n",
    /a\.txt:1: start: "0,5" has a decimal comma, and .*a\.txt:2: start: "2\.5" a decimal point/,
  ],
  [
    "a decimal comma between commas",
    "m.csv",
    'path,label,start_sec\na.wav,dog,"0,5"\n',
    /m\.csv:2: start_sec: expected seconds.*got "0,5"; write decimals with a point/,
  ],
  [
    "an end and another duration",
    "m.csv",
    "path,label,start_sec,end_sec,duration_sec\na.wav,dog,1,2,3\n",
    /m\.csv:2: end_sec: 2 s, and start_sec plus duration_sec is 4 s; remove one/,
  ],
  [
    "a recording that is not there",
    "m.tsv",
    "filename\tevent_labels\nb.wav\tdog\n",
    /m\.tsv:2: .*b\.wav: no such file/,
  ],
  [
    "text in UTF-16",
    "a.txt",
    Buffer.from(`\uFEFF${RAVEN}1\t1\t2\tdog\n`, "utf16le"),
    /a\.txt: the text is UTF-16, expected UTF-8/,
  ],
  [
    "text in Latin-1",
    "a.txt",
    Buffer.from(`${RAVEN}1\t1\t2\tBär\n`, "latin1"),
    /a\.txt:2: column 8: the byte 0xe4/,
  ],
  ["too many cells", "a.txt", `${RAVEN}1\t1\t2\tdog\tmore\n`, /a\.txt:2: expected 4 fields, got 5/],
  ["no rows", "m.tsv", "filename\tonset\toffset\tevent_label\n", /m\.tsv: no clips in this manifest/],
  [
    "labels of one stretch that differ",
    "a.txt",
    "0\t1\tdog\n0\t1\train\n",
    /a\.txt:2: .*a\.wav has the label "rain", and .*a\.txt:1, the same clip, has "dog"/,
  ],
])("refuses %s, and names the place", (_, name, text, message) => {
  expect(() => read(name, text)).toThrow(message);
});

it("refuses a column that the recipe names and the file lacks", () => {
  expect(() => read("m.csv", "path,Species\na.wav,dog\n", { columns: { label: "species" } })).toThrow(
    /m\.csv:1: no column is called "species", which data\.columns\.label names; the columns are "path", "Species"/,
  );
});

it("warns of annotations that end after their file, or overlap others", () => {
  expect(read("a.txt", "0\t1\tdog\n9.5\t10.75\train\n9.75\t10.003\tdog\n")).toEqual([
    expect.stringMatching(
      /1 of 3 annotations end after their file, where they are cut; the first: .*a\.txt:2: .* has 10\.000 s, the annotation ends at 10\.750 s/,
    ),
    expect.stringMatching(
      /1 annotation overlapping one with another label; the first: .*a\.txt:3: .*, which overlaps .*a\.txt:2/,
    ),
  ]);
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeWav16 } from "../src/audio/wav.js";
import { randomFloat } from "../src/data/random.js";

import { type Ended, runCli, startCli } from "./support/cli.js";

const HZ = 16_000;
const SEC = 0.5;

/** Half a second of notes that change, the same for the same seed. */
function sound(seed: number, gain = 0.3, hz = HZ, sec = SEC): Float32Array {
  return Float32Array.from({ length: hz * sec }, (_, i) => {
    const time = i / hz;
    const note = Math.floor(20 * time);
    const pitch = 200 + 2500 * randomFloat(seed, note);
    return gain * randomFloat(seed, note, 1) * Math.sin(2 * Math.PI * pitch * time);
  });
}

/** A WAV file of 32-bit float. */
function encodeWavFloat(samples: Float32Array): Uint8Array {
  const head = Buffer.from(encodeWav16(new Float32Array(2 * samples.length), HZ)).subarray(0, 44);
  head.writeUInt16LE(3, 20);
  head.writeUInt32LE(4 * HZ, 28);
  head.writeUInt16LE(4, 32);
  head.writeUInt16LE(32, 34);
  return Buffer.concat([head, new Uint8Array(samples.buffer)]);
}

const root = mkdtempSync(join(tmpdir(), "woodshed-data-check-"));
const [train, validation] = [join(root, "train.csv"), join(root, "validation.csv")];
const page = join(root, "pages", "check.html");

/** The planted set: each kind of finding once. */
function plant(): void {
  mkdirSync(join(root, "a"));
  const write = (name: string, bytes: Uint8Array | string): void =>
    writeFileSync(join(root, "a", name), bytes);
  for (let i = 0; i < 5; i++) write(`good${i}.wav`, encodeWav16(sound(i), HZ));
  write("silent.wav", encodeWav16(new Float32Array(HZ * SEC), HZ));
  write("clipped.wav", encodeWav16(sound(11, 9), HZ));
  write(
    "offset.wav",
    encodeWav16(
      sound(12).map((sample) => sample + 0.1),
      HZ,
    ),
  );
  write("nan.wav", encodeWavFloat(sound(13).fill(Number.NaN, 100, 103)));
  write("text.mp3", "no audio, but text");
  write("cut.wav", encodeWav16(sound(14), HZ).subarray(0, 3000));
  write("short.wav", encodeWav16(sound(15, 0.3, HZ, 0.03125), HZ));
  write("slow.wav", encodeWav16(sound(16, 0.3, 8000), 8000));
  write("fast.wav", encodeWav16(sound(17, 0.3, 32_000), 32_000));
  write("stereo.wav", encodeWav16(sound(18, 0.3, HZ, 2 * SEC), HZ, 2));
  write("copy.wav", encodeWavFloat(sound(0).map((sample) => Math.round(sample * 32768) / 32768)));
  write("shared.wav", encodeWav16(sound(1), HZ));
  write("louder.wav", encodeWav16(sound(2, 0.5), HZ));
  write("long.wav", encodeWav16(sound(19, 0.3, HZ, 1), HZ));
  const rows = (names: readonly string[], label: string): string[] =>
    names.map((n) => `a/${n}.wav,${label},,`);
  const odd = ["silent", "clipped", "offset", "nan", "cut", "short", "slow", "fast", "stereo"];
  const lines = [
    ...rows(["good0", "good1", "good2", "good3", "good4"], "dog"),
    ...rows([...odd, "copy"], "rain"),
    "a/text.mp3,rain,,",
    "a/long.wav,dog,0.1,0.5",
    "a/long.wav,dog,0.6,1.5",
    "a/long.wav,dog,2,2.5",
  ];
  writeFileSync(train, `path,label,start_sec,end_sec\n${lines.join("\n")}\n`);
  const others = [...rows(["shared", "louder"], "dog"), "a/good3.wav,frog,,"];
  writeFileSync(validation, `path,label,start_sec,end_sec\n${others.join("\n")}\n`);
}

const check = (...more: string[]): Promise<Ended> =>
  runCli("data", "check", train, `data.validation=${validation}`, "data.clip_sec=0.5", ...more);

interface Listed {
  kind: string;
  path?: string;
  found: string;
  source?: string | null;
  other?: { path: string };
}

beforeAll(plant);
afterAll(() => rmSync(root, { recursive: true }));

describe("woodshed data check", () => {
  it("finds each planted defect, and nothing else", async () => {
    const { code, stdout } = await check("--json");
    expect(code).toBe(1);
    const { findings, ...rest } = JSON.parse(stdout) as { findings: Listed[]; [key: string]: unknown };
    expect(rest).toMatchObject({ isComplete: true, numClips: 22, numRecordings: 19, numChecked: 19 });
    const listed = findings.map(({ kind, path, other }) =>
      [kind, path?.slice(root.length + 3), other?.path.slice(root.length + 3)].filter(Boolean).join(" "),
    );
    expect(listed.sort()).toEqual(
      [
        "clipped clipped.wav",
        "conflict copy.wav good0.wav",
        "conflict good3.wav good3.wav",
        "cut long.wav",
        "few_clips",
        "low_rate slow.wav",
        "near_shared louder.wav good2.wav",
        "not_finite nan.wav",
        "odd_channels stereo.wav",
        "odd_rate fast.wav",
        "offset offset.wav",
        "outside long.wav",
        "repeated copy.wav good0.wav",
        "shared good3.wav good3.wav",
        "shared shared.wav good1.wav",
        "short short.wav",
        "silent silent.wav",
        "unreadable cut.wav",
        "unreadable text.mp3",
      ].sort(),
    );
    const foundOf = (kind: string): string => findings.find((one) => one.kind === kind)!.found;
    expect(foundOf("outside")).toBe("begins at 2 s, the file has 1 s");
    expect(foundOf("cut")).toBe("ends at 1.5 s, the file has 1 s");
    expect(foundOf("not_finite")).toBe("3 samples NaN or infinite");
    expect(foundOf("few_clips")).toContain('"frog" has 0 training clips');
    expect(findings.find(({ kind }) => kind === "silent")!.source).toBe(`${train}:7`);
  });

  it("prints a table, examples, and a page that needs no other file", async () => {
    const { code, stdout, stderr } = await check("--examples", "1", "--out", page);
    expect(code).toBe(1);
    expect(stderr).toContain("checking 19 recordings");
    expect(stdout).toContain("19 recordings with 22 clips");
    expect(stdout).toMatch(/^unreadable or damaged +2$/m);
    expect(stdout).toMatch(/^unreadable or damaged: 2\n.*cut\.wav.*\n {2}and 1 more$/m);
    expect(stdout).toMatch(/louder\.wav: similarity \d\.\d+ to .*good2\.wav \(data\.train\)/);
    const html = readFileSync(page, "utf8");
    expect(html).toContain('<h2 id="clipped">clipped: 1</h2>');
    expect(html).toContain("&quot;frog&quot; has 0 training clips");
    const sources = [...html.matchAll(/(?:src|href)="([^"]{0,30})/g)].map(([, link]) => link!);
    expect(sources.filter((link) => link.startsWith("data:audio/wav")).length).toBeGreaterThan(12);
    expect(sources.filter((link) => !/^(#|data:(audio\/wav|image\/png);base64,)/.test(link))).toEqual([]);
  });

  it("exits with 0 without errors, and finds near-duplicates that a random split would separate", async () => {
    const folder = join(root, "clean");
    for (const label of ["low", "high"]) {
      mkdirSync(join(folder, label), { recursive: true });
      for (let i = 0; i < 5; i++)
        writeFileSync(join(folder, label, `${i}.wav`), encodeWav16(sound(label.length * 100 + i), HZ));
    }
    writeFileSync(join(folder, "low", "4.wav"), encodeWav16(sound(300, 0.7), HZ));
    const { code, stdout } = await runCli("data", "check", `data.train=${folder}`, "data.clip_sec=0.5");
    expect(stdout).toMatch(/10 recordings with 10 clips, 5 s of sound: 1 finding\n/);
    expect(stdout).toMatch(/nearly equal sounds in one set: 1\n.*low\/4\.wav: similarity .*low\/0\.wav/);
    expect(code).toBe(0);
  });

  it("finds groups in two sets", async () => {
    const [one, two] = [join(root, "one.csv"), join(root, "two.csv")];
    writeFileSync(one, "path,label,site\na/good0.wav,dog,hill\na/good1.wav,cat,hill\na/good2.wav,cat,lake\n");
    writeFileSync(two, "path,label,site\na/good3.wav,dog,hill\na/good4.wav,cat,sea\n");
    const overrides = [`data.validation=${two}`, "data.clip_sec=0.5", "data.group=site"];
    const { code, stdout } = await runCli("data", "check", one, ...overrides, "--json");
    const { counts, findings } = JSON.parse(stdout) as { counts: object; findings: Listed[] };
    expect(counts).toEqual({ group: 1, few_clips: 2 });
    expect(findings.find(({ kind }) => kind === "group")).toMatchObject({
      path: join(root, "a", "good3.wav"),
      found: "site hill: 2 in data.train, 1 in data.validation",
      other: { path: join(root, "a", "good0.wav") },
    });
    expect(code).toBe(0);
  });

  it("applies corrections, shows them and marks what they changed", async () => {
    const manifest = join(root, "corrected.csv");
    const names = ["good0", "good1", "good2", "good3", "good4", "copy", "silent"];
    writeFileSync(manifest, `path,label\n${names.map((name) => `a/${name}.wav,dog`).join("\n")}\n`);
    const journal = `${manifest}.corrections.jsonl`;
    const line = (name: string, label: string | null, was = "dog"): string =>
      JSON.stringify({
        ...{
          path: `a/${name}.wav`,
          start_sec: 0,
          duration_sec: null,
          column: "label",
          label,
          was,
          time_ms: 1,
        },
      });
    const corrections = [
      line("copy", "cat"),
      line("silent", null),
      line("good4", "wolf", "frog"),
      line("elsewhere", "cat"),
    ];
    writeFileSync(journal, `${corrections.join("\n")}\n`);
    const overrides = [`data.corrections=[${journal}]`, "data.clip_sec=0.5", "data.validation_fraction=0"];
    const out = join(root, "corrected.html");
    const { code, stdout } = await runCli("data", "check", manifest, ...overrides, "--out", out);
    expect(code).toBe(0);
    expect(stdout).toContain("6 recordings with 6 clips");
    expect(stdout).toContain(
      "\ncorrections: 1 label changed, 1 clip rejected, 1 stale, 1 of no clip of this data\n",
    );
    expect(stdout).toMatch(/^corrected labels: 1\n {2}\S*corrected\.csv:7: .*copy\.wav: "cat", was "dog"$/m);
    expect(stdout).toMatch(/^rejected clips, .*: 1\n.*silent\.wav: rejected, was "dog"$/m);
    expect(stdout).toMatch(/^corrections of no clip: 1\n.*elsewhere\.wav$/m);
    expect(stdout).toMatch(/good4\.wav: "dog"; the correction is from "frog" to "wolf"$/m);
    expect(stdout).toMatch(/copy\.wav: "cat" \(corrected\), and .*good0\.wav has "dog"$/m);
    const html = readFileSync(out, "utf8");
    expect(html).toContain("<h2>corrected labels: 1</h2>");
    expect(html).toContain("&quot;cat&quot;, was &quot;dog&quot;");

    const asJson = await runCli("data", "check", manifest, ...overrides, "--json");
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      counts: { conflict: 1, stale: 1, repeated: 1 },
      corrections: {
        ...{ numRelabelled: 1, numRejected: 1, numPresent: 0, numStale: 1, numUnnamed: 1 },
        applied: [
          { set: "data.train", path: join(root, "a", "copy.wav"), label: "cat", was: "dog" },
          { set: "data.train", path: join(root, "a", "silent.wav"), label: null, was: "dog" },
        ],
        unnamed: [{ path: join(root, "a", "elsewhere.wav") }],
      },
    });
  });

  it("applies corrections of the events of recordings", async () => {
    const table = join(root, "events.tsv");
    const rows = [
      "good0.wav\t0.1\t0.2\tdog",
      "good1.wav\t0.1\t0.2\tdog",
      "good2.wav\t\t\t",
      "good3.wav\t0.1\t9\tdog",
    ];
    writeFileSync(table, `filename\tonset\toffset\tevent_label\n${rows.join("\n")}\n`);
    const events = (...list: [string, number, number][]): string => JSON.stringify({ events: list });
    const before = events(["dog", 0.1, 0.2]);
    const line = (name: string, label: string | null, was: string): string =>
      JSON.stringify({
        ...{
          path: `a/${name}.wav`,
          start_sec: 0,
          duration_sec: null,
          column: "events",
          label,
          was,
          time_ms: 1,
        },
      });
    const journal = join(root, "events.jsonl");
    const corrections = [
      line("good0", events(["cat", 0, 0.4], ["dog", 0.1, 0.2]), before),
      line("good1", events(), before),
      line("good2", events(["cat", 0, 0.25]), events()),
      line("good3", null, events(["dog", 0.1, 0.5])),
    ];
    writeFileSync(journal, `${corrections.join("\n")}\n`);
    const overrides = ["task.name=detection", `data.audio_folders=[${join(root, "a")}]`, "data.clip_sec=0.5"];
    const check = await runCli(
      ...(["data", "check", table, ...overrides, `data.corrections=[${journal}]`, "--json"] as const),
    );
    const { findings, corrections: effect, ...counts } = JSON.parse(check.stdout);
    // The rejected recording, whose event ends after it, is not checked; the one that lost its event still is.
    expect(counts).toMatchObject({ numRecordings: 3, numClips: 4 });
    expect(effect).toMatchObject({ numRelabelled: 3, numRejected: 1, numStale: 0, numUnnamed: 0 });
    expect((findings as Listed[]).map(({ kind, found }) => [kind, found])).toEqual([
      ["few_clips", expect.stringMatching(/^"dog" has 1 training clip, such as .*good0\.wav \(corrected\)$/)],
      ["few_clips", expect.stringContaining('"cat" has 2 training clips')],
    ]);
  });

  it("ends with what was found when it is stopped by Ctrl-C", async () => {
    const long = join(root, "long");
    mkdirSync(join(long, "x"), { recursive: true });
    for (let i = 0; i < 12; i++) {
      // Minutes of silence: a file with a hole takes no space. One thread takes them, one after the other.
      const samples = 16_000 * 1200;
      const head = Buffer.from(encodeWav16(new Float32Array(0), HZ)).subarray(0, 44);
      head.writeUInt32LE(36 + 2 * samples, 4);
      head.writeUInt32LE(2 * samples, 40);
      const path = join(long, "x", `${i}.wav`);
      writeFileSync(path, head);
      truncateSync(path, 44 + 2 * samples);
    }
    const { child, ended } = startCli(["data", "check", long, "--json"]);
    await new Promise<void>((resolve) => child.stderr!.once("data", () => resolve()));
    child.kill("SIGINT");
    const { code, stdout, stderr } = await ended;
    expect(stderr).toContain("stopping");
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ isComplete: false, numRecordings: 12 });
  });
});

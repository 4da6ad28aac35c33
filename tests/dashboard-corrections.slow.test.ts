import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Correction, CorrectionList } from "../src/dashboard/api.js";
import { READ_AS_FOUND } from "../src/data/annotation-files/reading.js";
import { Corrections } from "../src/data/corrections/corrections.js";
import { openClips } from "../src/data/dataset.js";
import { SINGLE_LABEL } from "../src/data/single-label.js";
import { EVENTS } from "../src/tasks/detection/annotations.js";
import { TagAnnotations } from "../src/tasks/tagging/annotations.js";
import { CorrectedClips, labelOf } from "./support/corrected-clips.js";
import type { TestDashboard } from "./support/dashboard.js";

let data: CorrectedClips;
let folder: string;
let manifest: string;
let dashboard: TestDashboard;
let journal: string;

function open(): void {
  data = new CorrectedClips();
  ({ folder, manifest, dashboard, journal } = data);
}
const close = (): Promise<void> => data.close();

async function post(key: string, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const { status, body: answer } = await dashboard.ask(
    `/api/runs/${key}/corrections`,
    { "Content-Type": "application/json", ...headers },
    "POST",
    text,
  );
  return { status, answer: JSON.parse(answer.toString()) };
}

const correction = (clip: number, label: string | null, was: string | null): Correction => ({
  ...{ split: "validation", clip, label, was },
});

const listOf = (key: string): Promise<CorrectionList> =>
  dashboard.json(`/api/runs/${key}/corrections?split=validation`);

async function exportOf(key: string): Promise<string> {
  const { status, body, headers } = await dashboard.ask(
    `/api/runs/${key}/corrections/export?split=validation`,
  );
  expect([status, status === 200 ? "" : body.toString()]).toEqual([200, ""]);
  expect(headers["content-disposition"]).toContain(".csv");
  return body.toString();
}

describe("corrections", () => {
  beforeEach(open);
  afterEach(close);

  test("are appended beside the manifest, survive a restart, are undone and exported as a manifest that trains", async () => {
    const before = readFileSync(manifest, "utf8");
    const key = await data.startWith();
    expect(await listOf(key)).toEqual({
      ...{ corrections: [], file: journal, refusedBecause: null },
      setting: `data.corrections=[${journal}]`,
    });
    expect((await post(key, correction(1, "mid", "low, deep"))).status).toBe(200);
    expect((await post(key, correction(2, null, "mid"))).status).toBe(200);
    const { status, answer } = await post(key, correction(3, "low, deep", "high"));
    expect(status).toBe(200);
    expect((answer as CorrectionList).corrections).toMatchObject([
      { clip: 1, label: "mid", was: "low, deep" },
      { clip: 2, label: null, was: "mid" },
      { clip: 3, label: "low, deep", was: "high" },
    ]);
    // Undone: the earlier state is appended.
    await post(key, correction(3, "high", "low, deep"));
    expect(readFileSync(manifest, "utf8")).toBe(before);
    expect(readFileSync(journal, "utf8").trimEnd().split("\n")).toHaveLength(4);

    await dashboard.close();
    await dashboard.start();
    await dashboard.rows();
    expect((await listOf(key)).corrections.map(({ clip, label }) => [clip, label])).toEqual([
      [1, "mid"],
      [2, null],
    ]);

    const out = join(folder, "elsewhere.csv");
    writeFileSync(out, await exportOf(key));
    const clips = openClips(out, "data.train");
    // All clips of the manifest, not the set's alone, without the rejected one.
    expect(clips.map(({ path, label }) => [path, label])).toEqual(
      [0, 1, 3, 4, 5, 6, 7].map((i) => [join(folder, "clips", `${i}.wav`), i === 1 ? "mid" : labelOf(i)]),
    );
    // The column that the recipe's split needs stays.
    expect(readFileSync(out, "utf8").split("\n")[0]).toBe("path,label,speaker");
  });

  test("a stale page is refused, and nothing is written", async () => {
    const key = await data.startWith();
    await post(key, correction(0, "mid", "high"));
    const { status, answer } = await post(key, correction(0, "low, deep", "high"));
    expect([status, answer.error.code]).toEqual([409, "CHANGED"]);
    expect(answer.error.message).toContain('"mid"');
    expect(readFileSync(journal, "utf8").trimEnd().split("\n")).toHaveLength(1);
  });

  test("of two changes to one clip at once, one counts", async () => {
    const key = await data.startWith();
    const statuses = await Promise.all(
      ["mid", "low, deep"].map(async (label) => (await post(key, correction(0, label, "high"))).status),
    );
    expect(statuses.sort()).toEqual([200, 409]);
  });

  test("damaged lines, lines of another task and a line that a kill cut short are left out", async () => {
    const key = await data.startWith();
    await post(key, correction(0, "mid", "high"));
    const line = JSON.parse(readFileSync(journal, "utf8"));
    appendFileSync(
      journal,
      `null\n[]\n${JSON.stringify({ ...line, column: "labels", label: "[]" })}\n{"path": "cl`,
    );
    await post(key, correction(1, null, "low, deep"));
    expect((await listOf(key)).corrections.map(({ clip, label }) => [clip, label])).toEqual([
      [0, "mid"],
      [1, null],
    ]);
  });

  test("labels of tagging are written as a person writes them", async () => {
    const clips = data.validationClips().map((clip) => ({ ...clip, label: '["mid"]' }));
    const key = await data.startWith({ task: { name: "tagging" }, clips });
    const { answer } = await post(key, correction(0, "mid; low", '["mid"]'));
    expect(answer.corrections).toMatchObject([{ clip: 0, label: '["low","mid"]' }]);
    const text = await exportOf(key);
    const out = join(folder, "tags.csv");
    writeFileSync(out, text);
    const read = openClips(out, "data.train", () => {}, new TagAnnotations("keep"));
    expect(read[0]!.label).toBe('["low","mid"]');
    expect((await post(key, correction(1, ";;", '["mid"]'))).status).toBe(422);
  });

  test("events of a detection are moved, renamed, added and deleted, and train as strong labels", async () => {
    const eventsOf = (...events: (readonly [string, number, number])[]): string =>
      JSON.stringify(events.map(([label, onset_sec, offset_sec]) => ({ label, onset_sec, offset_sec })));
    const canonical = (...events: (readonly [string, number, number])[]): string =>
      JSON.stringify({ events });
    const scenes = join(folder, "scenes.jsonl");
    const rows = [0, 1, 2, 3].map((i) => ({
      path: `clips/${i}.wav`,
      events: [{ label: "high", onset_sec: 0.01, offset_sec: 0.05 }],
    }));
    writeFileSync(scenes, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
    const before = canonical(["high", 0.01, 0.05]);
    const clips = data
      .validationClips()
      .slice(0, 4)
      .map((clip, i) => ({
        ...clip,
        durationSec: i === 3 ? 0.1 : null,
        label: before,
        line: `${scenes}:${i + 1}`,
      }));
    const key = await data.startWith({
      ...{ task: { name: "detection" }, source: scenes, clips, predicted: [0, 1, 2, 1] },
      config: { data: { train: scenes } },
    });
    const edited = eventsOf(["mid", 0.06, 0.09], ["high", 0.02, 0.045]);
    expect((await post(key, correction(0, edited, before))).answer.corrections).toMatchObject([
      { clip: 0, label: canonical(["high", 0.02, 0.045], ["mid", 0.06, 0.09]), was: before },
    ]);
    await post(key, correction(1, "[]", before));
    await post(key, correction(2, null, before));
    for (const wrong of [
      eventsOf(["high", 0.05, 0.02]),
      eventsOf(["high", -1, 0.02]),
      eventsOf(["", 0, 0.02]),
      eventsOf(["high", 0.05, 0.2]),
      '[{"label": "high"}]',
    ])
      expect([wrong, (await post(key, correction(3, wrong, before))).status]).toEqual([wrong, 422]);
    const out = join(folder, "corrected.csv");
    writeFileSync(out, await exportOf(key));
    const expected = [canonical(["high", 0.02, 0.045], ["mid", 0.06, 0.09]), canonical(), before];
    expect(openClips(out, "data.train", () => {}, EVENTS).map(({ label }) => label)).toEqual(expected);
    // The same by the setting that the page names, without an export.
    const { setting } = await listOf(key);
    const corrections = /^data\.corrections=\[(.*)\]$/.exec(setting!)!.slice(1);
    const reading = { ...READ_AS_FOUND, corrections };
    const read = openClips(scenes, "data.train", () => {}, EVENTS, reading);
    expect(read.map(({ label }) => label)).toEqual(expected);
  });

  test("clips in shards are corrected by their names in them, and train by data.corrections", async () => {
    const packed = join(folder, "packed");
    mkdirSync(packed);
    for (let i = 0; i < 3; i++) writeFileSync(join(folder, "clips", `${i}.cls`), labelOf(i));
    const members = [0, 1, 2].flatMap((i) => [`${i}.wav`, `${i}.cls`]);
    for (const name of ["a.tar", "b.tar"])
      execFileSync("tar", ["-cf", join(packed, name), "-C", join(folder, "clips"), ...members]);
    const clips = openClips(packed, "data.train").map(({ path, range, startSec, durationSec, label }) => ({
      ...{ name: `${path}: ${range!.member}`, file: path, range: range!, startSec, durationSec, label },
    }));
    const key = await data.startWith({ source: packed, clips });
    const file = join(packed, "corrections.jsonl");
    expect(await listOf(key)).toMatchObject({ file, refusedBecause: null });
    // The same name in another shard is another clip.
    await post(key, correction(4, "mid", "low, deep"));
    await post(key, correction(2, null, "mid"));
    await post(key, correction(0, "mid", "high"));
    await post(key, correction(0, "high", "mid"));
    const { status, body, headers } = await dashboard.ask(
      `/api/runs/${key}/corrections/export?split=validation`,
    );
    expect([status, headers["content-type"]]).toEqual([200, expect.stringContaining("application/x-ndjson")]);
    const out = join(folder, "elsewhere.jsonl");
    writeFileSync(out, body);
    expect(body.toString().trimEnd().split("\n")).toHaveLength(2);
    for (const corrections of [[file], [out]]) {
      const read = openClips(packed, "data.train", () => {}, undefined, { ...READ_AS_FOUND, corrections });
      expect(read.map(({ path, range, label }) => [basename(path), range!.member, label])).toEqual([
        ["a.tar", "0.wav", "high"],
        ["a.tar", "1.wav", "low, deep"],
        ["b.tar", "0.wav", "high"],
        ["b.tar", "1.wav", "mid"],
        ["b.tar", "2.wav", "mid"],
      ]);
    }
  });

  test("rows of a data set of the user's are corrected by their names, beside the runs", async () => {
    const clips = [0, 1].map((i) => ({
      ...{
        name: `./own-data.ts/validation/${i}`,
        file: null,
        startSec: 0,
        durationSec: null,
        label: labelOf(i),
      },
    }));
    const key = await data.startWith({
      ...{ source: null, clips, predicted: [0, 0] },
      config: { data: { dataset: { use: "./own-data.ts", code: "" } } },
    });
    const file = join(dashboard.folder, "own-data.ts.corrections.jsonl");
    expect((await post(key, correction(1, "high", "low, deep"))).answer).toMatchObject({ file });
    const own = { code: "", options: {}, row: {} };
    const rows = clips.map(({ name, startSec, durationSec, label }) => ({
      ...{ path: name, startSec, durationSec, label, own },
    }));
    const read = Corrections.read([file], SINGLE_LABEL).apply(rows, "data.validation", () => {});
    expect(read.map(({ label }) => label)).toEqual(["high", "high"]);
  });

  test("clips of a folder are corrected in it", async () => {
    const inFolder = join(folder, "clips");
    const clips = data.validationClips().map(({ line: _, ...clip }) => clip);
    const key = await data.startWith({ source: inFolder, clips });
    await post(key, correction(4, "mid", "low, deep"));
    expect(existsSync(join(inFolder, "corrections.jsonl"))).toBe(true);
    expect(await exportOf(key)).toContain(`${join(inFolder, "4.wav")},mid`);
  });
});

describe("requests that are refused, and write nothing", () => {
  let key: string;
  beforeAll(async () => {
    open();
    key = await data.startWith();
  });
  afterAll(close);

  test.each([
    ["another site", { Origin: "http://evil.test" }, 403],
    ["no origin that counts", { Origin: "null" }, 403],
    ["another port", { Origin: "http://127.0.0.1:1" }, 403],
    ["a form", { "Content-Type": "application/x-www-form-urlencoded" }, 415],
    ["plain text", { "Content-Type": "text/plain" }, 415],
    ["another host", { Host: "evil.test" }, 403],
    ["a request of another site's page", { "Sec-Fetch-Site": "cross-site" }, 403],
    ["no token", { cookie: "" }, 401],
    ["a wrong token", { cookie: "woodshed-1=0" }, 401],
  ])("%s", async (_, headers, status) => {
    expect((await post(key, correction(0, "mid", "high"), headers)).status).toBe(status);
    expect(existsSync(journal)).toBe(false);
  });

  test.each([
    ["no JSON", "{", 400],
    ["a list", "[]", 400],
    ["another key", JSON.stringify({ ...correction(0, "mid", "high"), file: "/etc/passwd" }), 400],
    ["a negative place", JSON.stringify(correction(-1, "mid", "high")), 400],
    ["a place without a clip", JSON.stringify(correction(600, "mid", "high")), 404],
    ["a set that does not exist", JSON.stringify({ ...correction(0, "mid", "high"), split: "../x" }), 404],
    ["an empty label", JSON.stringify(correction(0, "", "high")), 422],
    ["a long body", `"${"x".repeat(1_100_000)}"`, 413],
  ])("%s", async (_, body, status) => {
    expect((await post(key, body)).status).toBe(status);
    expect(existsSync(journal)).toBe(false);
  });

  test("PUT and DELETE are not understood", async () => {
    for (const method of ["PUT", "DELETE", "PATCH"])
      expect((await dashboard.ask(`/api/runs/${key}/corrections`, {}, method)).status).toBe(405);
  });
});

describe("runs whose labels cannot be corrected", () => {
  beforeEach(open);
  afterEach(close);

  test("a list of clips that another machine signed: nothing is written beside its files", async () => {
    const key = await data.startWith({ isSigned: false });
    expect(await listOf(key)).toMatchObject({
      file: null,
      refusedBecause: expect.stringContaining("trained on another machine"),
    });
    expect((await post(key, correction(0, "mid", "high"))).status).toBe(422);
    const { status } = await dashboard.ask(`/api/runs/${key}/corrections/export?split=validation`);
    expect(status).toBe(422);
    expect(existsSync(journal)).toBe(false);
  });

  test("a symbolic link in place of the file of corrections is not followed", async () => {
    const target = join(folder, "target");
    writeFileSync(target, "precious\n");
    symlinkSync(target, journal);
    const key = await data.startWith();
    const { status, answer } = await post(key, correction(0, "mid", "high"));
    expect([status, answer.error.message]).toEqual([422, expect.stringContaining("symbolic link")]);
    expect(readFileSync(target, "utf8")).toBe("precious\n");
  });

  test("tasks of a user's own, shards and clips without files say why they cannot be corrected", async () => {
    const key = await data.startWith({ task: { use: "./task.ts" } });
    expect((await listOf(key)).refusedBecause).toContain("code of your own");
  });
});

// The page of `woodshed detect --review`: what it holds and, in a browser, a review whose saved table trains.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, it } from "vitest";
import { pngSize } from "../src/audio/png.js";
import { encodeWav16 } from "../src/audio/wav.js";
import { loadConfig } from "../src/config/load.js";
import { READ_AS_FOUND } from "../src/data/annotation-files/reading.js";
import { openClips } from "../src/data/dataset.js";
import type { LabelledEvent } from "../src/detect/found-recording.js";
import { type ReviewPage, type ReviewPageOptions, writeReviewPage } from "../src/detect/review/page.js";
import type { ReviewRecording } from "../src/detect/review/reviewed-events.js";
import { EVENTS, soundsIn } from "../src/tasks/detection/annotations.js";
import { dryRun } from "../src/train/dry-run.js";
import { findChromium, NO_CHROMIUM, openPage } from "./support/browser.js";

const root = mkdtempSync(join(tmpdir(), "woodshed-review-"));
afterAll(() => rmSync(root, { recursive: true }));

const RATE_HZ = 8000;
const LABELS = ["owl", "fox </script><b>", "bär"];

/** Writes 6 s with a tone from 2 to 3 s. */
function recording(name: string, events: LabelledEvent[]): ReviewRecording {
  const path = join(root, name);
  const tone = (sec: number): number => (sec >= 2 && sec < 3 ? 0.01 * Math.sin(2 * Math.PI * 1000 * sec) : 0);
  writeFileSync(
    path,
    encodeWav16(
      Float32Array.from({ length: 6 * RATE_HZ }, (_, i) => tone(i / RATE_HZ)),
      RATE_HZ,
    ),
  );
  return { path, durationSec: 6, events };
}

/** Typed with a combining accent. */
const TYPED = "new, ö\u0301;";
const newLabel = TYPED.normalize();

const event = (label: number, onsetSec: number, offsetSec: number, score: number): LabelledEvent => ({
  label: LABELS[label]!,
  ...{ onsetSec, offsetSec, score },
});

const [FIRST, SECOND] = ["a \"x\" <b>'ö'.wav", "b.wav"];
const RECORDINGS: readonly ReviewRecording[] = [
  recording(FIRST, [event(0, 1.5, 2.5, 0.9), event(1, 2, 3, 0.5)]),
  recording(SECOND, [event(2, 2, 2.5, 0.6), event(2, 5.5, 6, 0.7)]),
  recording("silent.wav", []),
  { path: join(root, "gone.wav"), durationSec: 2, events: [event(0, 0, 1, 0.95)] },
];

async function write(
  name: string,
  recordings = RECORDINGS,
  options: Partial<ReviewPageOptions> = {},
): Promise<ReviewPage> {
  return await writeReviewPage(join(root, name), recordings, {
    ...{ title: "runs/birds", labels: LABELS, format: { sampleRateHz: RATE_HZ }, mostEvents: 500 },
    ...{ signal: new AbortController().signal, onProgress: () => {}, ...options },
  });
}

const dataIn = (page: string, id: string) =>
  JSON.parse(new RegExp(`id="${id}">(.*?)</script>`).exec(page)?.[1] ?? "null");

it("is one file with a picture and a sound for each event, and accepts any name", async () => {
  const written = await write("one.html");
  expect(written).toMatchObject({ numEvents: 5, numShown: 5, isFull: false });
  expect(written.problems).toEqual([expect.stringContaining("gone.wav: no such file")]);
  const page = readFileSync(join(root, "one.html"), "utf8");
  expect(written.bytes).toBe(Buffer.byteLength(page));
  expect(readdirSync(root).filter((name) => name.includes("unfinished"))).toEqual([]);
  expect(page.match(/(src|href)=|https?:\/\/|@import|url\(/g)).toBeNull();
  expect(page).not.toMatch(/fox <\/script>|<b>'ö'/);
  const data = dataIn(page, "data");
  expect(data.labels).toEqual(LABELS);
  expect(data.recordings[0]).toEqual([join(root, FIRST), 6]);
  // Recording, label, onset, offset, score, and a second around the event.
  expect(data.events[0]).toEqual([0, 0, 1.5, 2.5, 0.9, 0.5, 3.5]);
  expect(data.events[3]).toEqual([1, 2, 5.5, 6, 0.7, 4.5, 6]);
  expect(Object.keys(data.problems)).toEqual(["4"]);
  const { picture, sound } = dataIn(page, "media-0");
  expect(pngSize(Buffer.from(picture, "base64"))).toEqual({ width: 376, height: 192 });
  expect(Buffer.from(sound, "base64")).toHaveLength(3 * RATE_HZ);
  expect(dataIn(page, "media-3").picture).toBeNull();
  expect(dataIn(page, "media-4")).toBeNull();
});

it("has the events with the lowest scores if there are too many, and keeps the others for the table", async () => {
  expect(await write("few.html", RECORDINGS, { mostEvents: 2 })).toMatchObject({
    ...{ numEvents: 5, numShown: 2, isFull: false },
  });
  const data = dataIn(readFileSync(join(root, "few.html"), "utf8"), "data");
  expect([data.shown, data.events.length]).toEqual([[1, 2], 5]);
  const media = readFileSync(join(root, "few.html"), "utf8").match(
    /<script type="application[^\n]*"media.*/g,
  )!;
  const full = await write("full.html", RECORDINGS, { mostBytes: media.join("\n").length + 10 });
  expect(full).toMatchObject({ numShown: 2, isFull: true });
});

it("leaves the old page if it is interrupted", async () => {
  writeFileSync(join(root, "old.html"), "old");
  const signal = AbortSignal.abort(new Error("stopped"));
  await expect(write("old.html", RECORDINGS, { signal })).rejects.toThrow("stopped");
  expect(readFileSync(join(root, "old.html"), "utf8")).toBe("old");
  expect(readdirSync(root).filter((name) => name.includes("unfinished"))).toEqual([]);
});

const chromium = findChromium();

it.skipIf(chromium === null)(
  `reviews by keys and pointer, forgets nothing, and saves a table that trains${chromium === null ? `: ${NO_CHROMIUM}` : ""}`,
  { timeout: 120_000 },
  async () => {
    await write("page.html");
    await write("none.html", [RECORDINGS[2]!]);
    const { page, close } = await openPage(chromium!, { width: 1200, height: 800 });
    try {
      const open = (name: string) => page.goto(pathToFileURL(join(root, name)).href);
      const text = (id: string) => page.evaluate<string>(`document.getElementById("${id}").innerText`);
      const press = async (...keys: string[]): Promise<void> => {
        for (const key of keys) await page.keyboard.press(key);
      };
      await open("page.html");
      // The lowest score comes first.
      expect([await text("label"), await text("times")]).toEqual([LABELS[1], "0:02.00 – 0:03.00 · 1.00 s"]);
      expect(await text("left")).toBe("5 of 5 left · 0 accepted · 0 rejected");
      await press("?");
      expect(await text("help")).toContain("accept, and go to the next event to review");
      await press("x", "Enter", "p");
      expect(await page.evaluate("window.played")).toEqual([
        { id: 1, startSec: 1, endSec: 2, numSamples: 3 * RATE_HZ },
      ]);
      await press("]", "]", "{", "Enter");
      expect([await text("label"), await text("score")]).toEqual(["bär", "score 0.600"]);
      await press("x", "x");
      expect(await text("left")).toBe("2 of 5 left · 1 accepted · 2 rejected");
      // A new label for the event at 1.5 s, whose onset is dragged to the middle of the picture.
      expect([await text("label"), await text("times")]).toEqual(["owl", "0:01.50 – 0:02.50 · 1.00 s"]);
      const place = (id: string) =>
        page.evaluate<[number, number]>(
          `(({ left, top, width, height }) => [left + width / 2, top + height / 2])(document.getElementById("${id}").getBoundingClientRect())`,
        );
      const [x, y] = await place("stage");
      await page.mouse.move(...(await place("onset")));
      await page.mouse.down();
      await page.mouse.move(x, y);
      await page.mouse.up();
      expect(await text("times")).toBe("0:02.00 – 0:02.50 · 0.50 s");
      await press("l");
      await page.keyboard.insertText(` ${TYPED} `);
      await press("Enter");
      expect(await text("left")).toBe("1 of 5 left · 2 accepted · 2 rejected");
      expect(await text("missing")).toContain("gone.wav: no such file");
      await press("1", "u", "u", "u");
      expect([await text("label"), await text("left")]).toEqual([
        "owl",
        "2 of 5 left · 1 accepted · 2 rejected",
      ]);
      await press("k", "j");
      expect(await text("times")).toBe("0:01.50 – 0:02.50 · 1.00 s");
      await press("]");
      await press("l");
      await page.keyboard.insertText(TYPED);
      await press("Enter", "x");
      expect(await text("notice")).toContain("All events are reviewed");

      // Closing loses nothing, and the same events written again find the decisions.
      await write("page.html");
      await open("none.html");
      expect(await text("empty")).toContain("detected nothing in 1 recording");
      await open("page.html");
      expect(await text("left")).toBe("0 of 5 left · 2 accepted · 3 rejected");

      const save = async (name: string, ...boxes: string[]): Promise<string> => {
        const downloading = page.waitForEvent("download");
        await press("s");
        const clicks = [...boxes, "save-table"].map((id) => `document.getElementById("${id}").click();`);
        await page.evaluate(
          `document.getElementById("file-name").value = "${name}"; ${clicks.join("")} document.getElementById("save").close()`,
        );
        const download = await downloading;
        expect(download.suggestedFilename()).toBe(name);
        await download.saveAs(join(root, name));
        return readFileSync(join(root, name), "utf8");
      };
      const complete = await save("reviewed.tsv");
      expect(complete.split("\n")).toEqual([
        "filename\tonset\toffset\tevent_label",
        `"${join(root, FIRST).replaceAll('"', '""')}"\t1.500000\t2.510000\t${newLabel}`,
        `"${join(root, FIRST).replaceAll('"', '""')}"\t2.010000\t3.020000\t${LABELS[1]}`,
        join(root, SECOND),
        join(root, "gone.wav"),
        "",
      ]);
      const relative = await save("relative.tsv", "with-undecided", "relative");
      expect(relative).toContain("\nsilent.wav\n");

      // Without the recording that is gone, it is what our own reader reads.
      for (const [name, table] of [
        ["reviewed.tsv", complete],
        ["relative.tsv", relative],
      ] as const) {
        writeFileSync(join(root, name), table.replace(/^.*gone\.wav\n/m, ""));
        const clips = openClips(join(root, name), "data.train", () => {}, EVENTS, READ_AS_FOUND);
        expect(clips.slice(0, 2).map(({ path, label }) => [path, soundsIn(label)])).toEqual([
          [
            join(root, FIRST),
            {
              events: [
                { label: newLabel, onsetSec: 1.5, offsetSec: 2.51 },
                { label: LABELS[1], onsetSec: 2.01, offsetSec: 3.02 },
              ],
            },
          ],
          [join(root, SECOND), { events: [] }],
        ]);
      }
    } finally {
      await close();
    }
    const table = join(root, "reviewed.tsv");
    const overrides = [
      ...["task.name=detection", `data.train=${table}`, `data.validation=${table}`, "data.test=null"],
      ...["data.clip_sec=1", "data.windows={hop_sec: 1, background: no_label}", "data.workers=0"],
      ...["checkpoint.monitor=validation/loss", "checkpoint.mode=min", "data.sample_rate_hz=8000"],
      ...["model.channels=[4, 4]", "training.batch_size=4", "training.threads=1", `runs_dir=${root}`],
    ];
    const { config } = loadConfig("recipes/folder.yaml", overrides);
    const { data } = await dryRun(config, 1, new AbortController().signal);
    // Each event is in two of the windows of a second; the recording without events has six of the twelve.
    expect(data).toMatchObject({ numTrain: 12, numValidation: 2 });
    expect(data.labels).toEqual([
      { label: LABELS[1], train: 2, validation: 1, test: 0 },
      { label: newLabel, train: 2, validation: 1, test: 0 },
    ]);
  },
);

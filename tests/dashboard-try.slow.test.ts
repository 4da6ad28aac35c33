// "Try it" in a real browser: the answer in the page is that of `woodshed predict`, for a file and for the microphone.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { encodeWav16 } from "../src/audio/wav.js";
import { DashboardServer } from "../src/dashboard/server.js";
import { randomFloat } from "../src/data/random.js";
import { predictFile } from "../src/inference/predict.js";
import { restoreModel } from "../src/inference/restore.js";
import { findChromium, NO_CHROMIUM, type OpenPage } from "./support/browser.js";
import { runCli, WAIT } from "./support/cli.js";
import { expectGoodLooks, openDashboard, readRuns } from "./support/dashboard-page.js";
import { TASK_DATA } from "./support/task-data.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const chromium = findChromium();
if (chromium === null) console.warn(NO_CHROMIUM);

const folder = mkdtempSync(join(tmpdir(), "woodshed-try-"));
const runs = join(folder, "runs");
const tones = makeTones();
/** The microphone plays on: what is heard settles within seconds. */
const HEARD = { timeout: 30_000, interval: 100 };
/** Folders to remove. */
const made = [folder, tones];
let microphone: string;
let model: ReturnType<typeof restoreModel>;
/** Recordings of each task but classification. */
const recordings = new Map<string, string>();
let server: DashboardServer;
let opened: OpenPage;
let page: Page;
/** Keys of runs by name. */
let keys: Readonly<Record<string, string>>;

/** A tone with noise, as those of the label `mid`. */
function writeTone(name: string, rateHz: number, sec: number): string {
  const samples = Float32Array.from(
    { length: rateHz * sec },
    (_, i) => 0.4 * Math.sin((2 * Math.PI * 950 * i) / rateHz) + 0.2 * (randomFloat(7, i) - 0.5),
  );
  const path = join(folder, name);
  writeFileSync(path, encodeWav16(samples, rateHz));
  return path;
}

const restore = (name: string): ReturnType<typeof restoreModel> =>
  restoreModel(join(runs, readdirSync(runs).find((run) => run.startsWith(`${name}-`))!), [
    "training.precision=fp32",
  ]);

function predicted(path: string): { outputs: number[]; labels: string[] } {
  const { labels } = model.task.describe().properties as { labels: string[] };
  return { outputs: predictFile(model, path).outputs, labels };
}

/** Scores in the page by label, or numbers by name. */
async function scores(): Promise<Record<string, number>> {
  await page.waitForSelector(".try data");
  const rows = await page.$$eval(".scores li, .numbers div", (items) =>
    items.flatMap((item) => {
      const value = item.querySelector("data")?.value;
      return value === undefined
        ? []
        : [[item.querySelector(".label, dt")!.textContent!, Number(value)] as const];
    }),
  );
  return Object.fromEntries(rows);
}

/** Opens "Try it" with the run of a name, and waits until its model is there. */
async function openModel(name: string): Promise<void> {
  await page.goto(`${server.url}/runs/${keys[name]}/try`);
  const button = page.getByRole("button", { name: "Choose a file" });
  await vi.waitFor(async () => expect(await button.isEnabled()).toBe(true), WAIT);
}

/** Drops a file anywhere on the page. */
async function drop(path: string): Promise<void> {
  const transfer = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer();
    const bytes = Uint8Array.from(atob(${JSON.stringify(readFileSync(path, "base64"))}), (one) => one.charCodeAt(0));
    transfer.items.add(new File([bytes], ${JSON.stringify(basename(path))}));
    return transfer;
  })()`);
  for (const type of ["dragover", "drop"]) await page.dispatchEvent("h1", type, { dataTransfer: transfer });
}

beforeAll(async () => {
  if (chromium === null) return;
  vi.stubEnv("WOODSHED_CACHE", join(folder, "cache"));
  const train = async (name: string, ...more: string[]): Promise<void> => {
    const overrides = [...toneOverrides(tones, runs), `name=${name}`, ...more];
    const { code, stderr } = await runCli("train", "recipes/folder.yaml", ...overrides);
    if (code !== 0) throw new Error(stderr);
  };
  await train("tones");
  for (const [task, makeData] of Object.entries(TASK_DATA)) {
    const manifest = makeData();
    made.push(dirname(manifest));
    recordings.set(task, join(dirname(manifest), "clips", "7.wav"));
    await train(task, `task.name=${task}`, `data.train=${manifest}`, "training.epochs=2");
  }
  model = restore("tones");
  microphone = writeTone("microphone.wav", 16_000, 20);
  server = await DashboardServer.start({ folder: runs, host: "127.0.0.1", port: 0 });
  opened = await openDashboard(chromium, server, {
    args: [
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-audio-capture=${microphone}`,
    ],
  });
  page = opened.page;
  keys = Object.fromEntries((await readRuns(opened, 4)).map(({ name, key }) => [name, key]));
});
afterAll(async () => {
  model?.model.dispose();
  model?.frontEnd.dispose();
  await opened?.close();
  await server?.close();
  vi.unstubAllEnvs();
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

describe.skipIf(chromium === null)("Try it", () => {
  test("a file is predicted as by woodshed predict, within the export's tolerance", async () => {
    await openModel("tones");
    // Files of the model's rate; of another, which is resampled as in training; and of several windows.
    const files = [
      join(tones, "mid", "3.wav"),
      writeTone("other-rate.wav", 44_100, 1),
      writeTone("long.wav", 16_000, 7),
    ];
    for (const path of files) {
      const name = path.split("/").at(-1)!;
      await page.locator("input[type=file]").setInputFiles(path);
      await page.getByText(`${name}, `).waitFor();
      const shown = await scores();
      const { outputs, labels } = predicted(path);
      expect(Object.keys(shown).sort()).toEqual([...labels].sort());
      for (const [i, label] of labels.entries())
        expect(Math.abs(shown[label]! - outputs[i]!)).toBeLessThan(1e-4);
    }
    await expectGoodLooks(page);
  });

  test("the microphone is heard live, by the keyboard alone, and is silent when it is stopped", async () => {
    // The start page picks the best run of the metric; another may be chosen.
    await page.goto(`${server.url}/try`);
    await page.getByLabel("Run").selectOption(keys["tones"]!);
    await vi.waitFor(
      async () => expect(await page.getByRole("button", { name: "Microphone" }).isEnabled()).toBe(true),
      WAIT,
    );
    await page.locator("body").press(" ");
    await page.getByText("Listening").waitFor();
    const { outputs, labels } = predicted(microphone);
    const expected = labels[outputs.indexOf(Math.max(...outputs))];
    await vi.waitFor(async () => {
      const [[label]] = Object.entries(await scores()).sort(([, a], [, b]) => b - a) as [[string, number]];
      expect(label).toBe(expected);
    }, HEARD);
    const level = (): Promise<number> => page.$eval(".level i", (bar) => bar.clientWidth);
    await vi.waitFor(async () => expect(await level()).toBeGreaterThan(0), HEARD);
    // The processing for speech is off, as the browser reports it.
    const settings = await page.evaluate(`(async () => {
      const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
      const stream = await navigator.mediaDevices.getUserMedia({ audio: plain });
      const found = stream.getAudioTracks()[0].getSettings();
      for (const track of stream.getTracks()) track.stop();
      return [found.echoCancellation, found.noiseSuppression, found.autoGainControl];
    })()`);
    expect(settings).toEqual([false, false, false]);
    await page.locator("body").press(" ");
    await vi.waitFor(async () => expect(await level()).toBe(0), HEARD);
  });

  test("what is no sound is refused with a message, and the page goes on", async () => {
    const text = join(folder, "text.wav");
    writeFileSync(text, "no sound");
    await page.locator("input[type=file]").setInputFiles(text);
    await page.getByText("text.wav: this browser cannot decode it").waitFor();
    const empty = join(folder, "empty.wav");
    writeFileSync(empty, encodeWav16(new Float32Array(0), 16_000));
    await page.locator("input[type=file]").setInputFiles(empty);
    await page.getByText("empty.wav: has no samples").waitFor();
    await page.locator("input[type=file]").setInputFiles(join(tones, "low", "1.wav"));
    await page.getByText("1.wav, 0.25 s").waitFor();
    expect(opened.problems).toEqual([]);
  });

  test.each(["tagging", "regression", "detection"])(
    "%s: a dropped file is predicted as by woodshed predict",
    async (task) => {
      await openModel(task);
      const path = recordings.get(task)!;
      await drop(path);
      await page.getByText(`${basename(path)}, `).waitFor();
      const own = restore(task);
      try {
        const { outputs } = predictFile(own, path);
        const { output, properties } = own.task.describe();
        const { labels, targets } = properties as {
          labels?: string[];
          targets?: (string | { name: string })[];
        };
        const names = labels ?? targets!.map((one) => (typeof one === "string" ? one : one.name));
        // The page shows the highest score of each label over all frames.
        const numFrames = outputs.length / (output.size as number);
        const expected = names.map((_, i) => Math.max(...outputs.slice(i * numFrames, (i + 1) * numFrames)));
        const shown = await scores();
        expect(Object.keys(shown).sort()).toEqual([...names].sort());
        for (const [i, name] of names.entries()) expect(shown[name]).toBeCloseTo(expected[i]!, 3);
      } finally {
        own.model.dispose();
        own.frontEnd.dispose();
      }
      expect(opened.problems).toEqual([]);
    },
  );
});

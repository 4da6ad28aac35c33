import { createHash } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { startTensorBoardReader } from "../../../tests/support/tensorboard.js";
import { encodePng } from "../../audio/png.js";
import { encodeWav16 } from "../../audio/wav.js";
import type { Item } from "../../items.js";
import { describeTracker } from "../contract.js";
import { encodeNpy } from "../npy.js";
import { createRunFolder } from "../store/folder.js";
import { collectProvenance } from "../store/provenance.js";
import { RunRecorder } from "../store/recorder.js";
import type { RunInfo, Tracker } from "../tracker.js";
import { Trackers } from "../trackers.js";
import { TensorBoardLogger } from "./logger.js";

const runsDir = mkdtempSync(join(tmpdir(), "woodshed-tensorboard-"));
afterAll(() => rmSync(runsDir, { recursive: true }));
const read = startTensorBoardReader();

function newRun(): RunInfo {
  const folder = createRunFolder(runsDir, "test");
  const config = { seed: 1, model: { kind: "cnn", channels: [8, 16] }, logging: { every_steps: 1 } };
  return {
    ...{ id: basename(folder), name: "test", folder, config, configHash: "abc" },
    ...{ provenance: collectProvenance({}), resumedAtStep: null, trackerIds: {} },
  };
}

const folderOf = (run: RunInfo): string => join(run.folder, "tensorboard");
const eventFiles = (run: RunInfo): string[] =>
  readdirSync(folderOf(run))
    .filter((name) => name.startsWith("events."))
    .sort()
    .map((name) => join(folderOf(run), name));

function open(warnings: string[] = []): Tracker {
  const warn = (line: string): void => void warnings.push(line);
  return new Trackers([new RunRecorder(), new TensorBoardLogger({ warn })], { warn });
}

describeTracker("TensorBoardLogger", () => {
  const run = newRun();
  return {
    ...{ tracker: open(), run, reopen: () => open(), rounded: Math.fround },
    received: async () => {
      const { scalars } = await read(folderOf(run));
      return Object.entries(scalars).flatMap(([name, events]) =>
        events.map(([step, value]) => ({ step, name, value })),
      );
    },
  };
});

async function log(
  run: RunInfo,
  steps: readonly number[],
  items: Record<string, Item> = {},
): Promise<string[]> {
  const warnings: string[] = [];
  const tracker = open(warnings);
  tracker.start(run);
  for (const step of steps) {
    tracker.log(step, { x: step });
    for (const [name, item] of Object.entries(items)) tracker.show?.(step, name, item);
  }
  await tracker.finish(run.resumedAtStep === null ? "interrupted" : "finished", {});
  return warnings;
}

const isPng = (hex: string): boolean => hex.startsWith("89504e470d0a1a0a");

describe("TensorBoardLogger", () => {
  it("shows figures as images, tables as text with their sounds, and maps in the projector", async () => {
    const run = newRun();
    mkdirSync(join(run.folder, "media"));
    const wav = encodeWav16(
      Float32Array.from({ length: 800 }, (_, i) => Math.sin(i / 5)),
      8000,
    );
    writeFileSync(join(run.folder, "media", "a.wav"), wav);
    const png = encodePng(new Uint8Array(6), 3, 2, Uint8Array.of(1, 2, 3));
    writeFileSync(join(run.folder, "media", "a.png"), png);
    const vectors = Float32Array.of(0, 1, 2, 0.25, -3, 1e-7);
    writeFileSync(join(run.folder, "media", "vectors.npy"), encodeNpy(vectors, 3));
    const warnings = await log(run, [1, 2], {
      "validation/confusion_matrix": {
        ...{
          kind: "confusion_matrix",
          labels: ["low|er", "high"],
          counts: [
            [3, 1],
            [0, 4],
          ],
        },
      },
      "validation/roc": {
        ...{ kind: "curves", title: "ROC", xLabel: "fpr", yLabel: "tpr" },
        curves: [{ label: "low", x: [0, 0.5, 1], y: [0, 1, 1] }],
      },
      "validation/samples": {
        kind: "table",
        columns: [
          { name: "clip", type: "text" },
          { name: "audio", type: "audio" },
          { name: "spectrogram", type: "image" },
          { name: "loss", type: "number" },
        ],
        rows: [
          ["/data/birds/low/1.wav", join("media", "a.wav"), join("media", "a.png"), 0.123456],
          ["/data/birds/high/2.wav", null, null, 2],
        ],
      },
      "validation/embeddings": {
        ...{ kind: "embeddings", evaluatedAtStep: 1, names: ["1: a\tb", "2: c"], labels: ["low", "high"] },
        ...{ predicted: ["low", ""], x: [0, 1.5], y: [-1, 2], vectors: "media/vectors.npy", sounds: null },
      },
      model: {
        ...{ kind: "model", name: "Cnn", numParameters: 1234, flops: 12, input: [1, 8, 4], graph: [] },
        layers: [{ name: "fc", type: "Linear", parameters: { weight: [2, 3] }, flops: 12 }],
      },
    });
    expect(warnings).toEqual([]);
    const { scalars, images, audio, texts, hparams } = await read(folderOf(run));
    expect(scalars["x"]!.map(([step, value]) => [step, value])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(Math.abs(scalars["x"]![0]![2] - Date.now() / 1000)).toBeLessThan(60);
    expect(images["validation/samples/low/1.wav/spectrogram"]).toEqual(
      [1, 2].map((step) => [step, 3, 2, png.toString("hex")]),
    );
    delete images["validation/samples/low/1.wav/spectrogram"];
    expect(Object.keys(images).sort()).toEqual([
      ...["validation/confusion_matrix", "validation/embeddings", "validation/roc"],
    ]);
    for (const [step, width, height, hex] of Object.values(images).flat()) {
      expect([1, 2]).toContain(step);
      expect(width * height).toBeGreaterThan(1000);
      expect(isPng(hex)).toBe(true);
    }
    expect(texts["validation/confusion_matrix/counts"]![0]).toEqual([
      1,
      "| true, predicted | low\\|er | high |\n| --- | --- | --- |\n| low\\|er | 3 | 1 |\n| high | 0 | 4 |",
    ]);
    expect(texts["validation/samples"]![1]![1]).toContain("| /data/birds/low/1.wav | 0.1235 |");
    expect(texts["model"]![0]![1]).toMatch(
      /^ {4}Cnn, 1,234 parameters, .*\n\s+layer .*\n {4}fc +Linear +weight \[2, 3\]/,
    );
    const sha256 = createHash("sha256").update(wav).digest("hex");
    expect(audio).toEqual({
      "validation/samples/low/1.wav/audio": [1, 2].map((step) => [step, 8000, 800, "audio/wav", sha256]),
    });
    expect(hparams).toEqual({ seed: 1, "model.kind": "cnn", "model.channels": "[8,16]" });
    expect(texts["config"]![0]![1]).toContain("    seed: 1\n");
    const projector = readFileSync(join(folderOf(run), "projector_config.pbtxt"), "utf8");
    expect(projector.match(/(?<=tensor_name: ").*(?=")/g)).toEqual(
      ["0000001", "0000002"].flatMap((step) =>
        ["embeddings", "map"].map((kind) => `step ${step}: validation_embeddings, ${kind}`),
      ),
    );
    const paths = [...projector.matchAll(/(?:tensor|metadata)_path: "(.*)"/g)].map(([, path]) => path!);
    const [embeddings, metadata, map] = paths.map((path) => readFileSync(join(folderOf(run), path), "utf8"));
    expect(embeddings).toBe("0\t1\t2\n0.25\t-3\t1e-7\n");
    expect(map).toBe("0\t-1\t0\n1.5\t2\t0\n");
    expect(metadata).toBe("clip\tlabel\tpredicted\n1: a b\tlow\tlow\n2: c\thigh\t?\n");
  });

  it("omits a missing sound, with one warning", async () => {
    const run = newRun();
    const warnings = await log(run, [1, 2], {
      "validation/samples": {
        kind: "table",
        columns: [
          { name: "clip", type: "text" },
          { name: "audio", type: "audio" },
        ],
        rows: [["a", "media/gone.wav"]],
      },
    });
    expect(warnings).toEqual([
      expect.stringMatching(/^warning: TensorBoard: validation\/samples: left out: .*gone\.wav/),
    ]);
    const { texts, audio } = await read(folderOf(run));
    expect(texts["validation/samples"]!.length).toBe(2);
    expect(audio).toEqual({});
  });

  it("starts a file in a resumed run that replaces all events after the checkpoint", async () => {
    const run = newRun();
    const map: Item = {
      ...{ kind: "embeddings", evaluatedAtStep: 1, names: ["a"], labels: ["x"], predicted: ["x"] },
      ...{ x: [0], y: [0], vectors: null, sounds: null },
    };
    const table: Item = { kind: "table", columns: [{ name: "clip", type: "text" }], rows: [["a"]] };
    await log(run, [1, 2, 3, 4], { map, table });
    expect((await read(folderOf(run))).hparams["_hparams_/session_end_info"]).toBeUndefined();
    await log({ ...run, resumedAtStep: 2 }, [3, 5], { map, table });
    expect(eventFiles(run).length).toBe(2);
    const { scalars, images, texts, hparams } = await read(folderOf(run));
    for (const events of [scalars["x"]!, images["map"]!, texts["table"]!])
      expect(events.map(([step]) => step)).toEqual([1, 2, 3, 5]);
    expect(hparams["_hparams_/session_end_info"]).toBe(1);
    const projector = readFileSync(join(folderOf(run), "projector_config.pbtxt"), "utf8");
    expect([...projector.matchAll(/step (\d+):/g)].map(([, step]) => Number(step))).toEqual([1, 2, 3, 5]);
  });

  it("restores truncated or missing events from the run store", async () => {
    const run = newRun();
    await log(run, [1, 2, 3, 4, 5, 6]);
    const size = readFileSync(eventFiles(run)[0]!).length;
    // Truncates in the middle of the record of step 4.
    truncateSync(eventFiles(run)[0]!, size - 90);
    const before = (await read(folderOf(run))).scalars["x"]!.length;
    expect(before).toBeLessThan(6);
    await log({ ...run, resumedAtStep: 6 }, []);
    expect((await read(folderOf(run))).scalars["x"]!.map(([step]) => step)).toEqual([1, 2, 3, 4, 5, 6]);
    rmSync(folderOf(run), { recursive: true });
    await log({ ...run, resumedAtStep: 6 }, []);
    expect((await read(folderOf(run))).scalars["x"]!.map(([step]) => step)).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeWav16 } from "../../src/audio/wav.js";
import { encodeColumns } from "../../src/columns.js";
import { signHere } from "../../src/machine-signature.js";
import type { RunRecorder } from "../../src/tracking/store/recorder.js";
import type { RunInfo } from "../../src/tracking/tracker.js";
import { recordRun, type TestDashboard } from "./dashboard.js";

/** Starts a dashboard with a run and with pages beside which there are other files. */
export async function startAttacked(
  dashboard: TestDashboard,
): Promise<{ key: string; close(): Promise<void> }> {
  const pages = mkdtempSync(join(tmpdir(), "woodshed-pages-"));
  mkdirSync(join(pages, "assets"));
  writeFileSync(join(pages, "index.html"), "<!doctype html><title>Woodshed</title>");
  writeFileSync(join(pages, "assets", "index-C0ffee12.js"), "export const a = 1;\n".repeat(100));
  writeFileSync(join(pages, "secret.txt"), "not of the pages");
  symlinkSync("/etc/passwd", join(pages, "passwd.json"));
  await recordRun(dashboard.folder, { loss: [1, 2] }, {}, fillRun);
  await dashboard.start({ pages });
  return {
    key: (await dashboard.rows())[0]!.key,
    async close() {
      await dashboard[Symbol.asyncDispose]();
      rmSync(pages, { recursive: true });
    },
  };
}

/** Gives a run a table with a sound, and predictions whose clips play. */
function fillRun(recorder: RunRecorder, { folder }: RunInfo): void {
  const media = join(folder, "media");
  mkdirSync(media);
  writeFileSync(join(media, "a.wav"), encodeWav16(new Float32Array(800), 8000));
  recorder.show(0, "a", {
    ...{ kind: "table", columns: [{ name: "sound", type: "audio" }] },
    rows: [["media/a.wav"]],
  });
  const clip = { name: "a", file: join(media, "a.wav"), startSec: 0, durationSec: null, label: "x" };
  const clips = Buffer.from(JSON.stringify({ source: null, clips: [clip, clip] }));
  writeFileSync(join(media, "c.json"), clips);
  const meta = {
    step: 0,
    split: "validation",
    task: "t",
    numClips: 2,
    kind: "other",
    labels: [],
    thresholds: null,
  };
  const columns = [{ name: "clip", shape: [], values: Int32Array.of(0, 1) }];
  writeFileSync(join(media, "p.columns"), encodeColumns({ meta: { ...meta, texts: [] }, columns }));
  const embedding = { name: "embedding", shape: [2], values: Float32Array.of(1, 0, 0, 1) };
  writeFileSync(join(media, "e.columns"), encodeColumns({ meta: {}, columns: [...columns, embedding] }));
  recorder.show(0, "validation/predictions", {
    ...{ kind: "predictions", columns: "media/p.columns", embeddings: "media/e.columns" },
    ...{ clips: "media/c.json", signature: signHere(clips) },
  });
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { encodeWav16 } from "../../src/audio/wav.js";
import { loadValues } from "../../src/config/load.js";
import type { PredictedClip } from "../../src/predictions.js";
import { recordRun, TestDashboard } from "./dashboard.js";
import { type RecordedEvaluation, recordEvaluation } from "./recorded-clips.js";

const LABELS = ["high", "low, deep", "mid"];

export const labelOf = (i: number): string => LABELS[i % 3]!;

interface Given extends Partial<RecordedEvaluation> {
  task?: unknown;
  /** Replaces sections of the recipe. */
  config?: Record<string, unknown>;
}

/** A folder with eight clips in a manifest, and a dashboard without runs. */
export class CorrectedClips {
  readonly folder = mkdtempSync(join(tmpdir(), "woodshed-corrections-"));
  readonly manifest = join(this.folder, "all.csv");
  /** The file of corrections of the manifest. */
  readonly journal = `${this.manifest}.corrections.jsonl`;
  readonly dashboard: TestDashboard;

  constructor() {
    vi.stubEnv("WOODSHED_CACHE", join(this.folder, "cache"));
    mkdirSync(join(this.folder, "clips"));
    const places = Array.from({ length: 8 }, (_, i) => i);
    for (const i of places)
      writeFileSync(this.#pathOf(i), encodeWav16(new Float32Array(800).fill(0.1 * i), 8000));
    const rows = places.map((i) => `clips/${i}.wav,"${labelOf(i)}",group${i % 2}`);
    writeFileSync(this.manifest, `path,label,speaker\n${rows.join("\n")}\n`);
    this.dashboard = new TestDashboard();
  }

  #pathOf(i: number): string {
    return join(this.folder, "clips", `${i}.wav`);
  }

  /** The validation set: the first six clips of the manifest. */
  validationClips(): PredictedClip[] {
    return Array.from({ length: 6 }, (_, i) => ({
      ...{ name: `clips/${i}.wav`, file: this.#pathOf(i), startSec: 0, durationSec: null },
      ...{ label: labelOf(i), line: `${this.manifest}:${i + 2}` },
    }));
  }

  /** Records a run with one evaluation or several; returns its key. */
  async startWith(
    given: Given = {},
    evaluations: readonly Partial<RecordedEvaluation>[] = [{}],
  ): Promise<string> {
    const { dashboard, manifest } = this;
    const { config } = loadValues({
      name: "tones",
      data: { train: manifest, group: "speaker", validation_fraction: 0.5 },
    });
    const { task, config: sections = {}, ...others } = given;
    await recordRun(
      dashboard.folder,
      { loss: [1] },
      { ...config, ...(task === undefined ? {} : { task }), ...sections } as Record<string, unknown>,
      (recorder, run) => {
        for (const evaluation of evaluations)
          recordEvaluation(recorder, run.folder, {
            ...{ step: 10, source: manifest, clips: this.validationClips(), labels: LABELS },
            ...{ predicted: [0, 1, 2, 1, 1, 1], embeddings: null, ...others, ...evaluation },
          });
      },
    );
    await dashboard.start();
    return (await dashboard.rows())[0]!.key;
  }

  async close(): Promise<void> {
    await this.dashboard[Symbol.asyncDispose]();
    rmSync(this.folder, { recursive: true });
    vi.unstubAllEnvs();
  }
}

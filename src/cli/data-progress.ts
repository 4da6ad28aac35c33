import type { DataOptions } from "../inference/open-data.js";
import { createProgress, type Progress } from "./progress.js";

/** Options of commands that open data: warnings on stderr, and a progress bar while recordings are rendered or examined. */
export function shownDataOptions(): Required<Pick<DataOptions, "warn" | "onProgress" | "onExamine">> {
  let bar: Progress | null = null;
  const show = (create: () => Progress, done: number, total: number): void => {
    bar ??= create();
    bar.update(done);
    if (done < total) return;
    bar.done();
    bar = null;
  };
  return {
    warn: (message) => void process.stderr.write(`${message}\n`),
    onProgress: (done, total, unit) => show(() => renderingBar(total, unit), done, total),
    onExamine: (done, total) => show(() => examinationBar(total, done), done, total),
  };
}

/** @param unit a recording of the data set that is rendered */
export function renderingBar(total: number, unit: string): Progress {
  return createProgress(process.stderr, { total, label: `rendering ${unit}s`, unit });
}

/** @param startAt recordings that an earlier command examined */
export function examinationBar(total: number, startAt: number): Progress {
  return createProgress(process.stderr, { total, startAt, label: "examining", unit: "recording" });
}

import type { DataOptions } from "../inference/open-data.js";
import { createProgress, type Progress } from "./progress.js";

/** Options of commands that open data: warnings on stderr, and a progress bar while recordings are examined. */
export function shownDataOptions(): Required<Pick<DataOptions, "warn" | "onExamine">> {
  let bar: Progress | null = null;
  return {
    warn: (message) => void process.stderr.write(`${message}\n`),
    onExamine(done, total) {
      bar ??= examinationBar(total, done);
      bar.update(done);
      if (done < total) return;
      bar.done();
      bar = null;
    },
  };
}

/** @param startAt recordings that an earlier command examined */
export function examinationBar(total: number, startAt: number): Progress {
  return createProgress(process.stderr, { total, startAt, label: "examining", unit: "recording" });
}

/** Examines the recordings of listed sets: decodes each of them, unless an earlier examination did. */
import type { SampleFormat } from "../../audio/sample-format.js";
import { bundlePath } from "../../package-root.js";
import { yieldToEventLoop } from "../../yield-to-event-loop.js";
import { overRecordings } from "../recording-threads.js";
import { examineRecording } from "./examine-recording.js";
import type { ExaminedFiles } from "./examined-files.js";
import type { ListedSets } from "./listed-sets.js";
import type { Recording } from "./recordings.js";
import { type BadRecording, problemOf, problemReport, type RecordingReport } from "./report.js";

export interface ExamineOptions {
  /** How a training reads the recordings. */
  format: SampleFormat;
  /** 0 decodes in this thread. */
  numThreads: number;
  /** Reports of earlier examinations; null for none. */
  files: ExaminedFiles | null;
  /** This rank's share of the recordings. */
  share: { rank: number; size: number };
  signal: AbortSignal;
  onProgress: (done: number, total: number) => void;
}

/**
 * Returns the reports of recordings with bad clips, in order.
 *
 * @throws the signal's reason if it is aborted
 */
export async function examine(listed: ListedSets, options: ExamineOptions): Promise<BadRecording[]> {
  const { share, files, format, onProgress, signal } = options;
  const { recordings, stretches } = listed;
  const places = [...recordings.keys()].filter((place) => place % share.size === share.rank);
  const reports = new Map<number, RecordingReport>();
  const ids = new Map(places.map((place) => [place, files?.idOf(recordings[place]!.whole, format) ?? null]));
  const rest = places.filter((place) => {
    const id = ids.get(place) ?? null;
    const { unreadable } = recordings[place]!.whole;
    const known =
      unreadable !== undefined ? problemReport(unreadable) : id === null ? undefined : files!.find(id);
    if (known !== undefined) reports.set(place, known);
    return known === undefined;
  });
  if (rest.length > 0) onProgress(reports.size, places.length);
  try {
    await overAll(
      rest.map((place) => recordings[place]!),
      options,
      (index, report) => {
        const place = rest[index]!;
        const id = ids.get(place)!;
        reports.set(place, report);
        if (id !== null) files!.add(id, report);
        onProgress(reports.size, places.length);
      },
    );
  } finally {
    files?.flush();
  }
  signal.throwIfAborted();
  return places.flatMap((place) => {
    const report = reports.get(place)!;
    const isBad =
      report.notFinite.length > 0 ||
      recordings[place]!.clips.some((index) => problemOf(report, stretches[index]!) !== null);
    return isBad ? [{ place, ...report }] : [];
  });
}

async function overAll(
  tasks: readonly Recording[],
  { format, numThreads, signal }: ExamineOptions,
  onReport: (index: number, report: RecordingReport) => void,
): Promise<void> {
  if (numThreads > 0)
    return overRecordings({
      ...{ tasks, worker: bundlePath("data/examination/worker"), options: format, numThreads, signal },
      onReport,
    });
  for (const [index, { whole }] of tasks.entries()) {
    const report = examineRecording(whole, format, () => signal.aborted);
    if (report === null) return;
    onReport(index, report);
    await yieldToEventLoop();
    if (signal.aborted) return;
  }
}

/** Reads curves, and keeps them up to date while their runs train. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { CurvesMeta } from "../../../../src/dashboard/api.js";
import { type ApiError, getColumns } from "../data/client.js";
import { followRuns } from "../data/follow.js";
import { onNews } from "../data/live.js";
import { rowOf } from "../data/runs.js";
import { type Curve, coarsened, curvesOf, emptyCurve, spliced, withPoints } from "./curve.js";

export interface SeriesName {
  run: string;
  metric: string;
}

export interface Steps {
  from: number;
  to: number;
}

interface State {
  /** All steps. */
  whole: readonly Curve[] | null;
  /** The steps of the window, finer. */
  part: readonly Curve[] | null;
  error: ApiError | null;
}

/** The server answers so many series at once. */
const MOST_SERIES = 200;
const MOST_ADDRESS = 15_000;

/** Ended runs are followed too where a chart has no more runs than this: a resume or a rewind is shown at once. */
const FEW_RUNS = 10;

/**
 * @param window steps to read closer; null for none
 * @param isActive false while the chart cannot be seen: it reads nothing then, and what it missed when it can be seen again
 */
export function useCurves(
  series: readonly SeriesName[],
  numBuckets: number,
  window: Steps | null,
  isActive: boolean,
): { curves: readonly Curve[] | null; error: ApiError | null } {
  const state = useSignal<State>({ whole: null, part: null, error: null });
  const version = useSignal(0);
  const names = series.map(({ run, metric }) => `${run}:${metric}`).join("\n");
  const all = [...new Set(series.map(({ run }) => run))];
  const followed = all.filter((run) => all.length <= FEW_RUNS || rowOf(run)?.status === "running");
  const latest = useRef({ series, numBuckets });
  latest.current = { series, numBuckets };

  useEffect(() => {
    if (!isActive) return;
    const gone = new AbortController();
    readCurves(latest.current.series, numBuckets, null, gone.signal).then(
      (whole) => {
        if (!gone.signal.aborted) state.value = { ...state.value, whole, error: null };
      },
      (error: ApiError) => {
        if (!gone.signal.aborted) state.value = { ...state.value, error };
      },
    );
    return () => gone.abort();
  }, [names, numBuckets, isActive, version.value]);

  useEffect(() => {
    if (window === null) state.value = { ...state.value, part: null };
    if (window === null || !isActive) return;
    const gone = new AbortController();
    // While one pans, only the place where one stops is read.
    const timer = setTimeout(() => {
      readCurves(latest.current.series, numBuckets, window, gone.signal).then(
        (part) => {
          if (!gone.signal.aborted) state.value = { ...state.value, part };
        },
        () => {
          // The coarse buckets stay.
        },
      );
    }, 60);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [names, numBuckets, isActive, window?.from, window?.to, version.value]);

  useEffect(() => {
    if (!isActive) return;
    const shown = new Set(latest.current.series.map(({ run }) => run));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const readAgain = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined;
        version.value++;
      }, 250);
    };
    const end = onNews((news) => {
      if (news.name === "list") return readAgain();
      if (news.name === "rewind") {
        if (shown.has(news.data.run)) readAgain();
        return;
      }
      const { whole } = state.value;
      if (whole === null) return;
      if (news.name === "run") {
        const { key, generation, status } = news.data;
        const known = whole.filter(({ run }) => run === key);
        // The last values of a run come with its end.
        if (known.some((one) => one.generation !== generation) || (known.length > 0 && status !== "running"))
          readAgain();
        return;
      }
      const { run, series: fresh } = news.data;
      if (!shown.has(run)) return;
      const now = Date.now();
      const grown = whole.map((curve) => {
        const points =
          curve.run === run && Object.hasOwn(fresh, curve.metric) ? fresh[curve.metric] : undefined;
        if (points === undefined) return curve;
        const next = withPoints(curve, points, now);
        if (next === null) readAgain();
        const result = next ?? curve;
        return result.step.length > 2 * numBuckets ? coarsened(result, result.level + 1) : result;
      });
      if (grown.some((curve, i) => curve !== whole[i])) state.value = { ...state.value, whole: grown };
    });
    const unfollow = followRuns(followed);
    return () => {
      clearTimeout(timer);
      end();
      unfollow();
    };
  }, [names, numBuckets, isActive, followed.join()]);

  const { whole, part, error } = state.value;
  if (whole === null) return { curves: null, error };
  // While other series are read, the known ones stay.
  const known = new Map(whole.map((curve) => [`${curve.run}:${curve.metric}`, curve]));
  const finer = new Map((part ?? []).map((curve) => [`${curve.run}:${curve.metric}`, curve]));
  const curves = series.map(({ run, metric }) => {
    const name = `${run}:${metric}`;
    const [curve, close] = [known.get(name) ?? emptyCurve(run, metric), finer.get(name)];
    return close === undefined || close.generation !== curve.generation || close.level >= curve.level
      ? curve
      : spliced(curve, close);
  });
  return { curves, error };
}

async function readCurves(
  series: readonly SeriesName[],
  numBuckets: number,
  window: Steps | null,
  signal: AbortSignal,
): Promise<Curve[]> {
  const range = window === null ? "" : `&from=${window.from}&to=${window.to}`;
  const parts: string[][] = [];
  let length = 0;
  for (const { run, metric } of series) {
    const name = encodeURIComponent(`${run}:${metric}`);
    length += name.length + 1;
    if (parts.length === 0 || length > MOST_ADDRESS || parts.at(-1)!.length === MOST_SERIES) {
      parts.push([]);
      length = name.length + 1;
    }
    parts.at(-1)!.push(name);
  }
  const files = await Promise.all(
    parts.map((names) =>
      getColumns<CurvesMeta>(`/api/curves?series=${names.join(",")}&buckets=${numBuckets}${range}`, signal),
    ),
  );
  return files.flatMap((file) => curvesOf(file!));
}

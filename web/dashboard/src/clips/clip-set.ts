/** Reads for the pages of clips: the run's evaluations, the clips of a set, and the predictions at a step. */
import type { ClipList } from "../../../../src/dashboard/api.js";
import type { PredictionsMeta } from "../../../../src/predictions.js";
import { Recent } from "../../../../src/recent.js";
import { ApiError, getColumns, getJson } from "../data/client.js";
import { useDetail } from "../data/detail.js";
import { useApi } from "../data/use-api.js";
import { Evaluation } from "../predictions/evaluation.js";
import { param } from "../shell/router.js";

export interface ClipSet {
  run: string;
  split: string;
  /** Sets with predictions. */
  splits: readonly string[];
  /** Steps with predictions; ascending. */
  steps: readonly number[];
  step: number;
  /** The generation of the run that has these steps: a later resume or rewind may have removed them. */
  generation: number;
  clips: ClipList;
  evaluation: Evaluation;
}

export type ClipSetReading =
  | { state: "waiting" }
  | { state: "none"; reason: string }
  | { state: "failed"; error: ApiError }
  | { state: "ready"; set: ClipSet };

const RECENT_EVALUATIONS = 40;
const recent = new Recent<Promise<Evaluation>>(RECENT_EVALUATIONS, () => 1);

/** Reads an evaluation, from memory if it was read before. @param generation of the run: a resume replaces evaluations */
export function readEvaluation(
  run: string,
  split: string,
  step: number,
  generation: number,
): Promise<Evaluation> {
  const address = `/api/runs/${run}/predictions?split=${encodeURIComponent(split)}&step=${step}&generation=${generation}`;
  const known = recent.get(address);
  if (known !== undefined) return known;
  const reading = getColumns<PredictionsMeta>(address).then((file) => {
    if (file === null) throw new ApiError(202, "WAIT", "the predictions are not there yet");
    return new Evaluation(file);
  });
  recent.set(address, reading);
  reading.catch(() => recent.delete(address));
  return reading;
}

export const readClips = (
  run: string,
  split: string,
  generation: number,
  signal?: AbortSignal,
): Promise<ClipList> =>
  getJson(`/api/runs/${run}/clips?split=${encodeURIComponent(split)}&generation=${generation}`, signal);

/** The set of clips that the address names: its run, `split` and `step`. */
export function useClipSet(run: string): ClipSetReading {
  const detail = useDetail(run);
  const generation = detail.data?.generation ?? 0;
  const evaluations = detail.data?.evaluations ?? {};
  const splits = Object.keys(evaluations).filter((split) => evaluations[split]!.length > 0);
  const asked = param("split");
  const split = splits.includes(asked)
    ? asked
    : splits.includes("validation")
      ? "validation"
      : (splits[0] ?? "");
  const steps = evaluations[split] ?? [];
  const step = nearest(steps, param("step"));
  const clips = useApi(split === "" ? null : `${run} ${split} ${generation}`, async (signal) => ({
    split,
    list: await readClips(run, split, generation, signal),
  }));
  const predictions = useApi(step === null ? null : `${run} ${split} ${step} ${generation}`, async () => ({
    split,
    step: step!,
    evaluation: await readEvaluation(run, split, step!, generation),
  }));
  const error = detail.error ?? clips.error ?? predictions.error;
  if (error !== null) return { state: "failed", error };
  if (detail.data === null) return { state: "waiting" };
  if (step === null) {
    const reason =
      detail.data.status === "running"
        ? "The first evaluation of this run is still to come."
        : "This run has no predictions: it has no evaluation yet, or logging.predictions.enabled is false.";
    return { state: "none", reason };
  }
  // An older evaluation stays until the asked one is read, unless it is of another set.
  if (clips.data?.split !== split || predictions.data?.split !== split) return { state: "waiting" };
  const { evaluation } = predictions.data;
  return {
    state: "ready",
    set: { run, split, splits, steps, step, generation, clips: clips.data.list, evaluation },
  };
}

/** The asked step, or the last before it; by default the newest. */
function nearest(steps: readonly number[], asked: string): number | null {
  const wanted = asked === "" ? Number.POSITIVE_INFINITY : Number(asked);
  return steps.findLast((step) => step <= wanted) ?? steps[0] ?? null;
}

export const soundAddress = (
  { run, split, generation }: Pick<ClipSet, "run" | "split" | "generation">,
  clip: number,
): string =>
  `/api/runs/${run}/sound?split=${encodeURIComponent(split)}&clip=${clip}&generation=${generation}`;

/** The last two parts of a path: enough to know a clip by. */
export function shortName(name: string): string {
  return name.split(/[\\/]/).slice(-2).join("/");
}

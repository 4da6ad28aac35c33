/** Reads the set of clips that the address names: the run's evaluations, then clips and predictions. */
import { useMemo } from "preact/hooks";
import type { ClipList, RunDetail } from "../../../../src/dashboard/api.js";
import { JoinedSplits, type SplitEvaluation } from "../../../../src/dashboard/joined-splits.js";
import { getJson } from "../data/client.js";
import { useApi } from "../data/use-api.js";
import type { Evaluation } from "../predictions/evaluation.js";
import { JoinedEvaluation } from "../predictions/joined-evaluation.js";
import { param } from "../shell/router.js";
import type { ClipRange } from "./clip-parts.js";
import {
  ALL_SPLITS,
  type ClipSet,
  type ClipSetReading,
  readClips,
  readEvaluation,
  versionOf,
} from "./clip-set.js";

/** The evaluations that a page shows by the address. */
interface Choice {
  split: string;
  /** The splits that it is of: itself, or all. */
  listed: readonly string[];
  splits: readonly string[];
  steps: readonly number[];
  defaultStep: number;
  at: (step: number) => readonly SplitEvaluation[];
}

function choose(detail: RunDetail, asked: string, joins: boolean): Choice | null {
  const { evaluations } = detail;
  const recorded = Object.keys(evaluations).filter((split) => evaluations[split]!.length > 0);
  const joined = joins ? JoinedSplits.of(detail) : null;
  const splits = joined === null ? recorded : [...recorded, ALL_SPLITS];
  if (joined !== null && asked === ALL_SPLITS) {
    const { steps, defaultStep } = joined;
    return { split: asked, listed: joined.splits, splits, steps, defaultStep, at: (step) => joined.at(step) };
  }
  const byDefault = recorded.includes("validation") ? "validation" : recorded[0];
  const split = recorded.includes(asked) ? asked : byDefault;
  if (split === undefined) return null;
  const steps = evaluations[split]!;
  const at: Choice["at"] = (step) => [{ split, step, weightsStep: step }];
  return { split, listed: [split], splits, steps, defaultStep: steps.at(-1)!, at };
}

/** The set of clips that the address names: its run, `split` and `step`. @param joins whether several splits may be one set */
export function useClipSet(run: string, joins = false): ClipSetReading {
  const { generation, news } = versionOf(run);
  const detail = useApi(`${run} ${generation} ${news}`, (signal) =>
    getJson<RunDetail>(`/api/runs/${run}`, signal),
  );
  const asked = param("split");
  const choice = useMemo(
    () => (detail.data === null ? null : choose(detail.data, asked, joins)),
    [detail.data, asked, joins],
  );
  const step = choice === null ? null : nearest(choice, param("step"));
  const wanted = choice === null || step === null ? [] : choice.at(step);
  const clips = useApi(
    choice === null ? null : `${run} ${choice.split} ${choice.listed.join()} ${generation}`,
    async (signal) => ({
      split: choice!.split,
      listed: choice!.listed,
      lists: await Promise.all(choice!.listed.map((split) => readClips(run, split, signal))),
    }),
  );
  const names = wanted.map((one) => `${one.split} ${one.step}`).join();
  const predictions = useApi(
    choice === null || names === "" ? null : `${run} ${choice.split} ${names} ${generation}`,
    async () => ({
      split: choice!.split,
      wanted,
      evaluations: await Promise.all(
        wanted.map((one) => readEvaluation(run, one.split, one.step, generation)),
      ),
    }),
  );
  const found = useMemo(() => {
    if (clips.data === null || predictions.data?.split !== clips.data.split) return null;
    return joinParts(clips.data, predictions.data);
  }, [clips.data, predictions.data]);
  const error = detail.error ?? clips.error ?? predictions.error;
  if (error !== null) return { state: "failed", error };
  if (detail.data === null) return { state: "waiting" };
  if (choice === null || step === null) {
    const reason =
      detail.data.status === "running"
        ? "The first evaluation of this run is still to come."
        : "This run has no predictions: it has no evaluation yet, or logging.predictions.enabled is false.";
    return { state: "none", reason };
  }
  // An older evaluation stays until the asked one is read, unless it is of another set.
  if (found === null || found.split !== choice.split) return { state: "waiting" };
  const { split, splits, steps, defaultStep } = choice;
  const { evaluations } = detail.data;
  const parts = found.parts.map(({ first, weightsStep, ...part }) => ({
    ...{ first, weightsStep },
    set: { ...part, run, defaultStep, steps: evaluations[part.split] ?? [] },
  }));
  const set: ClipSet = {
    ...{ run, split, splits, steps, step, defaultStep, parts, evaluationsAt: choice.at },
    ...{ ranges: found.ranges, clips: found.clips, evaluation: found.evaluation },
  };
  return { state: "ready", set };
}

interface ReadClips {
  split: string;
  listed: readonly string[];
  lists: readonly ClipList[];
}

interface ReadEvaluations {
  wanted: readonly SplitEvaluation[];
  evaluations: readonly Evaluation[];
}

/** Puts the clips of each split after those of the split before. */
function joinParts({ split, listed, lists }: ReadClips, { wanted, evaluations }: ReadEvaluations) {
  let first = 0;
  const ranges = listed.map((own, i): ClipRange => {
    const range = { split: own, first, count: lists[i]!.clips.length };
    first += range.count;
    return range;
  });
  const parts = wanted.flatMap(({ split: own, step, weightsStep }, i) => {
    const place = listed.indexOf(own);
    const shown = { split: own, step, weightsStep, evaluation: evaluations[i]! };
    return place === -1 ? [] : [{ ...shown, first: ranges[place]!.first, clips: lists[place]! }];
  });
  const [only] = parts;
  if (only === undefined) return null;
  const whole = { split, parts, ranges };
  if (split !== ALL_SPLITS) return { ...whole, clips: only.clips, evaluation: only.evaluation };
  const clips = lists.flatMap((list) => list.clips);
  const isSilent = parts.every((part) => part.clips.silentBecause !== null);
  const joined = parts.map((part) => ({ ...part, numClips: part.clips.clips.length }));
  return {
    ...whole,
    clips: { clips, silentBecause: isSilent ? only.clips.silentBecause : null },
    evaluation: new JoinedEvaluation(joined, clips.length),
  };
}

/** The asked step, or the last before it. */
function nearest({ steps, defaultStep }: Choice, asked: string): number | null {
  if (asked === "") return defaultStep;
  return steps.findLast((step) => step <= Number(asked)) ?? steps[0] ?? null;
}

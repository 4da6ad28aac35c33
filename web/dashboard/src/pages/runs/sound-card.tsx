import type { RunDetail, RunRow } from "../../../../../src/dashboard/api.js";
import { Verdict } from "../../clips/clip-card.js";
import { readClips, readEvaluation, type SplitSet, shortName, soundAddress } from "../../clips/clip-set.js";
import { SoundView } from "../../clips/sound-view.js";
import "../../clips/clips.css";
import { getJson } from "../../data/client.js";
import { useApi } from "../../data/use-api.js";

/** Runs that are asked for an evaluation before it is given up. */
const MOST_ASKED = 6;

/** One sound to press: the clip with the highest loss in the last evaluation of the newest run that has one. */
export function SoundCard({ runs }: { runs: readonly RunRow[] }) {
  const newest = runs.toSorted((a, b) => b.startedMs - a.startedMs).slice(0, MOST_ASKED);
  // An evaluation comes with a new value of the monitored metric, which no other metric of training has.
  const version = newest
    .map((run) => `${run.key} ${run.generation} ${run.sparkline.length} ${run.status}`)
    .join();
  const { data } = useApi(version, (signal) => hardest(newest, signal));
  return (
    <section class="tile sound-tile" aria-labelledby="sound-title">
      <h2 id="sound-title">Hardest clip</h2>
      {data === null ? null : data === "none" ? (
        <p class="muted">Runs that record predictions have a clip to listen to here.</p>
      ) : (
        <Clip set={data.set} row={data.row} />
      )}
    </section>
  );
}

type Shown = Pick<SplitSet, "run" | "split" | "clips" | "evaluation">;

function Clip({ set, row }: { set: Shown; row: number }) {
  const { run, split, evaluation, clips } = set;
  const clip = evaluation.clip[row]!;
  const name = clips.clips[clip]?.name ?? `clip ${clip}`;
  return (
    <>
      <SoundView
        address={soundAddress(run, split, clip)}
        name={name}
        height={64}
        silentBecause={clips.silentBecause}
      />
      <p class="small">
        <Verdict set={set} row={row} /> <a href={`/runs/${run}/listen`}>{shortName(name)}</a>
      </p>
    </>
  );
}

async function hardest(
  runs: readonly RunRow[],
  signal: AbortSignal,
): Promise<{ set: Shown; row: number } | "none"> {
  for (const { key: run, generation } of runs) {
    const { evaluations } = await getJson<RunDetail>(`/api/runs/${run}`, signal);
    const splits = Object.keys(evaluations).filter((split) => evaluations[split]!.length > 0);
    const split = splits.includes("validation") ? "validation" : splits[0];
    const step = split === undefined ? undefined : evaluations[split]!.at(-1);
    if (split === undefined || step === undefined) continue;
    const [evaluation, clips] = await Promise.all([
      readEvaluation(run, split, step, generation),
      readClips(run, split, signal),
    ]);
    if (evaluation.numRows === 0) continue;
    let row = 0;
    for (let i = 1; i < evaluation.numRows; i++) if (evaluation.loss[i]! > evaluation.loss[row]!) row = i;
    return { set: { run, split, clips, evaluation }, row };
  }
  return "none";
}

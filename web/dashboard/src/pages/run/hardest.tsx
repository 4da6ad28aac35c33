/** One sound to press: the clip of the validation set with the highest loss. */
import { useMemo } from "preact/hooks";
import type { RunDetail } from "../../../../../src/dashboard/api.js";
import { Verdict } from "../../clips/clip-card.js";
import { readClips, readEvaluation, shortName, soundAddress } from "../../clips/clip-set.js";
import { SoundView } from "../../clips/sound-view.js";
import { useApi } from "../../data/use-api.js";
import { filterRows, NO_FILTER } from "../../predictions/filter.js";
import "../../clips/clips.css";
import { formatAligned } from "../../format/numbers.js";

export function Hardest({ detail }: { detail: RunDetail }) {
  const { key: run, evaluations, generation } = detail;
  const split = evaluations["validation"] !== undefined ? "validation" : (Object.keys(evaluations)[0] ?? "");
  const steps = evaluations[split] ?? [];
  const step = steps.at(-1);
  const { data } = useApi(
    step === undefined ? null : `${run} ${split} ${step} ${generation}`,
    async (signal) => {
      const [clips, evaluation] = await Promise.all([
        readClips(run, split, generation, signal),
        readEvaluation(run, split, step!, generation),
      ]);
      return { clips, evaluation };
    },
  );
  const row = useMemo(
    () => (data === null ? undefined : filterRows(data.evaluation, NO_FILTER, "hardest", () => "")[0]),
    [data],
  );
  return (
    <section class="hardest">
      <h2>
        Hardest clip <a href={`/runs/${run}/listen`}>Listen to more</a>
      </h2>
      {data === null || row === undefined ? (
        <p class="muted">
          {step !== undefined ? "" : detail.status === "running" ? "No evaluation yet." : "No evaluation."}
        </p>
      ) : (
        <>
          <SoundView
            address={soundAddress({ run, split, generation }, data.evaluation.clip[row]!)}
            name={data.clips.clips[data.evaluation.clip[row]!]?.name ?? "clip"}
            height={120}
            silentBecause={data.clips.silentBecause}
          />
          <p class="small">
            <Verdict set={data} row={row} />{" "}
            <span class="muted">
              loss {formatAligned(data.evaluation.loss[row]!, 3)} ·{" "}
              {shortName(data.clips.clips[data.evaluation.clip[row]!]?.name ?? "")}
            </span>
          </p>
        </>
      )}
    </section>
  );
}

import type { RunDetail } from "../../../../src/dashboard/api.js";
import { getJson } from "../data/client.js";
import { runs } from "../data/runs.js";
import { useApi } from "../data/use-api.js";
import { formatAligned } from "../format/numbers.js";
import type { Evaluation } from "../predictions/evaluation.js";
import { param, setParams } from "../shell/router.js";
import { RunName } from "../shell/run-name.js";
import { readClips, readEvaluation, type SplitSet, versionOf } from "./clip-set.js";
import { Scores } from "./scores.js";

interface Other {
  evaluation: Evaluation;
  row: number | null;
}

/** The same clip in another run: found by its name and place in the recording. */
export function OtherRun({ set, clip }: { set: SplitSet; clip: number }) {
  const others = (runs.value?.runs ?? []).filter(({ key }) => key !== set.run);
  const run = param("vs");
  const isKnown = others.some(({ key }) => key === run);
  const { generation, news } = versionOf(run);
  const other = useApi(isKnown ? `${run} ${set.split} ${clip} ${generation} ${news}` : null, () =>
    findOther(set, clip, run, generation),
  );
  if (others.length === 0) return null;
  const found = isKnown ? other.data : null;
  return (
    <section class="other-run" aria-label="Another run">
      <label class="row">
        <h3>Compare with</h3>
        <select
          value={isKnown ? run : ""}
          onChange={(event) => setParams({ vs: event.currentTarget.value }, true)}
        >
          <option value="">no run</option>
          {others.map(({ key, id }) => (
            <option key={key} value={key}>
              {id}
            </option>
          ))}
        </select>
      </label>
      {isKnown && <RunName run={run} />}
      {isKnown && other.error !== null && <p class="muted small">{other.error.message}</p>}
      {found !== null &&
        (found.row === null ? (
          <p class="muted small">That run has no clip of this name in its {set.split} set.</p>
        ) : (
          <>
            <p class="small">
              step {found.evaluation.meta.step}: {found.evaluation.predictedText(found.row) || "none"}{" "}
              <span class="muted">
                ({found.evaluation.verdict(found.row)}, loss{" "}
                {formatAligned(found.evaluation.loss[found.row]!, 3)})
              </span>
            </p>
            <Scores evaluation={found.evaluation} row={found.row} />
          </>
        ))}
    </section>
  );
}

async function findOther(set: SplitSet, clip: number, run: string, generation: number): Promise<Other> {
  const [detail, list] = await Promise.all([
    getJson<RunDetail>(`/api/runs/${run}`),
    readClips(run, set.split),
  ]);
  const step = detail.evaluations[set.split]?.at(-1);
  const evaluation = await readEvaluation(run, set.split, step ?? 0, generation);
  const { name, startSec } = set.clips.clips[clip]!;
  const place = list.clips.findIndex((one) => one.name === name && one.startSec === startSec);
  return { evaluation, row: place === -1 ? null : evaluation.rowOf(place) };
}

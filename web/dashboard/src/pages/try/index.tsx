import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { RunRow, TryAnswer } from "../../../../../src/dashboard/api.js";
import { type ApiError, getJson } from "../../data/client.js";
import { runs } from "../../data/runs.js";
import { EmptyBox, ErrorBox, Waiting } from "../../shell/boxes.js";
import type { PageProps } from "../../shell/pages.js";
import { param, setParams } from "../../shell/router.js";
import { HEIGHT } from "./sound-view.js";
import { TryModel } from "./try-model.js";
import "./try.css";
import { formatNumber } from "../../format/numbers.js";

/** Hears the model of a run, or of the best one. */
export default function TryPage({ run }: PageProps) {
  return run === "" ? <Start /> : <TryRun run={run} />;
}

function Start() {
  const list = runs.value;
  if (list === null) return <Waiting height={400} />;
  const candidates = list.runs.filter(({ best }) => best !== null);
  const best = bestOf(candidates);
  const chosen = list.runs.find(({ key }) => key === param("run")) ?? best ?? list.runs[0];
  if (chosen === undefined)
    return (
      <EmptyBox title="No model to try yet">
        <p>Train one first. Its model is here as soon as its first checkpoint is saved:</p>
        <pre>npx woodshed train recipes/quickstart.yaml</pre>
      </EmptyBox>
    );
  return (
    <>
      <label class="which">
        Run{" "}
        <select value={chosen.key} onChange={({ currentTarget }) => setParams({ run: currentTarget.value })}>
          {list.runs.map(({ key, id }) => (
            <option key={key} value={key}>
              {id}
              {key === best?.key ? ` (best ${best.monitor!.name})` : ""}
            </option>
          ))}
        </select>
      </label>
      <TryRun key={chosen.key} run={chosen.key} />
    </>
  );
}

/** The best run by the metric that most runs choose their checkpoints by; of equal ones the newest. */
export function bestOf(list: readonly RunRow[]): RunRow | undefined {
  const counts = new Map<string, number>();
  for (const { monitor } of list)
    if (monitor !== null) counts.set(monitor.name, (counts.get(monitor.name) ?? 0) + 1);
  const [metric] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? [];
  return list
    .filter(({ monitor, best }) => monitor?.name === metric && typeof best?.value === "number")
    .sort((a, b) => (a.monitor!.better === "min" ? 1 : -1) * (a.best!.value! - b.best!.value!))[0];
}

const ASK_MS = 700;

function TryRun({ run }: { run: string }) {
  const state = useSignal<{ answer: TryAnswer | null; error: ApiError | null }>({
    answer: null,
    error: null,
  });
  useEffect(() => {
    const gone = new AbortController();
    let timer = 0;
    const ask = async (): Promise<void> => {
      try {
        const answer = await getJson<TryAnswer>(`/api/runs/${run}/try`, gone.signal);
        state.value = { answer, error: null };
        if (answer.state === "exporting") timer = window.setTimeout(() => void ask(), ASK_MS);
      } catch (error) {
        if (!gone.signal.aborted) state.value = { answer: null, error: error as ApiError };
      }
    };
    void ask();
    return () => {
      gone.abort();
      clearTimeout(timer);
    };
  }, [run]);
  const { answer, error } = state.value;
  if (error !== null) return <ErrorBox title="The model could not be prepared" message={error.message} />;
  if (answer?.state === "unavailable")
    return <ErrorBox title="This model cannot be tried here" message={answer.message ?? ""} />;
  return (
    <div class="try">
      <Head answer={answer} />
      {answer?.state === "ready" && answer.metadata !== null ? (
        <TryModel run={run} ready={{ ...answer, metadata: answer.metadata }} />
      ) : (
        <div role="status">
          <p class="muted">
            The model is exported to ONNX, with its spectrogram, and compared with the original. This takes a
            few seconds.
          </p>
          <Waiting height={HEIGHT} />
        </div>
      )}
    </div>
  );
}

function Head({ answer }: { answer: TryAnswer | null }) {
  const metadata = answer?.metadata ?? null;
  const labels = metadata?.["labels"] === undefined ? null : (JSON.parse(metadata["labels"]) as string[]);
  return (
    <header class="try-head">
      <h1>Try it</h1>
      <p class="muted small">
        {metadata === null
          ? " "
          : [
              `${metadata["task"]}${labels === null ? "" : ` of ${labels.length} labels`}`,
              `checkpoint ${answer!.checkpoint!.name}`,
              `${formatNumber(Number(metadata["sample_rate_hz"]))} Hz, windows of ${metadata["clip_sec"]} s`,
              ...(answer!.maxDifference === null
                ? []
                : [`agrees with the training's engine within ${answer!.maxDifference.toExponential(0)}`]),
            ].join(" · ")}
      </p>
    </header>
  );
}

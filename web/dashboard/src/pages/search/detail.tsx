import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { SearchDetail } from "../../../../../src/dashboard/api.js";
import { formatCount, formatNumber, formatShortSetting } from "../../format/numbers.js";
import { linear } from "../../plot/scale.js";
import { EmptyBox, ErrorBox, Waiting } from "../../shell/boxes.js";
import { go, param, setParams } from "../../shell/router.js";
import { Filters } from "./filters.js";
import { Intermediate } from "./intermediate.js";
import { Parallel } from "./parallel.js";
import { Scatter } from "./scatter.js";
import { TrialTable } from "./trial-table.js";
import {
  type Brush,
  bestSoFar,
  goodness,
  isChosen,
  objectiveAxis,
  parameterAxis,
  readBrushes,
  shownTrials,
  writeBrushes,
} from "./trials.js";
import { type Trial, useSearch } from "./use-search.js";

/** Slices of more parameters are shown on demand: each is a canvas. */
const FIRST_SLICES = 8;

export function Detail({ id }: { id: string }) {
  const { search, error } = useSearch(id);
  if (search === null)
    return error === null ? (
      <Waiting height={600} />
    ) : (
      <ErrorBox title="The search could not be read" message={error.message} />
    );
  if (search.trials.length === 0)
    return (
      <EmptyBox title={search.name}>
        <p>No trial has begun yet. The first one appears here as it starts.</p>
      </EmptyBox>
    );
  return <Shown search={search} />;
}

function Shown({ search }: { search: SearchDetail }) {
  const hovered = useSignal<number | null>(null);
  const showsAll = useSignal(false);
  const place = Math.min(Number(param("objective", "0")) || 0, search.objectives.length - 1);
  const { better } = search.objectives[place]!;
  const { trials, objective, parameters, good, best } = useMemo(() => {
    const trials = shownTrials(search);
    const objective = objectiveAxis(search, place);
    return {
      ...{ trials, objective },
      // The most important ones first.
      parameters: [...search.parameters]
        .sort((a, b) => (b.importance ?? 0) - (a.importance ?? 0))
        .map((parameter) => parameterAxis(parameter, trials)),
      good: goodness(trials, objective.of, better),
      best: bestSoFar(trials, objective.of, better),
    };
  }, [search, place]);
  const brushText = param("ranges");
  const brushes = useMemo(() => readBrushes(brushText), [brushText]);
  const axes = useMemo(() => [...parameters, objective], [parameters, objective]);
  const { chosen, chosenTrials } = useMemo(() => {
    const numbers = new Set(
      trials.filter((trial) => isChosen(trial, axes, brushes)).map(({ number }) => number),
    );
    return {
      chosen: (trial: Trial): boolean => numbers.has(trial.number),
      chosenTrials: trials.filter(({ number }) => numbers.has(number)),
    };
  }, [trials, axes, brushes]);
  const onHover = (trial: number | null): void => {
    hovered.value = trial;
  };
  const onOpen = (trial: number): void => {
    const run = search.trials[trial]?.run;
    if (run !== null && run !== undefined) go(`/runs/${run}`);
  };
  const onBrush = (axis: string, brush: Brush | null): void => {
    const next = new Map(brushes);
    if (brush === null) next.delete(axis);
    else next.set(axis, brush);
    setParams({ ranges: writeBrushes(next) });
  };
  const shared = { chosen, goodness: good, hovered: hovered.value, onHover, onOpen };
  const slices = showsAll.value ? parameters : parameters.slice(0, FIRST_SLICES);
  return (
    <div class="search">
      <Head search={search} place={place} />
      <Readout trial={hovered.value === null ? undefined : search.trials[hovered.value]} search={search} />
      <div class="pair">
        <section>
          <h2>
            History{" "}
            <span class="muted">
              {objective.name} by trial, {better === "min" ? "lower" : "higher"} is better
            </span>
          </h2>
          <Scatter
            {...shared}
            trials={trials}
            x={{ ...linear([0, trials.at(-1)?.number ?? 1], 0.01), leastStep: 1 }}
            y={objective.scale}
            xOf={({ number }) => number}
            yOf={(trial) => objective.of(trial)}
            best={best}
            height={260}
            label={`${objective.name} of each trial, with the best so far; the table of trials below has the values`}
          />
        </section>
        <Importance search={search} />
      </div>
      <section>
        <h2>
          Parameters <span class="muted">each line is a trial, the stronger the better</span>
        </h2>
        <Filters
          axes={axes}
          brushes={brushes}
          numChosen={chosenTrials.length}
          numTrials={trials.length}
          onBrush={onBrush}
          onClear={() => setParams({ ranges: null })}
        />
        <Parallel {...shared} trials={trials} axes={axes} brushes={brushes} onBrush={onBrush} />
      </section>
      <section>
        <h2>
          Slices <span class="muted">{objective.name} by each parameter</span>
        </h2>
        <div class="slices">
          {slices.map((axis) => (
            <figure key={axis.id}>
              <Scatter
                {...shared}
                trials={trials}
                x={axis.scale}
                y={objective.scale}
                xOf={axis.of}
                yOf={objective.of}
                height={190}
                label={`${objective.name} by ${axis.name}`}
              />
              <figcaption>{axis.name}</figcaption>
            </figure>
          ))}
        </div>
        {parameters.length > slices.length && (
          <button
            type="button"
            onClick={() => {
              showsAll.value = true;
            }}
          >
            All {parameters.length} parameters
          </button>
        )}
      </section>
      {search.objectives.length === 1 && (
        <section>
          <h2>
            On the way <span class="muted">reported values by step; × was pruned</span>
          </h2>
          <Intermediate {...shared} trials={trials} />
        </section>
      )}
      <section>
        <h2>
          Trials <span class="muted">a row opens its run</span>
        </h2>
        <TrialTable
          search={search}
          trials={chosenTrials}
          hovered={hovered.value}
          onHover={onHover}
          onOpen={onOpen}
        />
      </section>
    </div>
  );
}

function Head({ search, place }: { search: SearchDetail; place: number }) {
  const { best, numComplete, numPruned, numFailed, numRunning, numTrials, numPlanned } = search;
  const count = (number: number, word: string): string => `${formatCount(number)} ${word}`;
  const parts = [
    count(numComplete, "complete"),
    ...(numRunning > 0 ? [count(numRunning, "running")] : []),
    ...(numPruned > 0 ? [count(numPruned, "pruned")] : []),
    ...(numFailed > 0 ? [count(numFailed, "failed")] : []),
  ];
  const run = best === null ? null : (search.trials[best.trial]?.run ?? null);
  return (
    <header class="search-head">
      <div>
        <h1>{search.name}</h1>
        <p class="muted">
          <span class={`status ${search.status}`}>{search.status}</span>{" "}
          {numPlanned === null
            ? count(numTrials, "trials")
            : `${formatCount(numTrials)} of ${count(numPlanned, "trials")}`}
          : {parts.join(", ")}
        </p>
      </div>
      {best !== null && (
        <div class="best">
          <span class="muted">best {search.metric.name}</span>
          <strong>{formatNumber(best.value)}</strong>
          <span class="muted">
            {run === null ? `trial ${best.trial}` : <a href={`/runs/${run}`}>trial {best.trial}</a>}
          </span>
        </div>
      )}
      {search.objectives.length > 1 && (
        <label>
          Objective{" "}
          <select
            value={String(place)}
            onChange={({ currentTarget }) =>
              setParams({ objective: currentTarget.value === "0" ? null : currentTarget.value })
            }
          >
            {search.objectives.map(({ name }, i) => (
              <option key={name} value={String(i)}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
    </header>
  );
}

/** The trial under the pointer; its place is reserved, so that nothing moves. */
function Readout({ trial, search }: { trial: Trial | undefined; search: SearchDetail }) {
  if (trial === undefined)
    return <p class="readout muted">Point at a trial to see its values; click to open its run.</p>;
  return (
    <p class="readout">
      <strong>trial {trial.number}</strong> {trial.state}
      {search.objectives.map(({ name }, i) => (
        <span key={name}>
          {name} <b>{formatNumber(trial.objectives[i] ?? undefined)}</b>
        </span>
      ))}
      {Object.entries(trial.parameters).map(([name, value]) => (
        <span key={name}>
          {name.split(".").at(-1)} <b>{formatShortSetting(value)}</b>
        </span>
      ))}
      {trial.error !== null && <span class="problem">{trial.error}</span>}
    </p>
  );
}

function Importance({ search }: { search: SearchDetail }) {
  const known = search.parameters.filter(({ importance }) => importance !== null);
  const sorted = known.sort((a, b) => b.importance! - a.importance!);
  return (
    <section>
      <h2>
        Importance{" "}
        <span class="muted" title={search.importanceMethod}>
          permutation, random forest
        </span>
      </h2>
      {sorted.length === 0 ? (
        <p class="muted">
          Not known yet: too few trials are complete, or the parameters do not explain the values.
        </p>
      ) : (
        <ol class="importance">
          {sorted.slice(0, 10).map(({ name, importance }) => (
            <li key={name}>
              <span>{name}</span>
              <span class="bar">
                <i
                  ref={(element) => {
                    if (element) element.style.width = `${100 * importance!}%`;
                  }}
                />
              </span>
              <span class="number">{Math.round(100 * importance!)} %</span>
            </li>
          ))}
        </ol>
      )}
      {search.objectives.length > 1 && <p class="small muted">for {search.metric.name}</p>}
    </section>
  );
}

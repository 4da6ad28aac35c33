import type { ComponentChildren } from "preact";
import { formatCount } from "../format/numbers.js";
import { useKeys } from "../shell/keys.js";
import { setParams } from "../shell/router.js";
import { ALL_SPLITS, type ClipSet } from "./clip-set.js";

/** Chooses the set and the evaluation; the arrows of a keyboard move through evaluations. */
export function EvaluationBar({ set, children }: { set: ClipSet; children?: ComponentChildren }) {
  const { splits, split, steps, step, defaultStep } = set;
  const place = steps.indexOf(step);
  const show = (next: number): void => {
    const chosen = steps[Math.max(0, Math.min(steps.length - 1, next))]!;
    setParams({ step: chosen === defaultStep ? null : String(chosen) });
  };
  useKeys([
    { key: "ArrowLeft", label: "earlier evaluation", run: () => show(place - 1) },
    { key: "ArrowRight", label: "later evaluation", run: () => show(place + 1) },
  ]);
  return (
    <div class="evaluation-bar">
      {splits.length > 1 && (
        <select
          aria-label="Set"
          value={split}
          onChange={(event) =>
            // Clips, and places on the map, of one set mean nothing in another.
            setParams(
              {
                split: event.currentTarget.value,
                step: null,
                clip: null,
                near: null,
                outline: null,
                view: null,
                only: null,
              },
              true,
            )
          }
        >
          {splits.map((one) => (
            <option key={one} value={one}>
              {one === ALL_SPLITS ? "all splits" : one}
            </option>
          ))}
        </select>
      )}
      <label class="slider">
        <span>
          Evaluation {place + 1} of {steps.length}
          <span class="muted"> · step {formatCount(step)}</span>
        </span>
        <input
          type="range"
          min={0}
          max={Math.max(0, steps.length - 1)}
          value={place}
          disabled={steps.length < 2}
          onInput={(event) => show(Number(event.currentTarget.value))}
        />
      </label>
      {children}
    </div>
  );
}

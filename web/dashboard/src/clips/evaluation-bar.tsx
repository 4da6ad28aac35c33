import type { ComponentChildren } from "preact";
import { formatCount } from "../format/numbers.js";
import { setParams } from "../shell/router.js";
import { StepSlider } from "../shell/step-slider.js";
import { ALL_SPLITS, type ClipSet } from "./clip-set.js";

/** Chooses the set and the evaluation; the arrows of a keyboard move through evaluations. */
export function EvaluationBar({ set, children }: { set: ClipSet; children?: ComponentChildren }) {
  const { splits, split, steps, step, defaultStep } = set;
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
      <StepSlider {...{ steps, step, defaultStep }} noun="evaluation">
        Evaluation {steps.indexOf(step) + 1} of {steps.length}
        <span class="muted"> · step {formatCount(step)}</span>
      </StepSlider>
      {children}
    </div>
  );
}

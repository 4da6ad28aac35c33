import type { ComponentChildren } from "preact";
import { useKeys } from "./keys.js";
import { setParams } from "./router.js";

interface StepSliderProps {
  /** Ascending. */
  steps: readonly number[];
  step: number;
  /** The step of an address that names none. */
  defaultStep: number;
  /** What belongs to a step: `evaluation`. */
  noun: string;
  /** The label. */
  children: ComponentChildren;
}

/** Chooses the step of the address; the arrows of a keyboard move through steps. */
export function StepSlider({ steps, step, defaultStep, noun, children }: StepSliderProps) {
  const place = steps.indexOf(step);
  const show = (next: number): void => {
    const chosen = steps[Math.max(0, Math.min(steps.length - 1, next))]!;
    setParams({ step: chosen === defaultStep ? null : String(chosen) });
  };
  useKeys([
    { key: "ArrowLeft", label: `earlier ${noun}`, run: () => show(place - 1) },
    { key: "ArrowRight", label: `later ${noun}`, run: () => show(place + 1) },
  ]);
  return (
    <label class="slider">
      <span>{children}</span>
      <input
        type="range"
        min={0}
        max={Math.max(0, steps.length - 1)}
        value={place}
        disabled={steps.length < 2}
        onInput={({ currentTarget }) => show(Number(currentTarget.value))}
      />
    </label>
  );
}

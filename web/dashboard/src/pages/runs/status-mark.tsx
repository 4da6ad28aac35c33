import type { RunRow } from "../../../../../src/dashboard/api.js";

const MARKS = { running: "●", finished: "✓", failed: "✗", interrupted: "‖" } as const;

/** A run's status by shape and colour; a triangle for a run that trains and has a problem. */
export function StatusMark({ run }: { run: RunRow }) {
  const isIll = run.problems.length > 0;
  const text = isIll ? `${run.status}: ${run.problems.join("; ")}` : run.status;
  return (
    <span class={`mark ${isIll ? "ill" : run.status}`} role="img" aria-label={text} title={text}>
      {isIll && run.status === "running" ? "▲" : MARKS[run.status]}
    </span>
  );
}

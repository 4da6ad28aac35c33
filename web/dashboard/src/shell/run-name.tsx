import { runs } from "../data/runs.js";
import { Swatch } from "./run-color.js";

/** A run's colour, name and status, as a link to it. */
export function RunName({ run }: { run: string }) {
  const row = runs.value?.runs.find(({ key }) => key === run);
  return (
    <a class="run-name" href={`/runs/${run}`}>
      <Swatch run={run} />
      <span>{row?.id ?? "run"}</span>
      {row !== undefined && <span class={`status ${row.status}`}>{row.status}</span>}
    </a>
  );
}

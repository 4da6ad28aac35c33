/** What an address shows that has no page, or whose run is not there. */
import { runs } from "../data/runs.js";
import { EmptyBox } from "./boxes.js";
import { COPY } from "./copy.js";
import { RunName } from "./run-name.js";

/** True if the folder has no such run, and all of its runs were read. */
export const isGone = (run: string): boolean =>
  runs.value !== null && runs.value.numUnread === 0 && !runs.value.runs.some(({ key }) => key === run);

export function NoPage({ path }: { path: string }) {
  const run = /^\/runs\/([^/]+)/.exec(path)?.[1];
  if (run !== undefined && COPY === null && !/^[0-9a-f]{12}$/.test(run)) return <NoRun run={run} />;
  return (
    <EmptyBox title="No such page">
      <p>
        <code>{path}</code>
      </p>
      <ToRuns />
    </EmptyBox>
  );
}

/** @param run as the address has it: a key, or a name that a person typed */
export function NoRun({ run }: { run: string }) {
  const name = decoded(run);
  const meant = runs.value?.runs.find(({ id }) => id === name);
  if (meant !== undefined)
    return (
      <EmptyBox title={name}>
        <p>
          This run has another address: <RunName run={meant.key} />
        </p>
      </EmptyBox>
    );
  return (
    <EmptyBox title={`There is no run ${name} here`}>
      <p>
        Its folder was removed or moved, or it is in another folder than
        {runs.value === null ? " the one that is shown" : ` ${runs.value.folder}`}.
      </p>
      <ToRuns />
    </EmptyBox>
  );
}

const ToRuns = () => (
  <p>
    <a href={COPY === null ? "/" : `/runs/${COPY.run}`}>{COPY === null ? "All runs" : "The run"}</a>
  </p>
);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

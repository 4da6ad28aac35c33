import { runs, runsError } from "../../data/runs.js";
import { EmptyBox, ErrorBox, Waiting } from "../../shell/boxes.js";
import { RunName } from "../../shell/run-name.js";

export default function RunsPage() {
  const list = runs.value;
  if (list === null)
    return runsError.value === null ? (
      <Waiting height={400} />
    ) : (
      <ErrorBox title="The runs could not be read" message={runsError.value.message} />
    );
  if (list.runs.length === 0)
    return (
      <EmptyBox title={`No runs in ${list.folder} yet`}>
        <p>The first one appears here as it starts:</p>
        <pre>npx woodshed train recipes/quickstart.yaml</pre>
      </EmptyBox>
    );
  return (
    <ul>
      {list.runs.map((run) => (
        <li key={run.key}>
          <RunName run={run.key} />
        </li>
      ))}
    </ul>
  );
}

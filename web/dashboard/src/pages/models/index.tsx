import type { ModelList } from "../../../../../src/dashboard/api.js";
import { getJson } from "../../data/client.js";
import { runs } from "../../data/runs.js";
import { useApi } from "../../data/use-api.js";
import { EmptyBox, ErrorBox, Waiting } from "../../shell/boxes.js";
import { param, setParams } from "../../shell/router.js";
import { RunName } from "../../shell/run-name.js";
import { ComparePair } from "./compare.js";
import "./models.css";
import { formatAligned } from "../../format/numbers.js";
import { formatAge } from "../../format/times.js";

export type Model = ModelList["models"][number];
export type Version = Model["versions"][number];

/** Tags that have a place of their own, or are for programs. */
const SHOWN_ELSEWHERE = /^woodshed\./;
const COMMAND = "npx woodshed models register runs/RUN NAME --alias champion";

/** Models of the embedded registry, their versions and aliases; two versions side by side. */
export default function ModelsPage() {
  // A run that ends may register its model.
  const ended = runs.value?.runs.filter(({ status }) => status !== "running").length;
  const { data, error } = useApi(`/api/models ${ended}`, (signal) =>
    getJson<ModelList>("/api/models", signal),
  );
  if (data === null)
    return error === null ? (
      <Waiting height={300} />
    ) : (
      <ErrorBox title="The models could not be read" message={error.message} />
    );
  return (
    <div class="models">
      <h1>Models</h1>
      {data.problem !== null && <ErrorBox title="The registry could not be read" message={data.problem} />}
      <Servers servers={data.servers} />
      {data.models.length === 0 && data.problem === null && (
        <EmptyBox title="No registered models">
          <p>A run registers its model by a setting, and a command does it afterwards:</p>
          <pre>{`npx woodshed train recipes/quickstart.yaml registry.mlflow.enabled=true\n${COMMAND}`}</pre>
        </EmptyBox>
      )}
      <ComparePair models={data.models} />
      {data.models.map((model) => (
        <ModelTable key={model.name} model={model} />
      ))}
      {data.registry !== null && (
        <p class="small muted">
          Read from{" "}
          {data.page === null ? data.registry : <ServerLink address={data.registry} page={data.page} />}
        </p>
      )}
    </div>
  );
}

/** Servers that runs registered at, which the dashboard does not ask by itself: a run may come from anybody. */
function Servers({ servers }: Pick<ModelList, "servers">) {
  if (servers.length === 0) return null;
  return (
    <section>
      <p>
        Runs of this folder registered models at{" "}
        {servers.map((server, i) => (
          <>
            {i > 0 && ", "}
            <ServerLink key={server.address} {...server} />
          </>
        ))}
        . To see them here, start the dashboard with the server's address:
      </p>
      <pre>{`npx woodshed dashboard --tracking-uri ${servers[0]!.page ?? "ADDRESS"}`}</pre>
    </section>
  );
}

function ServerLink({ address, page }: ModelList["servers"][number]) {
  if (page === null) return <>{address}</>;
  return (
    <a href={`${page}/#/models`} target="_blank" rel="noreferrer">
      {page}
    </a>
  );
}

/** Versions chosen for a comparison, as `NAME/VERSION`. */
export const chosenVersions = (): string[] =>
  param("compare")
    .split(",")
    .filter((name) => name !== "")
    .slice(0, 2);

function choose(name: string): void {
  const chosen = chosenVersions();
  const next = chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name].slice(-2);
  setParams({ compare: next.join(",") });
}

function ModelTable({ model }: { model: Model }) {
  const metrics = metricNames(model.versions).slice(0, 5);
  const chosen = chosenVersions();
  return (
    <section>
      <h2>{model.name}</h2>
      {model.description !== "" && <p>{model.description}</p>}
      <Tags tags={model.tags} />
      <section
        class="wide-table"
        aria-label={`Versions of ${model.name}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs the focus of the keyboard.
        tabIndex={0}
      >
        <table>
          <thead>
            <tr>
              <th>compare</th>
              <th class="number">version</th>
              <th>aliases</th>
              {metrics.map((name) => (
                <th key={name} class="number">
                  {name}
                </th>
              ))}
              <th>run</th>
              <th>registered</th>
              <th>tags</th>
            </tr>
          </thead>
          <tbody>
            {model.versions.map((version) => {
              const name = `${model.name}/${version.version}`;
              return (
                <tr key={version.version}>
                  <td>
                    <input
                      type="checkbox"
                      aria-label={`Compare version ${version.version}`}
                      checked={chosen.includes(name)}
                      onChange={() => choose(name)}
                    />
                  </td>
                  <td class="number">{version.version}</td>
                  <td>
                    {version.aliases.map((alias) => (
                      <span key={alias} class="alias">
                        {alias}
                      </span>
                    ))}
                    {version.status !== "READY" && <span class="muted">{version.status}</span>}
                  </td>
                  {metrics.map((metric) => (
                    <td key={metric} class="number">
                      {formatAligned(version.metrics[metric])}
                    </td>
                  ))}
                  <td>
                    <VersionRun version={version} />
                  </td>
                  <td title={new Date(version.createdMs).toLocaleString()}>
                    {formatAge(version.createdMs, Date.now())}
                  </td>
                  <td>
                    <Tags tags={version.tags} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      <p class="small muted">
        Use one:{" "}
        <code>
          npx woodshed serve models:/{model.name}@{aliasToUse(model)}
        </code>
      </p>
    </section>
  );
}

/** The alias champion, which `promote` moves; else that of the newest version that has one. */
function aliasToUse({ versions }: Model): string {
  const all = versions.flatMap(({ aliases }) => aliases);
  return all.includes("champion") ? "champion" : (all[0] ?? "ALIAS");
}

export function VersionRun({ version }: { version: Version }) {
  if (version.run !== null) return <RunName run={version.run} />;
  return <span class="muted">{version.runId === null ? "–" : `${version.runId} (not in this folder)`}</span>;
}

function Tags({ tags }: { tags: Readonly<Record<string, string>> }) {
  const own = Object.entries(tags).filter(
    ([key]) => !SHOWN_ELSEWHERE.test(key) && !key.startsWith("mlflow."),
  );
  if (own.length === 0) return null;
  return (
    <span class="tags">
      {own.map(([key, value]) => (
        <span key={key}>
          {key}={value}
        </span>
      ))}
    </span>
  );
}

/** Names of the metrics of versions: of the test first, then of the validation. */
export function metricNames(versions: readonly Version[]): string[] {
  const names = [...new Set(versions.flatMap(({ metrics }) => Object.keys(metrics)))];
  const rank = (name: string): number =>
    name.startsWith("test/") ? 0 : name.startsWith("validation/") ? 1 : 2;
  return names.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

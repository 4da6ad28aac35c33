import type { SearchList } from "../../../../../src/dashboard/api.js";
import { getJson } from "../../data/client.js";
import { runs } from "../../data/runs.js";
import { useApi } from "../../data/use-api.js";
import { EmptyBox, ErrorBox, Waiting } from "../../shell/boxes.js";
import type { PageProps } from "../../shell/pages.js";
import { Detail } from "./detail.js";
import "./search.css";
import { formatCount, formatNumber } from "../../format/numbers.js";

/** Searches of the folder, or one of them. */
export default function SearchPage({ id }: PageProps) {
  return id === "" ? <List /> : <Detail id={id} />;
}

function List() {
  // Runs of trials come and go with their search.
  const { data, error } = useApi(`/api/searches ${runs.value?.runs.length}`, (signal) =>
    getJson<SearchList>("/api/searches", signal),
  );
  if (data === null)
    return error === null ? (
      <Waiting height={300} />
    ) : (
      <ErrorBox title="The searches could not be read" message={error.message} />
    );
  if (data.searches.length === 0 && data.unread.length === 0)
    return (
      <EmptyBox title="No searches yet">
        <p>A search for good settings appears here as it starts:</p>
        <pre>npx woodshed tune recipes/search.yaml</pre>
      </EmptyBox>
    );
  return (
    <>
      <h1>Searches</h1>
      {data.searches.length > 0 && <Table searches={data.searches} />}
      {data.unread.map((search) => (
        <Unread key={search.key} search={search} />
      ))}
    </>
  );
}

/** A search that is not read here, and how to look at it. */
function Unread({ search }: { search: SearchList["unread"][number] }) {
  return (
    <section class="unread">
      <h2>
        {search.name} <span class="muted">not shown here</span>
      </h2>
      <p>{search.reason[0]!.toUpperCase() + search.reason.slice(1)}:</p>
      <pre>{search.command}</pre>
    </section>
  );
}

function Table({ searches }: Pick<SearchList, "searches">) {
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs the focus of the keyboard. */}
      <section class="wide-table" aria-label="Searches" tabIndex={0}>
        <table class="search-list">
          <thead>
            <tr>
              <th>search</th>
              <th>status</th>
              <th class="number">trials</th>
              <th class="number">pruned</th>
              <th class="number">failed</th>
              <th>metric</th>
              <th class="number">best</th>
              <th class="number">trial</th>
            </tr>
          </thead>
          <tbody>
            {searches.map((search) => (
              <tr key={search.key}>
                <td>
                  <a href={`/searches/${search.key}`}>{search.name}</a>
                </td>
                <td>
                  <span class={`status ${search.status}`}>{search.status}</span>
                </td>
                <td class="number">
                  {formatCount(search.numTrials)}
                  {search.numPlanned === null ? "" : ` of ${formatCount(search.numPlanned)}`}
                </td>
                <td class="number">{formatCount(search.numPruned)}</td>
                <td class="number">{formatCount(search.numFailed)}</td>
                <td>{search.objectives.map(({ name }) => name).join(", ")}</td>
                <td class="number">{formatNumber(search.best?.value)}</td>
                <td class="number">{search.best?.trial ?? "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

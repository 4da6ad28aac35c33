import type { RunRow } from "../../../../../src/dashboard/api.js";
import { Swatch } from "../../shell/run-color.js";
import { valueText } from "../run/lists.js";

/** The keys whose values differ. */
export function ConfigDifferences({
  rows,
  labels,
  places,
}: {
  rows: readonly RunRow[];
  labels: ReadonlyMap<string, string>;
  places: ReadonlyMap<string, number>;
}) {
  const keys = [...new Set(rows.flatMap(({ config }) => Object.keys(config)))].sort();
  const differing = keys.filter((key) => new Set(rows.map(({ config }) => valueText(config[key]))).size > 1);
  if (differing.length === 0) return <p class="muted">Their configurations are the same.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keys.
    <section class="scroll" tabIndex={0} aria-label="Differences of the configuration">
      <table>
        <thead>
          <tr>
            <th scope="col">key</th>
            {rows.map(({ key }) => (
              <th key={key} scope="col">
                <Swatch run={key} place={places.get(key)!} /> {labels.get(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {differing.map((key) => (
            <tr key={key}>
              <th scope="row">{key}</th>
              {rows.map((row) => (
                <td key={row.key}>{valueText(row.config[key])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="small muted">{keys.length - differing.length} other keys are the same.</p>
    </section>
  );
}

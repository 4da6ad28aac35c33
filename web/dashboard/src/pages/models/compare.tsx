/** Two versions side by side: metrics, what they were made of, and where they differ. */

import { formatAligned, formatSigned } from "../../format/numbers.js";
import { chosenVersions, type Model, metricNames, type Version, VersionRun } from "./index.js";

/** Facts of a version in Woodshed's tags. */
const FACTS: readonly [tag: string, title: string][] = [
  ["woodshed.model", "model"],
  ["woodshed.checkpoint", "checkpoint"],
  ["woodshed.data_fingerprint", "data"],
  ["woodshed.config_hash", "configuration"],
  ["woodshed.git_sha", "commit"],
  ["woodshed.version", "woodshed"],
];

export function ComparePair({ models }: { models: readonly Model[] }) {
  const versions = chosenVersions().flatMap((name) => {
    const model = models.find((one) => name.startsWith(`${one.name}/`));
    const version = model?.versions.find(({ version }) => name === `${model.name}/${version}`);
    return version === undefined ? [] : [{ name, version }];
  });
  const [a, b] = versions;
  if (a === undefined || b === undefined)
    return models.some(({ versions }) => versions.length > 1) ? (
      <p class="muted">
        {versions.length === 1
          ? "Select another version to compare it with."
          : "Select two versions to compare them."}
      </p>
    ) : null;
  return (
    <section
      class="pair-of-versions"
      aria-label="Comparison"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs the focus of the keyboard.
      tabIndex={0}
    >
      <h2>
        {a.name} and {b.name}
      </h2>
      <table>
        <thead>
          <tr>
            <td />
            <th class="number">{a.name}</th>
            <th class="number">{b.name}</th>
            <th class="number">difference</th>
          </tr>
        </thead>
        <tbody>
          {metricNames([a.version, b.version]).map((name) => {
            const [x, y] = [a.version.metrics[name], b.version.metrics[name]];
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td class="number">{formatAligned(x)}</td>
                <td class="number">{formatAligned(y)}</td>
                <td class="number">{difference(x, y)}</td>
              </tr>
            );
          })}
          {FACTS.map(([tag, title]) => (
            <Fact key={tag} title={title} a={a.version.tags[tag]} b={b.version.tags[tag]} />
          ))}
        </tbody>
      </table>
      <ul class="runs-of-pair">
        {[a, b].map(({ name, version }) => (
          <li key={name}>
            <span>{name}</span> <VersionRun version={version} />
          </li>
        ))}
      </ul>
      <Links a={a.version} b={b.version} names={[a.name, b.name]} />
    </section>
  );
}

function Fact({ title, a, b }: { title: string; a: string | undefined; b: string | undefined }) {
  if (a === undefined && b === undefined) return null;
  const short = (text: string | undefined): string =>
    text === undefined ? "–" : /^[0-9a-f]{40,}$/.test(text) ? text.slice(0, 12) : text;
  return (
    <tr>
      <th scope="row">{title}</th>
      <td class="number">{short(a)}</td>
      <td class="number">{short(b)}</td>
      <td class="number muted">{a === b ? "the same" : "differs"}</td>
    </tr>
  );
}

function Links({ a, b, names }: { a: Version; b: Version; names: readonly [string, string] }) {
  return (
    <p>
      {a.run !== null && b.run !== null && a.run !== b.run && (
        <>
          <a href={`/compare?runs=${a.run},${b.run}`}>Compare their runs</a>
          <span class="muted"> with curves and configuration. </span>
        </>
      )}
      <span class="muted">On the same clips, with intervals: </span>
      <code>
        npx woodshed models compare {names[0]} {names[1]}
      </code>
    </p>
  );
}

function difference(a: number | null | undefined, b: number | null | undefined): string {
  if (typeof a !== "number" || typeof b !== "number") return "–";
  return formatSigned(b - a);
}

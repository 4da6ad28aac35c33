/** Events, checkpoints and configuration of a run. */
import { useSignal } from "@preact/signals";
import type { Json, RunDetail } from "../../../../../src/dashboard/api.js";
import { formatAligned, formatCount } from "../../format/numbers.js";
import { formatWall } from "../../format/times.js";

export function Events({ events }: { events: RunDetail["events"] }) {
  return (
    <section>
      <h2>Events</h2>
      {events.length === 0 ? (
        <p class="muted">None: no warnings, no errors.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keys.
        <ol class="events" tabIndex={0} aria-label="Events of the run">
          {events.toReversed().map(({ timeMs, level, message }) => (
            <li key={`${timeMs} ${message}`} class={level}>
              <time>{formatWall(timeMs / 1000, 600)}</time> {level !== "info" && <b>{level}</b>} {message}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

export function Checkpoints({ detail }: { detail: RunDetail }) {
  const { checkpoints, monitor } = detail;
  const names = [...new Set(checkpoints.flatMap(({ metrics }) => Object.keys(metrics)))];
  const shown = names.sort((a, b) => Number(b === monitor?.name) - Number(a === monitor?.name)).slice(0, 4);
  return (
    <section>
      <h2>Checkpoints</h2>
      {checkpoints.length === 0 ? (
        <p class="muted">{detail.status === "running" ? "None yet." : "None."}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keys.
        <section class="scroll" tabIndex={0} aria-label="Checkpoints">
          <table>
            <thead>
              <tr>
                <th scope="col">name</th>
                <th scope="col" class="number">
                  step
                </th>
                {shown.map((name) => (
                  <th key={name} scope="col" class="number">
                    {name}
                  </th>
                ))}
                <th scope="col" class="number">
                  MB
                </th>
              </tr>
            </thead>
            <tbody>
              {checkpoints.toReversed().map(({ name, step, bytes, isBest, isLast, metrics }) => (
                <tr key={name}>
                  <td>
                    {name} {isBest && <b class="better">best</b>} {isLast && <span class="muted">last</span>}
                  </td>
                  <td class="number">{formatCount(step)}</td>
                  {shown.map((metric) => (
                    <td key={metric} class="number">
                      {metrics[metric] === undefined ? "" : formatAligned(metrics[metric])}
                    </td>
                  ))}
                  <td class="number">{(bytes / 1e6).toFixed(1)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}

export function Configuration({ detail }: { detail: RunDetail }) {
  const search = useSignal("");
  const wanted = search.value.trim().toLowerCase();
  const entries = Object.entries(detail.config)
    .map(([key, value]): [string, string] => [key, valueText(value)])
    .filter(([key, value]) => `${key} ${value}`.toLowerCase().includes(wanted))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return (
    <section>
      <h2>Configuration</h2>
      <input
        type="search"
        placeholder="Search keys and values"
        aria-label="Search the configuration"
        value={search.value}
        onInput={({ currentTarget }) => {
          search.value = currentTarget.value;
        }}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keys. */}
      <section class="scroll config" tabIndex={0} aria-label="Configuration">
        {entries.length === 0 && <p class="muted">No key or value has “{search.value}”.</p>}
        <table>
          <tbody>
            {entries.map(([key, value]) => (
              <tr key={key}>
                <th scope="row">{key}</th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="small muted command">
        <code>{detail.command.join(" ")}</code>
      </p>
    </section>
  );
}

export const valueText = (value: Json | undefined): string =>
  value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);

import { useRef } from "preact/hooks";
import { formatCount } from "../../format/numbers.js";
import type { ClipFilter, ClipOrder } from "../../predictions/filter.js";
import { useKeys } from "../../shell/keys.js";
import { param, setParams } from "../../shell/router.js";

const numberOf = (text: string | null): number | null =>
  text === null || text === "" || !Number.isFinite(Number(text)) ? null : Number(text);

/** The filter that an address names. */
export function filterOf(query: URLSearchParams): ClipFilter {
  return {
    label: query.get("label"),
    cell: cellOf(query.get("true"), query.get("predicted")),
    isWrongOnly: query.get("wrong") === "1",
    leastLoss: numberOf(query.get("least")),
    mostLoss: numberOf(query.get("most")),
    text: query.get("q") ?? "",
  };
}

const cellOf = (truth: string | null, predicted: string | null): ClipFilter["cell"] =>
  truth === null || predicted === null ? null : { truth, predicted };

export function orderOf(query: URLSearchParams): ClipOrder {
  const order = query.get("order");
  return order === "easiest" || order === "set" ? order : "hardest";
}

export interface FiltersProps {
  labels: readonly string[];
  count: number;
  of: number;
}

/** Filters of a list of clips, in the address. */
export function Filters({ labels, count, of }: FiltersProps) {
  const field = useRef<HTMLInputElement>(null);
  useKeys([{ key: "/", label: "search", run: () => field.current!.focus() }]);
  // The selected clip may be filtered out.
  const change = (name: string, value: string | null): void => setParams({ [name]: value, clip: null });
  return (
    <search class="filters">
      <input
        ref={field}
        type="search"
        placeholder="Search names and labels"
        aria-label="Search names and labels"
        value={param("q")}
        onInput={(event) => change("q", event.currentTarget.value)}
      />
      {labels.length > 0 && (
        <select
          aria-label="Label"
          value={param("label")}
          onChange={(event) => change("label", event.currentTarget.value)}
        >
          <option value="">any label</option>
          {labels.map((label) => (
            <option key={label} value={label}>
              {label}
            </option>
          ))}
        </select>
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={param("wrong") === "1"}
          onChange={(event) => change("wrong", event.currentTarget.checked ? "1" : null)}
        />
        wrong only
      </label>
      <span class="loss-range">
        <label>
          loss from{" "}
          <input
            type="number"
            step="any"
            value={param("least")}
            onInput={(event) => change("least", event.currentTarget.value)}
          />
        </label>
        <label>
          {" "}
          to{" "}
          <input
            type="number"
            step="any"
            value={param("most")}
            onInput={(event) => change("most", event.currentTarget.value)}
          />
        </label>
      </span>
      <select
        aria-label="Order"
        value={param("order", "hardest")}
        onChange={(event) =>
          change("order", event.currentTarget.value === "hardest" ? null : event.currentTarget.value)
        }
      >
        <option value="hardest">hardest first</option>
        <option value="easiest">easiest first</option>
        <option value="set">as in the set</option>
      </select>
      {(param("true") !== "" || param("predicted") !== "") && (
        <button type="button" onClick={() => setParams({ true: null, predicted: null, clip: null })}>
          {param("true")} → {param("predicted")} ×
        </button>
      )}
      <span class="muted small" role="status">
        {count === of ? `${formatCount(of)} clips` : `${formatCount(count)} of ${formatCount(of)} clips`}
      </span>
    </search>
  );
}

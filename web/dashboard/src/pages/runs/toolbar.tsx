import type { RefObject } from "preact";
import { useMemo } from "preact/hooks";
import type { RunRow } from "../../../../../src/dashboard/api.js";
import { setParams } from "../../shell/router.js";
import { differingKeys } from "./arrange.js";
import { ColumnChooser } from "./column-chooser.js";
import { FilterBar } from "./filter-bar.js";
import { shortName } from "./keys.js";
import { setSelected, type View } from "./state.js";

export interface ToolbarProps {
  input: RefObject<HTMLInputElement | null>;
  view: View;
  all: readonly RunRow[];
  selected: readonly string[];
  filter: string;
  sort: string;
  group: string;
  isNarrow: boolean;
}

const FACTS_TO_GROUP = ["name", "status", "search", "host"];
const FACTS_TO_SORT = ["started", "best", "name", "duration", "status"];

/** Filter, groups, columns, and what to do with the selected runs. */
export function Toolbar({ input, view, all, selected, filter, sort, group, isNarrow }: ToolbarProps) {
  const differing = useMemo(() => differingKeys(all), [all]);
  const sortKeys = [...new Set([...FACTS_TO_SORT, ...view.columns, sort.replace(/^-/, "")])];
  return (
    <div class="toolbar">
      <FilterBar input={input} filter={filter} keys={view.keys} errors={view.errors} />
      <label>
        <span>Group</span>
        <select
          aria-label="Group"
          value={group}
          onChange={(event) => setParams({ group: event.currentTarget.value }, true)}
        >
          <option value="">none</option>
          {[...new Set([...FACTS_TO_GROUP, ...differing, ...(group === "" ? [] : [group])])].map((name) => (
            <option key={name} value={name}>
              {shortName(name)}
            </option>
          ))}
        </select>
      </label>
      {isNarrow && (
        <label>
          <span>Sort</span>
          <select
            aria-label="Sort"
            value={sort}
            onChange={(event) => setParams({ sort: event.currentTarget.value })}
          >
            {sortKeys.flatMap((name) => [
              <option key={`-${name}`} value={`-${name}`}>
                {shortName(name)} ↓
              </option>,
              <option key={name} value={name}>
                {shortName(name)} ↑
              </option>,
            ])}
          </select>
        </label>
      )}
      <ColumnChooser keys={view.keys} columns={view.columns} />
      <p class="result" role="status">
        {view.errors.length > 0 ? (
          <FilterProblem filter={filter} view={view} />
        ) : (
          <span class="muted">
            {filter.trim() === ""
              ? `${all.length} ${all.length === 1 ? "run" : "runs"}`
              : `${view.shown.length} of ${all.length} runs match`}
          </span>
        )}
      </p>
      <span class="selection">
        <span class="muted">{selected.length} selected</span>
        <button type="button" class="quiet" disabled={selected.length === 0} onClick={() => setSelected([])}>
          Clear
        </button>
        {selected.length === 0 ? (
          <button type="button" disabled>
            Compare
          </button>
        ) : (
          <a class="button" href={compareAddress(selected)}>
            Compare
          </a>
        )}
      </span>
    </div>
  );
}

export const compareAddress = (selected: readonly string[]): string => `/compare?runs=${selected.join(",")}`;

/** The filter with its first wrong part marked, and what is wrong. */
function FilterProblem({ filter, view }: { filter: string; view: View }) {
  const { message, from, to } = view.errors[0]!;
  return (
    <span class="filter-problem">
      <code>
        {filter.slice(Math.max(0, from - 20), from)}
        <mark>{filter.slice(from, to)}</mark>
      </code>{" "}
      {message}
    </span>
  );
}

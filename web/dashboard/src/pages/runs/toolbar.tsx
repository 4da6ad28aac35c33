import type { RefObject } from "preact";
import { useMemo } from "preact/hooks";
import type { RunRow } from "../../../../../src/dashboard/api.js";
import { setParams } from "../../shell/router.js";
import { groupKeys } from "./arrange.js";
import { ColumnChooser } from "./column-chooser.js";
import { FilterBar } from "./filter-bar.js";
import { shortName } from "./keys.js";
import { UnreadableLink } from "./notices.js";
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
  /** True until the person selects runs. */
  isDefaultSelection: boolean;
  numUnreadable: number;
}

/** More lines tell nothing. */
export const MOST_COMPARED = 50;
const FACTS_TO_SORT = ["started", "best", "name", "duration", "status"];

/** Filter, groups, columns, and what to do with the selected runs. */
export function Toolbar({ input, view, all, selected, filter, sort, group, ...props }: ToolbarProps) {
  const { isNarrow, isDefaultSelection, numUnreadable } = props;
  const sections = useMemo(() => groupKeys(all, view.keys), [all, view.keys]);
  const isListed = group === "" || sections.some(({ names }) => names.includes(group));
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
          {!isListed && <option value={group}>{group}</option>}
          {sections.map(({ title, names }) => (
            <optgroup key={title} label={title}>
              {names.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </optgroup>
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
        <UnreadableLink count={numUnreadable} />
      </p>
      <span class="selection">
        <span
          class="muted"
          title={
            isDefaultSelection
              ? "Until you select runs, the charts show the newest ones of the table"
              : "The charts show the selected runs"
          }
        >
          {isDefaultSelection && selected.length > 0 ? "newest " : ""}
          {selected.length} selected
        </span>
        <button
          type="button"
          class="quiet"
          disabled={view.shown.length === 0}
          title={filter.trim() === "" ? "Select the runs of the table" : "Select the runs that match"}
          onClick={() => setSelected(view.shown.slice(0, MOST_COMPARED).map(({ key }) => key))}
        >
          {view.shown.length > MOST_COMPARED ? `Select ${MOST_COMPARED}` : "Select all"}
        </button>
        <button type="button" class="quiet" disabled={selected.length === 0} onClick={() => setSelected([])}>
          Clear
        </button>
        {selected.length < 2 ? (
          <button type="button" disabled title="Select two or more runs to compare them">
            Compare
          </button>
        ) : (
          <a class="button primary" href={compareAddress(selected)}>
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

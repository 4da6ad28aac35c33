import { useSignal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { RunList } from "../../../../../src/dashboard/api.js";
import { shellWord } from "../../../../../src/shell-word.js";
import { runs, runsError } from "../../data/runs.js";
import { showRowOnPage } from "../../rows/visible-rows.js";
import { EmptyBox, ErrorBox, Waiting } from "../../shell/boxes.js";
import { useKeys } from "../../shell/keys.js";
import { go, isReturn, setParams } from "../../shell/router.js";
import { colorPlaces } from "../../shell/run-color.js";
import { findLeader } from "./arrange.js";
import { LiveStrip } from "./live-strip.js";
import { isNarrow } from "./narrow.js";
import { Notices } from "./notices.js";
import { RunCharts } from "./run-charts.js";
import { CARD_HEIGHT, ROW_HEIGHT, RunTable } from "./run-table.js";
import { address, linesOf, makeView, selectedRuns, setSelected } from "./state.js";
import { compareAddress, Toolbar } from "./toolbar.js";
import "./runs.css";

/** Where a person is in the table: the address has only what it shows. */
interface PlaceInTable {
  cursor: string;
  closed: ReadonlySet<string>;
  scrollTop: number;
}

const NOWHERE: PlaceInTable = { cursor: "", closed: new Set(), scrollTop: 0 };
/** For when the back button returns to the table. */
let left = NOWHERE;

export default function RunsPage() {
  const list = runs.value;
  if (list === null)
    return runsError.value === null ? (
      <Waiting height={600} />
    ) : (
      <ErrorBox title="The runs could not be read" message={runsError.value.message} />
    );
  return (
    <>
      <Notices list={list} />
      {list.runs.length > 0 ? (
        <Runs list={list} />
      ) : (
        list.numUnread === 0 && (
          <EmptyBox title={`No runs in ${list.folder} yet`}>
            <p>The first one appears here as it starts:</p>
            <pre>npx woodshed train recipes/quickstart.yaml{runsDirOf(list.folder)}</pre>
          </EmptyBox>
        )
      )}
    </>
  );
}

/** The setting by which a run is recorded in this folder; empty for `runs`, where runs are by default. */
const runsDirOf = (folder: string): string =>
  /[\\/]runs$/.test(folder) ? "" : ` runs_dir=${shellWord(folder)}`;

function Runs({ list }: { list: RunList }) {
  const all = list.runs;
  const input = useRef<HTMLInputElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const start = useRef(isReturn ? left : NOWHERE).current;
  const cursor = useSignal(start.cursor);
  const closed = useSignal(start.closed);
  useLayoutEffect(() => {
    if (scroller.current !== null) scroller.current.scrollTop = start.scrollTop;
    return () => {
      const scrollTop = scroller.current?.scrollTop ?? 0;
      left = { cursor: cursor.peek(), closed: closed.peek(), scrollTop };
    };
  }, []);
  const [filter, sort, group, columns] = [
    address.filter(),
    address.sort(),
    address.group(),
    address.columns(),
  ];
  const view = useMemo(
    () => makeView(all, filter, sort, group, columns),
    [all, filter, sort, group, columns],
  );
  const lines = useMemo(() => linesOf(view, closed.value), [view, closed.value]);
  const selected = selectedRuns(address.select(), all, view.shown);
  const selectedRows = useMemo(() => {
    const byKey = new Map(all.map((run) => [run.key, run]));
    return selected.map((key) => byKey.get(key)!);
  }, [all, selected.join()]);
  const places = useMemo(() => colorPlaces(selected), [all, selected.join()]);
  const leader = useMemo(() => findLeader(all)?.run.key ?? "", [all]);

  const toggle = (run: string): void =>
    setSelected(selected.includes(run) ? selected.filter((key) => key !== run) : [...selected, run]);
  const toggleGroup = (value: string): void => {
    const next = new Set(closed.value);
    if (!next.delete(value)) next.add(value);
    closed.value = next;
  };
  const move = (step: 1 | -1): void => {
    const at = lines.findIndex((line) => line.kind === "run" && line.run.key === cursor.value);
    let to = at === -1 && step === -1 ? lines.length - 1 : at + step;
    while (lines[to]?.kind === "group") to += step;
    const line = lines[to];
    if (line?.kind !== "run") return;
    cursor.value = line.run.key;
    const [rowHeight, headHeight] = isNarrow.value ? [CARD_HEIGHT, 0] : [ROW_HEIGHT, ROW_HEIGHT];
    showRowOnPage(scroller.current!, to, rowHeight, headHeight);
  };
  const down = { label: "next run", run: () => move(1) };
  const up = { label: "previous run", run: () => move(-1) };
  useKeys([
    { key: "/", label: "filter", run: () => input.current!.focus() },
    { key: "j", ...down },
    { key: "ArrowDown", ...down },
    { key: "k", ...up },
    { key: "ArrowUp", ...up },
    { key: "Enter", label: "open the run", run: () => cursor.value !== "" && go(`/runs/${cursor.value}`) },
    { key: " ", label: "select the run", run: () => cursor.value !== "" && toggle(cursor.value) },
    {
      key: "c",
      label: "compare the selected",
      run: () => selected.length > 1 && go(compareAddress(selected)),
    },
    { key: "Escape", label: "leave the filter, or clear it", run: () => setParams({ q: null }) },
  ]);

  return (
    <>
      <LiveStrip list={list} places={places} />
      <Toolbar
        {...{ input, view, all, selected, filter, sort, group }}
        isNarrow={isNarrow.value}
        isDefaultSelection={address.select() === ""}
        numUnreadable={list.unreadable.length}
      />
      <div class="runs-body">
        <div class="runs-table">
          {lines.length === 0 ? (
            <div class="runs-scroll none">
              <p>No run matches.</p>
              <button type="button" onClick={() => setParams({ q: null })}>
                Show all {all.length}
              </button>
            </div>
          ) : (
            <RunTable
              {...{ scroller, lines, sort, places, leader }}
              keys={view.keys}
              columns={view.columns}
              cursor={cursor.value}
              closed={closed.value}
              isNarrow={isNarrow.value}
              onToggle={toggle}
              onClose={toggleGroup}
            />
          )}
        </div>
        <section class="runs-charts" aria-label="Curves of the selected runs">
          <RunCharts rows={selectedRows} groups={view.groups} />
        </section>
      </div>
      <p class="hidden-table" role="status">
        {all.find(({ key }) => key === cursor.value)?.id ?? ""}
      </p>
    </>
  );
}

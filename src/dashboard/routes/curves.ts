import type { CurvesMeta } from "../api.js";
import { bad, type Query } from "../query.js";
import { levelFor } from "../reading/levels.js";
import { columns, type Dashboard, type Route } from "../route.js";
import { identityOf } from "../run-folders.js";
import type { KnownRun } from "../runs.js";

const MOST_SERIES = 256;
const MOST_BUCKETS = 4096;
/** In an answer; more would be a hundred megabytes. */
const MOST_IN_ALL = 400_000;

interface Asked {
  run: KnownRun;
  /** The state of its record. */
  identity: string;
  /** Places in the answer, by metric. */
  metrics: ReadonlyMap<string, number>;
}

export const curveRoutes: readonly Route[] = [
  {
    path: "/api/curves",
    async answer({ dashboard, query }) {
      const asked = await seriesOf(dashboard, query);
      const numSeries = asked.reduce((sum, { metrics }) => sum + metrics.size, 0);
      const numBuckets = query.optionalInteger("buckets", 1, MOST_BUCKETS) ?? 800;
      if (numSeries * numBuckets > MOST_IN_ALL)
        throw bad(
          `buckets: ${numSeries} series of ${numBuckets}, at most ${MOST_IN_ALL} are possible in all`,
        );
      const from = query.optionalInteger("from", 0) ?? 0;
      const to = query.optionalInteger("to", 0);
      if (to !== null && to < from) throw bad("to: before from");
      const end = to ?? (await lastStepOf(dashboard, asked));
      const level = levelFor(from, Math.max(from, end), numBuckets);
      const question = { numBuckets, from, to, level };
      const parts = await Promise.all(
        asked.map(({ run, identity, metrics }) =>
          dashboard.readers.call(
            "curves",
            [run.folder, run.key, identity, [...metrics.keys()], isOver(run), question],
            { affinity: run.key, isLong: true },
          ),
        ),
      );
      const placed = asked.flatMap(({ metrics }, i) =>
        [...metrics.values()].map((place, j) => ({ place, part: parts[i]![j]! })),
      );
      placed.sort((a, b) => a.place - b.place);
      return columns({
        meta: { series: placed.map(({ part }) => part.meta) } satisfies CurvesMeta,
        columns: placed.flatMap(({ part }, i) =>
          part.columns.map((column) => ({ ...column, name: `${i}/${column.name}` })),
        ),
      });
    },
  },
];

/** Series by run: each record is opened once. Names of metrics may contain commas and colons. */
async function seriesOf({ runs }: Dashboard, query: Query): Promise<Asked[]> {
  const texts = query.text("series", 16_384).split(/,(?=[0-9a-f]{12}:)/);
  if (texts.length > MOST_SERIES) throw bad(`series: ${texts.length}, at most ${MOST_SERIES} are possible`);
  const asked = new Map<string, { run: KnownRun; metrics: Map<string, number> }>();
  let place = 0;
  for (const text of texts) {
    const [, key, metric] = /^([0-9a-f]{12}):(.{1,512})$/s.exec(text) ?? [];
    if (key === undefined || metric === undefined) throw bad("series: expected RUN:METRIC,RUN:METRIC,...");
    const one = asked.get(key) ?? { run: runs.find(key), metrics: new Map<string, number>() };
    asked.set(key, one);
    if (one.metrics.has(metric)) throw bad("series: one of them is named twice");
    one.metrics.set(metric, place++);
  }
  // A run that trains may have news since it was looked at.
  return Promise.all(
    [...asked.values()].map(async (one) => {
      const now = one.run.status === "running" ? await identityOf(one.run.folder) : one.run.identity;
      return { ...one, identity: now ?? "" };
    }),
  );
}

async function lastStepOf({ readers }: Dashboard, asked: readonly Asked[]): Promise<number> {
  const steps = await Promise.all(
    asked.map(({ run, identity, metrics }) =>
      readers.call("lastSteps", [run.folder, identity, [...metrics.keys()], isOver(run)], {
        affinity: run.key,
        isLong: true,
      }),
    ),
  );
  return Math.max(0, ...steps.flat());
}

/** The curves of a run that is over are worth storing. */
const isOver = (run: KnownRun): boolean => run.row !== null && run.status !== "running";

/** The buckets of a metric, kept between questions: a question about a growing run reads its new points alone. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { decodeColumns, encodeColumns } from "../../columns.js";
import { Recent } from "../../recent.js";
import { Buckets } from "../../tracking/store/buckets.js";
import { MOST_LEVEL } from "../../tracking/store/metric-blocks.js";
import { cacheFolder } from "./cache-folder.js";
import { parts } from "./parts.js";
import type { RecordReader } from "./record-reader.js";

/** More buckets are halved: those of a long run have several steps each, and a closer look reads the record. */
const MOST_BUCKETS = 16_384;
/** Fewer blocks are read as points: their buckets would be coarser than charts show them. */
const LEAST_BLOCKS = 32;
/** Series of fewer points are read again faster than a file is found. */
const LEAST_STORED = 20_000;
const MEMORY_BYTES = 256_000_000;
const VERSION = 1;

export interface Series {
  /** The record's state when it was read: nothing is read again while it stays. */
  identity: string;
  generation: number;
  /** Complete up to the last point. */
  buckets: Buckets;
  /** -1 for none. */
  lastStep: number;
  numPoints: number;
}

const recent = new Recent<Series>(MEMORY_BYTES, ({ buckets }) => buckets.bytes + 500);

/**
 * Returns all points of a metric as buckets.
 *
 * @param open opens the record, if it is needed
 */
export function seriesOf(folder: string, name: string, identity: string, open: () => RecordReader): Series {
  const key = `${folder}\0${name}`;
  const known = recent.peek(key) ?? null;
  if (known?.identity === identity) return known;
  const stored = known === null ? load(key, identity) : null;
  if (stored !== null) {
    recent.set(key, stored);
    return stored;
  }
  const record = open();
  // The buckets are changed in place: what an error leaves is not used.
  recent.delete(key);
  const series = record.snapshot(() => {
    const generation = record.generation();
    const base = known?.generation === generation ? known : null;
    return readOn(record, name, identity, generation, base);
  });
  recent.set(key, series);
  return series;
}

/** Reads the points from the start of the last bucket on: it may have got more, and its last value another. */
function readOn(
  record: RecordReader,
  name: string,
  identity: string,
  generation: number,
  base: Series | null,
): Series {
  const buckets = base?.buckets ?? new Buckets();
  const firstNew = (): number => (buckets.size === 0 ? 0 : buckets.stepOf(buckets.size - 1));
  const [from, to] = [firstNew(), Number.MAX_SAFE_INTEGER];
  const blockLevel = record.blockLevel(name, from, to, MOST_LEVEL, LEAST_BLOCKS);
  if (blockLevel !== null) buckets.coarsen(blockLevel);
  for (const part of parts(record, name, firstNew(), to, blockLevel, () => buckets.level)) {
    buckets.append(part);
    while (buckets.size > MOST_BUCKETS) buckets.coarsen(buckets.level + 1);
  }
  const lastStep = record.lastStep(name);
  const numPoints = buckets.values("count").reduce((sum, count) => sum + count, 0);
  return { identity, generation, buckets, lastStep, numPoints };
}

/** Stores the buckets of a run that ended: the next start of the dashboard need not read its record. */
export function storeSeries(
  folder: string,
  name: string,
  { identity, generation, buckets, ...rest }: Series,
): void {
  if (rest.numPoints < LEAST_STORED) return;
  const path = pathOf(`${folder}\0${name}`);
  const meta = { version: VERSION, identity, generation, level: buckets.level, ...rest };
  try {
    mkdirSync(dirname(path), { recursive: true });
    const unfinished = `${path}.${process.pid}.new`;
    writeFileSync(unfinished, encodeColumns({ meta, columns: buckets.encode() }));
    renameSync(unfinished, path);
  } catch {
    // The cache is disposable: without it the record is read.
  }
}

function load(key: string, identity: string): Series | null {
  try {
    const { meta, columns } = decodeColumns<Series & { version: number; level: number }>(
      new Uint8Array(readFileSync(pathOf(key))),
    );
    if (meta.version !== VERSION || meta.identity !== identity) return null;
    const { generation, lastStep, numPoints, level } = meta;
    return { identity, generation, lastStep, numPoints, buckets: Buckets.decode(level, columns) };
  } catch {
    return null;
  }
}

function pathOf(key: string): string {
  const name = createHash("sha256").update(key).digest("hex").slice(0, 24);
  return join(cacheFolder(), "curves", name.slice(0, 2), `${name}.columns`);
}

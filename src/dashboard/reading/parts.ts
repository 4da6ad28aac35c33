/** Reads the buckets of a metric from a record: from its blocks where there are any, and otherwise from its points. */
import { Buckets } from "../../tracking/store/buckets.js";
import { appendBlock, BLOCK_BUCKETS, blockSpan } from "../../tracking/store/metric-blocks.js";
import type { RecordReader } from "./record-reader.js";

/** Read at a time, and then joined to buckets: points of JavaScript take memory. */
const CHUNK_POINTS = 50_000;
const CHUNK_BLOCKS = 256;
/** Fewer are read as fast as points. */
const LEAST_BLOCKS = 2;

/** Reads buckets of a level between two steps, which are the first and the last of a bucket. */
export function readBuckets(
  record: RecordReader,
  name: string,
  from: number,
  to: number,
  level: number,
): Buckets {
  const buckets = new Buckets(level);
  const blockLevel = record.blockLevel(name, from, to, level, LEAST_BLOCKS);
  for (const part of parts(record, name, from, to, blockLevel, () => level)) buckets.append(part);
  return buckets;
}

/**
 * Yields the buckets of a metric in parts. A part begins with the last bucket of the one before, which it replaces: a bucket is
 * always computed from all of its points. The next part takes the memory of the one before.
 *
 * @param from the first step of a bucket
 * @param blockLevel level of the blocks to read, at most that of the buckets; null for points alone
 * @param levelNow level of the buckets, which may rise between parts
 */
export function* parts(
  record: RecordReader,
  name: string,
  from: number,
  to: number,
  blockLevel: number | null,
  levelNow: () => number,
): Iterable<Buckets> {
  const scratch = blockLevel === null ? null : new Buckets(blockLevel, BLOCK_BUCKETS * CHUNK_BLOCKS);
  let factor = 1;
  for (let start = from; ; ) {
    const { buckets, end } =
      scratch === null
        ? readPoints(record, name, start, to, factor)
        : readBlocks(record, name, start, to, scratch, factor);
    if (buckets.size > 0) yield buckets.atLevel(levelNow());
    if (end > to) return;
    const width = 2 ** levelNow();
    const next = Math.floor(end / width) * width;
    // Steps of a single bucket: the bucket needs more of them at once.
    if (next <= start) factor *= 2;
    start = Math.max(start, next);
  }
}

/** Buckets of the steps from `start` to `end`, which is not one of them. */
interface Part {
  buckets: Buckets;
  end: number;
}

function readPoints(record: RecordReader, name: string, start: number, to: number, factor: number): Part {
  const limit = factor * CHUNK_POINTS;
  const points = record.pointColumns(name, start, to, limit);
  const isAll = points.step.length < limit;
  return { buckets: Buckets.of(points), end: isAll ? to + 1 : points.step.at(-1)! + 1 };
}

/** Reads blocks, and the points between them, into `buckets`. */
function readBlocks(
  record: RecordReader,
  name: string,
  start: number,
  to: number,
  buckets: Buckets,
  factor: number,
): Part {
  const { level } = buckets;
  const limit = factor * CHUNK_BLOCKS;
  const blocks = record.blocks(name, level, start, to, limit);
  buckets.size = 0;
  let end = start;
  const readUpTo = (last: number): boolean => {
    const part = readPoints(record, name, end, last, factor);
    buckets.append(part.buckets.coarsen(level));
    end = part.end;
    return end > last;
  };
  for (const { start: blockStart, bytes } of blocks) {
    if (blockStart > end && !readUpTo(blockStart - 1)) return { buckets, end };
    if (blockStart === end && appendBlock(buckets, blockStart, bytes)) end += blockSpan(level);
  }
  if (blocks.length < limit && end <= to) readUpTo(to);
  return { buckets, end };
}

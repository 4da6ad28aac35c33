/**
 * Blocks of a metric: 64 buckets of 2^level steps, written beside the values when their steps are over. A long curve is read by
 * its blocks, a hundredth of the rows.
 *
 * A block in the table equals the values of its steps at all times. What has no block is read from the values: the newest steps,
 * those around a resume, metrics of few values, and records of older versions.
 */
import type Database from "better-sqlite3";
import { BUCKET_BYTES, Buckets, type PointColumns } from "./buckets.js";

/** Most buckets of a block. */
export const BLOCK_BUCKETS = 64;
/** 16 steps in a bucket: blocks of a metric that has a value at each step take a ninth of the values' size. */
const LEAST_LEVEL = 4;
export const MOST_LEVEL = 30;
/** A block of fewer values is no faster to read than they are: the next one covers more steps. */
const LEAST_VALUES = 512;
const MANY_VALUES = 2048;
const MOST_VALUES = 4096;
const LEAST_CAPACITY = 16;
/** Each takes memory for the values of a block; others have no blocks. */
const MOST_METRICS = 2000;

/** Size of the largest block in the table. */
export const MOST_BLOCK_BYTES = BLOCK_BUCKETS * BUCKET_BYTES;

/** Number of steps that a block covers; its first step is a multiple of it. */
export const blockSpan = (level: number): number => BLOCK_BUCKETS * 2 ** level;

/** Adds a block of a record, which may come from anywhere. Returns false if it is not one, and adds none. */
export function appendBlock(buckets: Buckets, start: number, bytes: Uint8Array): boolean {
  const { level } = buckets;
  const first = start / 2 ** level;
  return start % blockSpan(level) === 0 && buckets.appendBytes(bytes, first, first + BLOCK_BUCKETS);
}

/** Condition of the blocks with steps after a step, which a resume and a rewind remove. */
export const HAS_LATER_STEPS = `start + (${BLOCK_BUCKETS} << level) - 1 > ?`;

/** The newest block of a metric, which is not over yet. */
interface OpenBlock {
  level: number;
  /** First step, and the first step after it. */
  start: number;
  end: number;
  /** Last step of the metric, or -1. */
  lastStep: number;
  /** False if it may lack values of its steps: it is not written then. */
  isWhole: boolean;
  /** Number of its values, which are the first `points` if it is whole. */
  size: number;
  points: PointColumns;
}

/** Builds the blocks of a record while its values are written. */
export class BlockBuilder {
  readonly #open = new Map<string, OpenBlock>();
  readonly #lastStep: Database.Statement;
  readonly #insert: Database.Statement;
  readonly #remove: Database.Statement;

  constructor(database: Database.Database) {
    this.#lastStep = database.prepare("SELECT max(step) FROM metrics WHERE name = ?").pluck();
    this.#insert = database.prepare("INSERT OR REPLACE INTO metric_blocks VALUES (?, ?, ?, ?)");
    this.#remove = database.prepare(
      `DELETE FROM metric_blocks
       WHERE name = ? AND start = (SELECT max(start) FROM metric_blocks WHERE name = ? AND start <= ?)
         AND start + (${BLOCK_BUCKETS} << level) > ?`,
    );
  }

  /** Takes a value. Call it before the value is written, in the same transaction. */
  add(name: string, step: number, value: number, timeMs: number): void {
    // Readers of curves leave such steps out too.
    if (!Number.isSafeInteger(step) || step < 0) return;
    let block = this.#open.get(name);
    if (block === undefined) {
      if (this.#open.size >= MOST_METRICS) return;
      const lastStep = (this.#lastStep.get(name) as number | null) ?? -1;
      block = openBlock(LEAST_LEVEL, lastStep, step, pointColumns(LEAST_CAPACITY));
      this.#open.set(name, block);
    }
    if (step <= block.lastStep) {
      this.#addLate(name, block, step, value, timeMs);
      return;
    }
    if (step >= block.end) {
      this.#close(name, block);
      block = openBlock(nextLevel(block), block.lastStep, step, block.points);
      this.#open.set(name, block);
    }
    block.lastStep = step;
    const place = block.size++;
    if (place === MOST_VALUES) {
      // The values are much closer than before.
      this.#open.set(name, openBlock(LEAST_LEVEL, step, step, block.points));
      return;
    }
    if (!block.isWhole) return;
    if (place === block.points.step.length) block.points = resized(block.points, 2 * place);
    block.points.step[place] = step;
    block.points.value[place] = value;
    block.points.timeMs[place] = timeMs;
  }

  /** Forgets what was added: its transaction failed. */
  reset(): void {
    this.#open.clear();
  }

  /** A step that already has a value gets another, or one is added before the last step. */
  #addLate(name: string, block: OpenBlock, step: number, value: number, timeMs: number): void {
    const place = block.size - 1;
    if (block.isWhole && place >= 0 && block.points.step[place] === step) {
      block.points.value[place] = value;
      block.points.timeMs[place] = timeMs;
      return;
    }
    if (step >= block.start) block.isWhole = false;
    this.#remove.run(name, name, step, step);
  }

  /** Writes a block that is over. Its points are not used any more. */
  #close(name: string, { level, start, isWhole, points, size }: OpenBlock): void {
    if (!isWhole || size < LEAST_VALUES) return;
    const buckets = Buckets.of({
      step: points.step.subarray(0, size),
      value: points.value.subarray(0, size),
      timeMs: points.timeMs.subarray(0, size),
    });
    this.#insert.run(name, start, level, buckets.coarsen(level).toBytes());
  }
}

/** Opens the block of a step. Its points take the memory of others. */
function openBlock(level: number, lastStep: number, step: number, points: PointColumns): OpenBlock {
  const span = blockSpan(level);
  const start = Math.floor(step / span) * span;
  return { level, start, end: start + span, lastStep, isWhole: lastStep < start, points, size: 0 };
}

/** The level of the block after one that is over. */
function nextLevel({ level, isWhole, size }: OpenBlock): number {
  if (!isWhole) return level;
  if (size < LEAST_VALUES) return Math.min(MOST_LEVEL, level + 1);
  return size >= MANY_VALUES ? Math.max(LEAST_LEVEL, level - 1) : level;
}

const pointColumns = (capacity: number): PointColumns => ({
  step: new Float64Array(capacity),
  value: new Float64Array(capacity),
  timeMs: new Float64Array(capacity),
});

function resized(points: PointColumns, capacity: number): PointColumns {
  const larger = pointColumns(capacity);
  larger.step.set(points.step);
  larger.value.set(points.value);
  larger.timeMs.set(points.timeMs);
  return larger;
}

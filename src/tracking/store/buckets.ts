// N = buckets.
import type { NamedColumn } from "../../columns.js";

/** Many points of a metric, by step. */
export interface PointColumns {
  step: Float64Array;
  /** NaN where it is not a number. */
  value: Float64Array;
  timeMs: Float64Array;
}

/** The columns of buckets: see `CurvesMeta` of the dashboard. `sum` is of the finite values. */
const FIELDS = ["bucket", "first", "last", "min", "max", "sum", "count", "nan", "time"] as const;
type Field = (typeof FIELDS)[number];
/** Size of a bucket as bytes. */
export const BUCKET_BYTES = 8 * FIELDS.length;

/**
 * The values of a metric in buckets of 2^level steps, counted from step 0, in order; buckets without values are left out. Everything
 * in a bucket is computed from its two halves, so that a bucket has the same bits whichever way it was reached: from points, from
 * finer buckets, at once or as a run grew.
 */
export class Buckets {
  level: number;
  size = 0;
  #columns: Record<Field, Float64Array>; // [capacity]

  constructor(level = 0, capacity = 64) {
    this.level = level;
    this.#columns = allocate(capacity);
  }

  /** Buckets of single points, whose steps ascend. They take the memory of the points. */
  static of({ step, value, timeMs }: PointColumns): Buckets {
    const buckets = new Buckets(0, 0);
    const size = step.length;
    const [finite, sum, nan] = [value.slice(), value.slice(), new Float64Array(size)];
    for (let i = 0; i < size; i++) {
      if (Number.isFinite(value[i])) continue;
      finite[i] = Number.NaN;
      sum[i] = 0;
      nan[i] = 1;
    }
    const count = new Float64Array(size).fill(1);
    buckets.size = size;
    buckets.#columns = {
      ...{ bucket: step, first: value, last: value.slice(), min: finite, max: finite.slice() },
      ...{ sum, count, nan, time: timeMs },
    };
    return buckets;
  }

  /** @throws Error for columns that are not those of buckets */
  static decode(level: number, columns: readonly NamedColumn[]): Buckets {
    const buckets = new Buckets(level, 0);
    const found = FIELDS.map((field) => columns.find(({ name }) => name === field)?.values);
    buckets.size = found[0]?.length ?? -1;
    if (found.some((values) => !(values instanceof Float64Array) || values.length !== buckets.size))
      throw new Error("expected the columns of buckets");
    buckets.#columns = Object.fromEntries(FIELDS.map((field, i) => [field, found[i]])) as Record<
      Field,
      Float64Array
    >;
    return buckets;
  }

  encode(): NamedColumn[] {
    return FIELDS.map((name) => ({ name, shape: [], values: this.values(name) }));
  }

  /** Returns the buckets as bytes, column after column: `appendBytes` reads them. */
  toBytes(): Uint8Array {
    const numbers = new Float64Array(FIELDS.length * this.size);
    for (const [i, field] of FIELDS.entries()) numbers.set(this.values(field), i * this.size);
    return new Uint8Array(numbers.buffer);
  }

  /**
   * Adds the buckets of `toBytes`, which may come from anywhere. Returns false, and adds none, if they are not buckets whose numbers
   * ascend, are at least `from` and less than `to`. Their values are not checked.
   */
  appendBytes(bytes: Uint8Array, from: number, to: number): boolean {
    const size = bytes.length / BUCKET_BYTES;
    if (!Number.isInteger(size)) return false;
    const isAligned = bytes.byteOffset % 8 === 0;
    const { buffer, byteOffset } = isAligned ? bytes : new Uint8Array(bytes);
    const numbers = new Float64Array(buffer, byteOffset, size * FIELDS.length);
    let next = from;
    for (let i = 0; i < size; i++) {
      const number = numbers[i]!;
      if (!Number.isInteger(number) || number < next || number >= to) return false;
      next = number + 1;
    }
    this.#reserve(this.size + size);
    let place = 0;
    for (const field of FIELDS) {
      const column = this.#columns[field];
      for (let i = 0; i < size; i++) column[this.size + i] = numbers[place++]!;
    }
    this.size += size;
    return true;
  }

  values(field: Field): Float64Array {
    return this.#columns[field].subarray(0, this.size); // [N]
  }

  get bytes(): number {
    return FIELDS.length * 8 * this.#columns.bucket.length;
  }

  /** First step of a bucket. */
  stepOf(place: number): number {
    return this.#columns.bucket[place]! * 2 ** this.level;
  }

  /** Adds buckets of the same level that come after these; the first one may be the last one here, which it replaces. */
  append(later: Buckets): void {
    const { bucket } = this.#columns;
    if (later.size > 0 && this.size > 0 && bucket[this.size - 1] === later.#columns.bucket[0]) this.size--;
    this.#reserve(this.size + later.size);
    for (const field of FIELDS) this.#columns[field].set(later.values(field), this.size);
    this.size += later.size;
  }

  /** Returns the buckets of a coarser level. */
  atLevel(level: number): Buckets {
    if (this.level >= level) return this;
    return this.#halveInto(new Buckets(this.level + 1, this.size)).coarsen(level);
  }

  /** Makes the buckets those of a coarser level. */
  coarsen(level: number): this {
    // In place: a bucket is written where its first half was read, or before.
    while (this.level < level) {
      this.level++;
      this.#halveInto(this);
    }
    return this;
  }

  /** Returns the buckets that touch the steps `from` to `to`, inclusive. */
  between(from: number, to: number): Buckets {
    const width = 2 ** this.level;
    const start = this.#placeOf(Math.floor(from / width));
    const end = this.#placeOf(Math.floor(to / width) + 1);
    const result = new Buckets(this.level, 0);
    result.size = Math.max(0, end - start);
    result.#columns = Object.fromEntries(
      FIELDS.map((field) => [field, this.#columns[field].subarray(start, Math.max(start, end))]),
    ) as Record<Field, Float64Array>;
    return result;
  }

  /** Place of the first bucket whose number is at least `bucket`. */
  #placeOf(bucket: number): number {
    let [low, high] = [0, this.size];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#columns.bucket[middle]! < bucket) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Joins pairs of halves into `result`, which may be this. */
  #halveInto(result: Buckets): Buckets {
    const { bucket, first, last, min, max, sum, count, nan, time } = this.#columns;
    const half = result.#columns;
    const { size } = this;
    let place = 0;
    for (let i = 0; i < size; place++) {
      const parent = Math.floor(bucket[i]! / 2);
      // The second half of the parent, or again the first one if it is alone.
      const j = i + 1 < size && Math.floor(bucket[i + 1]! / 2) === parent ? i + 1 : i;
      half.bucket[place] = parent;
      half.first[place] = first[i]!;
      half.last[place] = last[j]!;
      half.min[place] = lesser(min[i]!, min[j]!);
      half.max[place] = greater(max[i]!, max[j]!);
      half.time[place] = time[i]!;
      half.sum[place] = i === j ? sum[i]! : sum[i]! + sum[j]!;
      half.count[place] = i === j ? count[i]! : count[i]! + count[j]!;
      half.nan[place] = i === j ? nan[i]! : nan[i]! + nan[j]!;
      i = j + 1;
    }
    result.size = place;
    return result;
  }

  #reserve(capacity: number): void {
    if (capacity <= this.#columns.bucket.length) return;
    const larger = allocate(Math.max(capacity, 2 * this.size));
    for (const field of FIELDS) larger[field].set(this.values(field));
    this.#columns = larger;
  }
}

function allocate(capacity: number): Record<Field, Float64Array> {
  return Object.fromEntries(FIELDS.map((field) => [field, new Float64Array(capacity)])) as Record<
    Field,
    Float64Array
  >;
}

/** A bucket without finite values has NaN, which any other value replaces. */
const lesser = (a: number, b: number): number => (a <= b || Number.isNaN(b) ? a : b);
const greater = (a: number, b: number): number => (a >= b || Number.isNaN(b) ? a : b);

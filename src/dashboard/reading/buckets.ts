// N = buckets.
import type { NamedColumn } from "../../columns.js";
import type { PointColumns } from "./record-reader.js";

/** The columns of buckets: see `CurvesMeta`. `sum` is of the finite values. */
const FIELDS = ["bucket", "first", "last", "min", "max", "sum", "count", "nan", "time"] as const;
type Field = (typeof FIELDS)[number];

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

  /** Buckets of single points, whose steps ascend. */
  static of({ step, value, timeMs }: PointColumns): Buckets {
    const buckets = new Buckets(0, 0);
    const isNumber = value.map((one) => Number(Number.isFinite(one)));
    const finite = value.map((one, i) => (isNumber[i] === 1 ? one : Number.NaN));
    buckets.size = step.length;
    buckets.#columns = {
      ...{ bucket: step, first: value, last: value.slice(), min: finite, max: finite.slice(), time: timeMs },
      sum: value.map((one, i) => (isNumber[i] === 1 ? one : 0)),
      count: new Float64Array(step.length).fill(1),
      nan: isNumber.map((one) => 1 - one),
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
    let result: Buckets = this;
    while (result.level < level) result = result.#halved();
    return result;
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

  #halved(): Buckets {
    const result = new Buckets(this.level + 1, Math.max(1, this.size));
    const { bucket, first, last, min, max, sum, count, nan, time } = this.#columns;
    for (let i = 0; i < this.size; ) {
      const parent = Math.floor(bucket[i]! / 2);
      const j = i + 1;
      if (j < this.size && Math.floor(bucket[j]! / 2) === parent) {
        const low = lesser(min[i]!, min[j]!);
        const high = greater(max[i]!, max[j]!);
        const total = sum[i]! + sum[j]!;
        result.#push(
          parent,
          first[i]!,
          last[j]!,
          low,
          high,
          total,
          count[i]! + count[j]!,
          nan[i]! + nan[j]!,
          time[i]!,
        );
        i += 2;
      } else {
        result.#push(parent, first[i]!, last[i]!, min[i]!, max[i]!, sum[i]!, count[i]!, nan[i]!, time[i]!);
        i++;
      }
    }
    return result;
  }

  #push(
    bucket: number,
    first: number,
    last: number,
    min: number,
    max: number,
    sum: number,
    count: number,
    nan: number,
    time: number,
  ): void {
    if (this.size === this.#columns.bucket.length) this.#reserve(Math.max(64, 2 * this.size));
    const columns = this.#columns;
    const i = this.size++;
    columns.bucket[i] = bucket;
    columns.first[i] = first;
    columns.last[i] = last;
    columns.min[i] = min;
    columns.max[i] = max;
    columns.sum[i] = sum;
    columns.count[i] = count;
    columns.nan[i] = nan;
    columns.time[i] = time;
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

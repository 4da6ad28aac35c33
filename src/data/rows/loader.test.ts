import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { DataError } from "../../errors.js";
import { type DecodeModule, type DecodeRow, RowLoader, type RowLoaderOptions } from "./index.js";

interface Row {
  name: string;
  value: number;
}

const rows: Row[] = Array.from({ length: 37 }, (_, i) => ({ name: `row-${i}`, value: i / 8 }));
const columns = {
  x: { dtype: "float32", shape: [3] },
  exact: { dtype: "float64", shape: [] },
  label: { dtype: "int64", shape: [] },
  bytes: { dtype: "uint8", shape: [2] },
} as const;
type Options = RowLoaderOptions<readonly Row[], typeof columns>;

const decode: DecodeRow<Row, typeof columns> = ({ name, value }, out, { index, epoch, random }) => {
  // Only the first of three values: the others must be zero, whatever the memory held before.
  out.x[0] = value;
  if (index % 2 === 0) out.x[2] = random();
  out.exact[0] = random() + epoch;
  out.label[0] = BigInt(index);
  out.bytes[1] = name.length;
  // @ts-expect-error an int64 column holds bigints
  const isWrong = (): number => out.label[0];
  // @ts-expect-error no such column
  const isMissing = (): number => out.other;
  void [isWrong, isMissing];
};

const folder = mkdtempSync(join(tmpdir(), "woodshed-rows-"));
let numModules = 0;
/** Writes a module with this body. */
function moduleOf(body: string): URL {
  const path = join(folder, `${numModules++}.mjs`);
  writeFileSync(path, body);
  return pathToFileURL(path);
}

const module: DecodeModule = {
  module:
    moduleOf(`export default async ({ offset }) => async ({ name, value }, out, { index, epoch, random }) => {
    out.x[0] = value - offset;
    if (index % 2 === 0) out.x[2] = random();
    out.exact[0] = random() + epoch;
    // The threads' rows finish in another order.
    await new Promise((resolve) => setTimeout(resolve, index % 3));
    out.label[0] = BigInt(index);
    out.bytes[1] = name.length;
  };`),
  options: { offset: 0 },
};

async function collect(more: Partial<Options> = {}, epoch = 0, start = 0) {
  const loader = new RowLoader<readonly Row[], typeof columns>({
    rows,
    columns,
    decode,
    batchSize: 8,
    seed: 3,
    ...more,
  });
  const seen = [];
  for await (const { columns: values, release, ...rest } of loader.epoch(epoch, start)) {
    seen.push({
      ...rest,
      indices: [...rest.indices],
      values: Object.fromEntries(
        Object.entries(values).map(([name, { values: all, shape }]) => [name, [[...all], shape]]),
      ),
    });
    release();
  }
  await loader.close();
  return seen;
}

describe("a batch of rows", () => {
  it("has the values that decode writes, and zeros elsewhere", async () => {
    const seen = await collect({ shuffle: false, prefetchBatches: 0 });
    expect(seen.map(({ size }) => size)).toEqual([8, 8, 8, 8, 5]);
    const last = seen.at(-1)!;
    expect(last).toMatchObject({ indices: [32, 33, 34, 35, 36], globalSize: 5, divisor: 5 });
    expect(last.values["label"]).toEqual([[32n, 33n, 34n, 35n, 36n], [5]]);
    const [x, shape] = last.values["x"] as [number[], number[]];
    expect(shape).toEqual([5, 3]);
    expect(x.slice(0, 2)).toEqual([4, 0]);
    expect(x.slice(3, 6)).toEqual([33 / 8, 0, 0]);
    expect(last.values["bytes"]).toEqual([
      [0, 6, 0, 6, 0, 6, 0, 6, 0, 6],
      [5, 2],
    ]);
  });

  it.each([0, 1, 3])("is the same to the bit with a module in %i threads", async (numWorkers) => {
    const expected = await collect({}, 2);
    expect(await collect({ decode: module, numWorkers }, 2)).toEqual(expected);
  });

  it("is the same if the epoch starts at any batch", async () => {
    const all = await collect({}, 1);
    for (let start = 0; start <= all.length; start++)
      expect(await collect({ decode: module, numWorkers: start % 3 }, 1, start)).toEqual(all.slice(start));
  });

  it("depends on seed and epoch", async () => {
    const orders = await Promise.all([
      collect(),
      collect({}, 1),
      collect({ seed: 4 }),
      collect({ shuffle: false }),
    ]);
    expect(new Set(orders.map((seen) => JSON.stringify(seen.flatMap(({ indices }) => indices)))).size).toBe(
      4,
    );
    for (const seen of orders)
      expect(seen.flatMap(({ indices }) => indices).sort((a, b) => a - b)).toEqual([...rows.keys()]);
  });

  it.each([2, 3, 6])("is divided over %i ranks, and every rank has a share", async (size) => {
    const whole = await collect({}, 1);
    const shares = await Promise.all(
      Array.from({ length: size }, (_, rank) => collect({ world: { rank, size, localSize: size } }, 1)),
    );
    for (const [i, batch] of whole.entries()) {
      const own = shares.map((share) => share[i]!);
      // Where a batch has fewer rows than there are ranks, each has all of them and counts as a part of one.
      const isRepeated = batch.globalSize < size;
      expect(own.map(({ divisor }) => divisor)).toEqual(
        new Array(size).fill(isRepeated ? batch.globalSize * size : batch.globalSize),
      );
      for (const { indices } of own) expect(indices.length).toBeGreaterThan(0);
      const seen = isRepeated ? own[0]!.indices : own.flatMap(({ indices }) => indices);
      expect(seen).toEqual(batch.indices);
    }
  });
});

it("passes the index to decode if there is a number of rows", async () => {
  const loader = new RowLoader({
    rows: 5,
    columns: { square: { dtype: "int32", shape: [] } },
    decode: (index, out) => {
      out.square[0] = index ** 2;
    },
    batchSize: 5,
    shuffle: false,
  });
  for await (const { columns: values } of loader.epoch(0))
    expect([...values.square.values]).toEqual([0, 1, 4, 9, 16]);
});

describe("an error", () => {
  const failing = `export default () => (row, out) => {
    if (row.name === "row-20") out.x.set(new Float32Array(4));
  };`;

  it.each([0, 2])("of decode names the row (%i threads)", async (numWorkers) => {
    const error = await collect({ decode: { module: moduleOf(failing) }, numWorkers }).catch(
      (thrown) => thrown,
    );
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toBe("row 20: cannot be decoded: offset is out of bounds");
  });

  it.each([
    ["export const decode = 1;", /expected a default export \(options\) => decode, got undefined/],
    ["export default () => 5;", /its default export returned number, expected the function decode/],
    ['throw new Error("no database");', /\d\.mjs: no database/],
  ])("of a module names it: %s", async (body, message) => {
    for (const numWorkers of [0, 1])
      await expect(collect({ decode: { module: moduleOf(body) }, numWorkers })).rejects.toThrow(message);
  });

  it("names what is wrong with the options", async () => {
    await expect(collect({ rows: [] })).rejects.toThrow("loader: expected one row or more, got 0");
    await expect(collect({ numWorkers: 1 })).rejects.toThrow(/a function cannot run in worker threads/);
    await expect(collect({ batchSize: 0.5 })).rejects.toThrow(/expected a batchSize from 1, got 0.5/);
  });
});

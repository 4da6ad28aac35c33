import { assertSame, ops, World } from "../../dist/bundle/index.js";
import { environment, failed, input, rank, report, size } from "./rank.mjs";

const { timeoutSec = 120, dies = false, uses = false } = input;
const start = performance.now();

async function tried(body) {
  try {
    return await body();
  } catch (error) {
    return failed(error);
  }
}

if (dies && rank === size - 1) process.exit(3);
const joined = await tried(async () => {
  const world = await World.join(environment, { backend: "gloo", timeoutSec, hangWarningSec: timeoutSec });
  if (!uses) return null;
  const mine = ops.full([3], rank + 1);
  const result = {
    place: [world.rank, world.size, world.isMain],
    gathered: world.gather({ rank, text: "é" }),
    bytes: world.gatherBytes(new Uint8Array(rank).fill(rank)).map((bytes) => [...bytes]),
    numbers: world
      .gatherNumbers(Float64Array.of(rank, rank === 0 ? Number.NaN : 1))
      .map((each) => [...each].map(String)),
    decided: await world.decide(() => ({ by: rank })),
    agreed: [world.agree(null), world.agree(null, rank === 1)],
    differs: await tried(() => assertSame(world, new Map([["weight", mine]]), "here")),
  };
  world.broadcast([mine]);
  result.broadcast = mine.toNested();
  assertSame(world, new Map([["weight", mine]]), "here");
  result.failed = await tried(() =>
    world.together(() => {
      if (rank === 1) throw new RangeError("of rank 1");
    }),
  );
  result.after = world.gather(rank);
  await world.leave(true);
  return result;
});
report({ ...joined, ms: performance.now() - start });

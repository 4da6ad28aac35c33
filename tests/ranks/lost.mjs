// Ranks that others wait for in vain. Each failure uses a new group, for a group is unusable after it.
import { ops } from "../../dist/bundle/index.js";
import { attempt, input, joinGroup, openStore, rank, report, size } from "./rank.mjs";

const TIMEOUT_MS = 3000;
const store = openStore();
const filled = (shape, dtype = "float32") => ops.full(shape, rank + 1, { dtype });
const timed = (body) => {
  const start = performance.now();
  const outcome = attempt(body);
  return { ...outcome, ms: performance.now() - start };
};

/** Calls that the last rank does not make. */
const late = {
  allReduce: (group) => group.allReduce(filled([2, 3])).wait(),
  barrier: (group) => group.barrier().wait(),
  monitoredBarrier: (group) => group.monitoredBarrier(TIMEOUT_MS),
  receive: (group) => rank === 0 && group.receive(filled([4]), size - 1).wait(),
};
/** All ranks call a collective, but not the same one. */
const different = {
  shape: (group) => group.allReduce(filled([2 + rank])).wait(),
  dtype: (group) => group.broadcast(filled([2], rank === 0 ? "float64" : "float32")).wait(),
  collective: (group) => (rank === 0 ? group.barrier() : group.allReduce(filled([2]))).wait(),
};

/** Waits for all ranks through the store, which has a longer timeout than the groups. */
async function meet(name) {
  store.add(name, 1);
  while (store.add(name, 0) < size) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function run() {
  // Processes start at different speeds.
  await meet("started");
  if (input === "late") {
    const result = {};
    for (const [name, body] of Object.entries(late)) {
      const group = joinGroup(store, name, TIMEOUT_MS);
      result[name] = rank === size - 1 ? null : timed(() => body(group));
      // Keeps every connection open until all ranks are done.
      await meet(`${name} done`);
    }
    return result;
  }
  if (input === "different") {
    process.env.TORCH_DISTRIBUTED_DEBUG = "DETAIL";
    const result = {};
    for (const [name, body] of Object.entries(different)) {
      const group = joinGroup(store, name, TIMEOUT_MS);
      result[name] = timed(() => body(group));
    }
    const group = joinGroup(store, "same");
    const tensor = filled([2]);
    result.same = attempt(() => {
      group.allReduce(tensor).wait();
      return tensor.toNested();
    });
    return result;
  }
  const group = joinGroup(store, "killed");
  group.barrier().wait();
  if (rank === size - 1) process.kill(process.pid, "SIGKILL");
  return timed(() => group.allReduce(filled([2])).wait());
}

report(await run());
// Rank 0 serves the store, so it exits last.
if (input === "different") {
  store.add("gone", 1);
  while (rank === 0 && store.add("gone", 0) < size) await new Promise((resolve) => setTimeout(resolve, 20));
}
process.exit(0);

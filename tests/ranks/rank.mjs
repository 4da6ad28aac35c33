// Shared by the scripts of this folder, which use the library as its users do.
import { writeFileSync } from "node:fs";
import { ProcessGroup, readEnvironment, Store } from "../../dist/bundle/index.js";

export const environment = readEnvironment();
export const { rank, worldSize: size } = environment;
export const input = JSON.parse(process.env.RANK_INPUT);

/** Timeouts where a test is about another one: as long as a busy machine may need. */
const OTHERS_MS = 120_000;

export function openStore(timeoutMs = OTHERS_MS) {
  const { masterAddress: host, masterPort: port } = environment;
  return Store.open({ host, port, isServer: rank === 0, timeoutMs });
}

/** `name` separates the keys of several groups. */
export function joinGroup(store, name = "group", timeoutMs = OTHERS_MS) {
  const address = "127.0.0.1";
  const backend = "gloo";
  return new ProcessGroup({ store: store.withPrefix(name), rank, size, backend, timeoutMs, address });
}

/** Returns the result of `body`, or its error as JSON. */
export function attempt(body) {
  try {
    return body();
  } catch (error) {
    return failed(error);
  }
}

export function failed({ name, code, message, stack }) {
  // An error without a code is a defect of the script: its stack shows where.
  return { error: { name, code, message: code === undefined ? stack : message } };
}

export function report(result) {
  writeFileSync(process.env.RANK_RESULT, JSON.stringify(result));
}

// What the scripts of this folder have in common; they use the library as its users do.
import { writeFileSync } from "node:fs";
import { ProcessGroup, readEnvironment, Store } from "../../dist/index.js";

export const environment = readEnvironment();
export const { rank, worldSize: size } = environment;
export const input = JSON.parse(process.env.RANK_INPUT);

export function openStore(timeoutMs = 20_000) {
  const { masterAddress: host, masterPort: port } = environment;
  return Store.open({ host, port, isServer: rank === 0, timeoutMs });
}

/** `name` keeps the keys of several groups apart. */
export function joinGroup(store, name = "group", timeoutMs = 20_000) {
  const address = "127.0.0.1";
  const backend = "gloo";
  return new ProcessGroup({ store: store.withPrefix(name), rank, size, backend, timeoutMs, address });
}

/** The values as nested numbers, or the error, both fit for JSON. */
export function attempt(body) {
  try {
    return body();
  } catch (error) {
    return failed(error);
  }
}

export function failed({ name, code, message, stack }) {
  // A slip in a script shows where.
  return { error: { name, code, message: code === undefined ? stack : message } };
}

export function report(result) {
  writeFileSync(process.env.RANK_RESULT, JSON.stringify(result));
}

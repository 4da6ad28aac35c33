// Functions shared by the scripts of this folder, which use the library as users do.
import { writeFileSync } from "node:fs";
import { ProcessGroup, readEnvironment, Store } from "../../dist/index.js";

export const environment = readEnvironment();
export const { rank, worldSize: size } = environment;
export const input = JSON.parse(process.env.RANK_INPUT);

export function openStore(timeoutMs = 60_000) {
  const { masterAddress: host, masterPort: port } = environment;
  return Store.open({ host, port, isServer: rank === 0, timeoutMs });
}

/** `name` separates the keys of several groups. */
export function joinGroup(store, name = "group", timeoutMs = 60_000) {
  const address = "127.0.0.1";
  const backend = "gloo";
  return new ProcessGroup({ store: store.withPrefix(name), rank, size, backend, timeoutMs, address });
}

/** Returns the result of `body`, or its error, as JSON data. */
export function attempt(body) {
  try {
    return body();
  } catch (error) {
    return failed(error);
  }
}

export function failed({ name, code, message, stack }) {
  // The stack shows the place of a mistake in a script.
  return { error: { name, code, message: code === undefined ? stack : message } };
}

export function report(result) {
  writeFileSync(process.env.RANK_RESULT, JSON.stringify(result));
}

// The tests' W&B backend in a process of its own; a line on stdin sets the kind of fault from then on.
import { createInterface } from "node:readline";
import { runnerImport } from "vite";

const { module } = await runnerImport(
  new URL("../../tests/support/wandb-server.ts", import.meta.url).pathname,
);
const server = await module.FakeWandb.start();
const FAULTS = {
  well: null,
  500: { status: 500 },
  429: { status: 429, retryAfterSec: 1 },
  hang: "hang",
  drop: "drop",
};
console.log(JSON.stringify(server.env));
for await (const line of createInterface({ input: process.stdin })) server.fault = () => FAULTS[line];
await server.stop();

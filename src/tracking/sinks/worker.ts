/* The thread of a SinkLogger: writes the run's record into a sink. */
import { parentPort, workerData } from "node:worker_threads";
import { SinkFeed } from "./feed.js";
import type { CreateSink } from "./sink.js";

export interface SinkData {
  runFolder: string;
  fromStep: number;
  /** Path of the sink's module. */
  module: string;
  options: unknown;
}

export type SinkMessage = { warning: string } | { done: true } | { failed: string };

const { runFolder, fromStep, module, options } = workerData as SinkData;
const post = (message: SinkMessage): void => parentPort!.postMessage(message);
let isOver = false;
let feed: SinkFeed | null = null;
parentPort!.once("message", () => {
  isOver = true;
  feed?.finish();
});
try {
  const { createSink } = (await import(module)) as { createSink: CreateSink };
  const warn = (warning: string): void => post({ warning });
  feed = new SinkFeed(runFolder, createSink(runFolder, options, warn), fromStep, warn);
  if (isOver) feed.finish();
  await feed.run();
  post({ done: true });
} catch (error) {
  post({ failed: (error as Error).message });
}

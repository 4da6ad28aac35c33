/* The thread of a WandBLogger: feeds W&B from the run's record. */
import { parentPort, workerData } from "node:worker_threads";
import { noteCode } from "./code.js";
import { Feed, type FeedTarget } from "./feed.js";

export interface FeedData {
  runFolder: string;
  target: FeedTarget;
  /** Where the code is, and whether what is not committed is sent too. */
  code: { cwd: string; diff: boolean };
}

export type FeedMessage = { url: string } | { warning: string } | { done: true } | { failed: string };

const { runFolder, target, code } = workerData as FeedData;
const say = (message: FeedMessage): void => parentPort!.postMessage(message);
try {
  noteCode(runFolder, code.cwd, code.diff);
} catch (error) {
  say({ warning: `diff.patch is not sent: ${(error as Error).message}` });
}
const feed = new Feed(runFolder, target, {
  onUrl: (url) => say({ url }),
  onWarning: (warning) => say({ warning }),
});
parentPort!.once("message", () => feed.finish());
feed.run().then(
  () => say({ done: true }),
  (error: Error) => say({ failed: error.message }),
);

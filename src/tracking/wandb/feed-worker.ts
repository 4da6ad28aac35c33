/* The thread of a WandBLogger: feeds W&B from the run's record. */
import { serveFeed } from "../feed-thread.js";
import { noteCode } from "./code.js";
import { Feed, type FeedTarget } from "./feed.js";

export interface FeedData {
  runFolder: string;
  target: FeedTarget;
  /** The folder of the code, and whether uncommitted changes are sent too. */
  code: { cwd: string; diff: boolean };
}

serveFeed<FeedData>(({ runFolder, target, code }, events) => {
  try {
    noteCode(runFolder, code.cwd, code.diff);
  } catch (error) {
    events.onWarning?.(`diff.patch is not sent: ${(error as Error).message}`);
  }
  return new Feed(runFolder, target, events);
});

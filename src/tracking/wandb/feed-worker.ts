/* The thread of a WandBLogger: feeds W&B from the run's record. */
import { serveFeed } from "../feed-thread.js";
import { Feed, type FeedTarget } from "./feed.js";

export interface FeedData {
  runFolder: string;
  target: FeedTarget;
}

serveFeed<FeedData>(({ runFolder, target }, events) => new Feed(runFolder, target, events));

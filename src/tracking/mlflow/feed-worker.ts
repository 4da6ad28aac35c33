/* The thread of an MlflowTracker, which sends the run's record to MLflow. */
import { serveFeed } from "../feed-thread.js";
import { MlflowFeed } from "./feed.js";
import type { MlflowTarget } from "./target.js";

export interface MlflowFeedData {
  runFolder: string;
  target: MlflowTarget;
}

serveFeed<MlflowFeedData>(({ runFolder, target }, events) => new MlflowFeed(runFolder, target, events));

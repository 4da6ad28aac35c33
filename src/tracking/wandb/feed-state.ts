import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The folder inside a run's that W&B's files lie in. */
export const WANDB_FOLDER = "wandb";

/** What of a run has reached W&B: `wandb/state.json` in its folder. */
export interface FeedState {
  /** Everything that the record has was taken by the server. */
  isDelivered: boolean;
  url: string | null;
  /** Versions of checkpoints and models that the page at `url` has, or is not to have. */
  sent: readonly string[];
  /** The step that the run went back to since W&B last heard of it; null where it did not. */
  rewindTo: number | null;
}

export function readFeedState(runFolder: string): FeedState | null {
  const path = join(runFolder, WANDB_FOLDER, "state.json");
  if (!existsSync(path)) return null;
  const state = JSON.parse(readFileSync(path, "utf8")) as Partial<FeedState>;
  return { isDelivered: false, url: null, sent: [], rewindTo: null, ...state };
}

/** Changes what is known of a run, in one rename. */
export function updateFeedState(runFolder: string, change: Partial<FeedState>): FeedState {
  const before = readFeedState(runFolder) ?? { isDelivered: false, url: null, sent: [], rewindTo: null };
  const state = { ...before, ...change };
  const path = join(runFolder, WANDB_FOLDER, "state.json");
  mkdirSync(join(runFolder, WANDB_FOLDER), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(state)}\n`);
  renameSync(`${path}.new`, path);
  return state;
}

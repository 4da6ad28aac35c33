import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The folder inside a run's that W&B's files lie in. */
export const WANDB_FOLDER = "wandb";
export const OFFLINE_PREFIX = "offline-run-";

/** Where in W&B a run belongs, and as what. */
export interface Destination {
  project: string;
  entity: string | null;
  group: string | null;
  jobType: string | null;
  notes: string | null;
  tags: readonly string[];
  /** null is WANDB_BASE_URL of whoever sends it, or W&B's cloud. */
  baseUrl: string | null;
  /** Newest versions of checkpoints and models that stay; null keeps all. */
  keepVersions: number | null;
}

/** What of a run has reached W&B: `wandb/state.json` in its folder. */
export interface FeedState {
  /** As the run was logged; null where it was not, so that its recipe says. */
  destination: Destination | null;
  /** Everything that the record has was taken by the server. */
  isDelivered: boolean;
  url: string | null;
  /** Versions of checkpoints and models that the page at `url` has, or is not to have. */
  sent: readonly string[];
  /** The last step whose row still stands since the run went back to a checkpoint; null where it did not. */
  rewindTo: number | null;
}

const NOTHING: FeedState = { destination: null, isDelivered: false, url: null, sent: [], rewindTo: null };

export function readFeedState(runFolder: string): FeedState | null {
  const path = join(runFolder, WANDB_FOLDER, "state.json");
  if (!existsSync(path)) return null;
  const state = JSON.parse(readFileSync(path, "utf8")) as Partial<FeedState>;
  return { ...NOTHING, ...state };
}

/** Changes what is known of a run, in one rename. */
export function updateFeedState(runFolder: string, change: Partial<FeedState>): FeedState {
  const before = readFeedState(runFolder) ?? NOTHING;
  const state = { ...before, ...change };
  const path = join(runFolder, WANDB_FOLDER, "state.json");
  mkdirSync(join(runFolder, WANDB_FOLDER), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(state)}\n`);
  renameSync(`${path}.new`, path);
  return state;
}

/** The folder with W&B's own file of an offline run; null where there is none. */
export function findOfflineFolder(runFolder: string): string | null {
  const parent = join(runFolder, WANDB_FOLDER);
  const names = existsSync(parent) ? readdirSync(parent) : [];
  const name = names
    .filter((each) => each.startsWith(OFFLINE_PREFIX))
    .sort()
    .at(-1);
  return name === undefined ? null : join(parent, name);
}

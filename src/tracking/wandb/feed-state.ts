import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Name of the folder with W&B's files in a run's folder. */
export const WANDB_FOLDER = "wandb";
export const OFFLINE_PREFIX = "offline-run-";

/** A run's place and attributes in W&B. */
export interface Destination {
  project: string;
  /** null: the account's default. */
  entity: string | null;
  group: string | null;
  jobType: string | null;
  notes: string | null;
  tags: readonly string[];
  /** null: the sender's WANDB_BASE_URL, or W&B's cloud. */
  baseUrl: string | null;
  /** Number of newest versions of checkpoints and models to keep; null keeps all. */
  keepVersions: number | null;
  /** The run's files to upload, which may be fewer than it has in its record; absent in older states: all of them. */
  files?: UploadedFiles;
}

export interface UploadedFiles {
  checkpoints: "none" | "best" | "all";
  weights: boolean;
}

/** The part of a run that has reached W&B: `wandb/state.json` in its folder. */
export interface FeedState {
  /** The destination of the logger; null for a run that was not logged to W&B, which then uses its recipe. */
  destination: Destination | null;
  /** True if the server has accepted the complete record. */
  isDelivered: boolean;
  url: string | null;
  /** Versions of checkpoints and models that the page at `url` has, or does not need. */
  sent: readonly string[];
  /** The last valid step after the run resumed from an earlier checkpoint; null if it did not. */
  rewindTo: number | null;
}

const NOTHING: FeedState = { destination: null, isDelivered: false, url: null, sent: [], rewindTo: null };

export function readFeedState(runFolder: string): FeedState | null {
  const path = join(runFolder, WANDB_FOLDER, "state.json");
  if (!existsSync(path)) return null;
  const state = JSON.parse(readFileSync(path, "utf8")) as Partial<FeedState>;
  return { ...NOTHING, ...state };
}

/** Updates a run's state atomically. */
export function updateFeedState(runFolder: string, change: Partial<FeedState>): FeedState {
  const before = readFeedState(runFolder) ?? NOTHING;
  const state = { ...before, ...change };
  const path = join(runFolder, WANDB_FOLDER, "state.json");
  mkdirSync(join(runFolder, WANDB_FOLDER), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(state)}\n`);
  renameSync(`${path}.new`, path);
  return state;
}

/** Returns the folder with W&B's own file of an offline run; null if it has none. */
export function findOfflineFolder(runFolder: string): string | null {
  const parent = join(runFolder, WANDB_FOLDER);
  const names = existsSync(parent) ? readdirSync(parent) : [];
  const name = names
    .filter((each) => each.startsWith(OFFLINE_PREFIX))
    .sort()
    .at(-1);
  return name === undefined ? null : join(parent, name);
}

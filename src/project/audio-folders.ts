/** Finds folders that training can read: one folder for each label, with recordings inside. */
import { type Dirent, readdirSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { isOtherAudioName, isWavName } from "../data/unread-audio.js";

/** Folders of labels, relative to the project. */
export interface AudioFolders {
  train: string;
  validation: string | null;
  test: string | null;
  /** Names of the training clips' labels. */
  labels: readonly string[];
}

interface Candidate {
  path: string;
  depth: number;
  labels: string[];
}

const MOST_DEPTH = 4;
/** Limits the time on a large disk: a project has its audio near its top. */
const MOST_FOLDERS = 3000;
/** Folders of tools and of Woodshed itself, which hold no training audio. */
const IGNORED = new Set(["node_modules", "runs", "mlflow", "profiles", "dist", "build"]);

const VALIDATION = /^(val|valid|validation|dev)$/i;
const TEST = /^(test|testing|eval|evaluation)$/i;
const TRAIN = /^(train|training)$/i;

/** Returns the folders to train and test with, or null if no folder has two labels or more. */
export function findAudioFolders(project: string): AudioFolders | null {
  const candidates = findCandidates(project);
  const isSplit = ({ path }: Candidate): boolean =>
    VALIDATION.test(basename(path)) || TEST.test(basename(path));
  const [train] = candidates
    .filter((one) => !isSplit(one))
    .sort((a, b) => rank(a) - rank(b) || b.labels.length - a.labels.length || a.depth - b.depth);
  if (train === undefined) return null;
  const beside = (pattern: RegExp): string | null => {
    const found = candidates.find(
      ({ path }) =>
        dirname(path) === dirname(train.path) && path !== train.path && pattern.test(basename(path)),
    );
    return found === undefined ? null : relative(project, found.path);
  };
  return {
    train: relative(project, train.path) || ".",
    validation: beside(VALIDATION),
    test: beside(TEST),
    labels: train.labels,
  };
}

/** A folder named train comes before all others. */
function rank({ path }: Candidate): number {
  return TRAIN.test(basename(path)) ? 0 : 1;
}

/** Returns the folders with two label folders or more, those near the top first. */
function findCandidates(project: string): Candidate[] {
  const found: Candidate[] = [];
  const queue = [{ path: project, depth: 0 }];
  for (let i = 0; i < queue.length && i < MOST_FOLDERS; i++) {
    const { path, depth } = queue[i]!;
    const folders = list(path)
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && !IGNORED.has(entry.name))
      .map(({ name }) => name);
    const labels = folders.filter((name) => list(join(path, name)).some(isAudio));
    if (labels.length >= 2) found.push({ path, depth, labels });
    else if (depth < MOST_DEPTH)
      queue.push(...folders.map((name) => ({ path: join(path, name), depth: depth + 1 })));
  }
  return found;
}

function isAudio(entry: Dirent): boolean {
  return entry.isFile() && (isWavName(entry.name) || isOtherAudioName(entry.name));
}

/** Entries in order of their names; none where the folder cannot be read. */
function list(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

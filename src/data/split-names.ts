/** Recognizes a folder of splits (`train/`, `test/`) that is given where a folder of labels is expected. */
import { join } from "node:path";
import type { Warn } from "./files.js";

const SPLITS = {
  train: ["train", "training", "trainset", "trainingset", "trn"],
  validation: [
    "val",
    "valid",
    "validation",
    "validationset",
    "valset",
    "dev",
    "devset",
    "devel",
    "development",
  ],
  test: ["test", "testing", "testset", "tst", "eval", "evaluation", "holdout", "heldout"],
} as const;

type Split = keyof typeof SPLITS;

/** Returns the split that a folder's name stands for, `Val` and `test-set` too; null for any other name. */
export function splitOf(name: string): Split | null {
  const word = name.toLowerCase().replace(/[-_ ]/g, "");
  const splits = Object.keys(SPLITS) as Split[];
  return splits.find((split) => (SPLITS[split] as readonly string[]).includes(word)) ?? null;
}

/** Returns the keys to set where a folder's labels are names of splits (two, or the only one), else null. */
export function splitAdvice(root: string, labels: readonly string[]): string | null {
  const found = new Map<Split, string>();
  for (const label of labels) {
    const split = splitOf(label);
    if (split !== null && !found.has(split)) found.set(split, label);
  }
  if (found.size === 0 || found.size < Math.min(2, labels.length)) return null;
  const keys = (Object.keys(SPLITS) as Split[])
    .filter((split) => found.has(split))
    .map((split) => `data.${split}=${join(root, found.get(split)!)}`);
  return `set ${keys.join(" ")}`;
}

/** Warns where the labels of a folder are names of splits. */
export function warnOfSplitFolders(root: string, labels: readonly string[], key: string, warn: Warn): void {
  const advice = splitAdvice(root, labels);
  if (advice === null) return;
  const named = labels.filter((label) => splitOf(label) !== null);
  warn(
    `warning: ${key}: ${root}: its folders ${named.join(", ")} are taken as labels, although the names are those of data splits; ` +
      `if each holds one folder per label, ${advice}`,
  );
}

/** Record of the settings and clips of a cross-validation, so that it is resumed with the same. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeDifference, findDifferences } from "../config/differences.js";
import { overrideConfig } from "../config/load.js";
import type { Config } from "../config/schema.js";
import { ConfigError } from "../errors.js";
import type { FoldPlan } from "./plan.js";

const FILE = "cross-validation.json";

interface Started {
  config: Config;
  folds: readonly string[];
  fingerprint: string;
}

/**
 * Stores the plan of a new cross-validation, and compares it with that of one to resume.
 *
 * @throws ConfigError for other clips, folds or settings than those of the runs that exist
 */
export function recordPlan({ config, folder, folds, fingerprint }: FoldPlan): void {
  const path = join(folder, FILE);
  const now: Started = { config, folds: folds.map(({ name }) => name), fingerprint };
  if (!existsSync(path)) {
    writeFileSync(`${path}.new`, `${JSON.stringify(now, null, 2)}\n`);
    renameSync(`${path}.new`, path);
    return;
  }
  const before = JSON.parse(readFileSync(path, "utf8")) as Started;
  const changes = findDifferences(overrideConfig(before.config, []), config)
    .filter(({ isHarmless }) => !isHarmless)
    .map(describeDifference);
  if (before.fingerprint !== fingerprint)
    changes.push(
      `clips: ${before.folds.length} folds before, ${folds.length} now, with other clips, labels or an other order`,
    );
  if (changes.length === 0) return;
  throw new ConfigError(
    "FOLDS_CHANGED",
    `${folder}: its runs were trained with other settings or clips:\n${changes.map((change) => `  ${change}\n`).join("")}` +
      `Undo the changes, or choose another name=..., or remove the folder`,
  );
}

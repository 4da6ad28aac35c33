import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type CheckpointManifest, MANIFEST_FILE, parseManifest } from "./format.js";
import { byAge, type StoredCheckpoint } from "./retention.js";

/** Lists the run's checkpoints in a `checkpoints` folder, oldest first; ignores other folders. */
export function listStored(folder: string, runId?: string): StoredCheckpoint[] {
  const stored: StoredCheckpoint[] = [];
  for (const name of namesIn(folder)) {
    if (!/^step-\d+(\.\d+)?$/.test(name)) continue;
    const manifest = readManifestOrNull(join(folder, name, MANIFEST_FILE));
    if (manifest === null || (runId !== undefined && manifest.runId !== runId)) continue;
    const { position, metrics, metricsStep, savedFor, saves } = manifest;
    stored.push({ name, position, metrics, metricsStep, savedFor, saves });
  }
  return stored.sort(byAge);
}

/** Returns null for a damaged or newer one: its reader reports that. */
function readManifestOrNull(path: string): CheckpointManifest | null {
  if (!existsSync(path)) return null;
  const parsed = parseManifest(readFileSync(path, "utf8"));
  return "manifest" in parsed ? parsed.manifest : null;
}

/** Returns the names in a folder; none if it does not exist yet. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

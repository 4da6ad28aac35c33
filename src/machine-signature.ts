/**
 * Proves that a file was written on this machine, by a key that never leaves it: a run's folder that comes from elsewhere cannot
 * name files of this machine as its clips.
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { homeFolder } from "./installation.js";

const KEY_BYTES = 32;

/** Returns the signature; null if there is no key and none can be stored. */
export function signHere(bytes: Uint8Array): string | null {
  const key = readKey() ?? createKey();
  return key === null ? null : signatureOf(key, bytes).toString("hex");
}

export function isSignedHere(bytes: Uint8Array, signature: string | null): boolean {
  const key = readKey();
  if (key === null || signature === null || !/^[0-9a-f]{64}$/.test(signature)) return false;
  return timingSafeEqual(signatureOf(key, bytes), Buffer.from(signature, "hex"));
}

const keyPath = (): string => join(homeFolder(), "machine.key");

function signatureOf(key: Buffer, bytes: Uint8Array): Buffer {
  return createHmac("sha256", key).update(bytes).digest();
}

function readKey(): Buffer | null {
  try {
    const key = readFileSync(keyPath());
    return key.length === KEY_BYTES ? key : null;
  } catch {
    return null;
  }
}

/** Creates the key; if several processes do so at once, the first one's counts. */
function createKey(): Buffer | null {
  const path = keyPath();
  const unfinished = `${path}.${process.pid}.new`;
  try {
    mkdirSync(homeFolder(), { recursive: true, mode: 0o700 });
    writeFileSync(unfinished, randomBytes(KEY_BYTES), { mode: 0o600 });
    try {
      linkSync(unfinished, path);
    } finally {
      rmSync(unfinished);
    }
  } catch {
    // Another process was first, or the folder cannot be written to.
  }
  return readKey();
}

/** Temporary files on machines whose TMPDIR is missing, read-only, full or too long. */
import { accessSync, constants, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ConfigError } from "./errors.js";

/** The path of a Unix socket has at most 107 bytes on Linux and 103 on macOS. */
const MAX_SOCKET_PATH_BYTES = 103;

/** TMPDIR, then the folders that most systems have; absolute, since child processes may run elsewhere. */
export function temporaryRoots(): string[] {
  return [...new Set([resolve(tmpdir()), "/tmp", "/var/tmp", "/dev/shm"])];
}

/**
 * Calls `use` with one folder for temporary files after the other until a call succeeds.
 *
 * @throws ConfigError naming TMPDIR and the reason for each folder
 */
export function inTemporaryRoot<T>(use: (root: string) => T, roots: readonly string[] = temporaryRoots()): T {
  const reasons: string[] = [];
  for (const root of roots) {
    try {
      return use(root);
    } catch (error) {
      reasons.push(`${root}: ${(error as Error).message}`);
    }
  }
  throw new ConfigError(
    "TMPDIR",
    `no folder for temporary files can be used: ${reasons.join("; ")}. Set TMPDIR to a writable folder with free space`,
  );
}

/** Creates a new folder for temporary files; the caller removes it. @throws ConfigError as `inTemporaryRoot` */
export function createTemporaryFolder(prefix: string, roots?: readonly string[]): string {
  return inTemporaryRoot((root) => mkdtempSync(join(root, prefix)), roots);
}

/** Creates a folder as `createTemporaryFolder`, with a path short enough for a Unix socket at `socket` below it. */
export function createSocketFolder(prefix: string, socket: string, roots?: readonly string[]): string {
  return inTemporaryRoot((root) => {
    const numBytes = Buffer.byteLength(join(root, `${prefix}XXXXXX`, socket));
    if (numBytes > MAX_SOCKET_PATH_BYTES) {
      throw new Error(
        `a socket's path has ${numBytes} bytes there, and the system allows ${MAX_SOCKET_PATH_BYTES}`,
      );
    }
    return mkdtempSync(join(root, prefix));
  }, roots);
}

/** Returns the path of a temporary file of a fixed name in the first writable folder. @throws ConfigError */
export function temporaryFile(name: string): string {
  return inTemporaryRoot((root) => {
    accessSync(root, constants.W_OK | constants.X_OK);
    return join(root, name);
  });
}

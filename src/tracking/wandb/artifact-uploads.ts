import { createHash } from "node:crypto";
import { createReadStream, existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { TrackingError } from "../../errors.js";
import type { FilesItem, LoggedItem } from "../../items.js";
import { Outbox, worthSending } from "../outbox.js";
import { artifactName, artifactRecord, type ManifestEntry } from "./artifact.js";
import { readFeedState, type UploadedFiles, updateFeedState } from "./feed-state.js";
import type { GraphQl } from "./graphql.js";
import type { Session } from "./session.js";
import { pruneVersions } from "./versions.js";

export interface ArtifactUploadsOptions {
  runFolder: string;
  runId: string;
  session: Session;
  /** null offline. */
  graphQl: GraphQl | null;
  /** Number of newest versions of each kind to keep; null keeps all. */
  keepVersions: number | null;
  /** The files to upload; undefined for all of the record. */
  files: UploadedFiles | undefined;
  onWarning: (message: string) => void;
}

interface Version extends FilesItem {
  key: string;
  step: number;
}

/**
 * Sends checkpoints and models as W&B's artifacts, one at a time and in parallel to the metrics, which a large upload
 * must not delay. Offline they are written at the end, when it is known which ones are kept.
 */
export class ArtifactUploads {
  readonly #options: ArtifactUploadsOptions;
  readonly #outbox: Outbox;
  /** Keys of versions that were sent, or superseded. */
  readonly #done: Set<string>;
  readonly #queued = new Set<string>();
  #worthIt: Version[] = [];
  #sending: Promise<void> = Promise.resolve();
  #lost: Error | null = null;
  #hasFailed = false;
  #hasWarnedOfPruning = false;

  constructor(options: ArtifactUploadsOptions) {
    this.#options = options;
    this.#outbox = new Outbox(options.runFolder);
    this.#done = new Set(readFeedState(options.runFolder)?.sent);
  }

  /** Queues new versions; `shown` has all versions of the record, oldest first. */
  update(shown: readonly LoggedItem[]): void {
    const versions = shown.flatMap(({ step, timeMs, item }): Version[] =>
      item.kind === "files" && this.#isWanted(item)
        ? [{ ...item, step, key: `${item.what}/${item.version}@${timeMs}` }]
        : [],
    );
    const { keepVersions, graphQl } = this.#options;
    this.#worthIt = [];
    for (const what of new Set(versions.map((version) => version.what))) {
      const own = versions.filter((version) => version.what === what);
      const kept = worthSending(own, keepVersions);
      this.#outbox.drop(what, new Set(kept.map(({ version }) => version)));
      this.#worthIt.push(...kept);
    }
    if (graphQl === null) return;
    for (const version of this.#worthIt) {
      if (this.#done.has(version.key) || this.#queued.has(version.key)) continue;
      this.#queued.add(version.key);
      this.#sending = this.#sending.then(() => this.#trySending(version));
    }
  }

  /**
   * Waits for the uploads; offline, writes what is to be sent later.
   *
   * @returns true if the server has everything
   * @throws TrackingError if the engine was lost
   */
  async complete(): Promise<boolean> {
    if (this.#options.graphQl === null) {
      for (const version of this.#worthIt) {
        const folder = this.#outbox.find(version) ?? this.#original(version);
        if (folder !== null) await this.#log(version, folder);
      }
    }
    await this.#sending;
    if (this.#lost !== null) throw this.#lost;
    return !this.#hasFailed;
  }

  /** Returns whether W&B gets a version: other trackers may want more. */
  #isWanted({ what, isBest }: FilesItem): boolean {
    const { files } = this.#options;
    if (files === undefined) return true;
    return what === "model"
      ? files.weights
      : files.checkpoints === "all" || (files.checkpoints === "best" && isBest);
  }

  async #trySending(version: Version): Promise<void> {
    if (this.#lost !== null) return;
    try {
      // A later version may have superseded it while it waited.
      if (this.#worthIt.some(({ key }) => key === version.key)) await this.#send(version);
      this.#outbox.remove(version);
      this.#done.add(version.key);
      updateFeedState(this.#options.runFolder, { sent: [...this.#done] });
    } catch (error) {
      if (error instanceof TrackingError && error.code === "WANDB_LOST") this.#lost = error;
      else {
        this.#hasFailed = true;
        this.#options.onWarning(`${nameOf(version)} was not sent: ${(error as Error).message}`);
      }
    }
  }

  async #send(version: Version): Promise<void> {
    const { graphQl, keepVersions, session, runId, onWarning } = this.#options;
    const folder = this.#outbox.claim(version) ?? this.#original(version);
    if (folder === null) {
      onWarning(`${nameOf(version)} was not sent: its files no longer exist`);
      return;
    }
    await this.#log(version, folder);
    if (keepVersions === null || graphQl === null || session.entity === null) return;
    const { entity, project } = session;
    const collection = { entity, project, type: version.what, name: collectionOf(version, runId) };
    try {
      await pruneVersions(graphQl, collection, keepVersions);
    } catch (error) {
      if (error instanceof TrackingError && error.code === "WANDB_LOST") throw error;
      if (!this.#hasWarnedOfPruning)
        onWarning(`old versions of ${collection.name} stay: ${(error as Error).message}`);
      this.#hasWarnedOfPruning = true;
    }
  }

  async #log(version: Version, folder: string): Promise<void> {
    const { runId, session } = this.#options;
    const contents: ManifestEntry[] = [];
    for (const { name } of version.files) {
      const path = join(folder, name);
      const digest = await md5Of(path);
      contents.push({ path: name, digest, size: statSync(path).size, local_path: path });
    }
    const { message } = artifactRecord({
      ...{ runId, type: version.what, name: collectionOf(version, runId), contents },
      aliases: version.isBest ? ["latest", "best"] : ["latest"],
      metadata: { version: version.version, step: version.step, ...version.metrics },
    });
    // No staging folder: the engine deletes sent files from it.
    await session.artifact(message, null);
  }

  /** For a run that was copied without its outbox: the checkpoint itself, unless retention has deleted it. */
  #original({ files }: Version): string | null {
    const { runFolder } = this.#options;
    const areThere = files.every(({ path, bytes }) => {
      const file = join(runFolder, path);
      return existsSync(file) && statSync(file).size === bytes;
    });
    return areThere && files.length > 0 ? join(runFolder, files[0]!.path, "..") : null;
  }
}

const nameOf = ({ what, version }: FilesItem): string => `${what} ${version}`;

function collectionOf({ what }: FilesItem, runId: string): string {
  return artifactName(`${runId}-${what}`);
}

async function md5Of(path: string): Promise<string> {
  const hash = createHash("md5");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest("base64");
}

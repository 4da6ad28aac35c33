import { createHash } from "node:crypto";
import { createReadStream, existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { TrackingError } from "../../errors.js";
import type { FilesItem, ShownItem } from "../items.js";
import { Outbox, worthSending } from "../outbox.js";
import { artifactName, artifactRecord, type ManifestEntry } from "./artifact.js";
import { readFeedState, updateFeedState } from "./feed-state.js";
import type { GraphQl } from "./graphql.js";
import type { Session } from "./session.js";
import { pruneVersions } from "./versions.js";

export interface DeliveriesOptions {
  runFolder: string;
  runId: string;
  session: Session;
  /** null offline. */
  graphQl: GraphQl | null;
  /** Newest versions of each kind that stay; null keeps all. */
  keepVersions: number | null;
  onWarning: (message: string) => void;
}

interface Version extends FilesItem {
  key: string;
  step: number;
}

/**
 * Sends checkpoints and models as W&B's artifacts, one after another and beside the metrics: a large one must not hold
 * those up. Offline they are written down at the end, when it is known which of them stay.
 */
export class Deliveries {
  readonly #options: DeliveriesOptions;
  readonly #outbox: Outbox;
  /** Sent, or not worth it. */
  readonly #done: Set<string>;
  readonly #queued = new Set<string>();
  #worthIt: Version[] = [];
  #sending: Promise<void> = Promise.resolve();
  #lost: Error | null = null;
  #hasFailed = false;
  #hasWarnedOfPruning = false;

  constructor(options: DeliveriesOptions) {
    this.#options = options;
    this.#outbox = new Outbox(options.runFolder);
    this.#done = new Set(readFeedState(options.runFolder)?.sent);
  }

  /** Takes note of what the record has by now, oldest first. */
  update(shown: readonly ShownItem[]): void {
    const versions = shown.flatMap(({ step, timeMs, item }): Version[] =>
      item.kind === "files" ? [{ ...item, step, key: `${item.what}/${item.version}@${timeMs}` }] : [],
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
   * Waits for what is under way; offline writes down what is to be sent later.
   *
   * @returns whether the server has everything
   * @throws TrackingError when the engine was lost
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

  async #trySending(version: Version): Promise<void> {
    if (this.#lost !== null) return;
    try {
      // A later one may have taken its place while it waited.
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
      onWarning(`${nameOf(version)} is not sent: its files are not there any more`);
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
    // No staging folder: the engine would delete what it has sent out of it.
    await session.artifact(message, null);
  }

  /** Of a run whose outbox was not copied along: the checkpoint itself, if retention has left it. */
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

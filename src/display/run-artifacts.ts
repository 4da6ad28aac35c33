import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { StoredCheckpoint } from "../checkpoint/index.js";
import type { FilesItem, Item } from "../items.js";
import { Outbox } from "../tracking/outbox.js";
import type { WantedItems } from "../tracking/tracker.js";

export interface RunArtifactsOptions {
  wants: Required<WantedItems>;
  /** The run's folder. */
  folder: string;
  show: (step: number, name: string, item: Item) => void;
  onError: (what: string, error: Error) => void;
}

/**
 * Puts checkpoints and weights for trackers into the run's outbox, and records that. Hard links are made at once, so
 * that a checkpoint stays there after retention deletes it.
 */
export class RunArtifacts {
  readonly #options: RunArtifactsOptions;
  readonly #outbox: Outbox;
  #underWay: Promise<void> = Promise.resolve();

  constructor(options: RunArtifactsOptions) {
    this.#options = options;
    this.#outbox = new Outbox(options.folder);
  }

  /** Called for a complete checkpoint. */
  saved({ name, position, metrics }: StoredCheckpoint, isBest: boolean): void {
    const { checkpoints } = this.#options.wants;
    if (checkpoints === "none" || (checkpoints === "best" && !isBest)) return;
    const place = join("checkpoints", name);
    const files = readdirSync(join(this.#options.folder, place)).sort();
    this.#put(position.step, { what: "checkpoint", version: name, isBest, metrics }, place, files);
  }

  /** Called with the exported weights at the end of the run. */
  exported(step: number, path: string): void {
    if (!this.#options.wants.weights) return;
    this.#put(step, { what: "model", version: `step-${step}`, isBest: true, metrics: {} }, "", [
      basename(path),
    ]);
  }

  /** Waits for copies, where the file system has no hard links. */
  drain(): Promise<void> {
    return this.#underWay;
  }

  #put(
    step: number,
    item: Pick<FilesItem, "what" | "version" | "isBest" | "metrics">,
    place: string,
    names: readonly string[],
  ): void {
    const { folder, show, onError } = this.#options;
    const files = names.map((name) => {
      const path = join(place, name);
      return { name, path, bytes: statSync(join(folder, path)).size };
    });
    const sources = files.map(({ name, path }) => ({ name, path: join(folder, path) }));
    const putting = this.#outbox.put(item.what, item.version, sources);
    this.#underWay = Promise.all([this.#underWay, putting]).then(
      () => show(step, `files/${item.what}`, { kind: "files", ...item, files }),
      (error: Error) => onError(`${item.what} ${item.version}`, error),
    );
  }
}

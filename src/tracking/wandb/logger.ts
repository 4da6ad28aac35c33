import { displayPath } from "../../display-path.js";
import { bundlePath } from "../../package-root.js";
import { shellWord } from "../../shell-word.js";
import { type Feeding, FeedTracker } from "../feed-tracker.js";
import type { RunInfo, WantedItems } from "../tracker.js";
import { appUrl, findApiKey, resolveBaseUrl } from "./credentials.js";
import type { FeedTarget } from "./feed.js";
import { findOfflineFolder, readFeedState, updateFeedState } from "./feed-state.js";
import type { FeedData } from "./feed-worker.js";
import { findWandb } from "./install.js";
import { destinationOf, filesOf, type WandBLoggerOptions } from "./options.js";

/**
 * Weights & Biases, through its own engine and without Python. A run without a key or network stays offline:
 * `woodshed wandb sync` sends it later, as it sends whatever has not arrived when a run ends.
 */
export class WandBLogger extends FeedTracker {
  override readonly wants: WantedItems;
  readonly #options: WandBLoggerOptions;
  #offlineRun: string | null = null;

  constructor(options: WandBLoggerOptions = {}) {
    super("W&B", options, 60);
    this.#options = options;
    this.wants = { media: true, ...filesOf(options) };
  }

  protected prepare(run: RunInfo): Feeding {
    findWandb();
    const target = this.#target();
    this.#offlineRun = target.apiKey === null ? run.folder : null;
    if (target.apiKey === null && this.#options.mode !== "offline") {
      this.say(
        `W&B: no API key in WANDB_API_KEY or netrc, so this run stays offline (get a key: ${appUrl(target.baseUrl)}/authorize)`,
      );
    }
    updateFeedState(run.folder, { destination: destinationOf(this.#options) });
    // Rewinds to one step before the checkpoint's: its evaluation may follow, and rows at W&B cannot change.
    if (run.resumedAtStep !== null) noteRewind(run.folder, Math.max(0, run.resumedAtStep - 1));
    const code = { cwd: run.provenance.cwd, diff: this.#options.uploads?.diff ?? false };
    return {
      ...{ code: "WANDB", module: bundlePath("tracking/wandb/feed-worker") },
      data: { runFolder: run.folder, target, code } satisfies FeedData,
      howToSync: `send it later with \`${syncCommand(run.folder)}\``,
    };
  }

  override async finish(): Promise<void> {
    const run = this.#offlineRun;
    this.#offlineRun = null;
    await super.finish();
    if (run === null) return;
    this.say(`W&B: offline run in ${findOfflineFolder(run) ?? run}; to send it: ${syncCommand(run)}`);
  }

  #target(): FeedTarget {
    const { mode = "online", systemMetricsSec = 15 } = this.#options;
    const destination = destinationOf(this.#options);
    const baseUrl = resolveBaseUrl(destination.baseUrl);
    const apiKey = mode === "offline" ? null : findApiKey(baseUrl);
    return { ...destination, baseUrl, apiKey, systemMetricsSec, pid: process.pid };
  }
}

function syncCommand(runFolder: string): string {
  return `npx woodshed wandb sync ${shellWord(displayPath(runFolder))}`;
}

/** Records the earliest step that the run was rewound to since W&B's rows were last rewound. */
function noteRewind(folder: string, step: number): void {
  const before = readFeedState(folder)?.rewindTo ?? Number.POSITIVE_INFINITY;
  updateFeedState(folder, { rewindTo: Math.min(before, step) });
}

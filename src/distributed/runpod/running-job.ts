/** Training on a rented machine: starts it, follows it, stops it, fetches the run and terminates the machine. */
import { DistributedError } from "../../errors.js";
import { shellWord } from "../../shell-word.js";
import type { Pod } from "./api.js";
import type { RunpodClient } from "./client.js";
import { fetchRuns } from "./fetch-run.js";
import { streamLogs } from "./logs.js";
import { type Machine, remove, removeByName, waitUntilRunning } from "./machine.js";
import { pause } from "./pause.js";
import type { Plan } from "./plan.js";
import { Shell } from "./shell.js";

export interface JobObserver {
  /** Progress of the command on this machine. */
  onStatus(message: string): void;
  /** A line that training printed on the pod. */
  onOutput(line: string): void;
}

export interface JobSignals {
  /** Asks training to save; then the run is fetched and the pod terminated. */
  stop: AbortSignal;
  /** Terminates the pod at once. */
  abandon: AbortSignal;
}

/** Time limits; tests use shorter ones. */
export const TIMING = {
  backoffMs: 500,
  pollMs: 4000,
  runningWithinMs: 1_200_000,
  /** From a running pod to the first line of its supervisor. */
  upWithinMs: 300_000,
  logIdleMs: 60_000,
  reconnectMs: 2000,
  lostAfterMs: 600_000,
  /** From the request to stop to the end of training. */
  stopWithinMs: 90_000,
  /** How long the pod waits for the run to be fetched. */
  fetchWithinMs: 600_000,
  /** How long the last lines of its log have to get out before the pod is terminated. */
  drainMs: 3000,
};
export type Timing = typeof TIMING;

/** How training ended; `limit` is the limit of time or money. */
export interface JobExit {
  status: "finished" | "failed" | "stopped" | "limit";
  exitCode: number;
}

/** A machine with training on it. */
export class RunningJob {
  #pods: Pod[] = [];

  constructor(
    readonly client: RunpodClient,
    readonly plan: Plan,
    readonly machine: Machine,
    readonly observer: JobObserver,
    readonly signals: JobSignals,
    readonly timing: Timing,
  ) {}

  get #shells(): Shell[] {
    return this.#pods.map((pod) => new Shell(pod, this.plan.sshKey?.identity));
  }

  /** Returns the quoted path of a file or folder of the job on the pod of a rank. */
  #path(name: string, rank = 0): string {
    return shellWord(`${this.plan.mountPath}/jobs/${this.machine.name}/node-${rank}/${name}`);
  }

  /** Resolves when the pods run and the bundle is there. */
  async start(tar: Buffer): Promise<void> {
    const { plan, timing, machine } = this;
    const { onStatus } = this.observer;
    this.#pods = await waitUntilRunning(this.client, machine, {
      nodes: plan.spec.nodes,
      needsSsh: plan.sshKey !== null,
      withinMs: timing.runningWithinMs,
      pollMs: timing.pollMs,
      signal: this.signals.stop,
      onStatus,
    });
    if (!plan.needsUpload) return;
    onStatus(`sending ${(tar.length / 1e6).toFixed(1)} MB`);
    for (const [rank, shell] of this.#shells.entries()) {
      const [part, code] = [this.#path("code.part", rank), this.#path("code", rank)];
      // Renamed when complete: the supervisor starts as soon as `code` exists.
      const unpack = `rm -rf ${part} && mkdir -p ${part} && tar -xzf - -C ${part} && mv ${part} ${code}`;
      await shell.run(unpack, { input: tar, signal: this.signals.stop, withinMs: timing.upWithinMs });
    }
  }

  /** Passes on the lines of training until it has ended. */
  async follow(): Promise<JobExit> {
    const { timing, plan } = this;
    const { onStatus, onOutput } = this.observer;
    const cut = new AbortController();
    const watch = this.#watch(cut);
    let isAtLimit = false;
    try {
      const log = streamLogs(this.client, this.#pods[0]!.id, {
        source: "container",
        tail: 5000,
        idleMs: timing.logIdleMs,
        reconnectMs: timing.reconnectMs,
        lostAfterMs: timing.lostAfterMs,
        signal: cut.signal,
        onCut: (reason) => onStatus(`${reason} Reconnecting.`),
      });
      for await (const { line } of log) {
        if (!line.startsWith(plan.mark)) {
          onOutput(line);
          continue;
        }
        watch.onSupervisor();
        const message = line.slice(plan.mark.length + 1);
        if (message === "stopping at the limit") isAtLimit = true;
        const ended = /^ended (\d+)$/.exec(message);
        if (ended === null) onStatus(`pod: ${message}`);
        else return this.#exitOf(Number(ended[1]), isAtLimit);
      }
    } finally {
      watch.end();
    }
    throw this.#error(
      "RUNPOD_GONE",
      `the pod is gone, and its log does not show how training ended. ${this.#whereRunsAre()}`,
    );
  }

  /** Starts the timers and listeners that can end `follow` before training has ended. */
  #watch(cut: AbortController): { onSupervisor: () => void; end: () => void } {
    const { timing, plan, machine, signals } = this;
    const cutAfter = (ms: number, code: string, message: string) =>
      // Timers count 24 days at most; a limit may be longer.
      setTimeout(() => cut.abort(this.#error(code, message)), Math.min(ms, 2 ** 31 - 1));
    const silence = cutAfter(
      timing.upWithinMs,
      "RUNPOD_SUPERVISOR",
      `the pod runs, but its supervisor does not answer: check that the image has Node and a shell (${plan.spec.image}).`,
    );
    // The pod terminates itself at the limit; this timer covers the case that it does not.
    const untilLimitMs = plan.job(machine.candidate).deadlineMs - Date.now();
    const timers = [
      silence,
      cutAfter(
        untilLimitMs + 30_000,
        "RUNPOD_LIMIT",
        "the limit is reached, but the pod did not terminate itself.",
      ),
    ];
    const onAbandon = () => cut.abort(signals.abandon.reason);
    const onStop = () => {
      this.observer.onStatus("stopping: saving a checkpoint (Ctrl-C again terminates the pod at once)");
      timers.push(cutAfter(timing.stopWithinMs, "RUNPOD_STOP", "training did not stop in time."));
      this.#askToStop().catch((error) => cut.abort(error));
    };
    signals.abandon.addEventListener("abort", onAbandon);
    signals.stop.addEventListener("abort", onStop);
    if (signals.stop.aborted) onStop();
    return {
      onSupervisor: () => clearTimeout(silence),
      end: () => {
        for (const timer of timers) clearTimeout(timer);
        signals.abandon.removeEventListener("abort", onAbandon);
        signals.stop.removeEventListener("abort", onStop);
      },
    };
  }

  async #askToStop(): Promise<void> {
    const asked = this.#shells.map((shell, rank) =>
      shell.run(`touch ${this.#path("stop", rank)}`, { withinMs: 10_000 }),
    );
    await Promise.all(asked);
  }

  #error(code: string, message: string): DistributedError {
    return new DistributedError(code, `${this.machine.name}: ${message}`);
  }

  #exitOf(exitCode: number, isAtLimit: boolean): JobExit {
    if (isAtLimit) return { status: "limit", exitCode };
    if (this.signals.stop.aborted) return { status: "stopped", exitCode };
    return { status: exitCode === 0 ? "finished" : "failed", exitCode };
  }

  /** Retries for as long as the pod waits: the container's disk is lost with the pod. */
  async fetch(name: string, localDir: string): Promise<string[]> {
    const { timing, plan, signals } = this;
    const { onStatus } = this.observer;
    const remote = {
      runsDir: `${plan.mountPath}/runs`,
      name,
      since: `${plan.mountPath}/jobs/${this.machine.name}/node-0/started`,
    };
    const untilMs = Date.now() + timing.fetchWithinMs;
    for (;;) {
      try {
        const folders = await fetchRuns(this.#shells[0]!, remote, localDir, signals.abandon);
        for (const folder of folders) onStatus(`fetched ${folder}`);
        return folders;
      } catch (error) {
        signals.abandon.throwIfAborted();
        if (Date.now() > untilMs) {
          const { code, message } = error as DistributedError;
          throw new DistributedError(code, `${message} ${this.#whereRunsAre()}`, { cause: error });
        }
        onStatus(`fetching failed, trying again: ${(error as Error).message}`);
        await pause(timing.reconnectMs, signals.abandon);
      }
    }
  }

  #whereRunsAre(): string {
    const { volume, mountPath } = this.plan;
    return volume === null
      ? "It had no volume, so the run is lost; --volume preserves it."
      : `The run is on volume ${volume.name}, in ${mountPath}/runs, and the log in ${mountPath}/jobs/${this.machine.name}.`;
  }

  /** Terminates the machine. Does not throw, so that an earlier error is the one that is reported. */
  async end(): Promise<void> {
    const { onStatus } = this.observer;
    try {
      await remove(this.client, this.machine);
      // A request that was cut off may have been carried out since.
      await removeByName(this.client, this.machine.name);
      onStatus(`terminated ${this.machine.name}`);
    } catch (error) {
      const limit = new Date(this.plan.job(this.machine.candidate).deadlineMs).toLocaleString("sv");
      onStatus(`${this.machine.name} COULD NOT BE TERMINATED: ${(error as Error).message}`);
      onStatus(
        `it terminates itself when training ends, at ${limit} at the latest; \`woodshed runpod down ${this.machine.name}\` terminates it sooner`,
      );
    }
  }
}

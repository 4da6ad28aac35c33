/** Training on a machine: getting it started, following it, stopping it, fetching what it made, ending the machine. */
import { DistributedError } from "../../errors.js";
import type { Pod } from "./api.js";
import type { RunpodClient } from "./client.js";
import { fetchRuns } from "./fetch-run.js";
import { streamLogs } from "./logs.js";
import { type Machine, remove, removeByName, waitUntilRunning } from "./machine.js";
import { pause } from "./pause.js";
import type { Plan } from "./plan.js";
import { quote, Shell } from "./shell.js";

export interface JobObserver {
  /** What is going on here. */
  say(message: string): void;
  /** What training prints there. */
  line(text: string): void;
}

export interface JobSignals {
  /** Training is asked to save, the run is fetched, the pod ends. */
  stop: AbortSignal;
  /** The pod ends at once. */
  abandon: AbortSignal;
}

/** How long things may take; tests are less patient. */
export const TIMING = {
  backoffMs: 500,
  pollMs: 4000,
  runningWithinMs: 1_200_000,
  /** From running to the supervisor's first word. */
  upWithinMs: 300_000,
  logIdleMs: 60_000,
  reconnectMs: 2000,
  lostAfterMs: 600_000,
  /** From the wish to stop to the end of training. */
  stopWithinMs: 90_000,
  /** What the pod waits for somebody to fetch the run. */
  fetchWithinMs: 600_000,
  /** What its log's last lines get before it goes. */
  drainMs: 3000,
};
export type Timing = typeof TIMING;

/** How training ended; `limit` is time or money. */
export interface Ended {
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

  /** A file or folder of the job, on the pod of that rank. */
  #path(name: string, rank = 0): string {
    return quote(`${this.plan.mountPath}/jobs/${this.machine.name}/node-${rank}/${name}`);
  }

  /** Until training has what it needs. */
  async start(tar: Buffer): Promise<void> {
    const { plan, timing, machine } = this;
    const { say } = this.observer;
    this.#pods = await waitUntilRunning(this.client, machine, {
      nodes: plan.spec.nodes,
      needsSsh: plan.sshKey !== null,
      withinMs: timing.runningWithinMs,
      pollMs: timing.pollMs,
      signal: this.signals.stop,
      say,
    });
    if (!plan.needsUpload) return;
    say(`sending ${(tar.length / 1e6).toFixed(1)} MB`);
    for (const [rank, shell] of this.#shells.entries()) {
      const [part, code] = [this.#path("code.part", rank), this.#path("code", rank)];
      // By renaming: the supervisor starts when `code` is there, and then it is whole.
      const unpack = `rm -rf ${part} && mkdir -p ${part} && tar -xzf - -C ${part} && mv ${part} ${code}`;
      await shell.run(unpack, { input: tar, signal: this.signals.stop, withinMs: timing.upWithinMs });
    }
  }

  /** Shows training's lines until it has ended. */
  async follow(): Promise<Ended> {
    const { timing, plan } = this;
    const { say, line: show } = this.observer;
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
        onCut: (reason) => say(`${reason} Connecting again.`),
      });
      for await (const { line } of log) {
        if (!line.startsWith(plan.mark)) {
          show(line);
          continue;
        }
        watch.onSupervisor();
        const said = line.slice(plan.mark.length + 1);
        if (said === "stopping at the limit") isAtLimit = true;
        const ended = /^ended (\d+)$/.exec(said);
        if (ended === null) say(`pod: ${said}`);
        else return this.#ended(Number(ended[1]), isAtLimit);
      }
    } finally {
      watch.end();
    }
    throw this.#error(
      "RUNPOD_GONE",
      `the pod is gone, and did not say how training ended. ${this.#whereRunsAre()}`,
    );
  }

  /** What ends following before training has ended. */
  #watch(cut: AbortController): { onSupervisor: () => void; end: () => void } {
    const { timing, plan, machine, signals } = this;
    const cutAfter = (ms: number, code: string, message: string) =>
      // A timer counts 24 days at most; a limit may be longer.
      setTimeout(() => cut.abort(this.#error(code, message)), Math.min(ms, 2 ** 31 - 1));
    const silence = cutAfter(
      timing.upWithinMs,
      "RUNPOD_SUPERVISOR",
      `the pod runs, and nothing was heard of its supervisor: check that the image has Node and a shell (${plan.spec.image}).`,
    );
    // The pod ends itself at the limit; this is for the case that it does not.
    const untilLimitMs = plan.job(machine.candidate).deadlineMs - Date.now();
    const timers = [
      silence,
      cutAfter(
        untilLimitMs + 30_000,
        "RUNPOD_LIMIT",
        "the limit is reached and the pod had not ended itself.",
      ),
    ];
    const onAbandon = () => cut.abort(signals.abandon.reason);
    const onStop = () => {
      this.observer.say("stopping: training saves a checkpoint (Ctrl-C again terminates the pod at once)");
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

  #ended(exitCode: number, isAtLimit: boolean): Ended {
    if (isAtLimit) return { status: "limit", exitCode };
    if (this.signals.stop.aborted) return { status: "stopped", exitCode };
    return { status: exitCode === 0 ? "finished" : "failed", exitCode };
  }

  /** Tries for as long as the pod waits: what is on a container's disk goes with it. */
  async fetch(name: string, localDir: string): Promise<string[]> {
    const { timing, plan, signals } = this;
    const { say } = this.observer;
    const remote = {
      runsDir: `${plan.mountPath}/runs`,
      name,
      since: `${plan.mountPath}/jobs/${this.machine.name}/node-0/started`,
    };
    const untilMs = Date.now() + timing.fetchWithinMs;
    for (;;) {
      try {
        const folders = await fetchRuns(this.#shells[0]!, remote, localDir, signals.abandon);
        for (const folder of folders) say(`fetched ${folder}`);
        return folders;
      } catch (error) {
        signals.abandon.throwIfAborted();
        if (Date.now() > untilMs) {
          const { code, message } = error as DistributedError;
          throw new DistributedError(code, `${message} ${this.#whereRunsAre()}`, { cause: error });
        }
        say(`fetching failed, trying again: ${(error as Error).message}`);
        await pause(timing.reconnectMs, signals.abandon);
      }
    }
  }

  #whereRunsAre(): string {
    const { volume, mountPath } = this.plan;
    return volume === null
      ? "It had no volume, so the run is lost; --volume keeps it."
      : `The run is on volume ${volume.name}, in ${mountPath}/runs, and the log in ${mountPath}/jobs/${this.machine.name}.`;
  }

  /** Terminates the machine. Does not throw: what went wrong before is what a user must hear of. */
  async end(): Promise<void> {
    const { say } = this.observer;
    try {
      await remove(this.client, this.machine);
      // A request that was cut off long ago may have been carried out since.
      await removeByName(this.client, this.machine.name);
      say(`terminated ${this.machine.name}`);
    } catch (error) {
      const limit = new Date(this.plan.job(this.machine.candidate).deadlineMs).toLocaleString("sv");
      say(`${this.machine.name} COULD NOT BE TERMINATED: ${(error as Error).message}`);
      say(
        `it terminates itself when training ends, at ${limit} at the latest; \`woodshed runpod down ${this.machine.name}\` does it sooner`,
      );
    }
  }
}

/** How much of the machine's CPU other programs use: /proc/stat less this process and its children. */
import { type HostUse, readHost, readTree, type TreeUse, useBetween } from "./process-tree.js";

/** Means over a time, in cores. */
export interface CpuLoad {
  hostCores: number;
  /** Used by this process and its children. */
  ownCores: number;
  /** Used by other programs. */
  otherCores: number;
  idleCores: number;
}

interface Reading {
  atMs: number;
  tree: ReadonlyMap<number, TreeUse>;
  host: HostUse;
}

/** Measures from its construction to a call of `read`. */
export class CpuLoadMeter {
  readonly #proc: string;
  readonly #pid: number;
  readonly #now: () => number;
  readonly #start: Reading | null;

  constructor({ proc = "/proc", pid = process.pid, now = () => performance.now() } = {}) {
    this.#proc = proc;
    this.#pid = pid;
    this.#now = now;
    this.#start = this.#reading();
  }

  /** null without /proc, or when no time has passed. */
  read(): CpuLoad | null {
    const [before, after] = [this.#start, this.#reading()];
    if (before === null || after === null) return null;
    const sec = (after.atMs - before.atMs) / 1000;
    if (sec <= 0 || after.host.totalSec <= before.host.totalSec) return null;
    const ownSec = useBetween(before.tree, after.tree).cpuSec;
    return cpuLoad({
      hostCores: (after.host.totalSec - before.host.totalSec) / sec,
      busyCores: (after.host.busySec - before.host.busySec) / sec,
      ownCores: ownSec / sec,
    });
  }

  #reading(): Reading | null {
    try {
      return { atMs: this.#now(), tree: readTree(this.#pid, this.#proc), host: readHost(this.#proc) };
    } catch {
      return null;
    }
  }
}

export function cpuLoad(use: { hostCores: number; busyCores: number; ownCores: number }): CpuLoad {
  const { hostCores, busyCores, ownCores } = use;
  return {
    hostCores,
    ownCores,
    otherCores: Math.max(0, busyCores - ownCores),
    idleCores: Math.max(0, hostCores - busyCores),
  };
}

/** Less is noise, and the system's own work. */
const LEAST_OTHER_SHARE = 0.15;
/** With more idle cores than this share, other programs are not in the way. */
const MOST_IDLE_SHARE = 0.25;

/** True if other programs take CPU that training could use: they are busy, and little is idle. */
export function isContended({ hostCores, otherCores, idleCores }: CpuLoad): boolean {
  return otherCores >= LEAST_OTHER_SHARE * hostCores && idleCores <= MOST_IDLE_SHARE * hostCores;
}

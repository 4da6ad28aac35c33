/** What a process and those that it started use, as Linux tells in /proc; see proc(5). */
import { readdirSync, readFileSync } from "node:fs";

/** Since the processes began, but for memory. */
export interface TreeUse {
  cpuSec: number;
  residentBytes: number;
  /** From and to disks, past the system's cache. */
  readBytes: number;
  writtenBytes: number;
  numProcesses: number;
}

/** Of a second: the same on every Linux that Node runs on. */
const TICKS = 100;

/** A process and its children, and theirs. */
export function processTree(pid: number, proc = "/proc"): number[] {
  const found: number[] = [];
  const waiting = [pid];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    found.push(next);
    const tasks = attempt(() => readdirSync(`${proc}/${next}/task`)) ?? [];
    for (const task of tasks) {
      const children = attempt(() => readFileSync(`${proc}/${next}/task/${task}/children`, "utf8")) ?? "";
      for (const child of children.split(" ")) if (Number(child) > 0) waiting.push(Number(child));
    }
  }
  return found;
}

/** Each process's own, by its number; those that have ended meanwhile are left out. */
export function readTree(pid: number, proc = "/proc"): Map<number, TreeUse> {
  const all = new Map<number, TreeUse>();
  for (const one of processTree(pid, proc)) {
    const use = attempt(() => readProcess(one, proc));
    if (use !== null) all.set(one, use);
  }
  return all;
}

function readProcess(pid: number, proc: string): TreeUse {
  const stat = readFileSync(`${proc}/${pid}/stat`, "utf8");
  // The program's name, in parentheses, may hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const status = readFileSync(`${proc}/${pid}/status`, "utf8");
  // Of other users' processes it cannot be read.
  const io = attempt(() => readFileSync(`${proc}/${pid}/io`, "utf8")) ?? "";
  return {
    cpuSec: (Number(fields[11]) + Number(fields[12])) / TICKS,
    residentBytes: 1024 * Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0),
    readBytes: Number(/^read_bytes: (\d+)/m.exec(io)?.[1] ?? 0),
    writtenBytes: Number(/^write_bytes: (\d+)/m.exec(io)?.[1] ?? 0),
    numProcesses: 1,
  };
}

/** What the processes used from one reading to a later one; one that came between counts from its start. */
export function useBetween(
  before: ReadonlyMap<number, TreeUse>,
  after: ReadonlyMap<number, TreeUse>,
): TreeUse {
  const sum = { cpuSec: 0, residentBytes: 0, readBytes: 0, writtenBytes: 0, numProcesses: 0 };
  for (const [pid, now] of after) {
    const was = before.get(pid);
    for (const key of ["cpuSec", "readBytes", "writtenBytes"] as const)
      sum[key] += now[key] - (was?.[key] ?? 0);
    sum.residentBytes += now.residentBytes;
    sum.numProcesses++;
  }
  return sum;
}

/** The whole machine's. */
export interface HostUse {
  /** Seconds of all cores since the start: at work, and in all. */
  busySec: number;
  totalSec: number;
  memoryShare: number;
  receivedBytes: number;
  sentBytes: number;
}

export function readHost(proc = "/proc"): HostUse {
  const cpu = readFileSync(`${proc}/stat`, "utf8")
    .split("\n")[0]!
    .trim()
    .split(/\s+/)
    .slice(1, 9)
    .map(Number);
  const totalSec = cpu.reduce((a, b) => a + b, 0) / TICKS;
  const memory = readFileSync(`${proc}/meminfo`, "utf8");
  const kb = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(memory)?.[1] ?? 0);
  let receivedBytes = 0;
  let sentBytes = 0;
  for (const line of readFileSync(`${proc}/net/dev`, "utf8").split("\n").slice(2)) {
    const [name, rest] = line.split(":");
    // What ranks on one host tell each other is no network's.
    if (rest === undefined || name!.trim() === "lo") continue;
    const fields = rest.trim().split(/\s+/).map(Number);
    receivedBytes += fields[0]!;
    sentBytes += fields[8]!;
  }
  return {
    // All but idle and waiting for disks.
    busySec: totalSec - (cpu[3]! + cpu[4]!) / TICKS,
    totalSec,
    memoryShare: 1 - kb("MemAvailable") / kb("MemTotal"),
    receivedBytes,
    sentBytes,
  };
}

function attempt<T>(body: () => T): T | null {
  try {
    return body();
  } catch {
    return null;
  }
}

/** Resource use of a process and its descendants, from /proc on Linux; see proc(5). */
import { readdirSync, readFileSync } from "node:fs";

/** Totals since the start of the processes; memory is the current value. */
export interface TreeUse {
  cpuSec: number;
  residentBytes: number;
  /** Read from disks, without cache hits. */
  readBytes: number;
  writtenBytes: number;
  numProcesses: number;
}

/** Clock ticks per second; the same on every Linux that Node runs on. */
const TICKS = 100;

/** Returns a process and all its descendants. */
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

/** Reads each process by its id; processes that have ended meanwhile are left out. */
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
  // The program's name, in parentheses, may contain spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const status = readFileSync(`${proc}/${pid}/status`, "utf8");
  // Unreadable for processes of other users.
  const io = attempt(() => readFileSync(`${proc}/${pid}/io`, "utf8")) ?? "";
  return {
    cpuSec: (Number(fields[11]) + Number(fields[12])) / TICKS,
    residentBytes: 1024 * Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0),
    readBytes: Number(/^read_bytes: (\d+)/m.exec(io)?.[1] ?? 0),
    writtenBytes: Number(/^write_bytes: (\d+)/m.exec(io)?.[1] ?? 0),
    numProcesses: 1,
  };
}

/** Returns the use between two readings; a process that started in between counts from its start. */
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

/** Use of the host. */
export interface HostUse {
  /** Seconds of all cores since boot: busy, and in total. */
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
    // Loopback traffic, such as between ranks of one host, is not counted.
    if (rest === undefined || name!.trim() === "lo") continue;
    const fields = rest.trim().split(/\s+/).map(Number);
    receivedBytes += fields[0]!;
    sentBytes += fields[8]!;
  }
  return {
    // Everything but idle and iowait.
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

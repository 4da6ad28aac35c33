import type { GpuReading } from "../../tensor/addon.js";
import { addon } from "../../tensor/addon.js";
import { Gpus } from "./gpus.js";
import { type HostUse, readHost, readTree, type TreeUse, useBetween } from "./process-tree.js";

type Metrics = Record<string, number>;

export interface SystemMonitorOptions {
  everySec: number;
  /** Training device, whose allocator is read. */
  device: string;
  gpus?: Gpus;
}

interface Reading {
  atMs: number;
  tree: ReadonlyMap<number, TreeUse>;
  host: HostUse;
}

/**
 * Reads the machine use of this process and its children at intervals, and returns means. A reading takes about a
 * millisecond of the training thread.
 */
export class SystemMonitor {
  readonly #options: SystemMonitorOptions;
  readonly #gpus: Gpus;
  readonly #timer: NodeJS.Timeout;
  #last: Reading | null;
  readonly #sums = new Map<string, { sum: number; count: number }>();

  constructor(options: SystemMonitorOptions) {
    this.#options = options;
    this.#gpus = options.gpus ?? new Gpus();
    this.#last = read();
    this.#timer = setInterval(() => this.#sample(), 1000 * options.everySec).unref();
  }

  /** Returns the means of the readings since the last call; empty if there was none. */
  take(): Metrics {
    // Timers do not fire while the loop computes.
    if (this.#last !== null && performance.now() - this.#last.atMs >= 1000 * this.#options.everySec)
      this.#sample();
    const means = Object.fromEntries([...this.#sums].map(([name, { sum, count }]) => [name, sum / count]));
    this.#sums.clear();
    return means;
  }

  #sample(): void {
    const now = read();
    const before = this.#last;
    this.#last = now;
    const values = {
      ...(now === null || before === null ? {} : rates(before, now)),
      ...Object.assign({}, ...this.#gpus.read().map(ofGpu)),
      ...ofAllocator(this.#options.device),
    } as Metrics;
    for (const [name, value] of Object.entries(values)) {
      const { sum, count } = this.#sums.get(name) ?? { sum: 0, count: 0 };
      this.#sums.set(name, { sum: sum + value, count: count + 1 });
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }
}

/** null without /proc. */
function read(): Reading | null {
  try {
    return { atMs: performance.now(), tree: readTree(process.pid), host: readHost() };
  } catch {
    return null;
  }
}

function rates(before: Reading, now: Reading): Metrics {
  const sec = (now.atMs - before.atMs) / 1000;
  const used = useBetween(before.tree, now.tree);
  const mbPerSec = (bytes: number): number => bytes / 1e6 / sec;
  const [was, is] = [before.host, now.host];
  return {
    "system/cpu_cores": used.cpuSec / sec,
    "system/cpu_percent": (100 * (is.busySec - was.busySec)) / Math.max(1e-9, is.totalSec - was.totalSec),
    "system/memory_gb": used.residentBytes / 1e9,
    "system/memory_percent": 100 * is.memoryShare,
    "system/disk_read_mb_per_sec": mbPerSec(used.readBytes),
    "system/disk_write_mb_per_sec": mbPerSec(used.writtenBytes),
    "system/network_in_mb_per_sec": mbPerSec(is.receivedBytes - was.receivedBytes),
    "system/network_out_mb_per_sec": mbPerSec(is.sentBytes - was.sentBytes),
  };
}

function ofGpu(gpu: GpuReading | null, index: number): Metrics {
  if (gpu === null) return {};
  const { utilizationPercent, memoryBusyPercent, usedBytes, totalBytes, temperatureC, powerW } = gpu;
  const values = {
    percent: utilizationPercent,
    memory_busy_percent: memoryBusyPercent,
    memory_gb: usedBytes === null ? null : usedBytes / 1e9,
    memory_percent: usedBytes === null || totalBytes === null ? null : (100 * usedBytes) / totalBytes,
    temperature_c: temperatureC,
    power_w: powerW,
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === null ? [] : [[`system/gpu${index}_${name}`, value]],
    ),
  );
}

/** Returns tensor memory: counted by the addon on the CPU, by the caching allocator on a GPU. */
function ofAllocator(device: string): Metrics {
  const memory = addon.memoryStats(device);
  const gb = {
    tensors_gb: memory.tensorBytes ?? memory.allocatedBytes,
    tensors_peak_gb: memory.peakTensorBytes ?? memory.peakAllocatedBytes,
    ...(device === "cpu"
      ? {}
      : { cuda_reserved_gb: memory.reservedBytes, cuda_fragmented_gb: memory.inactiveSplitBytes }),
  };
  const values: Metrics = memory.numRetries === undefined ? {} : { "system/cuda_retries": memory.numRetries };
  for (const [name, bytes] of Object.entries(gb))
    if (bytes !== undefined) values[`system/${name}`] = bytes / 1e9;
  return values;
}

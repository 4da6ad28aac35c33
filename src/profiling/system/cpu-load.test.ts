import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CpuLoadMeter, cpuLoad, isContended } from "./cpu-load.js";

let proc: string;
beforeEach(() => {
  proc = mkdtempSync(join(tmpdir(), "woodshed-proc-"));
  mkdirSync(join(proc, "7/task/7"), { recursive: true });
  mkdirSync(join(proc, "net"));
  writeFileSync(join(proc, "7/task/7/children"), "");
  writeFileSync(join(proc, "7/status"), "VmRSS: 100 kB\n");
  writeFileSync(join(proc, "meminfo"), "MemTotal: 100 kB\nMemAvailable: 50 kB\n");
  writeFileSync(join(proc, "net/dev"), "head\nhead\n");
});
afterEach(() => rmSync(proc, { recursive: true, force: true }));

/** Writes /proc files with the CPU seconds since the start: of the process, of all processes, and idle. */
function write(ownSec: number, busySec: number, idleSec: number): void {
  const fields = Array.from({ length: 20 }, (_, i) => (i === 11 ? 100 * ownSec : 0));
  writeFileSync(join(proc, "7/stat"), `7 (a (b) c) ${fields.join(" ")}`);
  writeFileSync(join(proc, "stat"), `cpu  ${100 * busySec} 0 0 ${100 * idleSec} 0 0 0 0 0 0\n`);
}

describe("the CPU load", () => {
  it("is split into this process, others and idle, between two readings", () => {
    let nowMs = 0;
    write(5, 50, 100);
    const meter = new CpuLoadMeter({ proc, pid: 7, now: () => nowMs });
    nowMs = 10_000;
    // 10 s on 4 cores: 6 s of this process, 24 s of others, 10 s idle.
    write(11, 80, 110);
    expect(meter.read()).toEqual({ hostCores: 4, ownCores: 0.6, otherCores: 2.4, idleCores: 1 });
  });

  it("is unknown without /proc", () => {
    expect(new CpuLoadMeter({ proc: join(proc, "gone") }).read()).toBeNull();
  });

  it("counts as contended if other processes are busy and few cores are idle", () => {
    const load = (busyCores: number, ownCores: number) => cpuLoad({ hostCores: 4, busyCores, ownCores });
    expect(isContended(load(4, 1))).toBe(true);
    expect(isContended(load(4, 3.8))).toBe(false);
    expect(isContended(load(2, 0.5))).toBe(false);
  });
});

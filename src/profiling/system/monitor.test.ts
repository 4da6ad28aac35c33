import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../package-root.js";
import { Gpus } from "./gpus.js";
import { SystemMonitor } from "./monitor.js";
import { processTree, readTree, useBetween } from "./process-tree.js";

describe("a process tree", () => {
  it("includes all descendants and their CPU and memory use", async () => {
    // A shell starts a second shell that computes until it is killed.
    const child = spawn("sh", ["-c", "sh -c 'while :; do :; done' & wait"]);
    try {
      const started = readTree(process.pid);
      let used = useBetween(started, started);
      while (used.cpuSec < 0.1) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        used = useBetween(started, readTree(process.pid));
      }
      expect(used.cpuSec).toBeGreaterThanOrEqual(0.1);
      expect(processTree(child.pid!).length).toBeGreaterThanOrEqual(2);
      expect(processTree(process.pid)).toEqual(expect.arrayContaining(processTree(child.pid!)));
      expect(used.residentBytes).toBeGreaterThan(20e6);
      expect(used.numProcesses).toBeGreaterThanOrEqual(3);
    } finally {
      for (const pid of processTree(child.pid!)) process.kill(pid, "SIGKILL");
    }
  });
});

describe("the system monitor", () => {
  it("reads all GPUs through NVML, and omits GPUs that it may not read and values that a GPU does not report", () => {
    const library = join(mkdtempSync(join(tmpdir(), "woodshed-nvml-")), "libnvidia-ml.so.1");
    const source = join(packageRoot, "tests", "support", "nvml", "fake-nvml.c");
    execFileSync(process.env["CC"] ?? "cc", ["-shared", "-fPIC", "-o", library, source]);
    const monitor = new SystemMonitor({ everySec: 1e-3, device: "cpu", gpus: new Gpus(library) });
    const until = performance.now() + 5;
    while (performance.now() < until);
    const taken = monitor.take();
    monitor.close();
    const ofGpus = Object.fromEntries(Object.entries(taken).filter(([name]) => name.includes("gpu")));
    expect(ofGpus).toEqual({
      "system/gpu0_percent": 87,
      "system/gpu0_memory_busy_percent": 41,
      "system/gpu0_memory_gb": 10,
      "system/gpu0_memory_percent": 25,
      "system/gpu0_temperature_c": 64,
      "system/gpu0_power_w": 312.5,
      "system/gpu1_percent": 0,
      "system/gpu1_memory_busy_percent": 0,
      "system/gpu1_memory_gb": 0.4,
      "system/gpu1_memory_percent": 2.5,
      "system/gpu1_temperature_c": 35,
    });
    expect(taken["system/cpu_percent"]).toBeGreaterThanOrEqual(0);
    expect(taken["system/memory_gb"]).toBeGreaterThan(0.02);
    expect(Object.keys(taken)).toContain("system/tensors_peak_gb");
    expect(monitor.take()).toSatisfy((later: Record<string, number>) => Object.keys(later).length >= 0);
  });

  it("reports no GPU without a driver", () => {
    expect(new Gpus("/nowhere/libnvidia-ml.so.1").read()).toEqual([]);
  });
});

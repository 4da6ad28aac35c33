import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Config } from "../config/schema.js";
import { chooseHardware, type Hardware } from "../inference/hardware.js";
import { makeFolder } from "../make-folder.js";
import { type CpuLoad, CpuLoadMeter } from "../profiling/system/cpu-load.js";
import type { RunObserver } from "../train/run.js";
import type { RunFigures, Scaling } from "./figures.js";
import { measure } from "./measure.js";
import { type Peak, peakFlops } from "./peak.js";
import { measureScaling } from "./scaling.js";
import { diagnose, type Verdict } from "./verdict/verdict.js";

export interface ProfileOptions {
  seconds: number;
  minSteps: number;
  /** Folder for the traces and `profile.json`; null writes nothing. */
  outFolder: string | null;
  observer?: RunObserver;
  onPhase?: (phase: string) => void;
  signal: AbortSignal;
}

export interface Profile {
  figures: RunFigures;
  verdict: Verdict;
  hardware: Hardware | null;
  /** Floating-point operations per second of matrix products and convolutions, forward and backward; null without a trace. */
  flopsPerSec: number | null;
  peak: Peak | null;
  /** Model FLOP/s utilization. */
  mfu: number | null;
  /** Paths. */
  files: string[];
}

/** Finds the bottleneck of a recipe by training it for a while, first unchanged, then with a trace. */
export async function profileRecipe(config: Config, options: ProfileOptions): Promise<Profile> {
  const { onPhase, outFolder, ...rest } = options;
  onPhase?.("measuring steps");
  const plain = await measure(config, rest);
  rmSync(plain.folder, { recursive: true, force: true });
  onPhase?.("recording a trace");
  const traced = await measure(config, { ...rest, seconds: 0, minSteps: 0, withTrace: true });
  const files: string[] = [];
  if (outFolder !== null) {
    makeFolder(outFolder);
    for (const path of traced.traces) {
      copyFileSync(path, join(outFolder, basename(path)));
      files.push(join(outFolder, basename(path)));
    }
  }
  rmSync(traced.folder, { recursive: true, force: true });
  const isAlone = config.training.distributed.world_size === 1;
  let scaling: Scaling | null = null;
  let { load } = plain.figures;
  if (isAlone && plain.start !== null) {
    onPhase?.("trying other batch sizes");
    const meter = new CpuLoadMeter();
    scaling = await measureScaling(config, plain.start.data, plain.start.hardware, options.signal);
    load = moreLoaded(load, meter.read());
  }
  const hardware = plain.start?.hardware ?? chooseHardware(config.training);
  const figures = { ...plain.figures, trace: traced.figures.trace, scaling, load };
  const { flops = 0 } = figures.trace ?? {};
  const flopsPerSec = flops > 0 ? flops / (figures.stepMs / 1000) : null;
  const peak = flopsPerSec === null ? null : peakFlops(hardware);
  const profile = {
    figures,
    verdict: diagnose(figures),
    hardware,
    flopsPerSec,
    peak,
    mfu: flopsPerSec === null || peak === null ? null : flopsPerSec / peak.flopsPerSec,
    files,
  };
  if (outFolder !== null) {
    const path = join(outFolder, "profile.json");
    writeFileSync(path, `${JSON.stringify(profile, null, 2)}\n`);
    profile.files.push(path);
  }
  return profile;
}

/** Other programs in either measurement make the comparison of batch sizes unreliable. */
function moreLoaded(a: CpuLoad | null, b: CpuLoad | null): CpuLoad | null {
  if (a === null || b === null) return a ?? b;
  return a.otherCores / a.hostCores >= b.otherCores / b.hostCores ? a : b;
}

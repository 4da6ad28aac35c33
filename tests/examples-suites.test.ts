// The suites of woodshed/testing find nothing in the components of examples/.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requireOwn } from "../src/components/create.js";
import { loadConfig } from "../src/config/load.js";
import type { Config } from "../src/config/schema.js";
import type { FrontEndDefinition } from "../src/front-ends/index.js";
import "../src/index.js";
import { packageRoot } from "../src/package-root.js";
import type { TaskDefinition } from "../src/tasks/define.js";
import { describeFrontEnd, describeTask } from "../src/testing.js";

/** Loads a recipe's components; what it trusts is forgotten. */
function load(project: string): Config {
  const before = process.env["WOODSHED_HOME"];
  const home = mkdtempSync(join(tmpdir(), "woodshed-examples-"));
  process.env["WOODSHED_HOME"] = home;
  try {
    return loadConfig(join(packageRoot, "examples", project, "recipe.yaml")).config;
  } finally {
    if (before === undefined) delete process.env["WOODSHED_HOME"];
    else process.env["WOODSHED_HOME"] = before;
    rmSync(home, { recursive: true });
  }
}

const transcription = requireOwn<TaskDefinition>("task", load("transcribe").task as never);
describeTask("transcription", transcription.definition, {
  options: { frames: 12 } as never,
  rows: ["A B", "C A C", "B", "A A", "C B", "B C A"].map((notes) => ({ notes })),
});

const samples = requireOwn<FrontEndDefinition>("front_end", load("raw-waveform").front_end as never);
describeFrontEnd("samples", samples.definition, {
  sampleRateHz: 8000,
  clipSec: 0.25,
});

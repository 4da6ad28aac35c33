// The course of the set-up, independent of the steps: plan, check, install.

import { accessSync, constants, existsSync } from "node:fs";
import { join } from "node:path";
import * as addon from "./addon.mjs";
import { adviceFor } from "./advice.mjs";
import * as browser from "./browser.mjs";
import { endChildrenOnSignals, killChildren } from "./child.mjs";
import { takeLock } from "./lock.mjs";
import * as nodePackages from "./node-packages.mjs";
import * as services from "./services.mjs";
import * as sqlite from "./sqlite.mjs";
import { bold, dim, elapsed, red, StepDisplay } from "./terminal.mjs";
import * as torch from "./torch.mjs";
import * as typescript from "./typescript.mjs";

const PROCESS_START_MS = 0; // on the clock of performance.now
const STEPS = [nodePackages, torch, sqlite, typescript, addon, services, browser];

/** Brings every step up to date for a purpose, "start", "services" or "test"; returns the exit code. */
export async function setUp({ root, purpose, isVerbose }) {
  const context = { root, purpose };
  if (staleSteps(context).length === 0) {
    console.log(dim(`Set-up: current (${elapsed(PROCESS_START_MS)})`));
    return 0;
  }
  const blocking = folderProblems(root);
  if (blocking.length > 0) return showProblems(blocking);

  let giveBack = () => {};
  endChildrenOnSignals((signal) => {
    giveBack();
    console.error(`\nSet-up ended by ${signal}. Finished steps are kept; run it again to continue.`);
  });
  giveBack = await takeLock(join(root, "build/setup/lock"), (pid) =>
    console.log(`Another set-up is at work in this folder (process ${pid}); waiting for it.`),
  );
  try {
    const problems = staleSteps(context).flatMap((step) => step.problems(context));
    // Steps that share a tool name its problem once.
    const distinct = [...new Map(problems.map((problem) => [problem.what, problem])).values()];
    if (distinct.length > 0) return showProblems(distinct);
    return await installAll(context, isVerbose);
  } finally {
    giveBack();
  }
}

function staleSteps(context) {
  return STEPS.filter((step) => !step.isCurrent(context));
}

/** Runs the steps side by side, each as soon as those that it needs are done. */
async function installAll(context, isVerbose) {
  const display = new StepDisplay(STEPS.map(({ title }) => title));
  const started = new Map();
  let failure = null;
  const start = (step) => {
    if (!started.has(step)) started.set(step, work(step));
    return started.get(step);
  };
  const work = async (step) => {
    await Promise.all(step.needs.map(start));
    if (failure !== null) return;
    // Checked only now, because an earlier step may have changed the inputs of this one.
    if (step.isCurrent(context)) {
      if (isVerbose) display.line(step.title, "current");
      return;
    }
    display.begin(step.title);
    try {
      const outcome = await step.install({ ...context, say: (line) => display.line(step.title, line) });
      display.end(step.title, outcome);
    } catch (error) {
      // The first failure is the reason; the others were stopped by it.
      display.end(step.title, failure === null ? red("failed") : "stopped");
      failure ??= { step, error };
      killChildren();
    }
  };
  await Promise.all(STEPS.map(start));
  display.close();
  if (failure !== null) return showFailure(failure.step, failure.error, context.root);
  console.log(bold(`Set-up finished in ${elapsed(PROCESS_START_MS)}`));
  return 0;
}

function folderProblems(root) {
  if (process.platform === "win32") {
    return [
      { what: "Windows itself is not supported.", how: ["Use WSL: wsl --install, then run this inside it."] },
    ];
  }
  if (existsSync("/etc/alpine-release")) {
    return [
      {
        what: "PyTorch has no packages for Alpine (musl).",
        how: ["Use Debian, Ubuntu or another glibc system."],
      },
    ];
  }
  try {
    accessSync(root, constants.W_OK);
    return [];
  } catch (error) {
    const what = `${root} cannot be written (${error.code}).`;
    return [
      { what, how: ["Clone the project into a folder of your own, or change this one's owner or mount."] },
    ];
  }
}

function showProblems(problems) {
  const count = problems.length === 1 ? "One requirement is" : `${problems.length} requirements are`;
  console.error(red(`${count} missing:`));
  for (const { what, how } of problems) {
    console.error(`\n  ${what}`);
    for (const line of how) console.error(`    ${line}`);
  }
  return 1;
}

/** Shows the output of the command that failed, unless it is above, and what to do about it. */
function showFailure(step, error, root) {
  if (error.output && !error.wasShown) console.error(error.output.trimEnd());
  console.error(red(`\n${step.title}: ${error.message}`));
  const advice = adviceFor(`${error.output ?? ""}\n${error.message}`, root);
  if (advice) console.error(advice);
  return 1;
}

// Plan, check, install: the set-up's course, whatever the steps are.

import { accessSync, constants, existsSync } from "node:fs";
import { join } from "node:path";
import * as addon from "./addon.mjs";
import { adviceFor } from "./advice.mjs";
import * as browser from "./browser.mjs";
import { endChildrenOnSignals } from "./child.mjs";
import { takeLock } from "./lock.mjs";
import * as nodePackages from "./node-packages.mjs";
import * as pythonPackages from "./python-packages.mjs";
import { bold, dim, elapsed, red, StepDisplay } from "./terminal.mjs";
import * as typescript from "./typescript.mjs";

const PROCESS_START_MS = 0; // of performance.now
const STEPS = [nodePackages, pythonPackages, addon, typescript, browser];

/** Brings every step up to date for a purpose, "start" or "test"; returns the exit code. */
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
    console.error(`\nSet-up ended by ${signal}. What is finished is kept; run it again to go on.`);
  });
  giveBack = await takeLock(join(root, "build/setup/lock"), (pid) =>
    console.log(`Another set-up is at work in this folder (process ${pid}); waiting for it.`),
  );
  try {
    const problems = staleSteps(context).flatMap((step) => step.problems(context));
    if (problems.length > 0) return showProblems(problems);
    return await installAll(context, isVerbose);
  } finally {
    giveBack();
  }
}

function staleSteps(context) {
  return STEPS.filter((step) => !step.isCurrent(context));
}

async function installAll(context, isVerbose) {
  for (const [index, step] of STEPS.entries()) {
    const heading = `[${index + 1}/${STEPS.length}] ${step.title}`;
    // Asked again: an earlier step may have changed what this one is made of.
    if (step.isCurrent(context)) {
      if (isVerbose) console.log(`${heading} ${dim("current")}`);
      continue;
    }
    const display = new StepDisplay(heading);
    try {
      display.end(await step.install({ ...context, say: display.say }));
    } catch (error) {
      display.end(red("failed"));
      return showFailure(step, error, context.root);
    }
  }
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
  const count = problems.length === 1 ? "One thing stands" : `${problems.length} things stand`;
  console.error(red(`${count} in the way of the set-up:`));
  for (const { what, how } of problems) {
    console.error(`\n  ${what}`);
    for (const line of how) console.error(`    ${line}`);
  }
  return 1;
}

/** The command's output is above; the compiler's, held back while several ran, is shown here. */
function showFailure(step, error, root) {
  if (error.output && !error.wasShown) console.error(error.output.trimEnd());
  console.error(red(`\n${step.title}: ${error.message}`));
  const advice = adviceFor(`${error.output ?? ""}\n${error.message}`, root);
  if (advice) console.error(advice);
  return 1;
}

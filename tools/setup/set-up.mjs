// The course of the set-up, independent of the steps: plan, check, install.

import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import * as addon from "./addon.mjs";
import { adviceFor } from "./advice.mjs";
import * as audioAddon from "./audio-addon.mjs";
import * as browser from "./browser.mjs";
import { endChildrenOnSignals, killChildren } from "./child.mjs";
import { takeLock } from "./lock.mjs";
import * as nodePackages from "./node-packages.mjs";
import * as pages from "./pages.mjs";
import { findPlaces, isCheckout } from "./places.mjs";
import * as services from "./services.mjs";
import * as sndfile from "./sndfile.mjs";
import * as sqlite from "./sqlite.mjs";
import { bold, dim, elapsed, red, StepDisplay } from "./terminal.mjs";
import * as torch from "./torch.mjs";
import * as typescript from "./typescript.mjs";

const PROCESS_START_MS = 0; // on the clock of performance.now

/** Steps of the checkout, and those of an installed package: npm has installed its packages, and its dist/ is packed. */
const CHECKOUT_STEPS = [
  ...[nodePackages, torch, sndfile, sqlite, typescript, pages],
  ...[audioAddon, addon, services, browser],
];
const INSTALLED_STEPS = [torch, sndfile, sqlite, audioAddon, addon, services];
/** Steps that --without leaves out, by name. */
const PARTS = { torch: [torch, sndfile], sqlite: [sqlite], addon: [addon, audioAddon] };

/**
 * Brings every step up to date for a purpose ("start", "services", "ffmpeg" or "test") but those in `without`, names of PARTS;
 * returns the exit code.
 */
export async function setUp({ root, purpose, without, isVerbose }) {
  const unknown = without.find((part) => !(part in PARTS));
  if (unknown !== undefined) {
    console.error(`--without takes ${Object.keys(PARTS).join(", ")}, not "${unknown}"`);
    return 2;
  }
  const context = { root, purpose, isCheckout: isCheckout(root), places: await findPlaces(root) };
  const all = context.isCheckout ? CHECKOUT_STEPS : INSTALLED_STEPS;
  const steps = all.filter((step) => !without.some((part) => PARTS[part].includes(step)));
  if (staleSteps(steps, context).length === 0) {
    console.log(dim(`Set-up: current (${elapsed(PROCESS_START_MS)})${where(context)}`));
    return 0;
  }
  const blocking = folderProblems(context);
  if (blocking.length > 0) return showProblems(blocking);

  let giveBack = () => {};
  endChildrenOnSignals((signal) => {
    giveBack();
    console.error(`\nSet-up ended by ${signal}. Finished steps are kept; run it again to continue.`);
  });
  giveBack = await takeLock(context.places.lock, (pid) =>
    console.log(`Another set-up is at work in this folder (process ${pid}); waiting for it.`),
  );
  try {
    const problems = staleSteps(steps, context).flatMap((step) => step.problems(context));
    // Steps that share a tool name its problem once.
    const distinct = [...new Map(problems.map((problem) => [problem.what, problem])).values()];
    if (distinct.length > 0) return showProblems(distinct);
    return await installAll(steps, context, isVerbose);
  } finally {
    giveBack();
  }
}

function staleSteps(steps, context) {
  return steps.filter((step) => !step.isCurrent(context));
}

/** Runs the steps side by side, each as soon as those that it needs are done. */
async function installAll(steps, context, isVerbose) {
  const display = new StepDisplay(steps.map(({ title }) => title));
  const started = new Map();
  let failure = null;
  const start = (step) => {
    if (!started.has(step)) started.set(step, work(step));
    return started.get(step);
  };
  const work = async (step) => {
    await Promise.all(step.needs.filter((needed) => steps.includes(needed)).map(start));
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
  await Promise.all(steps.map(start));
  display.close();
  if (failure !== null) return showFailure(failure.step, failure.error, context.places.root);
  console.log(bold(`Set-up finished in ${elapsed(PROCESS_START_MS)}`) + where(context));
  return 0;
}

/** Names the shared folder; in the checkout everything is beside the sources. */
function where({ isCheckout, places }) {
  return isCheckout ? "" : `: ${places.root}`;
}

function folderProblems({ isCheckout, places: { root } }) {
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
    mkdirSync(root, { recursive: true });
    accessSync(root, constants.W_OK);
    return [];
  } catch (error) {
    const how = isCheckout
      ? "Clone the project into a folder of your own, or change this one's owner or mount."
      : "Name a folder of your own in WOODSHED_HOME, for this command and those that follow.";
    return [{ what: `${root} cannot be written (${error.code}).`, how: [how] }];
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
function showFailure(step, error, folder) {
  if (error.output && !error.wasShown) console.error(error.output.trimEnd());
  console.error(red(`\n${step.title}: ${error.message}`));
  const advice = adviceFor(`${error.output ?? ""}\n${error.message}`, folder);
  if (advice) console.error(advice);
  return 1;
}

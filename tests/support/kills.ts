import type { Ended, startCli } from "./cli.js";
import { sleep } from "./job.js";
import { EPOCH_LINE, Pause } from "./pause.js";

/** Epochs of a run that outlasts so many kills: a process trains two at most before it is killed. */
export const epochsFor = (numKills: number): number => 2 * numKills + 2;

/** Ways to run the command of a run. */
export interface KilledCommand {
  /** Starts it as a process, to be ended. */
  start: (env: NodeJS.ProcessEnv) => ReturnType<typeof startCli>;
  /** Runs it to its end. */
  finish: () => Promise<Ended>;
}

/** Starts a command that resumes and ends it `numKills` times, then lets it finish; returns how many of the processes resumed. */
export async function endAndRestart(
  { start, finish }: KilledCommand,
  signal: NodeJS.Signals,
  numKills: number,
): Promise<number> {
  let numResumed = 0;
  for (let kill = 0; kill < numKills; kill++) {
    const pause = new Pause(/^plan/, EPOCH_LINE, EPOCH_LINE);
    const { child, ended } = start(pause.env);
    // One in three while it starts; the others while it trains, evaluates and saves, in its first epoch or its second.
    const numLines = kill % 3 === 2 ? 0 : 2 - (kill % 2);
    for (let line = 0; line < numLines; line++) {
      await pause.reached(ended, line);
      pause.continue(line);
    }
    await sleep(Math.random() * 400);
    child.kill(signal);
    pause.end();
    const { code, stdout, stderr } = await ended;
    // Killed by the signal, or exited after saving; anything else is a failure.
    if (code !== null && code !== 143)
      throw new Error(`process ${kill} ended with ${code}: ${stdout}${stderr}`);
    if (/^resume/m.test(stdout)) numResumed++;
  }
  const { code, stdout, stderr } = await finish();
  if (code !== 0) throw new Error(`the last process ended with ${code}: ${stdout}${stderr}`);
  return numResumed + Number(/^resume/m.test(stdout));
}

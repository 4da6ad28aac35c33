import { shellWord } from "../../../../../src/shell-word.js";

/**
 * Returns the command that resumes a run from its last checkpoint; null for a run that `woodshed train` did not start.
 *
 * @param command of the run: the program and its arguments
 * @param folder of the run
 */
export function resumeCommand(command: readonly string[], folder: string): string | null {
  const at = command.indexOf("train");
  if (at === -1) return null;
  const given = command.slice(at);
  const kept = given.filter(
    (one, i) => one !== "--resume" && !one.startsWith("--resume=") && given[i - 1] !== "--resume",
  );
  return ["npx", "woodshed", ...kept, "--resume", folder].map(shellWord).join(" ");
}

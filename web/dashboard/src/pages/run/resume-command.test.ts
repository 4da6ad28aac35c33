import { expect, test } from "vitest";
import { resumeCommand } from "./resume-command.js";

test("the command that resumes a run has the run's own arguments, quoted for a shell", () => {
  const command = ["/usr/bin/node", "/w/main.js", "train", "a b.yaml", "data.train=[x]", "--resume", "auto"];
  expect(resumeCommand(command, "/runs/it's")).toBe(
    "npx woodshed train 'a b.yaml' 'data.train=[x]' --resume '/runs/it'\\''s'",
  );
  expect(resumeCommand(["node", "train.mjs"], "/runs/a")).toBeNull();
});

import { expect, it } from "vitest";
import { checkSaved, describeNewest, NO_SAVED_FILES } from "./saved-files.js";

const last = { folder: "runs/r/checkpoints/step-0000007", step: 7 };
const full = { ...NO_SAVED_FILES, failure: "the disk is full" };

it("accepts a run whose last step is saved", () => {
  expect(checkSaved("runs/r", 7, { ...NO_SAVED_FILES, last, best: last.folder })).toBeNull();
});

it("refuses a run that left neither a checkpoint nor weights, with the reason", () => {
  expect(() => checkSaved("runs/r", 7, full)).toThrow(
    /^runs\/r: training is done, but nothing is saved: there is no checkpoint and no model.safetensors \(the disk is full\)/,
  );
  expect(() => checkSaved("runs/r", 7, NO_SAVED_FILES)).toThrow(/the files were deleted while/);
});

it("warns if the last step is not saved, and lists the saved files", () => {
  expect(checkSaved("runs/r", 28, { ...full, last, best: last.folder })).toMatch(
    /the state after step 28 is not saved \(the disk is full\); the run's folder has: newest checkpoint step-0000007, best checkpoint step-0000007, no model.safetensors$/,
  );
  expect(checkSaved("runs/r", 28, { ...full, weights: "runs/r/model.safetensors" })).toMatch(
    /has: no checkpoint, model.safetensors$/,
  );
});

it("describes the newest checkpoint only if there is one", () => {
  expect(describeNewest(full)).toBe("No checkpoint was saved");
  expect(describeNewest({ ...full, last })).toBe(
    "The newest checkpoint is runs/r/checkpoints/step-0000007 (step 7)",
  );
});

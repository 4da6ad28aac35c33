import { cpSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { contentOf, openWriter } from "../../tests/support/checkpoints.js";
import { CheckpointReader, findCheckpoint, hasCheckpoint, linkTarget, newestComplete } from "./index.js";
import { linksTo, replaceLink, replaceLinks } from "./links.js";

/** Error code with which symlink() fails; null if it works. */
const state = vi.hoisted(() => ({ code: null as string | null }));
vi.mock("node:fs", async (load) => {
  const fs = await load<typeof import("node:fs")>();
  return {
    ...fs,
    symlinkSync: (target: string, path: string) => {
      if (state.code === null) return fs.symlinkSync(target, path);
      throw Object.assign(new Error(`${state.code}: symlink`), { code: state.code });
    },
  };
});

let run: string;
let folder: string;
beforeEach(() => {
  run = mkdtempSync(join(tmpdir(), "woodshed-links-"));
  folder = join(run, "checkpoints");
  mkdirSync(folder);
});
afterEach(() => {
  state.code = null;
});

const loss = (value: number) => ({ "validation/loss": value });

/** Saves three checkpoints, the first of which is the best, and removes the links. */
async function saveThree(): Promise<void> {
  const writer = openWriter(folder, { checkpoint: { save: [{ every_epochs: 1, keep_last: "all" }] } });
  for (const [i, value] of [0.1, 0.3, 0.2].entries())
    await writer.save(() => contentOf(i + 1, loss(value)), ["best-validation/loss", "every-1-epochs"]);
  await writer.close();
  for (const link of ["last", "best"]) rmSync(join(folder, link));
}

it.each(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"])(
  "a link is a text file where symlink() fails with %s",
  (code) => {
    state.code = code;
    replaceLink(folder, "last", "step-0000001");
    replaceLink(folder, "last", "step-0000002");
    expect(lstatSync(join(folder, "last")).isFile()).toBe(true);
    expect(readFileSync(join(folder, "last"), "utf8")).toBe("step-0000002\n");
    expect(linkTarget(folder, "last")).toBe("step-0000002");
    expect(linksTo(folder, "step-0000002")).toEqual(["last"]);
    // The folder is copied to a file system with symbolic links.
    state.code = null;
    replaceLinks(folder, new Map([["last", "step-0000003"]]));
    expect(lstatSync(join(folder, "last")).isSymbolicLink()).toBe(true);
    expect(linkTarget(folder, "last")).toBe("step-0000003");
  },
);

it("any other failure of symlink() is reported, and the link is unchanged", () => {
  replaceLink(folder, "last", "step-0000001");
  state.code = "ENOSPC";
  expect(() => replaceLink(folder, "last", "step-0000002")).toThrow("ENOSPC");
  expect(linkTarget(folder, "last")).toBe("step-0000001");
});

it("a file named like a link that holds no checkpoint's name is not a link", () => {
  writeFileSync(join(folder, "last"), "../../elsewhere");
  writeFileSync(join(folder, "best"), "step-1\n".repeat(100));
  expect([linkTarget(folder, "last"), linkTarget(folder, "best")]).toEqual([undefined, undefined]);
});

it("every reader of checkpoints follows a link that is a text file", async () => {
  await saveThree();
  state.code = "EPERM";
  replaceLink(folder, "last", "step-0000002");
  replaceLink(folder, "best", "step-0000001");
  const stepOf = (path: string): number => new CheckpointReader(path).manifest.position.step;
  expect(stepOf(findCheckpoint(run))).toBe(1);
  expect(stepOf(findCheckpoint(run, ["last", "best"]))).toBe(2);
  expect(stepOf(findCheckpoint(join(folder, "last")))).toBe(2);
  expect(stepOf(join(folder, "best"))).toBe(1);
  expect(newestComplete(run, "last", () => {})?.manifest.position.step).toBe(2);
});

it("without links, the newest checkpoint and the best one by the recipe's metric are found", async () => {
  await saveThree();
  expect(findCheckpoint(run)).toMatch(/step-0000001$/);
  expect(findCheckpoint(run, ["last", "best"])).toMatch(/step-0000003$/);
  expect(newestComplete(run, "last", () => {})?.folder).toMatch(/step-0000003$/);
  expect(newestComplete(run, "best", () => {})?.folder).toMatch(/step-0000001$/);
  expect(hasCheckpoint(run, "last")).toBe(true);
  // The newest checkpoint becomes incomplete.
  rmSync(join(folder, "step-0000003", "checkpoint.json"));
  expect(findCheckpoint(run, ["last", "best"])).toMatch(/step-0000002$/);
  expect(hasCheckpoint(mkdtempSync(join(tmpdir(), "woodshed-links-")), "last")).toBe(false);
});

it("a link to a missing checkpoint falls back to the newest; a copied folder named like a link is read", async () => {
  await saveThree();
  replaceLink(folder, "last", "step-0000009");
  expect(findCheckpoint(run, ["last"])).toMatch(/step-0000003$/);
  rmSync(join(folder, "last"));
  cpSync(join(folder, "step-0000002"), join(folder, "last"), { recursive: true });
  expect(new CheckpointReader(findCheckpoint(run, ["last"])).manifest.position.step).toBe(2);
});

it("if a link cannot be replaced, the new checkpoint is kept and no other is deleted", async () => {
  mkdirSync(join(folder, "last"));
  writeFileSync(join(folder, "last", "notes.txt"), "in the way");
  const failures: string[] = [];
  const writer = openWriter(folder, { onFailure: ({ message }) => failures.push(message) });
  for (const step of [1, 2]) {
    await writer.save(() => contentOf(step), ["every-1-epochs"]);
    await writer.drain();
  }
  expect(failures[1]).toMatch(
    /step-0000002: the checkpoint was written, but last and best could not be updated to name it: /,
  );
  expect(writer.stored.map(({ name }) => name)).toEqual(["step-0000001", "step-0000002"]);
  rmSync(join(folder, "last"), { recursive: true });
  await writer.save(() => contentOf(3), ["every-1-epochs"]);
  await writer.close();
  expect(linkTarget(folder, "last")).toBe("step-0000003");
  expect(writer.stored.map(({ name }) => name)).toEqual(["step-0000003"]);
});

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { FilesItem } from "../items.js";
import { Outbox, worthSending } from "./outbox.js";

let folder: string;
let outbox: Outbox;
const version = (name: string): FilesItem => ({
  ...{ kind: "files", what: "checkpoint", version: name, isBest: false, metrics: {}, files: [] },
});
const waiting = (): string[] => readdirSync(join(folder, "outbox", "checkpoint")).sort();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "woodshed-outbox-"));
  outbox = new Outbox(folder);
});

async function put(name: string): Promise<void> {
  const checkpoint = join(folder, "checkpoints", name);
  mkdirSync(checkpoint, { recursive: true });
  writeFileSync(join(checkpoint, "weights"), name);
  await outbox.put("checkpoint", name, [{ name: "weights", path: join(checkpoint, "weights") }]);
}

describe("an outbox", () => {
  it("keeps deleted files until they are sent", async () => {
    await put("step-1");
    rmSync(join(folder, "checkpoints", "step-1"), { recursive: true });
    const claimed = outbox.claim(version("step-1"))!;
    expect(readFileSync(join(claimed, "weights"), "utf8")).toBe("step-1");
    outbox.remove(version("step-1"));
    expect(waiting()).toEqual([]);
    expect(outbox.claim(version("step-1"))).toBeNull();
  });

  it("drops unneeded versions unless a sender has claimed them, even if that sender was killed", async () => {
    for (const name of ["step-1", "step-2", "step-3"]) await put(name);
    const claimed = outbox.claim(version("step-1"));
    outbox.drop("checkpoint", new Set(["step-3"]));
    expect(waiting()).toEqual(["step-1.sending", "step-3"]);
    expect(new Outbox(folder).claim(version("step-1"))).toBe(claimed);
  });

  it("accepts the same version twice", async () => {
    await put("step-1");
    await put("step-1");
    expect(waiting()).toEqual(["step-1"]);
  });
});

describe("worthSending", () => {
  const versions = [true, false, true, false, false].map((isBest, i) => ({ i, isBest }));
  const picked = (most: number | null): number[] => worthSending(versions, most).map(({ i }) => i);

  it("selects the newest, and the latest best whatever its age", () => {
    expect([picked(null), picked(1), picked(2), picked(4)]).toEqual([
      [0, 1, 2, 3, 4],
      [2, 4],
      [2, 3, 4],
      [1, 2, 3, 4],
    ]);
  });
});

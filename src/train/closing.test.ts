import { expect, it } from "vitest";
import { Closing } from "./closing.js";

it("closes in reverse, one after another, and once", async () => {
  const closing = new Closing();
  const closed: string[] = [];
  for (const name of ["parts", "loader", "saver"]) {
    const opened = closing.add({ name }, async ({ name: one }) => {
      await Promise.resolve();
      closed.push(one);
    });
    expect(opened).toEqual({ name });
  }
  await closing.close();
  await closing.close();
  expect(closed).toEqual(["saver", "loader", "parts"]);
});

it("closes the rest if something fails, and throws the first failure", async () => {
  const closing = new Closing();
  const closed: string[] = [];
  const fail = (name: string) => () => {
    closed.push(name);
    throw new Error(`${name} failed`);
  };
  closing.add(null, () => closed.push("parts"));
  closing.add(null, fail("loader"));
  closing.add(null, fail("saver"));
  await expect(closing.close()).rejects.toThrow("saver failed");
  expect(closed).toEqual(["saver", "loader", "parts"]);
});

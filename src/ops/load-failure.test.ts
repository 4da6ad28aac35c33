import { describe, expect, test } from "vitest";
import { addonPath } from "./addon.js";
import { explainLoadFailure } from "./load-failure.js";

const info = { torchVersion: "2.13.0", torchDir: process.cwd() };
const explain = (message: string, build: typeof info | null = info) =>
  explainLoadFailure(addonPath, new Error(message), build);

describe("a failed load of the addon is explained", () => {
  test.each([
    [
      "not built",
      explainLoadFailure("/no/woodshed.node", new Error("x"), info),
      /not built: \/no\/woodshed\.node/,
    ],
    [
      "libtorch is gone",
      explain("x", { ...info, torchDir: "/gone/torch" }),
      /2\.13\.0 in \/gone\/torch, which is gone/,
    ],
    [
      "a library of torch",
      explain("libtorch_cpu.so: cannot open shared object file: No such"),
      /needs the library libtorch_cpu\.so/,
    ],
    [
      "CUDA",
      explain("libcudart.so.12: cannot open shared object file"),
      /belongs to CUDA: install the NVIDIA driver/,
    ],
    [
      "a system library",
      explain("libgomp.so.1: cannot open shared object file", null),
      /apt-file search libgomp\.so\.1/,
    ],
    [
      "another version",
      explain("woodshed.node: undefined symbol: _ZN2at"),
      /torch was upgraded after the addon was built \(built against 2\.13\.0\)/,
    ],
    [
      "another system",
      explain("woodshed.node: invalid ELF header"),
      new RegExp(`this is ${process.platform}`),
    ],
    ["anything else", explain("strange"), /did not load: strange/],
  ])("%s", (_, text, pattern) => {
    expect(text).toMatch(pattern);
    // Each ends with something to do.
    expect(text).toMatch(/npm run setup|install the NVIDIA driver/);
  });
});

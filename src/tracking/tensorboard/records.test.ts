import { mkdtempSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { crc32c, frameRecord, maskedChecksum, readRecords } from "./records.js";

it("CRC-32C is that of RFC 3720, appendix B.4", () => {
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
  expect(crc32c(Buffer.from("123456789"))).toBe(0xe3069283);
  expect(maskedChecksum(Buffer.from("123456789"))).toBe(
    (((0xe3069283 >>> 15) | (0xe3069283 << 17)) + 0xa282ead8) >>> 0,
  );
});

it("records are read back up to the first incomplete or corrupt one", () => {
  const path = join(mkdtempSync(join(tmpdir(), "woodshed-records-")), "file");
  const records = ["one", "", "three"].map((text) => Buffer.from(text));
  const bytes = Buffer.concat(records.map(frameRecord));
  const read = (): string[] => [...readRecords(path)].map(String);
  writeFileSync(path, bytes);
  expect(read()).toEqual(["one", "", "three"]);
  for (let size = bytes.length - 1; size >= bytes.length - 21; size--) {
    truncateSync(path, size);
    expect(read()).toEqual(["one", ""]);
  }
  for (const [at, expected] of [
    [0, []],
    [13, []],
    [20, ["one"]],
  ] as const) {
    const damaged = Buffer.from(bytes);
    damaged[at]! ^= 1;
    writeFileSync(path, damaged);
    expect(read()).toEqual(expected);
  }
});

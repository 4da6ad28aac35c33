import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { TarFile, type TarMember } from "./tar.js";
import { END_MARK, padding, tarHeader } from "./tar-write.js";

const LONG = `${"deep/".repeat(60)}${"n".repeat(120)}é.wav`;
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "woodshed-tar-"));
});

function write(name: string, content: string | Uint8Array): string {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

function run(program: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: "utf8", cwd: root });
  expect(stderr).toBe("");
  expect(status).toBe(0);
}

const membersOf = (path: string): TarMember[] => TarFile.use(path, (tar) => [...tar.members()]);

/** Returns names and contents, read at the offsets of the members. */
function contentsOf(path: string): [string, string][] {
  const bytes = readFileSync(path);
  return membersOf(path)
    .filter(({ kind }) => kind === "file")
    .map(({ name, offset, size }) => [name, bytes.toString("utf8", offset, offset + size)]);
}

function tarOf(...files: [string, string][]): Buffer {
  const parts = files.flatMap(([name, text]) => {
    const bytes = Buffer.from(text);
    return [tarHeader(name, bytes.length), bytes, padding(bytes.length)];
  });
  return Buffer.concat([...parts, END_MARK]);
}

describe("tars of other programs", () => {
  it.each([
    ["ustar", "a/b.wav"],
    // A name of 100 to 255 bytes also uses ustar's prefix field.
    ["ustar", `${"d".repeat(90)}/${"e".repeat(60)}/b.wav`],
    ["v7", "a/b.wav"],
    ["gnu", LONG],
    ["pax", LONG],
  ])("reads GNU tar with --format=%s", (format, name) => {
    write(`in/${name}`, "x".repeat(5000));
    write("in/empty.wav", "");
    write("in/after.txt", "label");
    run("tar", `--format=${format}`, "-cf", "t.tar", "-C", "in", "./empty.wav", name, "after.txt");
    expect(contentsOf(join(root, "t.tar"))).toEqual([
      ["empty.wav", ""],
      [name, "x".repeat(5000)],
      ["after.txt", "label"],
    ]);
  });

  it.each(["USTAR_FORMAT", "GNU_FORMAT", "PAX_FORMAT"])("reads Python's tarfile with %s", (format) => {
    const name = format === "USTAR_FORMAT" ? "a/é.wav" : LONG;
    const script = `
import io, sys, tarfile
with tarfile.open("t.tar", "w", format=tarfile.${format}) as tar:
    for name, text in (("first.cls", "dog"), (sys.argv[1], "y" * 513), ("last.cls", "cat")):
        info = tarfile.TarInfo(name)
        info.size = len(text)
        tar.addfile(info, io.BytesIO(text.encode()))`;
    run("python3", "-c", script, name);
    expect(contentsOf(join(root, "t.tar"))).toEqual([
      ["first.cls", "dog"],
      [name, "y".repeat(513)],
      ["last.cls", "cat"],
    ]);
  });

  it("distinguishes links and folders from files", () => {
    write("in/a.wav", "audio");
    run("ln", "in/a.wav", "in/hard.wav");
    run("ln", "-s", "a.wav", "in/soft.wav");
    run("tar", "-cf", "t.tar", "in", "--sort=name");
    expect(membersOf(join(root, "t.tar")).map(({ name, kind }) => [name, kind])).toEqual([
      ["in/", "folder"],
      ["in/a.wav", "file"],
      ["in/hard.wav", "link"],
      ["in/soft.wav", "link"],
    ]);
  });

  it("does not read the times in GNU's incremental headers as part of a name", () => {
    write("in/a.wav", "audio");
    run("tar", "--format=gnu", "-g", "snapshot", "-cf", "t.tar", "in");
    expect(contentsOf(join(root, "t.tar"))).toEqual([["in/a.wav", "audio"]]);
  });

  it("skips no bytes after a link whose header states its target's size", () => {
    const script = `
import tarfile
link = tarfile.TarInfo("b.wav")
link.type, link.linkname, link.size = tarfile.LNKTYPE, "a.wav", 5
file = tarfile.TarInfo("c.wav")
with open("t.tar", "wb") as out:
    out.write(link.tobuf(tarfile.USTAR_FORMAT) + file.tobuf(tarfile.USTAR_FORMAT) + bytes(1024))`;
    run("python3", "-c", script);
    expect(membersOf(join(root, "t.tar")).map(({ name }) => name)).toEqual(["b.wav", "c.wav"]);
  });

  it("seeks over data of more than 8 GiB, with sizes in base 256 and in pax records", () => {
    // The file is sparse: no byte of the hole is read or written.
    const script = `
import sys, tarfile
info = tarfile.TarInfo("big.bin")
info.size = 9 * 2**30
for name, format in (("gnu.tar", tarfile.GNU_FORMAT), ("pax.tar", tarfile.PAX_FORMAT)):
    with open(name, "wb") as file:
        file.write(info.tobuf(format))
        file.seek(info.size, 1)
        small = tarfile.TarInfo("after.wav")
        small.size = 3
        file.write(small.tobuf(format) + b"abc" + bytes(509) + bytes(1024))`;
    run("python3", "-c", script);
    for (const name of ["gnu.tar", "pax.tar"]) {
      const [big, after] = membersOf(join(root, name));
      expect(big).toMatchObject({ name: "big.bin", size: 9 * 2 ** 30 });
      expect(after).toMatchObject({ name: "after.wav", size: 3, offset: big!.offset + big!.size + 512 });
    }
  });
});

describe("a corrupt tar is refused:", () => {
  const good = tarOf(["a.wav", "x".repeat(600)], ["b.wav", "y"]);

  it.each([
    ["in the data", 800, /truncated: byte 0: expected 600 bytes of "a\.wav", the file ends at byte 800/],
    [
      "in a header",
      1600,
      /truncated: byte 1536: expected a header or the end mark, the file ends at byte 1600/,
    ],
    ["before the end mark", 2560, /truncated: byte 2560: expected a header or the end mark/],
  ])("truncated %s", (_, length, message) => {
    const path = write("cut.tar", good.subarray(0, length));
    expect(() => membersOf(path)).toThrow(message);
    expect(() => membersOf(path)).toThrow(path);
  });

  it("a flipped bit in a header, with the header's offset", () => {
    const bytes = Buffer.from(good);
    bytes[1536 + 3]! ^= 1;
    expect(() => membersOf(write("flip.tar", bytes))).toThrow(
      /flip\.tar: byte 1536: expected a member's header, found a block with a wrong checksum.*copy it or make it again/,
    );
  });

  it("a text file and an empty file", () => {
    expect(() => membersOf(write("t.tar", "hello ".repeat(200)))).toThrow(
      /t\.tar: byte 0: expected a member's header/,
    );
    expect(() => membersOf(write("e.tar", ""))).toThrow(/e\.tar: truncated: byte 0/);
  });

  it("an invalid pax record", () => {
    const header = tarHeader("p", 5);
    header.write("x", 156, "latin1");
    header.fill(" ", 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(sum.toString(8).padStart(6, "0"), 148, "latin1");
    const bytes = Buffer.concat([header, Buffer.from("9 a=b"), padding(5), good]);
    expect(() => membersOf(write("p.tar", bytes))).toThrow(/p\.tar: byte 0: expected a pax record/);
  });

  it("concatenated tars, because all after the first would be ignored", () => {
    const path = write("two.tar", Buffer.concat([good, good]));
    expect(() => membersOf(path)).toThrow(/byte 2560: more data after the end mark.*--concatenate/);
  });

  it.each(["gzip", "xz", "bzip2"])(
    "compressed by %s under any name, with the command that decompresses it",
    (tool) => {
      const path = write("t.tar", good);
      const { status, stdout } = spawnSync(tool, ["-c", path]);
      expect(status).toBe(0);
      writeFileSync(path, stdout);
      expect(() => membersOf(path)).toThrow(`decompress it once (${tool} -d ${path})`);
    },
  );
});

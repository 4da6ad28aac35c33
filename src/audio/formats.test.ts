import { expect, test } from "vitest";
import { decodeWav } from "./wav.js";

const hex = (text: string): Buffer => Buffer.from(text, "hex");

test.each([
  ["WebM", hex("1a45dfa39f4286810142f7810142f2810442f381084282847765626d")],
  ["Matroska", hex("1a45dfa3a34286810142f7810142f2810442f381084282886d6174726f736b61")],
  ["M4A", Buffer.from("\0\0\0\x20ftypM4A \0\0\0\0M4A mp42")],
  ["MP4", Buffer.from("\0\0\0\x20ftypisom\0\0\0\0")],
  ["3GP", Buffer.from("\0\0\0\x20ftyp3gp4\0\0\0\0")],
  ["MP2", hex("fffd9064000000000000")],
  ["AAC", hex("fff15080017ffc")],
  ["AMR", Buffer.from("#!AMR\n")],
  ["WMA", hex("3026b2758e66cf11a6d900aa0062ce6c")],
  ["AVI", Buffer.from("RIFF\x24\0\0\0AVI LIST")],
])("names the format %s and how to convert it", (name, head) => {
  const message = new RegExp(
    `^phone\\.wav: .* this is ${name}\\b.*; convert it \\(ffmpeg -i in out\\.wav\\)$`,
  );
  expect(() => decodeWav(head, "phone.wav")).toThrow(message);
  expect(() => decodeWav(Buffer.concat([head, Buffer.alloc(5000)]), "phone.wav")).toThrow(message);
});

test.each([
  [/this is a Git LFS pointer.*git lfs pull/, Buffer.from("version https://git-lfs.github.com/spec/v1\n")],
  [/this is a ZIP archive; unpack it/, Buffer.from("PK\x03\x04....")],
  [/this is zero bytes; the copy did not finish/, Buffer.alloc(9000)],
  [/the file begins with "hello".*no known audio format/, Buffer.from("hello")],
  [/the file begins with fffefdfcfbfaf9f8,/, hex("fffefdfcfbfaf9f8")],
])("explains bytes of no audio format: %s", (message, bytes) => {
  expect(() => decodeWav(bytes, "a.wav")).toThrow(message);
});

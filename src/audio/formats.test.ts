import { expect, test } from "vitest";
import { decodeWav } from "./wav.js";

const hex = (text: string): Buffer => Buffer.from(text, "hex");

test.each([
  ["MP2", hex("fffd9064000000000000")],
  ["AVI", Buffer.from("RIFF\x24\0\0\0AVI LIST")],
  ["Musepack", Buffer.from("MPCKSH")],
  ["DSF", Buffer.from("DSD \x1c\0\0\0")],
  ["Flash video", Buffer.from("FLV\x01\x05\0\0\0\x09")],
  ["MPEG video", hex("000001ba44000400")],
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

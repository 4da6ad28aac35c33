import { describe, expect, test } from "vitest";
import { fileInForm } from "./multipart.js";

const TYPE = "multipart/form-data; boundary=line";
const form = (...parts: string[]) =>
  Buffer.from(`${parts.map((part) => `--line\r\n${part}\r\n`).join("")}--line--\r\n`, "latin1");
const file = (content: string, name = "note.wav") =>
  `Content-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: audio/wav\r\n\r\n${content}`;
const field = 'Content-Disposition: form-data; name="about"\r\n\r\na field';

test("returns the file's bytes, whatever they are", () => {
  const content = "\r\n--lin\0\xff\r\n\r\n--";
  const { bytes, name } = fileInForm(form(field, file(content)), TYPE);
  expect([bytes.toString("latin1"), name]).toEqual([content, "note.wav"]);
});

test.each([
  ["a quoted boundary", 'multipart/form-data; charset=utf-8; boundary="line"'],
  ["letters of another case", "Multipart/Form-Data; Boundary=line"],
])("accepts %s", (_, type) => {
  expect(fileInForm(form(file("x")), type).bytes.toString()).toBe("x");
});

test("accepts an empty file without a name", () => {
  expect(fileInForm(form(file("", "")), TYPE)).toEqual({ bytes: Buffer.alloc(0), name: "upload" });
});

describe("refuses a form with", () => {
  test.each([
    ["no boundary in the content type", form(file("x")), "multipart/form-data", /names no boundary/],
    [
      "another boundary",
      form(file("x")),
      "multipart/form-data; boundary=other",
      /its boundary is not in the body/,
    ],
    ["a truncated part", form(file("x")).subarray(0, 90), TYPE, /ends in the middle of a part/],
    ["a part without headers", Buffer.from("--line\r\nx\r\n--line--"), TYPE, /the headers of a part/],
    ["no file", form(field), TYPE, /expected one file in the form, found 0/],
    ["two files", form(file("x"), file("y")), TYPE, /expected one file in the form, found 2/],
    ["a hundred parts", form(...Array<string>(100).fill(field)), TYPE, /more than 32 parts/],
  ])("%s", (_, body, type, message) => {
    expect(() => fileInForm(body, type)).toThrow(message);
  });
});

import { expect, test } from "vitest";
import { listenError } from "./listen-error.js";

test.each([
  ["getaddrinfo", "ENOTFOUND", /^pc:80: no such host; choose another --host \(127\.0\.0\.1, or 0\.0\.0\.0/],
  ["getaddrinfo", "EAI_AGAIN", /^pc:80: no such host/],
  ["listen", "EADDRINUSE", /^pc:80: another program listens there; choose another --port, or --port 0/],
  ["listen", "EACCES", /^pc:80: no permission to listen there; ports below 1024 need it/],
  ["listen", "EADDRNOTAVAIL", /^pc:80: no such address on this machine; choose another --host/],
  ["listen", "EMFILE", /^pc:80: cannot listen there \(EMFILE\)/],
])("explains %s %s", (syscall, code, message) => {
  const cause = Object.assign(new Error("raw"), { syscall, code });
  const error = listenError(cause, "pc", 80);
  expect(error?.message).toMatch(message);
  expect(error?.cause).toBe(cause);
});

test("returns null for other errors", () => {
  expect(listenError(new Error("weights"), "pc", 80)).toBeNull();
  expect(
    listenError(Object.assign(new Error("raw"), { syscall: "open", code: "EACCES" }), "pc", 80),
  ).toBeNull();
});

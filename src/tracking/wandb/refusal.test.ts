import { expect, it } from "vitest";
import { DEFAULT_BASE_URL } from "./credentials.js";
import { explainEngineRefusal } from "./refusal.js";

const words = (status: number): string =>
  `Failed to get resume status for run r1: returned error ${status}: {"data":null}`;

it.each<[number, RegExp]>([
  [
    401,
    /^https:\/\/api\.wandb\.ai does not accept this API key .*https:\/\/wandb\.ai\/authorize.*WANDB_API_KEY/,
  ],
  [403, /\(403: Failed to get .*--entity.*write access/],
  [404, /\(404: Failed to get .*entity and project.*WANDB_BASE_URL/],
])("gives a remedy for status %d", (status, expected) => {
  expect(explainEngineRefusal(DEFAULT_BASE_URL, words(status))).toMatch(expected);
});

it("names the API key page of a private server", () => {
  expect(explainEngineRefusal("http://lab:8080", words(401))).toContain("http://lab:8080/authorize");
});

it.each([words(500), "no such host"])("returns other messages unchanged: %s", (message) => {
  expect(explainEngineRefusal(DEFAULT_BASE_URL, message)).toBe(message);
});

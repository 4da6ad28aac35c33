// Prints vitest's JSON results as one line: "N passed, N failed", with the skipped when there are some.

import { readFileSync } from "node:fs";

const results = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = results;
// A file that could not be loaded contains no failed test, but counts as failed.
const numBrokenFiles = testResults.filter(
  ({ status, assertionResults }) =>
    status === "failed" && assertionResults.every(({ status }) => status !== "failed"),
).length;
const numSkipped = numPendingTests + numTodoTests;
const skipped = numSkipped > 0 ? `, ${numSkipped} skipped` : "";
console.log(`${numPassedTests} passed, ${numFailedTests + numBrokenFiles} failed${skipped}`);

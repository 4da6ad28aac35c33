/// <reference types="node" preserve="true" />
/** Suites for Vitest that check implementations of Woodshed's contracts: `woodshed/testing`. */
export { describeTracker, type ReceivedMetric, type TrackerFixture } from "./tracking/contract.js";

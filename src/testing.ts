/// <reference types="node" preserve="true" />
/** Suites for Vitest that check implementations of Woodshed's contracts: `woodshed/testing`. */
export { type AugmentationCase, describeAugmentation } from "./conformance/augmentation.js";
export { describeFrontEnd, type FrontEndCase } from "./conformance/front-end.js";
export { describeModel, type ModelCase } from "./conformance/model.js";
export { describeTask, type TaskCase } from "./conformance/task.js";
export { describeTracker, type ReceivedMetric, type TrackerFixture } from "./tracking/contract.js";

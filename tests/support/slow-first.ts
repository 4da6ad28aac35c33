import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Starts the longest files first, so that no long one is left for the end, where one of two workers would idle. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // By the durations of earlier runs where there are some, else by size.
    const sorted = await super.sort(files);
    const rank = ({ moduleId, project }: TestSpecification): number =>
      // A shared process ends when the next file needs another, so files that share processes follow each other.
      Number(!project.config.isolate) * 2 + Number(!moduleId.endsWith(".slow.test.ts"));
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

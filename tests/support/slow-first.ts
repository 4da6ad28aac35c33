import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Starts the longest files first, so that no long one is left for the end, where one of two workers would idle. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // By the durations of earlier runs where there are some, else by size.
    const sorted = await super.sort(files);
    const isSlow = ({ moduleId }: TestSpecification): boolean => moduleId.endsWith(".slow.test.ts");
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}

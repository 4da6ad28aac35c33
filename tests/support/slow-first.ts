import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The longest files, longest first: in a fresh clone no run has measured them, and size says little. */
const LONGEST = [
  // The first waits for timeouts for most of two minutes.
  ...[
    "network-cut.slow",
    "distributed.slow",
    "package/package.slow",
    "registry.slow",
    "registry-server.slow",
  ],
  ...["own-loop.slow", "profile.slow", "resume", "runpod.slow"],
  ...["training", "library-docs.slow", "wandb.slow", "own-components.slow", "trackers.slow"],
].map((name) => `/tests/${name}.test.ts`);

/** Starts the longest files first, so that no long one is left for the end, where one of two workers would idle. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // By the durations of earlier runs where there are some, else by size.
    const sorted = await super.sort(files);
    const place = (moduleId: string): number => {
      const longest = LONGEST.findIndex((name) => moduleId.endsWith(name));
      if (longest >= 0) return longest;
      return LONGEST.length + Number(!moduleId.endsWith(".slow.test.ts"));
    };
    // A shared process ends when the next file needs another, so files that share processes follow each other.
    const rank = ({ moduleId, project }: TestSpecification): number =>
      Number(!project.config.isolate) * (LONGEST.length + 2) + place(moduleId);
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

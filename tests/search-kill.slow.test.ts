// Kills a search's workers, its broker and the search itself at random, and restarts it with the same command: every
// trial must end, once. `WOODSHED_KILLS=30 npx vitest run search-kill` repeats it more often.
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RunStore } from "../src/tracking/store/store.js";
import { GONE_MS, Job, sleep } from "./support/job.js";
import { rounds } from "./support/long.js";
import { type PythonStudy, readStudy, searchRecipe } from "./support/study.js";
import { makeTones } from "./support/tones.js";

const NUM_KILLS = rounds("WOODSHED_KILLS", 3, 50);
const NUM_TRIALS = 2 * NUM_KILLS;

const root = mkdtempSync(join(tmpdir(), "woodshed-search-kill-"));
const runs = join(root, "runs");
const recipe = join(root, "search.yaml");
writeFileSync(
  recipe,
  searchRecipe(makeTones(10), runs, { n_trials: NUM_TRIALS, parallel: 2, retries: 1000 }),
);

type Victim = "search" | "broker" | "worker";
const victims: Victim[] = [];
let job: Job | null = null;
afterAll(() => job?.end());

function find(victim: Victim): number | null {
  const { pid: search } = job!.child;
  if (victim === "search") return search!;
  const pattern = victim === "broker" ? /search\/broker\.py/ : /\0train\0/;
  for (const { pid } of job!.processes()) {
    try {
      if (pid !== search && pattern.test(readFileSync(`/proc/${pid}/cmdline`, "utf8"))) return pid;
    } catch {
      // It has ended meanwhile.
    }
  }
  return null;
}

describe(`a search with ${NUM_KILLS} kills`, () => {
  let study: PythonStudy;

  beforeAll(
    async () => {
      let isOver = true;
      while (victims.length < NUM_KILLS) {
        if (isOver) {
          job = new Job(["tune", recipe]);
          isOver = false;
          const started = job;
          void started.ended.then(() => {
            isOver ||= started === job;
          });
          // One in four while it starts, the others while trials run.
          if (victims.length % 4 !== 3) await job.until(/^plan/m);
        }
        await sleep(200 + 1800 * Math.random());
        const victim = (["worker", "broker", "search"] as const)[victims.length % 3]!;
        const pid = find(victim);
        // A fast machine may be done before the last kill.
        if (isOver) break;
        if (pid === null) continue;
        process.kill(pid, "SIGKILL");
        victims.push(victim);
        if (victim !== "search") continue;
        // No process may be left that would disturb the next search.
        expect(await job!.goneAfter(GONE_MS)).toBeLessThan(GONE_MS);
        isOver = true;
      }
      if (isOver) job = new Job(["tune", recipe]);
      const { code, stdout, stderr } = await job!.ended;
      if (code !== 0) throw new Error(`the last search ended with ${code}: ${stdout}${stderr}`);
      study = readStudy(join(runs, "study", "study.journal"), "study");
    },
    600_000 + 60_000 * NUM_KILLS,
  );

  it("completes all trials, with none running or waiting", () => {
    const { trials } = study;
    const retried = new Set(trials.flatMap(({ retryHistory }) => retryHistory));
    const states = trials.map(({ state }) => state);
    expect(states.filter((state) => !["COMPLETE", "PRUNED", "FAIL"].includes(state))).toEqual([]);
    const last = trials.filter(({ number }) => !retried.has(number));
    expect(last.filter(({ state }) => state === "FAIL")).toEqual([]);
    expect(last).toHaveLength(NUM_TRIALS);
    console.log(
      `${victims.length} kills (${victims.join(" ")}): ${trials.length} trials, ${retried.size} of them retried`,
    );
  });

  it("runs no trial twice", () => {
    const { trials } = study;
    const retried = new Set(trials.flatMap(({ retryHistory }) => retryHistory));
    const last = trials.filter(({ number }) => !retried.has(number));
    const roots = last.map(({ number, retryHistory }) => retryHistory[0] ?? number);
    expect(new Set(roots).size).toBe(NUM_TRIALS);
    const params = last.map((trial) => JSON.stringify(trial.params));
    expect(new Set(params).size).toBe(NUM_TRIALS);
    // Each trial was retried by at most one other trial.
    const histories = trials.map(({ retryHistory }) => retryHistory.join());
    const given = histories.filter((history) => history !== "");
    expect(new Set(given).size).toBe(given.length);
  });

  it("has the metrics of each trial's run", () => {
    for (const { number, state, intermediateValues, userAttrs, values } of study.trials) {
      if (state === "FAIL") continue;
      const folder = join(runs, "study", String(userAttrs["run"]));
      expect(existsSync(folder), `trial ${number}`).toBe(true);
      using store = RunStore.open(folder);
      const measured = store.metrics("validation/loss").map(({ value }) => value);
      expect(
        intermediateValues.map(([, value]) => value),
        `trial ${number}`,
      ).toEqual(measured);
      if (state === "COMPLETE") {
        expect(measured).toHaveLength(5);
        expect(values).toEqual([Math.min(...measured)]);
      }
    }
  });
});

import { writeFileSync } from "node:fs";
import { randomFloat } from "../../src/data/random.js";

/**
 * Writes a journal as Optuna's JournalFileBackend does, of a study whose value depends on two of its four parameters: for scale,
 * where Optuna itself would take minutes.
 */
export function writeStudyJournal(path: string, numTrials: number, studyName = "big"): void {
  const lines: object[] = [{ op_code: 0, worker_id: "w", study_name: studyName, directions: [1] }];
  const number = (name: "FloatDistribution" | "IntDistribution", low: number, high: number, log: boolean) =>
    JSON.stringify({ name, attributes: { step: name === "IntDistribution" ? 1 : null, low, high, log } });
  const choices = JSON.stringify({
    name: "CategoricalDistribution",
    attributes: { choices: ["adamw", "sgd"] },
  });
  const startMs = Date.UTC(2026, 10, 28);
  for (let trial = 0; trial < numTrials; trial++) {
    const random = (place: number): number => randomFloat(77, trial, place);
    const rate = 10 ** (-4 + 3 * random(0));
    const optimizer = Number(random(1) > 0.5);
    const [dropout, width] = [0.5 * random(2), Math.round(8 * 32 ** random(3))];
    const base = 0.5 * (Math.log10(rate) + 2.5) ** 2 + 0.4 * optimizer;
    const add = (op_code: number, more: object) =>
      lines.push({ op_code, worker_id: "w", trial_id: trial, ...more });
    const time = (ms: number): string => new Date(startMs + 60_000 * trial + ms).toISOString();
    lines.push({ op_code: 4, worker_id: "w", study_id: 0, datetime_start: time(0) });
    const parameters: [string, number, string][] = [
      ["optimization.learning_rate", rate, number("FloatDistribution", 0.0001, 0.1, true)],
      ["optimization.optimizer", optimizer, choices],
      ["model.dropout", dropout, number("FloatDistribution", 0, 0.5, false)],
      ["model.width", width, number("IntDistribution", 8, 256, true)],
    ];
    for (const [param_name, param_value_internal, distribution] of parameters)
      add(5, { param_name, param_value_internal, distribution });
    const isPruned = trial > 10 && base > 0.8;
    const numSteps = isPruned ? 4 : 10;
    let value = 0;
    for (let step = 0; step < numSteps; step++) {
      value = base + 1.5 / (step + 1) + 0.05 * (random(10 + step) - 0.5);
      add(7, { step, intermediate_value: value });
    }
    const isFailed = trial % 97 === 50;
    const isLast = trial === numTrials - 1;
    if (!isLast)
      add(6, {
        state: isFailed ? 3 : isPruned ? 2 : 1,
        values: isFailed ? null : [value],
        datetime_complete: time(50_000),
      });
  }
  writeFileSync(path, `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`);
}

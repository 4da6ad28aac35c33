import { DataError } from "../../errors.js";
import { type EventRow, type RowSpec, rowCounts } from "./event-row.js";
import {
  checkScenario,
  type Exposure,
  effectiveRate,
  type Psds,
  type PsdsScenario,
  psdsOfRocs,
} from "./psds.js";

/**
 * Returns the polyphonic sound detection score of the operating points of a sum of rows, one for each threshold. With all distinct
 * scores as thresholds it is the exact one.
 *
 * @param index of the intersection criterion in `spec.intersections`, which must have the shares of the scenario
 * @throws DataError if the criterion differs from the scenario's, or a parameter is out of its range
 */
export function psdsOfRow(spec: RowSpec, row: EventRow, index: number, scenario: PsdsScenario): Psds {
  checkScenario(scenario);
  const criterion = spec.intersections[index];
  for (const share of ["dtc", "gtc", "cttc"] as const) {
    if (share === "cttc" && scenario.alphaCt === 0) continue;
    if (criterion?.[share] !== scenario[share])
      throw new DataError(
        "CRITERION",
        `intersection criterion ${index} of the row has ${share}=${criterion?.[share]}, the PSDS scenario ${scenario[share]}; count the row with the scenario's.`,
      );
  }
  const { numTrue, truePositives, falsePositives, crossTriggers } = rowCounts(spec, row.counts).intersections[
    index
  ]!;
  const { numLabels } = spec;
  const numLevels = truePositives.length / numLabels;
  const exposure: Exposure = {
    totalSec: row.nanoseconds[0]! / 1e9,
    trueSec: row.nanoseconds.subarray(1).map((nanoseconds) => nanoseconds / 1e9),
  };
  const levels = Array.from({ length: numLevels }, (_, level) => level);
  const rocs = Array.from(numTrue, (number, label) => {
    if (number === 0) return null;
    const rate = (level: number): number => {
      const crossTriggersWith = (other: number): number =>
        crossTriggers?.[(label * numLabels + other) * numLevels + level] ?? 0;
      const alarms = falsePositives[label * numLevels + level]!;
      return effectiveRate(label, alarms, crossTriggersWith, scenario.alphaCt, exposure);
    };
    return {
      truePositiveRatio: levels.map((level) => truePositives[label * numLevels + level]! / number),
      falsePositivesPerHour: levels.map(rate),
    };
  });
  return psdsOfRocs(rocs, scenario);
}

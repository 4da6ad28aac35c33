/** Colours of a step's stages: those of runs, in an order that keeps neighbours apart; waiting is grey. */
import { cssColor } from "../../shell/theme.js";

const PLACES: Readonly<Record<string, number>> = {
  data: 1,
  copy: 4,
  forward: 0,
  backward: 9,
  optimizer: 2,
  all_reduce: 6,
  evaluation: 5,
  checkpoint: 3,
  logging: 8,
  tracing: 7,
};

/** Returns the name of a custom property. */
export function stageVariable(stage: string): string {
  const place = PLACES[stage];
  return place === undefined ? "--run-grey" : `--run-${place}`;
}

export const stageColor = (stage: string): string => cssColor(stageVariable(stage));

export {
  type Choice,
  type Condition,
  categorical,
  type Dimension,
  type Distribution,
  float,
  int,
  type NumberOptions,
  type ParamsOf,
  type Space,
} from "./space.js";
export {
  createStudy,
  type Direction,
  type OptimizeOptions,
  type Spec,
  Study,
  type StudyObjective,
  type StudyOptions,
  type Told,
} from "./study.js";
export { type FrozenTrial, Trial, TrialPruned, type TrialState } from "./trial.js";

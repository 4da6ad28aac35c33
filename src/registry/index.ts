export { type BootstrapOptions, type Interval, pairedIntervals } from "../metrics/bootstrap.js";
export { mcnemarExact } from "../metrics/mcnemar.js";
export type { ArtifactInfo } from "../mlflow/artifacts.js";
export { MlflowClient } from "../mlflow/client.js";
export type { ConnectionOptions } from "../mlflow/connection.js";
export type { Experiment } from "../mlflow/experiments.js";
export type { LoggedModel } from "../mlflow/logged-models.js";
export type { ModelVersion } from "../mlflow/model-versions.js";
export { take } from "../mlflow/paging.js";
export type { RegisteredModel } from "../mlflow/registered-models.js";
export type { LoggedMetric, NewMetric, Run, RunStatus } from "../mlflow/runs.js";
export {
  type EmbeddedServerOptions,
  type ServerLease,
  useEmbeddedServer,
} from "../mlflow/server/embedded.js";
export { type OpenRegistry, openRegistry, type RegistryPlace, registryPlace } from "../mlflow/server/open.js";
export { type Candidate, closeCandidate, openCandidate } from "./comparison/candidate.js";
export { type CompareOptions, type Comparison, compareModels } from "./comparison/compare.js";
export { comparisonJson } from "./comparison/json.js";
export { comparisonPage } from "./comparison/page.js";
export { comparisonText } from "./comparison/text.js";
export type { FetchOptions } from "./versions/cache.js";
export type { VersionDescription } from "./versions/description.js";
export { findVersion } from "./versions/find.js";
export {
  type FetchedVersion,
  fetchReference,
  type LoadedModel,
  type LoadOptions,
  loadModel,
} from "./versions/load.js";
export { type Promotion, type PromotionRule, promote } from "./versions/promote.js";
export { type Registered, type RegisterOptions, registerVersion } from "./versions/register.js";

import { TrackingError } from "../../../errors.js";
import type { WandbApi } from "./api.js";
import type { Project } from "./specs.js";

const VIEWER = "query WoodshedViewer { viewer { entity } }";

const PROJECT = `query WoodshedProject($entity: String!, $project: String!) {
  project(name: $project, entityName: $entity) { id internalId }
}`;

const RUN = `query WoodshedRun($entity: String!, $project: String!, $run: String!) {
  project(name: $project, entityName: $entity) { run(name: $run) { id name } }
}`;

const VIEWS = `query WoodshedViews($entity: String!, $project: String!, $type: String, $view: String) {
  project(name: $project, entityName: $entity) {
    allViews(viewType: $type, viewName: $view) { edges { node { id name } } }
  }
}`;

const UPSERT = `mutation WoodshedUpsertView(
  $id: ID, $entity: String, $project: String, $type: String, $name: String, $displayName: String,
  $description: String, $spec: String
) {
  upsertView(input: {
    id: $id, entityName: $entity, projectName: $project, type: $type, name: $name,
    displayName: $displayName, description: $description, spec: $spec, createdUsing: WANDB_SDK
  }) { view { id name } inserted }
}`;

/** @throws TrackingError if the account has none */
export async function defaultEntity(api: WandbApi): Promise<string> {
  const { viewer } = await api.query<{ viewer: { entity: string | null } | null }>(VIEWER, {});
  if (viewer?.entity) return viewer.entity;
  throw new TrackingError("WANDB_ENTITY", "the account has no default entity: name yours with --entity");
}

/** @throws TrackingError if the project does not exist, or the account may not see it */
export async function findProject(api: WandbApi, entity: string, name: string): Promise<Project> {
  const variables = { entity, project: name };
  const { project } = await api.query<{ project: { internalId: string } | null }>(PROJECT, variables);
  if (project === null || project === undefined) {
    throw new TrackingError(
      "WANDB_PROJECT",
      `${api.appUrl}/${entity}/${name}: no such project, or this key may not see it: check --entity and --project; the first run that is sent makes a project`,
    );
  }
  return { entity, name, internalId: project.internalId };
}

export async function hasRun(api: WandbApi, project: Project, id: string): Promise<boolean> {
  const variables = { entity: project.entity, project: project.name, run: id };
  const found = await api.query<{ project: { run: { id: string } | null } | null }>(RUN, variables);
  return (found.project?.run ?? null) !== null;
}

export interface View {
  type: "project-view" | "runs";
  /** The internal name, by which the view is found. */
  name: string;
  displayName: string;
  description: string;
  spec: Record<string, unknown>;
}

/** Creates the view, or replaces the one of this name. */
export async function saveView(
  api: WandbApi,
  project: Project,
  view: View,
): Promise<{ id: string; isNew: boolean }> {
  const where = { entity: project.entity, project: project.name };
  const found = await api.query<Views>(VIEWS, { ...where, type: view.type, view: view.name });
  // A server without filters returns all of them.
  const known = found.project?.allViews?.edges.find(({ node }) => node.name === view.name)?.node.id;
  const { spec, ...named } = view;
  const { upsertView } = await api.query<{ upsertView: { view: { id: string } } | null }>(UPSERT, {
    ...where,
    ...named,
    ...(known === undefined ? {} : { id: known }),
    spec: JSON.stringify(spec),
  });
  if (!upsertView) {
    throw new TrackingError(
      "WANDB_VIEW",
      `${api.appUrl}/${project.entity}/${project.name}: the view was not saved: the account may need write access`,
    );
  }
  return { id: upsertView.view.id, isNew: known === undefined };
}

interface Views {
  project: { allViews: { edges: { node: { id: string; name: string } }[] } | null } | null;
}

import type { Config } from "../../../config/schema.js";
import { TrackingError } from "../../../errors.js";
import { shellWord } from "../../../shell-word.js";
import { RunStore } from "../../store/store.js";
import { readFeedState } from "../feed-state.js";
import { WandbApi } from "./api.js";
import { shortId } from "./panels.js";
import { resultsOf, type ShownRun } from "./results.js";
import { reportSections, workspaceSections } from "./sections.js";
import { reportSpec, workspaceSpec } from "./specs.js";
import { defaultEntity, findProject, hasRun, saveView } from "./views.js";

export interface DashboardOptions {
  /** Name of the workspace. */
  name: string;
  /** Folders of runs to compare in a report. */
  runs: readonly string[];
  /** The task whose results are shown; by default those of the runs, else the default of recipes. */
  task: string | null;
  /** By default `Comparison of N runs`. */
  report: string | null;
  /** By default the destination of the first run, else the account's own and `woodshed`. */
  entity: string | null;
  project: string | null;
  baseUrl: string | null;
}

export interface SavedPage {
  title: string;
  url: string;
  isNew: boolean;
}

/**
 * Saves a workspace in W&B, and a report if `runs` is not empty. Saving again under the same names replaces them.
 *
 * @throws ConfigError without a key that the server accepts
 * @throws TrackingError for a missing run or project, or an unreachable server
 */
export async function saveDashboard(
  options: DashboardOptions,
): Promise<{ workspace: SavedPage; report: SavedPage | null }> {
  // Read before any request, so that a wrong folder is reported at once.
  const runs = options.runs.map(readRun);
  const { task } = options;
  const shown =
    task === null
      ? resultsOf(runs)
      : resultsOf(
          runs.map((run) => ({ ...run, config: configOf(task) })),
          configOf(task),
        );
  await using api = await WandbApi.open(options.baseUrl ?? runs[0]?.baseUrl ?? null);
  const entity = options.entity ?? runs[0]?.entity ?? (await defaultEntity(api));
  const project = await findProject(api, entity, options.project ?? runs[0]?.project ?? "woodshed");
  for (const { folder, id } of runs) {
    if (await hasRun(api, project, id)) continue;
    throw new TrackingError(
      "WANDB_NO_RUN",
      `${folder}: this run is not in ${api.appUrl}/${entity}/${project.name}; send it with: npx woodshed wandb sync ${shellWord(folder)} --project ${project.name} --entity ${entity}${readFeedState(folder)?.isDelivered ? " --again" : ""}`,
    );
  }
  const page = `${api.appUrl}/${encodeURIComponent(entity)}/${encodeURIComponent(project.name)}`;

  const id = shortId(`${entity}/${project.name}/${options.name}`, 11);
  const { isNew } = await saveView(api, project, {
    ...{ type: "project-view", name: `nw-${id}-v`, displayName: options.name, description: "" },
    spec: workspaceSpec(workspaceSections(shown)),
  });
  const workspace = { title: options.name, url: `${page}?nw=${id}`, isNew };
  if (runs.length === 0) return { workspace, report: null };

  const title = options.report ?? `Comparison of ${runs.length} ${runs.length === 1 ? "run" : "runs"}`;
  const saved = await saveView(api, project, {
    ...{ type: "runs", name: shortId(`report/${entity}/${project.name}/${title}`, 12), displayName: title },
    description: runs.map((run) => run.id).join(", "),
    spec: reportSpec(
      project,
      runs.map((run) => run.id),
      reportSections(shown),
    ),
  });
  const slug = encodeURIComponent(title.replaceAll(/[\s/?#%]+/g, "-"));
  const url = `${page}/reports/${slug}--${saved.id.replaceAll("=", "")}`;
  return { workspace, report: { title, url, isNew: saved.isNew } };
}

/** The part of a configuration that results depend on. */
function configOf(task: string): Record<string, unknown> {
  return { task: { name: task } };
}

interface NamedRun extends ShownRun {
  folder: string;
  id: string;
  /** The destination by its page, else by its recipe. */
  entity: string | null;
  project: string | null;
  baseUrl: string | null;
}

function readRun(folder: string): NamedRun {
  using store = RunStore.open(folder);
  const { id, config } = store.info();
  const recorded = { config, items: [...new Set(store.items().map(({ name }) => name))] };
  const { logging } = config as Partial<Config>;
  const { entity = null, project = null, base_url: baseUrl = null } = logging?.wandb ?? {};
  const page = readFeedState(folder)?.url ?? null;
  if (page === null) return { ...recorded, folder, id, entity, project, baseUrl };
  const [pageEntity, pageProject] = new URL(page).pathname.split("/").slice(-4).map(decodeURIComponent);
  return {
    ...recorded,
    folder,
    id,
    entity: pageEntity ?? entity,
    project: pageProject ?? project,
    baseUrl,
  };
}

import type { ReceivedRun } from "./wandb-server.js";

/** A saved workspace or a report. */
export interface ReceivedView {
  id: string;
  entity: string;
  project: string;
  type: string;
  name: string;
  displayName: string;
  description: string;
  /** JSON. */
  spec: string;
}

/** Workspaces and reports of a fake W&B: answers our queries and those of the `wandb-workspaces` package. */
export class FakeViews {
  readonly views: ReceivedView[] = [];
  readonly #runs: ReadonlyMap<string, ReceivedRun>;
  /** `entity/project`, with its runs. */
  readonly #projects = new Map<string, Set<string>>();

  constructor(runs: ReadonlyMap<string, ReceivedRun>) {
    this.#runs = runs;
  }

  addProject(entity: string, project: string, run?: string): void {
    const key = `${entity || "me"}/${project}`;
    const runs = this.#projects.get(key) ?? new Set();
    this.#projects.set(key, runs);
    if (run !== undefined) runs.add(run);
  }

  /** Returns the `data` of an answer; empty for operations that do not concern views. */
  answer(operation: string, variables: Record<string, unknown>): unknown {
    const text = (key: string): string => String(variables[key] ?? "");
    switch (operation) {
      case "WoodshedViewer":
        return { viewer: { entity: "me" } };
      case "Viewer":
        return {
          viewer: { id: "VXNlcjox", entity: "me", username: "me", flags: "{}", teams: { edges: [] } },
        };
      case "WoodshedProject":
        return { project: this.#project(text("entity"), text("project")) };
      case "ProjectInternalId":
        return { project: this.#project(text("entityName"), text("projectName")) };
      case "WoodshedRun": {
        const isThere = this.#projects.get(`${text("entity")}/${text("project")}`)?.has(text("run"));
        return { project: { run: isThere ? { id: "UnVu", name: this.#runs.get(text("run"))!.id } : null } };
      }
      case "WoodshedViews":
        return this.#list(text("entity"), text("project"), text("type"), text("view"));
      case "View":
        return this.#list(text("entityName"), text("name"), text("viewType"), text("viewName"));
      case "SpecificReport": {
        const view = this.views.find(({ id }) => id === text("reportId"));
        if (view === undefined) return { view: null };
        const project = { id: "UHJvamVjdA==", name: view.project, entityName: view.entity };
        return {
          view: { ...view, project, createdAt: "2026-11-25T12:00:00", updatedAt: "2026-11-25T12:00:00" },
        };
      }
      case "WoodshedUpsertView":
        return this.#upsert(variables as unknown as Omit<ReceivedView, "id"> & { id?: string });
      default:
        return {};
    }
  }

  #project(entity: string, name: string): unknown {
    if (!this.#projects.has(`${entity}/${name}`)) return null;
    return { id: "UHJvamVjdA==", internalId: "UHJvamVjdEludGVybmFsSWQ6MQ==", name };
  }

  #list(entity: string, project: string, type: string, name: string): unknown {
    if (!this.#projects.has(`${entity}/${project}`)) return { project: null };
    const found = this.views.filter(
      (view) =>
        view.entity === entity && view.project === project && view.type === type && view.name === name,
    );
    return { project: { allViews: { edges: found.map((node) => ({ node })) } } };
  }

  #upsert({ id, ...view }: Omit<ReceivedView, "id"> & { id?: string }): unknown {
    const known = this.views.find((one) => one.id === id);
    if (id !== undefined && known === undefined) return { upsertView: null };
    const saved = known ?? { ...view, id: Buffer.from(`View:${this.views.length + 1}`).toString("base64") };
    if (known === undefined) this.views.push(saved);
    Object.assign(saved, view);
    return { upsertView: { view: { id: saved.id, name: saved.name }, inserted: known === undefined } };
  }
}

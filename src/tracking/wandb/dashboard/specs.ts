/** Workspaces and reports in W&B's format, which the `wandb-workspaces` package (0.4.13) also writes and reads. */
import { placed, shortId } from "./panels.js";
import type { Section } from "./sections.js";

type Spec = Record<string, unknown>;

export interface Project {
  entity: string;
  name: string;
  /** W&B's own number of the project. */
  internalId: string;
}

/** The spec of a saved workspace. */
export function workspaceSpec(sections: readonly Section[]): Spec {
  return {
    section: {
      panelBankConfig: {
        state: 1,
        settings: { autoOrganizePrefix: 2, showEmptySections: false, sortAlphabetically: false },
        sections: sections.map(({ name, isOpen, perRow, panels }) => ({
          ...{ name, isOpen, type: "flow", sorted: 0, pinned: false },
          flowConfig: flowConfig(perRow),
          localPanelSettings: LINE_SETTINGS,
          panels: placed(panels, perRow, name),
        })),
      },
      panelBankSectionConfig: panelBank([]),
      customRunColors: {},
      name: "",
      runSets: [runSet("Run set", null, NO_FILTER)],
      // Otherwise W&B adds a panel for every metric.
      settings: { ...LINE_SETTINGS, maxRuns: 10, shouldAutoGeneratePanels: false },
      ...{ openRunSet: 0, openViz: true },
    },
    ...{ vizExpanded: false, libraryExpanded: true },
  };
}

/** The spec of a report on these runs. */
export function reportSpec(project: Project, runIds: readonly string[], sections: readonly Section[]): Spec {
  const runs = runSet("Runs", project, {
    filterFormat: "filterV2",
    filters: [
      { key: { section: "run", name: "name" }, op: "IN", value: [...runIds].sort(), disabled: false },
    ],
  });
  return {
    ...{ version: 5, panelSettings: {}, width: "readable", authors: [], discussionThreads: [] },
    // W&B's editor expects an empty paragraph at each end.
    blocks: [
      paragraph(""),
      ...sections.flatMap(({ name, perRow, panels }) => [
        { type: "heading", children: [{ text: name }], level: 2 },
        panelGrid(runs, placed(panels, perRow, `report/${name}`)),
      ]),
      paragraph(""),
    ],
  };
}

const LINE_SETTINGS = {
  ...{ smoothingWeight: 0, smoothingType: "none", smoothingActive: false },
  ...{ xAxis: "_step", xAxisActive: false },
  ...{ ignoreOutliers: false, useRunsTableGroupingInPanels: true },
};

const NO_FILTER = { filterFormat: "filterV2", filters: [] };

function flowConfig(columnsPerPage: number): Spec {
  return {
    ...{ snapToColumns: true, columnsPerPage, rowsPerPage: columnsPerPage === 1 ? 1 : 2 },
    ...{ gutterWidth: 16, boxWidth: 460, boxHeight: 300 },
  };
}

function runSet(name: string, project: Project | null, filters: Spec): Spec {
  return {
    id: project === null ? "" : shortId(`${project.internalId}/${JSON.stringify(filters)}`, 11),
    runFeed: {
      ...{ version: 2, columnVisible: {}, columnPinned: {}, columnWidths: {}, columnOrder: [] },
      ...{ pageSize: 10, onlyShowSelected: false },
    },
    enabled: true,
    ...(project === null
      ? {}
      : { project: { name: project.name, entityName: project.entity, id: project.internalId } }),
    ...{ name, search: { query: "" }, filters, grouping: [] },
    sort: { keys: [{ key: { section: "run", name: "createdAt" }, ascending: false }] },
    selections: { root: 1, bounds: [], tree: [] },
    expandedRowAddresses: [],
  };
}

function panelBank(panels: readonly Spec[]): Spec {
  return {
    ...{ name: "Report Panels", isOpen: false, type: "grid", sorted: 0, pinned: false, panels },
    flowConfig: flowConfig(3),
    localPanelSettings: LINE_SETTINGS,
  };
}

function panelGrid(runs: Spec, panels: readonly Spec[]): Spec {
  return {
    type: "panel-grid",
    children: [{ text: "" }],
    metadata: {
      ...{ openViz: true, openRunSet: 0, name: "unused-name", runSets: [runs], hideRunSets: false },
      panels: { views: { "0": { name: "Panels", defaults: [], config: [] } }, tabs: ["0"] },
      panelBankConfig: {
        state: 0,
        settings: { autoOrganizePrefix: 2, showEmptySections: false, sortAlphabetically: false },
        sections: [
          {
            ...{ name: "Hidden Panels", isOpen: false, type: "flow", sorted: 0, panels: [] },
            ...{ flowConfig: flowConfig(3), localPanelSettings: LINE_SETTINGS },
          },
        ],
      },
      panelBankSectionConfig: panelBank(panels),
      customRunColors: {},
    },
  };
}

function paragraph(text: string): Spec {
  return { type: "paragraph", children: [{ text }] };
}

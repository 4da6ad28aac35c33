"""Loads a saved workspace or a report with the wandb-workspaces package, and prints what it holds as JSON.

The address of its page is the argument; server and key come from the environment.
"""

import json
import sys

import wandb_workspaces.reports.v2 as wr
import wandb_workspaces.workspaces as ws

url = sys.argv[1]


def keys_of(panel):
    if isinstance(panel, wr.LinePlot):
        return [str(getattr(y, "name", y)) for y in panel.y]
    if isinstance(panel, wr.BarPlot):
        return [str(getattr(metric, "name", metric)) for metric in panel.metrics]
    if isinstance(panel, wr.MediaBrowser):
        return list(panel.media_keys)
    if isinstance(panel, wr.WeavePanelSummaryTable):
        return [panel.table_name]
    return []


def describe(panel):
    name = type(panel).__name__
    return {"type": name, "title": getattr(panel, "title", None), "keys": keys_of(panel)}


if "/reports/" in url:
    report = wr.Report.from_url(url)
    grids = [block for block in report.blocks if isinstance(block, wr.PanelGrid)]
    print(
        json.dumps(
            {
                "title": report.title,
                "headings": [block.text for block in report.blocks if isinstance(block, wr.H2)],
                "blocks": [type(block).__name__ for block in report.blocks],
                "panels": [[describe(panel) for panel in grid.panels] for grid in grids],
                "filters": [grid.runsets[0].filters for grid in grids],
                "projects": [grid.runsets[0].project for grid in grids],
            }
        )
    )
else:
    workspace = ws.Workspace.from_url(url)
    print(
        json.dumps(
            {
                "name": workspace.name,
                "auto": workspace.auto_generate_panels,
                "sections": [
                    {
                        "name": section.name,
                        "isOpen": section.is_open,
                        "panels": [describe(panel) for panel in section.panels],
                    }
                    for section in workspace.sections
                ],
            }
        )
    )

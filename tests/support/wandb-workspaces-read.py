"""Loads saved workspaces and reports with the wandb-workspaces package: a page's address a line in, a line of JSON out.

Server and key come from the environment.
"""

import json
import sys

import wandb_workspaces.reports.v2 as wr
import wandb_workspaces.workspaces as ws


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


def report(url):
    report = wr.Report.from_url(url)
    grids = [block for block in report.blocks if isinstance(block, wr.PanelGrid)]
    return {
        "title": report.title,
        "headings": [block.text for block in report.blocks if isinstance(block, wr.H2)],
        "blocks": [type(block).__name__ for block in report.blocks],
        "panels": [[describe(panel) for panel in grid.panels] for grid in grids],
        "filters": [grid.runsets[0].filters for grid in grids],
        "projects": [grid.runsets[0].project for grid in grids],
    }


def workspace(url):
    workspace = ws.Workspace.from_url(url)
    return {
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


answers = sys.stdout
# The packages print, too.
sys.stdout = sys.stderr
for line in sys.stdin:
    url = line.strip()
    print(json.dumps(report(url) if "/reports/" in url else workspace(url)), file=answers, flush=True)

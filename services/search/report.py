"""The results of a search as Optuna's own figures: one page that works offline, and each figure as JSON."""

import html
import json
import math

import optuna
from optuna import visualization as plots
from optuna.trial import TrialState

# A contour matrix of more parameters is unreadable.
MAX_IN_CONTOUR = 6


def targets_of(study):
    """Returns the name of each objective and a function that reads it from a trial; None with one objective."""
    names = study.metric_names or [f"objective {i}" for i in range(len(study.directions))]
    if len(study.directions) == 1:
        return [(names[0] if study.metric_names else "value", None)]
    return [(name, lambda trial, i=i: trial.values[i]) for i, name in enumerate(names)]


def importances(study, objective: int = 0) -> list:
    trials = study.get_trials(deepcopy=False, states=(TrialState.COMPLETE,))
    if len(trials) < 2:
        raise ValueError(f"importances need two complete trials, the study has {len(trials)}")
    _, target = targets_of(study)[objective]
    found = optuna.importance.get_param_importances(study, target=target)
    return [[name, float(value)] for name, value in found.items()]


def figures(study) -> list:
    """Returns `{name, title, figure}` for each figure; `missing` has the reason where one cannot be drawn."""
    wanted = []
    for name, target in targets_of(study):
        of = {} if target is None else {"target": target, "target_name": name}
        ending = "" if target is None else f" of {name}"
        key = "" if target is None else f"_{name}"
        contour = {"params": most_important(study, target)}
        wanted += [
            (f"history{key}", f"History{ending}", plots.plot_optimization_history, of),
            (f"importance{key}", f"Importance{ending}", plots.plot_param_importances, of),
            (f"parallel_coordinate{key}", f"Parallel coordinates{ending}", plots.plot_parallel_coordinate, of),
            (f"slice{key}", f"Slices{ending}", plots.plot_slice, of),
            (f"contour{key}", f"Contours{ending}", plots.plot_contour, {**of, **contour}),
        ]
    several = len(study.directions) > 1
    if several and len(study.directions) <= 3:
        wanted.append(("pareto_front", "Pareto front", plots.plot_pareto_front, {}))
    if not several:
        wanted.append(("intermediate_values", "Intermediate values", plots.plot_intermediate_values, {}))
    wanted.append(("timeline", "Timeline", plots.plot_timeline, {}))
    found = []
    for name, title, draw, options in wanted:
        try:
            figure = draw(study, **options)
        except Exception as error:  # noqa: BLE001 - too few trials, one parameter only, ...
            found.append({"name": name, "title": title, "missing": str(error) or type(error).__name__})
            continue
        # Labels are long keys, which the default margins cut off.
        figure.update_layout(title=None, margin={"t": 30, "r": 20}, autosize=True)
        figure.update_xaxes(automargin=True)
        figure.update_yaxes(automargin=True)
        # The last part of a key is enough; full keys overlap.
        for axis in (*figure.select_xaxes(), *figure.select_yaxes()):
            if axis.title.text and "." in axis.title.text:
                axis.title.text = axis.title.text.rpartition(".")[2]
        if draw is plots.plot_parallel_coordinate:
            label_axes(figure, study)
        found.append({"name": name, "title": title, "figure": finite(json.loads(figure.to_json()))})
    return found


def label_axes(figure, study) -> None:
    """Restores the labels of axes, which Optuna cuts at 20 characters. They are sorted by name, after the objective."""
    trials = study.get_trials(deepcopy=False, states=(TrialState.COMPLETE,))
    names = [name.rpartition(".")[2] for name in sorted({name for trial in trials for name in trial.params})]
    labels = list(figure.layout.xaxis.ticktext or [])
    if len(labels) == len(names) + 1:
        figure.layout.xaxis.ticktext = [labels[0], *names]


def most_important(study, target) -> list | None:
    names = sorted({name for trial in study.get_trials(deepcopy=False) for name in trial.params})
    if len(names) <= MAX_IN_CONTOUR:
        return None
    try:
        return list(optuna.importance.get_param_importances(study, target=target))[:MAX_IN_CONTOUR]
    except Exception:  # noqa: BLE001 - too few trials
        return names[:MAX_IN_CONTOUR]


def finite(value):
    """Replaces NaN and infinities by None: JSON in browsers has none."""
    if isinstance(value, dict):
        return {key: finite(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [finite(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
  body {{ font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 1200px; padding: 1rem 1.5rem 4rem; color: #1c2733; }}
  h1 {{ font-size: 1.6rem; margin: .5rem 0; }}
  h2 {{ font-size: 1.15rem; margin: 2.5rem 0 .25rem; }}
  nav a {{ margin-right: 1rem; }}
  table {{ border-collapse: collapse; font-variant-numeric: tabular-nums; }}
  th, td {{ text-align: left; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid #e3e8ee; white-space: nowrap; }}
  .scroll {{ overflow-x: auto; }}
  .figure {{ width: 100%; height: 460px; }}
  .tall {{ height: 900px; }}
  .missing {{ color: #66788a; }}
  tr.best td {{ font-weight: 600; }}
</style>
<h1>{title}</h1>
<table>{facts}</table>
<nav>{links}</nav>
{sections}
<h2 id="trials">Trials</h2>
<div class="scroll"><table>{trials}</table></div>
<script>{plotly}</script>
<script>
for (const [id, figure] of Object.entries({figures})) {{
  Plotly.newPlot(id, figure.data, {{ ...figure.layout, width: undefined, height: undefined }}, {{ responsive: true, displaylogo: false }});
}}
</script>
</html>
"""


def write_page(study, path: str, title: str, facts: list) -> None:
    from plotly.offline import get_plotlyjs

    found = figures(study)
    sections, drawn = [], {}
    for item in found:
        name = item["name"].replace("/", "_")
        if "figure" in item:
            drawn[name] = item["figure"]
            tall = " tall" if name.startswith("contour") else ""
            body = f'<div class="figure{tall}" id="{html.escape(name)}"></div>'
        else:
            body = f'<p class="missing">Cannot be drawn: {html.escape(item["missing"])}</p>'
        sections.append(f'<h2 id="{html.escape(name)}-section">{html.escape(item["title"])}</h2>{body}')
    links = [(f"{item['name'].replace('/', '_')}-section", item["title"]) for item in found] + [("trials", "Trials")]
    page = PAGE.format(
        title=html.escape(title),
        facts="".join(f"<tr><th>{html.escape(str(key))}</th><td>{html.escape(str(value))}</td></tr>" for key, value in facts),
        links="".join(f'<a href="#{html.escape(target)}">{html.escape(text)}</a>' for target, text in links),
        sections="\n".join(sections),
        trials=trial_rows(study),
        plotly=get_plotlyjs(),
        # `</script>` in a parameter's text would close the script.
        figures=json.dumps(drawn).replace("</", "<\\/"),
    )
    with open(path, "w", encoding="utf-8") as file:
        file.write(page)


def trial_rows(study) -> str:
    trials = study.get_trials(deepcopy=False)
    params = sorted({name for trial in trials for name in trial.params})
    names = [name for name, _ in targets_of(study)]
    try:
        best = {trial.number for trial in (study.best_trials if len(names) > 1 else [study.best_trial])}
    except ValueError:
        best = set()
    head = ["trial", "state", *names, *params, "seconds", "run"]
    rows = ["<tr>" + "".join(f"<th>{html.escape(text)}</th>" for text in head) + "</tr>"]
    for trial in trials:
        values = [*(trial.values or [])] + [None] * (len(names) - len(trial.values or []))
        took = trial.duration.total_seconds() if trial.duration else None
        run = trial.user_attrs.get("run")
        cells = [trial.number, trial.state.name.lower(), *map(short, values), *(short(trial.params.get(name)) for name in params), short(took, 1)]
        link = ""
        if run:
            target = trial.user_attrs.get("url") or f"{run}/"
            link = f'<a href="{html.escape(target)}">{html.escape(run)}</a>'
        row = "".join(f"<td>{html.escape(str(cell))}</td>" for cell in cells) + f"<td>{link}</td>"
        rows.append(f'<tr class="best">{row}</tr>' if trial.number in best else f"<tr>{row}</tr>")
    return "\n".join(rows)


def short(value, digits: int | None = None) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.{digits}f}" if digits is not None else f"{value:.4g}"
    return str(value)

/** All that a run logged besides metrics: figures, curves, tables, confusion matrices, the model and files. */
import { useSignal } from "@preact/signals";
import type { ItemHead, RunDetail } from "../../../../../src/dashboard/api.js";
import { useDetail } from "../../data/detail.js";
import { formatCount } from "../../format/numbers.js";
import { EmptyBox, ErrorBox, Waiting } from "../../shell/boxes.js";
import { COPY } from "../../shell/copy.js";
import type { PageProps } from "../../shell/pages.js";
import { param, setParams } from "../../shell/router.js";
import { StepSlider } from "../../shell/step-slider.js";
import { ItemCard } from "./item-card.js";
import "./figures.css";

const CARDS_AT_ONCE = 40;
/** With more of them, a field finds one by its name. */
const MANY = 8;
/** What a person looks for first. Predictions have pages of their own. */
const ORDER: readonly ItemHead["kind"][] = [
  ...(["figure", "curves", "confusion_matrix", "table", "embeddings", "model", "files"] as const),
];

export default function FiguresPage({ run }: PageProps) {
  const { data: detail, error } = useDetail(run);
  if (error !== null) return <ErrorBox title="The run could not be read" message={error.message} />;
  if (detail === null) return <Waiting height={640} />;
  const heads = detail.items.filter(({ kind }) => kind !== "predictions");
  return (
    <div class="figures-page">
      {heads.length === 0 ? (
        <EmptyBox title="No figures or tables">
          <p>{detail.status === "running" ? "They appear as the run logs them." : "This run logged none."}</p>
        </EmptyBox>
      ) : (
        <Cards detail={detail} heads={heads} />
      )}
      {COPY !== null && COPY.leftOut.length > 0 && (
        <p class="muted small">Not in this copy, which would be too large: {COPY.leftOut.join("; ")}.</p>
      )}
    </div>
  );
}

function Cards({ detail, heads }: { detail: RunDetail; heads: readonly ItemHead[] }) {
  const count = useSignal(CARDS_AT_ONCE);
  const steps = [...new Set(heads.map(({ step }) => step))].sort((a, b) => a - b);
  const asked = param("step");
  const step = asked === "" ? steps.at(-1)! : (steps.findLast((one) => one <= Number(asked)) ?? steps[0]!);
  const wanted = param("q").trim().toLowerCase();
  const all = newestOf(heads, step);
  const found = all.filter(({ name, kind }) => `${name} ${kind}`.toLowerCase().includes(wanted));
  const large = param("item");
  return (
    <>
      <div class="figures-bar">
        <StepSlider {...{ steps, step }} defaultStep={steps.at(-1)!} noun="figures">
          As of step {formatCount(step)}
          <span class="muted">
            {" "}
            · {steps.indexOf(step) + 1} of {steps.length}
          </span>
        </StepSlider>
        {(all.length > MANY || wanted !== "") && (
          <input
            type="search"
            placeholder="Search names"
            aria-label="Find by name"
            value={param("q")}
            onInput={({ currentTarget }) => setParams({ q: currentTarget.value })}
          />
        )}
        <span class="muted small" role="status">
          {found.length === all.length ? formatCount(all.length) : `${found.length} of ${all.length}`} logged
        </span>
      </div>
      <div class="figure-grid">
        {found.slice(0, count.value).map((head) => (
          <ItemCard key={head.name} detail={detail} head={head} isLarge={head.name === large} />
        ))}
      </div>
      {found.length > count.value && (
        <button type="button" onClick={() => (count.value += CARDS_AT_ONCE)}>
          {formatCount(found.length - count.value)} more
        </button>
      )}
    </>
  );
}

/** The newest item of each name up to a step; the first of those that were logged later. */
function newestOf(heads: readonly ItemHead[], step: number): ItemHead[] {
  const found = new Map<string, ItemHead>();
  for (const head of heads) if (head.step <= step || !found.has(head.name)) found.set(head.name, head);
  const rank = ({ kind }: ItemHead): number => (ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length);
  return [...found.values()].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

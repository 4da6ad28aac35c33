import { ThresholdNote, thresholdText } from "../../clips/scores.js";
import { formatNumber } from "../../format/numbers.js";
import { Canvas } from "../../plot/canvas.js";
import { cssColor } from "../../shell/theme.js";
import { type Answer, type Score, top } from "./answer.js";

/** Rows whose place is reserved. */
const SHOWN = 5;

export function AnswerView({ answer }: { answer: Answer | null }) {
  if (answer?.kind === "numbers")
    return (
      <dl class="numbers">
        {answer.numbers.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <data value={String(value)}>{formatNumber(value)}</data>
            </dd>
          </div>
        ))}
      </dl>
    );
  const scores = answer === null ? [] : top(answer.scores, SHOWN);
  const isOneLabel = answer?.kind === "scores" && answer.isOneLabel;
  return (
    <>
      <ol class="scores" aria-label="Scores, the highest first">
        {Array.from({ length: SHOWN }, (_, i) => (
          <ScoreRow key={i} score={scores[i]} isChosen={isChosen(scores[i], i, isOneLabel)} />
        ))}
      </ol>
      {scores.some(({ threshold }) => threshold !== null) && <ThresholdNote />}
      {answer?.kind === "frames" && <Frames answer={answer} scores={scores} />}
    </>
  );
}

const isChosen = (score: Score | undefined, place: number, isOneLabel: boolean): boolean =>
  score !== undefined &&
  (isOneLabel ? place === 0 : score.threshold !== null && score.value >= score.threshold);

function ScoreRow({ score, isChosen }: { score: Score | undefined; isChosen: boolean }) {
  const percent = score === undefined ? 0 : 100 * score.value;
  return (
    <li class={isChosen ? "chosen" : ""} aria-hidden={score === undefined}>
      <span class="label">{score?.label ?? " "}</span>
      <span class="bar" title={score?.threshold == null ? undefined : thresholdText(score.threshold)}>
        <i
          ref={(element) => {
            if (element) element.style.width = `${percent}%`;
          }}
        />
        {score?.threshold != null && (
          <b
            ref={(element) => {
              if (element) element.style.left = `${100 * score.threshold!}%`;
            }}
          />
        )}
      </span>
      {score !== undefined && <data value={String(score.value)}>{percent.toFixed(1)} %</data>}
    </li>
  );
}

/** Scores of the highest labels over time. */
function Frames({
  answer,
  scores,
}: {
  answer: Extract<Answer, { kind: "frames" }>;
  scores: readonly Score[];
}) {
  const rows = scores.map(({ label }) => answer.labels.indexOf(label));
  return (
    <Canvas
      height={22 * SHOWN}
      label={`Scores of ${scores.map(({ label }) => label).join(", ")} over time`}
      draw={(context, width, height) => {
        const [accent, raised, text] = [cssColor("--accent"), cssColor("--raised"), cssColor("--text")];
        const rowHeight = height / SHOWN;
        context.font = `12px ${cssColor("--sans")}`;
        context.textBaseline = "middle";
        for (const [place, row] of rows.entries()) {
          const y = place * rowHeight;
          context.globalAlpha = 1;
          context.fillStyle = raised;
          context.fillRect(0, y, width, rowHeight - 2);
          context.fillStyle = accent;
          const step = width / answer.numFrames;
          for (let frame = 0; frame < answer.numFrames; frame++) {
            context.globalAlpha = answer.data[row * answer.numFrames + frame]!;
            context.fillRect(frame * step, y, step + 0.5, rowHeight - 2);
          }
          context.globalAlpha = 1;
          context.fillStyle = text;
          context.fillText(scores[place]!.label, 6, y + rowHeight / 2 - 1);
        }
      }}
    />
  );
}

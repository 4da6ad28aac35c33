import type { ComponentChildren } from "preact";
import { EmptyBox, ErrorBox, Waiting } from "../shell/boxes.js";
import type { ClipSet } from "./clip-set.js";
import { type Corrections, useCorrections } from "./corrections.js";
import { useClipSet } from "./use-clip-set.js";
import "./clips.css";

export interface ClipPageProps {
  run: string;
  /** Whether all splits can be shown together. */
  joins?: boolean;
  render: (set: ClipSet, corrections: Corrections) => ComponentChildren;
}

/** A page over the clips of a run, once they are read. */
export function ClipPage({ run, joins = false, render }: ClipPageProps) {
  const reading = useClipSet(run, joins);
  switch (reading.state) {
    case "waiting":
      return <Waiting height={640} />;
    case "failed":
      return <ErrorBox title="The predictions could not be read" message={reading.error.message} />;
    case "none":
      return (
        <EmptyBox title="No predictions">
          <p>{reading.reason}</p>
        </EmptyBox>
      );
    case "ready":
      return <Ready set={reading.set} render={render} />;
  }
}

function Ready({ set, render }: { set: ClipSet; render: ClipPageProps["render"] }) {
  const corrections = useCorrections(
    set.run,
    set.parts.map((part) => part.set.split),
  );
  return <>{render(set, corrections)}</>;
}

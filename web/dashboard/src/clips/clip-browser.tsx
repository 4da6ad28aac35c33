import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { player } from "../audio/player.js";
import { VirtualList } from "../rows/virtual-list.js";
import { useKeys } from "../shell/keys.js";
import { param, setParams } from "../shell/router.js";
import { CARD_HEIGHT, ClipCard, EVENTS_CARD_HEIGHT } from "./clip-card.js";
import { ClipDetail } from "./clip-detail.js";
import { partOf, placeOf } from "./clip-parts.js";
import { type ClipSet, soundAddress } from "./clip-set.js";
import type { Corrections } from "./corrections.js";

export interface ClipBrowserProps {
  set: ClipSet;
  /** Rows of the evaluation to list, in this order. */
  rows: readonly number[];
  corrections: Corrections;
  label: string;
  /** False: the first clip is not opened by itself. */
  opensFirst?: boolean;
  /** More about the selected clip. */
  more?: (clip: number) => ComponentChildren;
}

/** A list of clips and the selected one, with the keys to go through them by ear. The address names the selected clip. */
export function ClipBrowser({ set, rows, corrections, label, opensFirst = true, more }: ClipBrowserProps) {
  const { evaluation, run } = set;
  const isEditing = useSignal(false);
  const asked = param("clip");
  const first = rows[0];
  const clip =
    asked !== "" ? Number(asked) : opensFirst && first !== undefined ? evaluation.clip[first]! : null;
  const selected = clip === null ? -1 : rows.findIndex((row) => evaluation.clip[row] === clip);

  const open = (next: number): void => {
    isEditing.value = false;
    setParams({ clip: String(next) });
  };
  const play = (which: number): void => {
    const { set: own, clip: place } = partOf(set, which);
    if (own.clips.silentBecause === null)
      void player.play(soundAddress(run, own.split, place)).catch(() => {});
  };
  const move = (by: number): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, selected + by))];
    if (row === undefined) return;
    open(evaluation.clip[row]!);
    play(evaluation.clip[row]!);
  };
  const chosen = clip === null ? null : partOf(set, clip);
  const own = corrections.of(chosen?.set.split ?? set.split);
  const canCorrect = own.list.value?.refusedBecause === null;
  const recorded = chosen?.set.clips.clips[chosen.clip]?.label ?? "";
  useKeys([
    { key: "j", label: "play the next clip", run: () => move(1) },
    { key: "k", label: "play the clip before", run: () => move(-1) },
    { key: "ArrowDown", label: "play the next clip", run: () => move(1) },
    { key: "ArrowUp", label: "play the clip before", run: () => move(-1) },
    {
      key: " ",
      label: "play or stop",
      run: () => (player.playing.value !== null ? player.stop() : clip !== null && play(clip)),
    },
    {
      key: "l",
      label: "change the label, or the events",
      run: () => {
        if (canCorrect && clip !== null) isEditing.value = true;
      },
    },
    {
      key: "x",
      label: "reject the clip, or keep it again",
      run: () => {
        if (!canCorrect || chosen === null) return;
        const isRejected = own.labelOf(chosen.clip, recorded) === null;
        void own.change(chosen.clip, isRejected ? recorded : null, recorded);
      },
    },
    {
      key: "Ctrl+z",
      label: "undo the last change of a label",
      run: () =>
        void corrections.undo().then((undone) => {
          const place = undone === null ? null : placeOf(set, undone.split, undone.clip);
          if (place !== null) open(place);
        }),
    },
  ]);
  useEffect(() => () => player.stop(), []);
  return (
    <div class="clip-browser">
      <VirtualList
        count={rows.length}
        rowHeight={evaluation.meta.kind === "events" ? EVENTS_CARD_HEIGHT : CARD_HEIGHT}
        selected={selected}
        label={label}
        render={(index) => {
          const row = rows[index]!;
          const listed = evaluation.clip[row]!;
          const { set: its, clip: place } = partOf(set, listed);
          return (
            <ClipCard
              key={listed}
              set={its}
              row={its.evaluation.rowOf(place)!}
              corrections={corrections.of(its.split)}
              showsSplit={set.parts.length > 1}
              isSelected={listed === clip}
              onSelect={() => open(listed)}
            />
          );
        }}
      />
      {clip !== null && chosen !== null && (
        <ClipDetail
          key={clip}
          {...chosen}
          corrections={own}
          isEditing={isEditing.value}
          onEdit={(value) => {
            isEditing.value = value;
          }}
        >
          {more?.(clip)}
        </ClipDetail>
      )}
    </div>
  );
}

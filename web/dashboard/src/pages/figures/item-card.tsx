/** An item in a box of a fixed height, read once it is in view. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ItemAnswer, ItemHead, RunDetail } from "../../../../../src/dashboard/api.js";
import { save } from "../../charts/export.js";
import { useSize } from "../../charts/use-size.js";
import { getJson } from "../../data/client.js";
import { useApi } from "../../data/use-api.js";
import { formatCount } from "../../format/numbers.js";
import { setParams } from "../../shell/router.js";
import { ItemView } from "./item-view.js";

/** A larger item would take long to read, and draws more than a person sees. */
const MOST_SHOWN_BYTES = 16e6;
/** The server answers no larger one. */
const MOST_ANSWERED_BYTES = 64e6;
const HEIGHTS = { usual: 340, large: 680 };
const HEAD_PX = 34;

interface ItemCardProps {
  detail: RunDetail;
  head: ItemHead;
  isLarge: boolean;
}

export function ItemCard({ detail, head, isLarge }: ItemCardProps) {
  const { key: run, generation } = detail;
  const { name, step, bytes } = head;
  const box = useRef<HTMLElement>(null);
  const { isInView } = useSize(box);
  const isSeen = useSignal(false);
  useEffect(() => {
    if (isInView) isSeen.value = true;
  }, [isInView]);
  const showsValues = useSignal(false);
  const address = `/api/runs/${run}/item?name=${encodeURIComponent(name)}&step=${step}`;
  const { data, error } = useApi(
    isSeen.value && bytes <= MOST_SHOWN_BYTES ? `${address} ${generation}` : null,
    (signal) => getJson<ItemAnswer>(`${address}&generation=${generation}`, signal),
  );
  const height = isLarge ? HEIGHTS.large : HEIGHTS.usual;
  return (
    <section
      class={`figure-card${isLarge ? " large" : ""}`}
      ref={box}
      aria-label={name}
      style={{ height: `${height}px` }}
    >
      <header>
        <h2 title={name}>{name}</h2>
        <span class="muted small">step {formatCount(data?.step ?? step)}</span>
        {data !== null && (
          <>
            {data.item.kind === "figure" && (
              <button
                type="button"
                class="quiet small"
                aria-pressed={showsValues.value}
                onClick={() => {
                  showsValues.value = !showsValues.value;
                }}
              >
                Values
              </button>
            )}
            <button
              type="button"
              class="quiet small"
              title="Save the item as JSON"
              onClick={() =>
                save(`${name}-step-${data.step}.json`, JSON.stringify(data.item), "application/json")
              }
            >
              JSON
            </button>
          </>
        )}
        <button
          type="button"
          class="quiet small"
          aria-pressed={isLarge}
          onClick={() => setParams({ item: isLarge ? null : name })}
        >
          {isLarge ? "Smaller" : "Larger"}
        </button>
      </header>
      {bytes > MOST_SHOWN_BYTES ? (
        <TooLarge bytes={bytes} address={address} name={name} />
      ) : error !== null ? (
        <p class="muted">{error.message}</p>
      ) : (
        data !== null && (
          <ItemView
            answer={data}
            run={run}
            generation={generation}
            height={height - HEAD_PX}
            showsValues={showsValues.value}
          />
        )
      )}
    </section>
  );
}

function TooLarge({ bytes, address, name }: { bytes: number; address: string; name: string }) {
  const size = `${formatCount(Math.round(bytes / 1e6))} MB`;
  if (bytes > MOST_ANSWERED_BYTES)
    return <p class="muted">It has {size}: too large for a page. The table items of run.sqlite has it.</p>;
  return (
    <p class="muted">
      It has {size}: too large for a page.{" "}
      <a href={address} download={`${name.replace(/[^\w.-]+/g, "-")}.json`}>
        Save it as JSON
      </a>
    </p>
  );
}

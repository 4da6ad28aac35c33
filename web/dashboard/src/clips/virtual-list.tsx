import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

export interface VirtualListProps {
  count: number;
  /** Of each row, in pixels. */
  rowHeight: number;
  /** The row to keep in view; -1 for none. */
  selected: number;
  label: string;
  render: (index: number) => ComponentChildren;
}

/** Rows beyond the visible ones that are rendered too. */
const MARGIN_ROWS = 2;

/** A list of any length that renders what is visible. */
export function VirtualList({ count, rowHeight, selected, label, render }: VirtualListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const visible = useSignal({ first: 0, last: 12 });
  const measure = (): void => {
    // A list that is leaving scrolls once more.
    if (scroller.current === null) return;
    const { scrollTop, clientHeight } = scroller.current;
    const first = Math.max(0, Math.floor(scrollTop / rowHeight) - MARGIN_ROWS);
    const last = Math.min(count, Math.ceil((scrollTop + clientHeight) / rowHeight) + MARGIN_ROWS);
    if (first !== visible.value.first || last !== visible.value.last) visible.value = { first, last };
  };
  useLayoutEffect(measure, [count, rowHeight]);
  useEffect(() => {
    const observer = new ResizeObserver(measure);
    observer.observe(scroller.current!);
    return () => observer.disconnect();
  }, [count, rowHeight]);
  useLayoutEffect(() => {
    if (selected < 0) return;
    const element = scroller.current!;
    const top = selected * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + element.clientHeight)
      element.scrollTop = top + rowHeight - element.clientHeight;
    measure();
  }, [selected, rowHeight]);
  const { first, last } = visible.value;
  const rows = Array.from({ length: Math.max(0, Math.min(last, count) - first) }, (_, i) => first + i);
  return (
    <div class="virtual-list" ref={scroller} onScroll={measure}>
      <ul aria-label={label} style={{ height: `${count * rowHeight}px` }}>
        {rows.map((index) => (
          <li
            key={index}
            aria-setsize={count}
            aria-posinset={index + 1}
            style={{ top: `${index * rowHeight}px`, height: `${rowHeight}px` }}
          >
            {render(index)}
          </li>
        ))}
      </ul>
    </div>
  );
}

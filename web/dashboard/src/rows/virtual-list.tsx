import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { showRow, useVisibleRows } from "./visible-rows.js";

export interface VirtualListProps {
  count: number;
  /** Of each row, in pixels. */
  rowHeight: number;
  /** The row to keep in view; -1 for none. */
  selected: number;
  label: string;
  render: (index: number) => ComponentChildren;
}

/** A list of any length that renders what is visible. */
export function VirtualList({ count, rowHeight, selected, label, render }: VirtualListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { first, last, measure } = useVisibleRows(scroller, count, rowHeight);
  useLayoutEffect(() => {
    if (selected < 0) return;
    showRow(scroller.current!, selected, rowHeight);
    measure();
  }, [selected, rowHeight]);
  const rows = Array.from({ length: last - first }, (_, i) => first + i);
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

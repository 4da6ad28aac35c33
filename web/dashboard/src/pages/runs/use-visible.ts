import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";

const MARGIN_ROWS = 6;
/** Height of the bar at the top of the window, in pixels. */
const PAGE_HEAD = 60;

/** Returns the rows of a scrolled list that are visible: first, and the one after the last. */
export function useVisible(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
): { first: number; last: number; measure: () => void } {
  const visible = useSignal({ first: 0, last: 40 });
  const measure = (): void => {
    const element = scroller.current;
    if (element === null) return;
    const first = Math.max(0, Math.floor(element.scrollTop / rowHeight) - MARGIN_ROWS);
    const last = Math.ceil((element.scrollTop + element.clientHeight) / rowHeight) + MARGIN_ROWS;
    if (first !== visible.peek().first || last !== visible.peek().last) visible.value = { first, last };
  };
  useLayoutEffect(measure, [count, rowHeight]);
  useEffect(() => {
    const observer = new ResizeObserver(measure);
    observer.observe(scroller.current!);
    return () => observer.disconnect();
  }, [rowHeight]);
  const last = Math.min(count, visible.value.last);
  return { first: Math.min(visible.value.first, last), last, measure };
}

/** Scrolls so that a row is in view. @param headHeight of what covers the top, in pixels */
export function scrollToRow(element: HTMLElement, row: number, rowHeight: number, headHeight: number): void {
  const top = row * rowHeight;
  const room = element.clientHeight - headHeight;
  if (top < element.scrollTop) element.scrollTop = top;
  else if (top + rowHeight > element.scrollTop + room) element.scrollTop = top + rowHeight - room;
  // The list may reach beyond the window.
  const from = element.getBoundingClientRect().top + headHeight + top - element.scrollTop;
  if (from + rowHeight > innerHeight) scrollBy(0, from + rowHeight - innerHeight);
  else if (from < PAGE_HEAD + headHeight) scrollBy(0, from - PAGE_HEAD - headHeight);
}

/** The rows of a scrolled list that are in view: of thousands only those are rendered. */
import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";

/** Rows beyond those in view that are rendered too. */
const MARGIN_ROWS = 4;
/** Rows before the list is measured. */
const FIRST_ROWS = 12;
/** Height of the bar at the top of the window, in pixels. */
const PAGE_HEAD = 60;

export interface VisibleRows {
  first: number;
  /** The one after the last. */
  last: number;
  /** Call it when the list scrolls. */
  measure(): void;
}

/** @param rowHeight of each row, in pixels */
export function useVisibleRows(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
): VisibleRows {
  const visible = useSignal({ first: 0, last: FIRST_ROWS });
  const measure = (): void => {
    const element = scroller.current;
    // A list that is leaving scrolls once more.
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

/** Scrolls the list so that a row is in view. @param headHeight of what covers the top, in pixels */
export function showRow(element: HTMLElement, row: number, rowHeight: number, headHeight = 0): void {
  const top = row * rowHeight;
  const room = element.clientHeight - headHeight;
  if (top < element.scrollTop) element.scrollTop = top;
  else if (top + rowHeight > element.scrollTop + room) element.scrollTop = top + rowHeight - room;
}

/** The same, and scrolls the page, as the list may reach beyond the window. */
export function showRowOnPage(
  element: HTMLElement,
  row: number,
  rowHeight: number,
  headHeight: number,
): void {
  showRow(element, row, rowHeight, headHeight);
  const from = element.getBoundingClientRect().top + headHeight + row * rowHeight - element.scrollTop;
  if (from + rowHeight > innerHeight) scrollBy(0, Math.ceil(from + rowHeight - innerHeight));
  else if (from < PAGE_HEAD + headHeight) scrollBy(0, from - PAGE_HEAD - headHeight);
}

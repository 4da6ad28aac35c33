import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** The width of an element, and whether it is in view or near: charts that cannot be seen are not drawn. */
export function useSize(element: RefObject<HTMLElement | null>): { width: number; isInView: boolean } {
  const width = useSignal(0);
  const isInView = useSignal(false);
  useEffect(() => {
    const sizes = new ResizeObserver(([entry]) => {
      width.value = Math.floor(entry!.contentRect.width);
    });
    const views = new IntersectionObserver(
      (entries) => {
        isInView.value = entries.at(-1)!.isIntersecting;
      },
      { rootMargin: "200px" },
    );
    sizes.observe(element.current!);
    views.observe(element.current!);
    return () => {
      sizes.disconnect();
      views.disconnect();
    };
  }, []);
  return { width: width.value, isInView: isInView.value };
}

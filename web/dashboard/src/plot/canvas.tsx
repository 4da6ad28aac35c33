/** A canvas as wide as its place, drawn again when its size, the theme or its data changes. */
import { useSignalEffect } from "@preact/signals";
import type { TargetedEvent, TargetedPointerEvent } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { isDark } from "../shell/theme.js";

export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface CanvasProps {
  /** In CSS pixels; reserved before anything is drawn. */
  height: number;
  /** What it shows, for screen readers; a table beside it has the values. */
  label: string;
  draw(context: CanvasRenderingContext2D, width: number, height: number): void;
  /** The pointer's place, in CSS pixels; null when it leaves. */
  onHover?(place: Place | null): void;
  onPick?(place: Place): void;
  /** Called for the wheel, with a place; the page does not scroll if it returns true. */
  onWheel?(place: Place, event: WheelEvent): boolean;
  onKey?(event: KeyboardEvent): void;
  class?: string;
}

export function Canvas(props: CanvasProps) {
  const element = useRef<HTMLCanvasElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const paint = useRef(() => {});
  paint.current = () => {
    const canvas = element.current;
    if (canvas === null) return;
    const { clientWidth: width, clientHeight: height } = canvas;
    if (width === 0) return;
    const ratio = devicePixelRatio;
    const [pixels, rows] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== pixels || canvas.height !== rows) [canvas.width, canvas.height] = [pixels, rows];
    const context = canvas.getContext("2d")!;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    latest.current.draw(context, width, height);
  };
  useEffect(() => {
    const canvas = element.current!;
    const observer = new ResizeObserver(() => paint.current());
    observer.observe(canvas);
    const onWheel = (event: WheelEvent): void => {
      if (latest.current.onWheel?.(placeOf(canvas, event), event)) event.preventDefault();
    };
    canvas.addEventListener("wheel", onWheel, { passive: false });
    return () => {
      observer.disconnect();
      canvas.removeEventListener("wheel", onWheel);
    };
  }, []);
  useEffect(() => {
    element.current!.style.height = `${props.height}px`;
  }, [props.height]);
  useSignalEffect(() => {
    void isDark.value;
    requestAnimationFrame(() => paint.current());
  });
  useEffect(() => paint.current());
  const { onHover, onPick, onKey } = props;
  const at = (event: TargetedPointerEvent<HTMLCanvasElement>): Place => placeOf(event.currentTarget, event);
  return (
    <canvas
      ref={element}
      class={`plot ${props.class ?? ""}`}
      role="img"
      aria-label={props.label}
      {...(onKey === undefined ? {} : { tabIndex: 0, onKeyDown: onKey })}
      {...(onHover === undefined
        ? {}
        : {
            onPointerMove: (event: TargetedPointerEvent<HTMLCanvasElement>) => onHover(at(event)),
            onPointerLeave: () => onHover(null),
          })}
      {...(onPick === undefined
        ? {}
        : {
            onClick: (event: TargetedEvent<HTMLCanvasElement, MouseEvent>) =>
              onPick(placeOf(event.currentTarget, event)),
          })}
    />
  );
}

function placeOf(canvas: HTMLCanvasElement, { clientX, clientY }: MouseEvent): Place {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top, width, height };
}

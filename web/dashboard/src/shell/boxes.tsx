/** What a page shows instead of its content. */
import type { ComponentChildren } from "preact";

export function ErrorBox({ title, message }: { title: string; message: string }) {
  return (
    <section class="box error" role="alert">
      <h2>{title}</h2>
      <p>{message}</p>
    </section>
  );
}

export function EmptyBox({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <section class="box">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** Keeps the place of content that is being read. @param height in pixels */
export function Waiting({ height }: { height: number }) {
  return (
    <div
      class="waiting"
      ref={(element) => {
        if (element) element.style.height = `${height}px`;
      }}
      role="status"
      aria-label="loading"
    />
  );
}

/** The loudest sample of the last moments, in decibels of full scale; its right end is clipping. For the eye alone. */
const LEAST_DB = -60;

export function LevelMeter({ peak }: { peak: number }) {
  const db = Math.max(LEAST_DB, 20 * Math.log10(peak + 1e-9));
  return (
    <span class={`level ${peak >= 0.999 ? "clipped" : ""}`} aria-hidden="true">
      <i
        ref={(element) => {
          if (element) element.style.width = `${100 * Math.max(0, 1 - db / LEAST_DB)}%`;
        }}
      />
    </span>
  );
}

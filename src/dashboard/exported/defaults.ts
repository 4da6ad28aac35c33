/** Megabytes of sounds, by `woodshed dashboard export` without options and by the button on the page. */
export const DEFAULT_SOUND_MB = 10;
/** How long the map of the last evaluation is waited for. */
export const MAP_PATIENCE_MS = 30_000;

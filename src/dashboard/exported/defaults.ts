/** Defaults of `woodshed dashboard export`, and of the button on the page. */
export const DEFAULT_SOUND_MB = 10;
/** How long the map of the last evaluation is waited for. */
export const MAP_PATIENCE_MS = 30_000;

/** How annotation files are read: what a recipe says in `data.format`, `data.columns`, `data.audio_folders`, `data.windows`. */

export const FORMAT_NAMES = ["csv", "jsonl", "raven", "audacity", "dcase_strong", "dcase_weak"] as const;

export type FormatName = (typeof FORMAT_NAMES)[number];

/** Names of a file's columns by ours: `{ path: "file", label: "species" }`. */
export type ColumnNames = Readonly<Record<string, string>>;

/** How long recordings are cut into clips of one length. */
export interface WindowOptions {
  sec: number;
  /** From the start of a window to the start of the next. */
  hopSec: number;
  /**
   * An annotation labels a window if it overlaps it by this many seconds, or by `minOverlapFraction` of its own duration;
   * null for neither: if it overlaps it at all.
   */
  minOverlapSec: number | null;
  minOverlapFraction: number | null;
  /** A window that ends after the recording: padded with silence, left out, or moved to end with the recording. */
  last: "pad" | "skip" | "shift";
  /** Windows that no annotation labels: left out, clips without labels, or clips with this label. */
  background: "skip" | "no_label" | { readonly label: string };
}

export interface Reading {
  /** `auto` recognizes each file by its content and name. */
  format: "auto" | FormatName;
  columns: ColumnNames;
  /** Folders in which recordings are looked up, after the folder of the annotation file. */
  audioFolders: readonly string[];
  /** null: each annotated stretch is a clip. */
  windows: WindowOptions | null;
  /** Columns, by their names in the files, whose cells clips keep. */
  keep: readonly string[];
  /** Keeps rows whose recording cannot be opened, with the reason, instead of refusing the first one. */
  keepUnreadable: boolean;
  /** Files of corrections that replace annotations of the source. */
  corrections: readonly string[];
}

export const READ_AS_FOUND: Reading = {
  format: "auto",
  columns: {},
  audioFolders: [],
  windows: null,
  keep: [],
  keepUnreadable: false,
  corrections: [],
};

/** Findings at a path of clips. */
export interface SourceReport {
  /** The key that names it: `data.train`. */
  key: string;
  path: string;
  /** The kinds of files, such as `3 Raven selection tables`. */
  title: string;
  /** Rows of annotation files; null for sources without rows. */
  numRows: number | null;
  numRecordings: number;
  numClips: number;
  /** Windows without a label, and the number of them that are clips; null without `data.windows`. */
  background: { found: number; kept: number } | null;
}

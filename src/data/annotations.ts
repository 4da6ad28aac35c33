/** How annotations of clips are read. A task declares it; no code here loads libtorch. */
import { DataError } from "../errors.js";

/** Columns of a manifest's row, or keys of a shard's JSON. */
export type Row = Readonly<Record<string, unknown>>;

/** State that a task fits to the training clips: JSON, stored in every checkpoint. */
export interface TaskState {
  /** Names of the model's outputs: the labels, sorted, or the names of the numbers. */
  labels: readonly string[];
  /** Other fitted numbers, such as the mean of a target. */
  numbers: Readonly<Record<string, readonly number[]>>;
}

/**
 * The annotations of a task. A clip holds its annotation as text in one canonical form: equal annotations are equal
 * texts, in messages, fingerprints and shards.
 */
export interface Annotations {
  /** Column of a manifest, or key of a shard's JSON, that must be there. */
  readonly column: string;
  /** True if the column's cell may be empty. */
  readonly mayBeEmpty: boolean;
  /** Returns advice for a manifest that lacks the column, from the columns that it has; null for none. */
  advice(columns: readonly string[]): string | null;
  /**
   * Returns a row's annotation in its canonical form.
   *
   * @param source place for messages, such as `train.csv:17`
   * @throws DataError naming the place, the column and what was expected
   */
  parse(row: Row, source: string): string;
  /** Returns the cells of an annotation, by column: `parse` reads them as the same annotation. */
  row(annotation: string): Row;
  /** Returns an annotation as a person writes it, quoted, for messages. */
  quote(annotation: string): string;
  /** Returns the labels of an annotation; none for one that has no labels. */
  labelsOf(annotation: string): readonly string[];
  /** True if there are several strata, those of the labels. */
  readonly isStratified: boolean;
  /** Returns the stratum of an annotation: validation clips are split off from each stratum in proportion. */
  stratumOf(annotation: string): string;
  /**
   * Fits the state to the training clips.
   *
   * @param path of the clips, for messages
   * @param placeOf returns the line or the file of an annotation, for messages
   * @throws DataError if nothing can be learnt from them
   */
  fit(annotations: readonly string[], path: string, placeOf: (annotation: number) => string): TaskState;
  /** Describes the state in one line, such as `3 labels: bass, organ, piano`. */
  describe(state: TaskState): string;
  /** Returns a problem that the training clips' state has with another clip's annotation; null for none. */
  problemOf(annotation: string, state: TaskState): string | null;
  /** Returns the canonical forms in which other options of the task read the same cells; left out: there are none. */
  otherReadings?(annotation: string): readonly string[];
  /** How a clip gets several labels; left out: a clip has one annotation, and two different ones are an error. */
  readonly several?: SeveralLabels;
  /** How the events of a recording become its annotation; left out: only labels count, not their times. */
  readonly inTime?: AnnotationsInTime;
}

/** An event of a clip, in seconds from the clip's start. */
export interface TimedAnnotation {
  /** The annotation of the event alone. */
  annotation: string;
  onsetSec: number;
  offsetSec: number;
}

/** Annotations that keep the times of events. */
export interface AnnotationsInTime {
  /** Returns the annotation of a clip with these events, or with none. */
  annotationOf(events: readonly TimedAnnotation[]): string;
  /** Returns the events of an annotation; null for one without times. */
  eventsOf(annotation: string): readonly TimedAnnotation[] | null;
}

/** Labels of a clip that come one by one, such as those of events. */
export interface SeveralLabels {
  /** Returns the cell of `column` for a clip with these labels. */
  cellOf(labels: readonly string[]): unknown;
  /** Returns the annotation of a clip to which all of these apply. */
  merge(annotations: readonly string[]): string;
}

/** Returns the annotation of a clip with these labels, or with none. @throws DataError naming `source` */
export function annotationWith(
  labels: readonly string[],
  row: Row,
  annotations: Annotations,
  source: string,
): string {
  const { column, several } = annotations;
  const cell = several?.cellOf(labels) ?? (labels.length > 1 ? labels : (labels[0] ?? ""));
  return annotations.parse({ ...row, [column]: cell }, source);
}

/** Returns a value that must be text of one character or more. @throws DataError */
export function textOf(row: Row, column: string, source: string, remedy = ""): string {
  const value = row[column];
  if (typeof value === "string" && value !== "") return value;
  throw new DataError("FIELD", `${source}: ${column}: expected text, got ${JSON.stringify(value)}${remedy}`);
}

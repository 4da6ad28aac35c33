import type { Annotations } from "./annotations.js";
import { describeLabels, describeStrangers } from "./single-label.js";

/** The members of annotations that have no default, and any others. */
export type AnnotationParts = Pick<Annotations, "column" | "parse"> & Partial<Annotations>;

/**
 * Completes annotations of a user's own. By default an annotation is one label, written as it is read; the model's outputs
 * are named after the labels of the training clips, and a clip with another label is refused.
 */
export function completeAnnotations(parts: AnnotationParts): Annotations {
  const { column, mayBeEmpty = false, isStratified = false } = parts;
  const labelsOf = (annotation: string): readonly string[] => parts.labelsOf?.(annotation) ?? [annotation];
  return {
    ...{ column, mayBeEmpty, isStratified, labelsOf },
    advice: (columns) => parts.advice?.(columns) ?? null,
    parse: (row, source) => parts.parse(row, source),
    row: (annotation) => parts.row?.(annotation) ?? { [column]: annotation },
    quote: (annotation) => parts.quote?.(annotation) ?? `"${annotation}"`,
    stratumOf: (annotation) => parts.stratumOf?.(annotation) ?? "",
    fit: (annotations, path, placeOf) =>
      parts.fit?.(annotations, path, placeOf) ?? {
        labels: [...new Set(annotations.flatMap(labelsOf))].sort(),
        numbers: {},
      },
    ...(parts.several === undefined ? {} : { several: parts.several }),
    ...(parts.inTime === undefined ? {} : { inTime: parts.inTime }),
    describe: (state) => parts.describe?.(state) ?? describeLabels(state),
    problemOf: (annotation, state) =>
      parts.problemOf === undefined
        ? describeStrangers(labelsOf(annotation), state.labels)
        : parts.problemOf(annotation, state),
  };
}

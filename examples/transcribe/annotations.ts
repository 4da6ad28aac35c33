// Annotations of clips: sequences of notes, `A C E`, in the column `notes`.
import { type AnnotationParts, DataError } from "woodshed";

export function notesIn(annotation: string): string[] {
  return annotation.split(" ");
}

/** Returns the fewest frames that CTC needs: one for each note, and a blank between equal neighbours. */
function framesFor(notes: readonly string[]): number {
  return notes.length + notes.filter((note, i) => note === notes[i - 1]).length;
}

/** @param frames of the model's output */
export function sequences(frames: number): AnnotationParts {
  return {
    column: "notes",
    parse(row, source) {
      const notes = String(row["notes"] ?? "")
        .split(/\s+/)
        .filter((note) => note !== "");
      const needed = framesFor(notes);
      if (notes.length === 0)
        throw new DataError("FIELD", `${source}: notes: expected notes separated by spaces, such as "A C E"`);
      if (needed > frames)
        throw new DataError(
          "FIELD",
          `${source}: notes: needs ${needed} frames, and task.frames is ${frames}`,
        );
      return notes.join(" ");
    },
    labelsOf: notesIn,
    describe: ({ labels }) => `${labels.length} notes: ${labels.join(", ")}`,
  };
}

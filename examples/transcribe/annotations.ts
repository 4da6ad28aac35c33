// Annotations of clips: sequences of notes, `A C E`, in the column `notes`.
import { type Annotations, DataError } from "woodshed";

export function notesIn(annotation: string): string[] {
  return annotation.split(" ");
}

/** Returns the fewest frames that CTC needs: one for each note, and a blank between equal neighbours. */
function framesFor(notes: readonly string[]): number {
  return notes.length + notes.filter((note, i) => note === notes[i - 1]).length;
}

/** @param frames of the model's output */
export function sequences(frames: number): Annotations {
  const tooLong = (annotation: string): string | null => {
    const needed = framesFor(notesIn(annotation));
    return needed <= frames ? null : `needs ${needed} frames, and task.frames is ${frames}`;
  };
  return {
    column: "notes",
    mayBeEmpty: false,
    advice: () => null,
    parse(row, source) {
      const notes = String(row["notes"] ?? "")
        .split(/\s+/)
        .filter((note) => note !== "");
      if (notes.length > 0) return notes.join(" ");
      throw new DataError("FIELD", `${source}: notes: expected notes separated by spaces, such as "A C E"`);
    },
    row: (annotation) => ({ notes: annotation }),
    quote: (annotation) => `"${annotation}"`,
    labelsOf: notesIn,
    isStratified: false,
    stratumOf: () => "",
    fit(annotations, _path, placeOf) {
      for (const [i, annotation] of annotations.entries()) {
        const problem = tooLong(annotation);
        if (problem !== null) throw new DataError("FIELD", `${placeOf(i)}: "${annotation}" ${problem}`);
      }
      return { labels: [...new Set(annotations.flatMap(notesIn))].sort(), numbers: {} };
    },
    describe: ({ labels }) => `${labels.length} notes: ${labels.join(", ")}`,
    problemOf(annotation, { labels }) {
      const stranger = notesIn(annotation).find((note) => !labels.includes(note));
      return stranger === undefined
        ? tooLong(annotation)
        : `the note "${stranger}" is not in training, which has ${labels.join(", ")}`;
    },
  };
}

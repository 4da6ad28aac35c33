import type { GraphQl } from "./graphql.js";

/** A part of the engine's own query before it resumes a run. */
const QUERY = `
  query RunResumeStatus($project: String, $entity: String, $name: String!) {
    model(name: $project, entityName: $entity) { bucket(name: $name, missingOk: true) { historyTail } }
  }`;

interface Answer {
  model: { bucket: { historyTail: string | null } | null } | null;
}

/** Returns the last step that W&B has of a run; null if it has none. */
export async function lastStepOf(
  graphQl: GraphQl,
  { entity, project, run }: { entity: string | null; project: string; run: string },
): Promise<number | null> {
  const answer = await graphQl.ask<Answer>(QUERY, { entity, project, name: run });
  const tail = JSON.parse(answer.model?.bucket?.historyTail ?? "[]") as string[];
  // A line of the history may contain bare NaN literals, so only the step is extracted.
  const step = /"_step":\s*(\d+)/.exec(tail.at(-1) ?? "")?.[1];
  return step === undefined ? null : Number(step);
}

import type { GraphQl } from "./graphql.js";

export interface Collection {
  entity: string;
  project: string;
  type: string;
  name: string;
}

const VERSIONS = `
  query ProjectArtifacts($entity: String!, $project: String!, $type: String!, $collection: String!) {
    project(entityName: $entity, name: $project) {
      artifactType(name: $type) {
        artifactCollection(name: $collection) {
          artifacts(first: 100) {
            edges { node { id state versionIndex aliases { alias } } }
          }
        }
      }
    }
  }`;

const DELETE = `
  mutation DeleteArtifact($input: DeleteArtifactInput!) {
    deleteArtifact(input: $input) { artifact { id } }
  }`;

interface Version {
  id: string;
  state: string;
  versionIndex: number | null;
  aliases: { alias: string }[];
}

interface Versions {
  project: {
    artifactType: {
      artifactCollection: { artifacts: { edges: { node: Version }[] } } | null;
    } | null;
  } | null;
}

/**
 * Deletes the versions of an artifact that are older than the newest `most`, except those with an alias (`best`, or a
 * user's).
 *
 * @returns the number of deleted versions
 */
export async function pruneVersions(graphQl: GraphQl, collection: Collection, most: number): Promise<number> {
  const { entity, project, type, name } = collection;
  const found = await graphQl.ask<Versions>(VERSIONS, { entity, project, type, collection: name });
  const edges = found.project?.artifactType?.artifactCollection?.artifacts.edges ?? [];
  const old = edges
    .map(({ node }) => node)
    .filter(({ state }) => state === "COMMITTED")
    .sort((a, b) => (b.versionIndex ?? 0) - (a.versionIndex ?? 0))
    .slice(most)
    // Old servers list the version, such as v3, among the aliases.
    .filter(({ aliases }) => aliases.every(({ alias }) => /^v\d+$/.test(alias)));
  for (const { id } of old) await graphQl.ask(DELETE, { input: { artifactID: id, deleteAliases: false } });
  return old.length;
}

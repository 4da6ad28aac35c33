import { RegistryError } from "../../errors.js";

/** A reference to a version, by number or by alias. */
export interface Reference {
  name: string;
  version: string | null;
  alias: string | null;
}

const FORMS = /^(?:models:\/)?([^/:@]+)(?:\/(\d+)|@([\w-]+))$/;

/** Returns whether a path is a reference to a registered version: `models:/birds/3`, `models:/birds@champion`. */
export function isReference(text: string): boolean {
  return text.startsWith("models:/");
}

/**
 * @param text in MLflow's form, with or without `models:/`
 * @throws RegistryError for another form
 */
export function parseReference(text: string): Reference {
  const match = FORMS.exec(text);
  if (match === null) {
    throw new RegistryError(
      "REFERENCE",
      `"${text}": expected a model with a version or an alias, such as models:/birds/3 or models:/birds@champion`,
    );
  }
  const [, name, version = null, alias = null] = match;
  return { name: name!, version, alias };
}

export function formatReference(name: string, version: string): string {
  return `models:/${name}/${version}`;
}

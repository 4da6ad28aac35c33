/** zod, as modules of the user's import it: with its texts in 50 languages, which a start does not load. */
export * from "zod";
export { default } from "zod";

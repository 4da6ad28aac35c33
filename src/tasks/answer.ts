/* Plain data, for the command line, the server and the browser: nothing here needs libtorch. */

/** The answer of a model for one recording. */
export interface Answer {
  /** The complete answer for programs, by snake_case names other than `path`, `duration_sec` and `values`. */
  json: Readonly<Record<string, unknown>>;
  /** The answer in a word or two, for a line of a log. */
  brief: string;
  /** The outputs as rows to print or to draw, the chosen ones first. */
  values: readonly AnswerValue[];
}

export interface AnswerValue {
  name: string;
  value: number;
  /** The value with its unit, as people read it: `92.1%`. */
  text: string;
  /** Length of a bar, from 0 to 1; null to draw none. */
  share: number | null;
  /** True if the value is part of what the model answers. */
  isChosen: boolean;
}

/** Outputs of a model, and the data that gives them their meaning. */
export interface TaskDescription {
  /** The task's name. */
  name: string;
  /** The model's choice of answers in a word or two: `9 labels`. */
  summary: string;
  /** The end of a sentence about the model: `predicts one of 9 labels`. */
  purpose: string;
  /** The activated outputs [batch, size], under the name that other programs use. */
  output: { name: string; size: number; meaning: string };
  /** JSON that a program needs to read the outputs, such as the labels, by snake_case names. */
  properties: Readonly<Record<string, unknown>>;
}

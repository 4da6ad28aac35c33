/** Texts of metrics' names. */

/** `validation accuracy` of `validation/accuracy` */
export const metricTitle = (name: string): string => name.replaceAll(/[/_]/g, " ");

/** The same where there is little room: `val accuracy`. */
export const shortMetric = (name: string): string => metricTitle(name.replace(/^validation\//, "val "));

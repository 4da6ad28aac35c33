/** Why a run is aborted when it is not a person's wish: the run saves where it stands and ends as failed. */
export class Crash extends Error {
  constructor(cause: unknown) {
    super("the run cannot go on", { cause });
    this.name = "Crash";
  }
}

/**
 * The answers of the dashboard's server, shared by the server and the pages (web/dashboard). Without Node and without imports of
 * values: pages take its types alone.
 *
 * Every address is under `/api/` and read by GET, except POST `/api/runs/{run}/corrections`. `{run}` is a run's `key`. JSON is an
 * object; "columns" is a file of src/columns.ts. An error is `{ error: { code, message } }` with its status. A number that is
 * not finite is null in JSON, and NaN in columns.
 *
 * Items, media, predictions, clips, sounds, maps, neighbours and corrections also take `generation`, that of the `RunDetail` by which
 * they are known: 204 without content answers for what a resume or a rewind removed since.
 *
 *     /api/runs[?since=]                                        RunList: all, or those that changed since a `version`
 *     /api/runs/{run}                                           RunDetail
 *     /api/runs/{run}/item?name=&step=                          ItemAnswer
 *     /api/runs/{run}/media?name=&step=&row=&column=            a sound or picture of a table: WAV or PNG
 *     /api/runs/{run}/predictions?split=&step=                  columns with PredictionsMeta
 *     /api/runs/{run}/clips?split=                              ClipList
 *     /api/runs/{run}/sound?split=&clip=[&from=&to=]            WAV, 16 bits, of a clip or of seconds of it; byte ranges
 *     /api/runs/{run}/map?split=&step=                          columns with MapMeta
 *     /api/runs/{run}/neighbours?split=&step=&clip=&count=      Neighbours
 *     /api/runs/{run}/stages?points=                            columns with StagesMeta
 *     /api/runs/{run}/console?after=                            ConsoleLines
 *     /api/runs/{run}/profile?trace=&step=                      ProfileAnswer
 *     /api/runs/{run}/corrections?split=                        CorrectionList; POST appends a Correction
 *     /api/runs/{run}/corrections/export?split=                 CSV: the corrected manifest; JSON lines for shards and rows
 *     /api/runs/{run}/try                                       TryAnswer: prepares the model for the browser
 *     /api/runs/{run}/try/model.onnx?digest=                    the model
 *     /api/runs/{run}/export                                    the run as one HTML file
 *     /api/curves?series=RUN:METRIC,...&buckets=&from=&to=      columns with CurvesMeta
 *     /api/searches                                             SearchList
 *     /api/searches/{search}?since=                             SearchDetail
 *     /api/models                                               ModelList
 *     /api/stream?runs=RUN,...                                  server-sent events: see StreamEvents
 */
export type * from "./api/clips.js";
export type * from "./api/curves.js";
export type * from "./api/models.js";
export type * from "./api/profile.js";
export type * from "./api/runs.js";
export type * from "./api/searches.js";

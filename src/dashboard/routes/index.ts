import type { Route } from "../route.js";
import { toleratingChange } from "../stale.js";
import { correctionRoutes } from "./corrections.js";
import { curveRoutes } from "./curves.js";
import { exportRoutes } from "./export.js";
import { itemRoutes } from "./items.js";
import { mapRoutes } from "./map.js";
import { modelRoutes } from "./models.js";
import { predictionRoutes } from "./predictions.js";
import { profileRoutes } from "./profile.js";
import { progressRoutes } from "./progress.js";
import { runRoutes } from "./runs.js";
import { searchRoutes } from "./searches.js";
import { streamRoutes } from "./stream.js";
import { tryRoutes } from "./try.js";

/**
 * All routes below `/api/`: one file a topic. Token, origin and host are checked before a route is asked. A route reads no file
 * itself: it calls a task of reading/tasks.ts, which runs in a thread.
 */
export const ROUTES: readonly Route[] = [
  ...runRoutes,
  ...searchRoutes,
  ...modelRoutes,
  ...profileRoutes,
  ...[...itemRoutes, ...predictionRoutes, ...mapRoutes, ...correctionRoutes].map(toleratingChange),
  ...tryRoutes,
  ...curveRoutes,
  ...progressRoutes,
  ...exportRoutes,
  ...streamRoutes,
];

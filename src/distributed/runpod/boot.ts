/** The command and environment of a container: the supervisor, and a fallback that terminates the pod. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../package-root.js";
import type { PodJob } from "./on-pod.js";

/** The container's command. The script is in the environment, so that nothing has to be quoted twice. */
export const BOOT_ARGS = `sh -c 'eval "$WOODSHED_BOOT"'`;

/**
 * The fallback. RunPod restarts a container forever, at full cost, when the image has no Node or the supervisor dies.
 * Therefore the pod is terminated however the supervisor exits, except by a stop from outside (exit code 0).
 */
const BOOT = `
node --input-type=module -e "$WOODSHED_SUPERVISOR" & pid=$!
trap 'kill -TERM $pid' TERM INT
wait $pid; status=$?
if [ $status -gt 128 ]; then wait $pid; status=$?; fi
[ $status = 0 ] && exit 0
echo "woodshed: the supervisor ended with status $status; terminating the pod"
while :; do
  for key in "$WOODSHED_POD_KEY" "$RUNPOD_API_KEY"; do
    auth="authorization: Bearer $key"
    cluster=$(curl -fsS -H "$auth" "$WOODSHED_RUNPOD_URL/pods/$RUNPOD_POD_ID" | tr -d ' \\n' |
      sed -n 's/.*"cluster":{[^}]*"id":"\\([^"]*\\)".*/\\1/p')
    if [ -n "$cluster" ]; then path=clusters/$cluster; else path=pods/$RUNPOD_POD_ID; fi
    curl -fsS -X DELETE -H "$auth" "$WOODSHED_RUNPOD_URL/$path" && break
  done
  sleep 10
done
`;

/** Linux allows 128 KiB per variable; RunPod's limit is not documented, so this stays well below. */
export const MAX_BUNDLE_IN_ENV = 32_768;

export interface BootOptions {
  job: PodJob;
  /** The key with which the pod terminates itself. */
  podKey: string;
  publicKey?: string | undefined;
  /** A gzipped tar that is small enough for the environment. */
  bundle?: Buffer | undefined;
}

export function bootEnvironment({ job, podKey, publicKey, bundle }: BootOptions): Record<string, string> {
  return {
    WOODSHED_BOOT: BOOT,
    WOODSHED_SUPERVISOR: supervisorText(),
    WOODSHED_JOB: JSON.stringify(job),
    WOODSHED_POD_KEY: podKey,
    WOODSHED_RUNPOD_URL: job.url,
    ...(bundle === undefined ? {} : { WOODSHED_BUNDLE: bundle.toString("base64") }),
    // Setting it leaves the account's registered keys alone, which the API can only replace all together.
    ...(publicKey === undefined ? {} : { PUBLIC_KEY: publicKey }),
    ...(job.nodes > 1 ? { NCCL_SOCKET_IFNAME: "ens1" } : {}),
  };
}

function supervisorText(): string {
  const path = join(packageRoot, "dist", "distributed", "runpod", "on-pod.js");
  return readFileSync(path, "utf8").replace(/^\/\/# sourceMappingURL=.*$/m, "");
}

/** What a container is started with: the supervisor, and a net below it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../package-root.js";
import type { PodJob } from "./on-pod.js";

/** The container's command. The script comes by environment, so that nothing needs to be quoted twice. */
export const BOOT_ARGS = `sh -c 'eval "$WOODSHED_BOOT"'`;

/**
 * The net: an image without Node, or a supervisor that died, would be restarted for ever and cost money for
 * ever. Whatever ends the supervisor, but for a stop from outside (exit code 0), ends the pod.
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

/** Linux takes 128 KiB for one variable; RunPod's own limit is not documented, so this stays well below. */
export const MOST_BUNDLE_IN_ENV = 32_768;

export interface BootOptions {
  job: PodJob;
  /** Deletes the pod from inside. */
  podKey: string;
  publicKey?: string | undefined;
  /** A gzipped tar that is small enough to travel by environment. */
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
    // Setting it keeps the account's registered keys, which the API can only replace as a whole, out of this.
    ...(publicKey === undefined ? {} : { PUBLIC_KEY: publicKey }),
    ...(job.nodes > 1 ? { NCCL_SOCKET_IFNAME: "ens1" } : {}),
  };
}

function supervisorText(): string {
  const path = join(packageRoot, "dist", "distributed", "runpod", "on-pod.js");
  return readFileSync(path, "utf8").replace(/^\/\/# sourceMappingURL=.*$/m, "");
}

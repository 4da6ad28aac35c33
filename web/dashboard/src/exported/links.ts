/** Changes links as they are made: to pages of the run after a `#`, and to anything else into plain text. */
import { options, type VNode } from "preact";
import { COPY } from "./copy.js";

type Attributes = Record<string, unknown>;

const own = `/runs/${COPY.run}`;
const before = options.vnode;
options.vnode = (vnode: VNode) => {
  if (typeof vnode.type === "string") {
    const attributes = vnode.props as Attributes;
    if (vnode.type === "a") attributes["href"] = linkOf(attributes["href"]);
    // Without a server there is nothing at such an address.
    else if (isApi(attributes["src"])) attributes["src"] = undefined;
  }
  before?.(vnode);
};

const isApi = (address: unknown): boolean => typeof address === "string" && address.startsWith("/api/");

function linkOf(address: unknown): string | undefined {
  if (typeof address !== "string") return undefined;
  if (!address.startsWith("/")) return address;
  const isOwn = address === own || address.startsWith(`${own}/`) || address.startsWith(`${own}?`);
  return isOwn ? `#${address}` : undefined;
}

/** Starts the Cloudflare stand-in: one account whose zones the sandbox's name servers answer for. */
import { startHttpService } from "../http-service";
import type { Surroundings } from "../surroundings";
import { cloudflareRoutes } from "./routes";
import { CloudflareState, type Permission, type TokenOptions } from "./state";
import { failure } from "./wire";

export interface CloudflareOptions {
  zones: { id: string; name: string }[];
  /** Names of zones that exist at Cloudflare but are not delegated to it: status "pending", not served. */
  parked?: string[];
}

export interface Cloudflare {
  /** Base URL of the API, including /client/v4. */
  url: string;
  /** May read and write the DNS of every zone. */
  token: string;
  /** May read it only, as pull requests' jobs do. */
  readToken: string;
  issueToken(permissions: Permission[], options?: TokenOptions): string;
  state: CloudflareState;
  stop(): Promise<void>;
}

export async function startCloudflare(surroundings: Surroundings, { zones, parked = [] }: CloudflareOptions): Promise<Cloudflare> {
  const state = new CloudflareState(zones, parked, surroundings.zones, () => surroundings.trouble.now("cloudflare"));
  const service = await startHttpService({
    service: "cloudflare",
    routes: cloudflareRoutes(state),
    log: surroundings.log,
    trouble: surroundings.trouble,
    troubleBody: (status) => failure([status === 429 ? tooManyRequests : { code: status, message: "trouble of the sandbox" }]),
  });
  return {
    url: `${service.url}/client/v4`,
    token: state.issueToken(["dns:read", "dns:write"]),
    readToken: state.issueToken(["dns:read"]),
    issueToken: (permissions, options) => state.issueToken(permissions, options),
    state,
    stop: () => service.stop(),
  };
}

const tooManyRequests = { code: 971, message: "Please wait and consider throttling your request speed" };

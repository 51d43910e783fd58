/** API Gateway: HTTP APIs that are declared through its own API and really served, with functions behind them. */
import type { Hono } from "hono";
import type { Surroundings } from "../../surroundings";
import type { Lambda } from "../lambda/start";
import { apiGatewayRoutes } from "./routes";
import { serveApis } from "./serve";
import { ApiGatewayState } from "./state";
import { Throttle } from "./throttle";

export interface ApiGateway {
  at(account: string, region: string): Hono;
  /** Every account's and region's, for those who look at everything. */
  apis(): { account: string; region: string; apiId: string; name: string }[];
  /** Where an address of an API is here, and what its Host header says; undefined for any other address. */
  reach(url: string): { url: string; host: string } | undefined;
  stop(): Promise<void>;
}

export async function startApiGateway(
  { log, trouble }: Pick<Surroundings, "log" | "trouble">,
  lambda: Pick<Lambda, "invokeFor">,
): Promise<ApiGateway> {
  const places = new Map<string, { state: ApiGatewayState; routes: Hono }>();

  function placeOf(account: string, region: string): { state: ApiGatewayState; routes: Hono } {
    const key = `${account} ${region}`;
    const state = new ApiGatewayState(account, region);
    const place = places.get(key) ?? { state, routes: apiGatewayRoutes(state) };
    places.set(key, place);
    return place;
  }

  const all = () =>
    [...places.values()].flatMap(({ state }) =>
      [...state.apis.values()].map((each) => ({ ...each, account: state.account, region: state.region, host: state.hostOf(each.api) })),
    );

  const server = await serveApis({
    ...{ log, trouble, throttle: new Throttle() },
    find: (host) => all().find((each) => each.host === host),
    invoke: (functionArn, sourceArn, event) => lambda.invokeFor({ service: "apigateway.amazonaws.com", sourceArn }, functionArn, event),
  });
  return {
    at: (account, region) => placeOf(account, region).routes,
    apis: () => all().map(({ account, region, api: { apiId, name } }) => ({ account, region, apiId, name })),
    reach(url) {
      const { protocol, host, pathname, search } = new URL(url);
      const isOurs = protocol === "https:" && all().some((each) => each.host === host);
      return isOurs ? { url: `${server.url}${pathname}${search}`, host } : undefined;
    },
    stop: server.stop,
  };
}

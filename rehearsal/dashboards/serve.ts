/** Pages of a running sandbox that show each environment's dashboard as it is now: drawn anew whenever somebody looks. */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { providersWithAge } from "../../declaration/rotation";
import type { Environment } from "../../declaration/schema/environment";
import { dashboardPage } from "../../reports/dashboard/html";
import { html } from "../../reports/html";
import { printable } from "../../reports/printable";
import type { Connections } from "../../wiring/connections";
import { lookAtDashboard } from "./look";

export interface DashboardPages {
  /** By environment. */
  urls: readonly { name: string; url: string }[];
  stop(): Promise<void>;
}

/** @param connected as whoever may read CloudWatch in an environment's account. */
export async function serveDashboards(
  environments: readonly Environment[],
  connected: (name: string) => Connections,
): Promise<DashboardPages> {
  const shown = environments.filter((each) => providersWithAge(each).length > 0);
  const server = createServer(({ method, url = "" }, response) => {
    const environment = shown.find(({ name }) => url === `/${name}`);
    if (method !== "GET" || !environment) return send(response, 404, "There is no such dashboard.");
    drawn(environment, connected).then(
      ([status, page]) => send(response, status, page),
      (error: Error) => send(response, 502, html`${error.message}`.text),
    );
  });
  await new Promise<void>((listening, failed) => server.once("error", failed).listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    urls: shown.map(({ name }) => ({ name, url: `http://127.0.0.1:${port}/${name}` })),
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}

async function drawn(environment: Environment, connected: (name: string) => Connections): Promise<[status: number, page: string]> {
  const picture = await lookAtDashboard(environment, connected(environment.name), new Date());
  if (picture) return [200, dashboardPage(picture)];
  return [404, html`There is no dashboard of ${environment.name} yet: an apply makes it.`.text];
}

function send(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
  response.end(printable(page, "\t"));
}

/** The pages of a running sandbox's dashboards. */
import { type DashboardPages, serveDashboards } from "../../../rehearsal/dashboards/serve";
import type { Connections } from "../../../wiring/connections";
import { dev } from "../../fixtures/environments/dev";
import { prod } from "../../fixtures/environments/prod";
import { staging } from "../../fixtures/environments/staging";

const body = JSON.stringify({ widgets: [{ type: "text", properties: { markdown: "all is <well>\u202e" } }] });
const gone = Object.assign(new Error("gone"), { name: "ResourceNotFound", $fault: "client" });
const broken = Object.assign(new Error("<broken>"), { name: "InternalFailure", $fault: "server" });
let answer: () => Promise<{ DashboardBody: string }>;
const connections = { aws: () => ({ cloudwatch: { getDashboard: () => answer() } }) } as unknown as Connections;

let pages: DashboardPages;
beforeAll(async () => {
  pages = await serveDashboards([dev, staging, prod], () => connections);
});
afterAll(() => pages.stop());
const urlOf = (name: string): string => pages.urls.find((each) => each.name === name)?.url ?? "";

test("one for each environment that has a dashboard, on this machine only", () => {
  expect(pages.urls.map(({ name }) => name)).toEqual(["staging", "prod"]);
  for (const { url } of pages.urls) expect(new URL(url).hostname).toBe("127.0.0.1");
});

test("is drawn when somebody looks, and what is in it does nothing", async () => {
  answer = async () => ({ DashboardBody: body });
  const response = await fetch(urlOf("staging"));
  const text = await response.text();
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  expect(text).toContain("<h1>twinpost-staging</h1>");
  expect(text).toContain("all is &lt;well&gt;\\u202e");
});

test("says that there is none yet, and why it cannot be read", async () => {
  answer = () => Promise.reject(gone);
  expect((await fetch(urlOf("prod"))).status).toBe(404);
  answer = () => Promise.reject(broken);
  const response = await fetch(urlOf("prod"));
  expect(response.status).toBe(502);
  expect(await response.text()).toMatch(/InternalFailure.*&lt;broken&gt;/);
});

test("nothing else is there", async () => {
  for (const path of ["/", "/dev", "/staging/", "/../etc/passwd"]) expect((await fetch(new URL(path, urlOf("staging")))).status).toBe(404);
  expect((await fetch(urlOf("staging"), { method: "POST" })).status).toBe(404);
});

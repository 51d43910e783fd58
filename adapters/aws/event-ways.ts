/** How events come in: the HTTP API to which a provider posts, and what feeds a function from a queue. Ids are AWS's own. */
import { z } from "zod";
import { AwsError } from "./call";
import { listAws } from "./rest-list";
import { type AwsServiceSettings, readAnswer, signedCall } from "./signed-call";

type Service = (service: string) => AwsServiceSettings;

const pages = { field: "nextToken", parameter: "nextToken" };

/** By its name; the first of several. */
export async function findHttpApi(name: string, service: Service): Promise<string | undefined> {
  const item = z.object({ apiId: z.string(), name: z.string() });
  const apis = await listAws({ service: "apigateway", path: "/v2/apis", list: "items", item, next: pages }, service("APIGATEWAYV2"));
  return apis.find((api) => api.name === name)?.apiId;
}

/** By kind, what an API calls the id of such a part, and what tells it from others. */
const partFields = {
  routes: { id: "routeId", is: "routeKey" },
  integrations: { id: "integrationId", is: "integrationUri" },
  stages: { id: "stageName", is: "stageName" },
} as const;

export async function partsOfApi(apiId: string, kind: keyof typeof partFields, service: Service): Promise<{ id: string; is: string }[]> {
  const item = z.record(z.string(), z.unknown());
  const path = `/v2/apis/${apiId}/${kind}`;
  const parts = await listAws({ service: "apigateway", path, list: "items", item, next: pages }, service("APIGATEWAYV2"));
  const { id, is } = partFields[kind];
  return parts.map((part) => ({ id: String(part[id] ?? ""), is: String(part[is] ?? "") }));
}

/** @param queue its ARN. */
export async function findQueueFeed({ name, queue }: { name: string; queue: string }, service: Service): Promise<string | undefined> {
  const item = z.object({ UUID: z.string(), EventSourceArn: z.string().optional(), FunctionArn: z.string() });
  const feeds = await listAws(
    {
      ...{ service: "lambda", path: "/2015-03-31/event-source-mappings", list: "EventSourceMappings", item },
      query: { FunctionName: name, EventSourceArn: queue },
      next: { field: "NextMarker", parameter: "Marker" },
    },
    service("LAMBDA"),
  );
  return feeds.find((feed) => feed.EventSourceArn === queue && feed.FunctionArn.endsWith(`:function:${name}`))?.UUID;
}

const policySchema = z.looseObject({ Statement: z.array(z.looseObject({ Sid: z.string().optional() })) });

/** Whether a function's own policy has this statement. A function that is not there has none. */
export async function mayCallFunction({ name, statement }: { name: string; statement: string }, service: Service): Promise<boolean> {
  const settings = service("LAMBDA");
  const path = `/2015-03-31/functions/${encodeURIComponent(name)}/policy`;
  const called = "Lambda GetPolicy";
  const asked = { called, service: "lambda", host: `lambda.${settings.region}`, method: "GET" as const, path };
  try {
    const answer = await signedCall(asked, settings);
    const { Policy: text } = readAnswer(called, answer, z.looseObject({ Policy: z.string() }));
    return readAnswer(called, { ...answer, text }, policySchema).Statement.some(({ Sid }) => Sid === statement);
  } catch (error) {
    if (error instanceof AwsError && error.status === 404) return false;
    throw error;
  }
}

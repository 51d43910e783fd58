/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html, https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html */
import { findHttpApi, findQueueFeed, mayCallFunction, partsOfApi } from "../../../adapters/aws/event-ways";
import { codeOf, useFunctionService, wrongAnswers } from "./function-service";

const start = useFunctionService();
const queue = "arn:aws:sqs:eu-west-1:111122223333:twinpost-prod-events";
const functionArn = "arn:aws:lambda:eu-west-1:111122223333:function:twinpost-prod-take-events";
const statement = { name: "twinpost-prod-webhook", statement: "api" };
const policy = (text: string) => ({ body: { Policy: text, RevisionId: "r" } });

test("an HTTP API by its name, the whole name, and the first", async () => {
  const items = ["twinpost-prod-webhook-2", "twinpost-prod-webhook", "twinpost-prod-webhook"].map((name, index) => ({
    apiId: `a${index}`,
    name,
  }));
  const { settings, asked } = await start({ body: { items } });
  const services: string[] = [];
  const service = (name: string) => {
    services.push(name);
    return settings;
  };
  expect([await findHttpApi("twinpost-prod-webhook", service), await findHttpApi("twinpost-prod", service)]).toEqual(["a1", undefined]);
  expect([services, asked[0]?.path]).toEqual([["APIGATEWAYV2", "APIGATEWAYV2"], "/v2/apis"]);
});

test("an API's routes, integrations and stages", async () => {
  const { settings, asked } = await start(
    { body: { items: [{ routeId: "r", routeKey: "POST /events" }] } },
    { body: { items: [{ integrationId: "i", integrationUri: functionArn }] } },
    { body: { items: [{ stageName: "$default" }] } },
  );
  expect(await partsOfApi("a1", "routes", () => settings)).toEqual([{ id: "r", is: "POST /events" }]);
  expect(await partsOfApi("a1", "integrations", () => settings)).toEqual([{ id: "i", is: functionArn }]);
  expect(await partsOfApi("a1", "stages", () => settings)).toEqual([{ id: "$default", is: "$default" }]);
  expect(asked.map(({ path }) => path)).toEqual(["/v2/apis/a1/routes", "/v2/apis/a1/integrations", "/v2/apis/a1/stages"]);
});

test("what feeds a function from a queue: of this function and this queue", async () => {
  const feed = (UUID: string, EventSourceArn: string | undefined, FunctionArn: string) => ({ UUID, EventSourceArn, FunctionArn });
  const EventSourceMappings = [
    feed("other queue", `${queue}-dead`, functionArn),
    feed("no queue", undefined, functionArn),
    feed("other function", queue, functionArn.replace("twinpost-prod-take-events", "not-twinpost-prod-take-events")),
    feed("ours", queue, functionArn),
  ];
  const { settings } = await start({ body: { EventSourceMappings } });
  expect(await findQueueFeed({ name: "twinpost-prod-take-events", queue }, () => settings)).toBe("ours");
});

test.each([
  ["has the statement", policy('{"Statement":[{"Sid":"other"},{"Sid":"api"}]}'), true],
  ["has others", policy('{"Statement":[{"Sid":"apis"},{}]}'), false],
  ["is not there, or nobody may call it", { status: 404, body: { Type: "User", Message: "no" } }, false],
])("a function that %s: %p", async (_, answer, expected) => {
  const { settings, asked } = await start(answer);
  expect(await mayCallFunction(statement, () => settings)).toBe(expected);
  expect(asked[0]?.path).toBe("/2015-03-31/functions/twinpost-prod-webhook/policy");
});

test.each([
  ["no JSON", policy("{")],
  ["no list", policy('{"Statement":{}}')],
])("a policy with %s is an error, and not a no", async (_, answer) => {
  const { settings, secretAccessKey } = await start(answer);
  expect(
    await codeOf(
      mayCallFunction(statement, () => settings),
      secretAccessKey,
    ),
  ).toBe("UnknownAnswer");
});

test.each(wrongAnswers)(
  "%s: neither there nor not",
  async (_, answer, code) => {
    for (const ask of [findHttpApi.bind(undefined, "a"), mayCallFunction.bind(undefined, statement)]) {
      const { settings, secretAccessKey } = await start(answer);
      expect(
        await codeOf(
          ask(() => settings),
          secretAccessKey,
        ),
      ).toBe(code);
    }
  },
  20_000,
);

import { z } from "zod";
import { type AwsList, listAws } from "../../../adapters/aws/rest-list";
import { codeOf, useFunctionService, wrongAnswers } from "./function-service";

const start = useFunctionService();
const apis: AwsList<{ apiId: string }> = {
  ...{ service: "apigateway", path: "/v2/apis", list: "items", item: z.object({ apiId: z.string() }) },
  next: { field: "nextToken", parameter: "nextToken" },
};

test("all pages, in their order", async () => {
  const { settings, asked } = await start(
    { body: { items: [{ apiId: "a" }], nextToken: "a/b+c" } },
    { body: { items: [], nextToken: "d" } },
    { body: { items: [{ apiId: "b" }], nextToken: null } },
  );
  await expect(listAws({ ...apis, query: { maxResults: "1" } }, settings)).resolves.toEqual([{ apiId: "a" }, { apiId: "b" }]);
  expect(asked.map(({ path }) => path)).toEqual([
    "/v2/apis?maxResults=1",
    "/v2/apis?maxResults=1&nextToken=a%2Fb%2Bc",
    "/v2/apis?maxResults=1&nextToken=d",
  ]);
});

test("none", async () => {
  await expect(listAws(apis, (await start({ body: { items: [] } })).settings)).resolves.toEqual([]);
});

test.each([
  ["an entry of another shape", { body: { items: [{ apiId: 1 }] } }],
  ["pages without end", { body: { items: [], nextToken: "a" } }],
])("%s is an error", async (_, answer) => {
  const { settings, secretAccessKey } = await start(answer);
  expect(await codeOf(listAws(apis, settings), secretAccessKey)).toBe("UnknownAnswer");
});

test.each(wrongAnswers)("%s: no list, not half a list", async (_, answer, code) => {
  const { settings, secretAccessKey } = await start({ body: { items: [{ apiId: "a" }], nextToken: "b" } }, answer);
  expect(await codeOf(listAws(apis, settings), secretAccessKey)).toBe(code);
});

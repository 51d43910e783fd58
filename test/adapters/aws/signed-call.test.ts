import { z } from "zod";
import { elementsOf, form, nextPage, readAnswer, requireElement, type SignedRequest, signedCall } from "../../../adapters/aws/signed-call";
import { codeOf, useFunctionService, wrongAnswers } from "./function-service";

const start = useFunctionService();
const asked: SignedRequest & { called: string } = {
  called: "SES GetAccount",
  service: "ses",
  host: "email.eu-west-1",
  method: "POST",
  path: "/v2/email/account?name=a%20b",
};

test("a request is signed for its service and region, its session with it", async () => {
  const { settings, asked: heard, secretAccessKey } = await start({ body: "{}" });
  await signedCall({ ...asked, body: "text" }, settings);
  expect(heard).toMatchObject([{ method: "POST", path: "/v2/email/account?name=a%20b", body: "text" }]);
  expect(heard[0]?.headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/eu-west-1\/ses\/aws4_request, .*host.*Signature=[0-9a-f]{64}$/,
  );
  expect(heard[0]?.headers["x-amz-security-token"]).toBe("session");
  expect(JSON.stringify(heard)).not.toContain(secretAccessKey);
});

// A page and another JSON are answers: whoever reads them says that they are not as documented.
test.each(wrongAnswers.filter(([, , code]) => code !== "UnknownAnswer"))("%s", async (_, answer, code) => {
  const { settings, asked: heard, secretAccessKey } = await start(answer);
  expect(await codeOf(signedCall(asked, settings), secretAccessKey)).toBe(code);
  expect(heard).toHaveLength(1);
});

test("an error in XML has its code", async () => {
  const { settings, secretAccessKey } = await start({
    status: 404,
    body: "<ErrorResponse><Error><Code>NoSuchEntity</Code></Error></ErrorResponse>",
  });
  expect(await codeOf(signedCall(asked, settings), secretAccessKey)).toBe("NoSuchEntity");
});

test("a form", () => {
  expect(form({ Action: "Publish", Message: "a b&c" })).toMatchObject({
    method: "POST",
    path: "/",
    body: "Action=Publish&Message=a+b%26c",
  });
});

test.each([
  ["<Code>a &amp; b</Code><Code>&lt;&#39;&quot;&gt;</Code>", ["a & b", "<'\">"]],
  ["<Code/>", []],
  ["<Codes>x</Codes>", []],
  ["<Code>&amp;lt;</Code>", ["&lt;"]],
])("elements of %s", (xml, expected) => {
  expect(elementsOf(xml, "Code")).toEqual(expected);
});

test("an answer that lacks what it must have is not read as none", () => {
  const read = (text: string) => () => requireElement("IAM ListAccessKeys", { status: 200, text }, "AccessKeyMetadata");
  expect(read("<AccessKeyMetadata/>")).not.toThrow();
  expect(read("<AccessKeyMetadata><member/></AccessKeyMetadata>")).not.toThrow();
  expect(read("<AccessKeyMetadataOfOthers/>")).toThrow("IAM ListAccessKeys");
  expect(read("<html></html>")).toThrow("IAM ListAccessKeys");
  for (const text of ["", "<html>", "[]", '{"a":1}'])
    expect(() => readAnswer("Lambda GetPolicy", { status: 200, text }, z.looseObject({ a: z.string() }))).toThrow("Lambda GetPolicy");
});

test("pages end, or are an error", () => {
  expect([nextPage("x", undefined, "1"), nextPage("x", "1", "2"), nextPage("x", "2", null), nextPage("x", "2", "")]).toEqual([
    "1",
    "2",
    undefined,
    undefined,
  ]);
  expect(() => nextPage("x", "2", "2")).toThrow("leads to itself");
});

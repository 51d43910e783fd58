import { AwsError, callAws, findInAws } from "../../../adapters/aws/call";
import { everythingIn, failureOf } from "../canned-server";

/** As the SDKs throw them: with the whole response in a hidden property. */
function sdkError(name: string, more: object = {}): Error {
  const error = Object.assign(new Error("in the service's words"), { name, $fault: "client", $metadata: { httpStatusCode: 400 }, ...more });
  return Object.defineProperty(error, "$response", { value: { body: "hush-hush" } });
}

const callThatFails = (error: Error, secrets: string[] = []) =>
  failureOf(callAws("IAM CreateAccessKey", () => Promise.reject(error), secrets));

test("an error tells operation, code and message, and drops the response", async () => {
  const error = await callThatFails(sdkError("NoSuchEntityException"));
  expect(error).toBeInstanceOf(AwsError);
  expect(error).toMatchObject({ message: "IAM CreateAccessKey failed with NoSuchEntityException: in the service's words", status: 400 });
  expect(everythingIn(error)).not.toContain("hush-hush");
});

test.each([
  ["CredentialsProviderError", "aws sso login"],
  ["ExpiredTokenException", "log in"],
  ["AccessDeniedException", "permission"],
  ["LimitExceededException", "two access keys"],
])("%s comes with a remedy", async (name, remedy) => {
  expect(await callThatFails(sdkError(name))).toMatchObject({ remedy: expect.stringContaining(remedy) });
});

/** In the words of GetSecretValue, and of its reference: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
test.each(["You can't perform this operation on the secret because it was marked for deletion.", "The secret is scheduled for deletion."])(
  "%s says how it comes back",
  async (message) => {
    const error = await callThatFails(sdkError("InvalidRequestException", { message }));
    expect(error).toMatchObject({ remedy: expect.stringContaining("aws secretsmanager restore-secret") });
  },
);

test("what has no name and no reason says its status, and what to do", async () => {
  const unknown = (status: number) => sdkError("Unknown", { message: "UnknownError", $metadata: { httpStatusCode: status } });
  const trouble = {
    message: "IAM CreateAccessKey failed with status 500: the service gave no reason",
    remedy: expect.stringContaining("health"),
  };
  expect(await callThatFails(unknown(500))).toMatchObject({ ...trouble, status: 500 });
  expect(await callThatFails(unknown(404))).toMatchObject({ message: expect.stringContaining("status 404") });
  expect(await callThatFails(sdkError("InternalServiceError"))).toMatchObject({ remedy: trouble.remedy });
});

test("a message is shown only when the service wrote it", async () => {
  const error = await callThatFails(new SyntaxError('Unexpected token "hush-hush" is not valid JSON'));
  expect(error).toMatchObject({ message: "IAM CreateAccessKey failed with SyntaxError: the answer could not be read" });
  const network = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  expect(await callThatFails(network)).toMatchObject({ code: "ECONNREFUSED", message: expect.stringContaining("no complete answer") });
});

test("a refused connection names the address", async () => {
  const refused = (address: string) => Object.assign(new Error("connect"), { code: "ECONNREFUSED", address, port: 4566 });
  const one = { code: "ECONNREFUSED", message: expect.stringContaining("no complete answer from 127.0.0.1:4566") };
  expect(await callThatFails(refused("127.0.0.1"))).toMatchObject({ ...one, remedy: expect.stringContaining("AWS_ENDPOINT_URL") });
  const several = Object.assign(new AggregateError([refused("::1"), refused("127.0.0.1")]), { code: "ECONNREFUSED" });
  expect(await callThatFails(several)).toMatchObject({ message: expect.stringContaining("from ::1:4566, 127.0.0.1:4566") });
});

test("what was sent is taken out of the message", async () => {
  const error = Object.assign(sdkError("ValidationException"), { message: "Value 'hush-hush' is wrong" });
  expect(await callThatFails(error, ["hush-hush"])).toMatchObject({ message: expect.stringContaining("Value '[redacted]' is wrong") });
});

test("what may be absent is undefined; anything else is still thrown", async () => {
  const find = (name: string) => findInAws("SES GetEmailIdentity", ["NotFoundException"], () => Promise.reject(sdkError(name)));
  await expect(find("NotFoundException")).resolves.toBeUndefined();
  await expect(find("AccessDeniedException")).rejects.toBeInstanceOf(AwsError);
});

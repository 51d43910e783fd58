/** What a call is about, for trouble: never something random, or the same seed would make other trouble in each run. */
import type { IncomingMessage } from "node:http";
import { resourceOf } from "../../../sandbox/aws/wire";

const json = { "x-amz-target": "secretsmanager.PutSecretValue", "content-type": "application/x-amz-json-1.1" };
const form = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
const arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:twinpost/staging/x";

test.each<[string, string, IncomingMessage["headers"], string]>([
  ["a secret's name", "s", json, '{"SecretId":"s"}'],
  ["the name of a secret's ARN, without the six random characters", "twinpost/staging/x", json, `{"SecretId":"${arn}-a1B2c3"}`],
  ["a new secret's name", "s", json, '{"Name":"s"}'],
  ["a user's name", "u", form, "Action=CreateAccessKey&UserName=u"],
  ["the path", "/state/key", {}, ""],
])("%s", (_, expected, headers, body) => {
  expect(resourceOf({ headers, url: "/state/key?x-id=PutObject" } as IncomingMessage, Buffer.from(body))).toBe(expected);
});

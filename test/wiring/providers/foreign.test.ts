/** Whether a login that a person stored is of the key that its value names. */
import type { Environment } from "../../../declaration/schema/environment";
import { connect } from "../../../wiring/connections";
import { sendgridWiring } from "../../../wiring/providers/sendgrid";
import { sesWiring } from "../../../wiring/providers/ses";
import { staging } from "../../fixtures/environments/staging";

const env = { SENDGRID_API_KEY: "SG.admin.x", AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x" };
const keysOf = (wiring: typeof sesWiring, environment: Environment = staging) =>
  wiring.rotatingKeys?.(
    environment,
    connect({ env, directory: "" }, () => {}),
  );

/** "SG.<id>.<secret>": https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys */
test.each([
  ["sendgrid", sendgridWiring, { keyId: "abc", user: "apikey", password: "SG.abc.secret" }, true],
  ["sendgrid", sendgridWiring, { keyId: "abc", user: "apikey", password: "SG.abcd.secret" }, false],
  ["sendgrid", sendgridWiring, { keyId: "abc", user: "apikey", password: "secret" }, false],
  // SES: the user name is the key's id. https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html
  ["ses", sesWiring, { keyId: "AKIA1", user: "AKIA1", password: "x" }, true],
  ["ses", sesWiring, { keyId: "AKIA1", user: "AKIA2", password: "x" }, false],
])("%s: %#", (_, wiring, credentials, isOwn) => {
  expect(keysOf(wiring)?.foreign(credentials) === undefined).toBe(isOwn);
});

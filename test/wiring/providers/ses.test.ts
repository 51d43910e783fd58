import { connect } from "../../../wiring/connections";
import { sesWiring } from "../../../wiring/providers/ses";
import { useCannedServer } from "../../adapters/canned-server";
import { staging } from "../../fixtures/environments/staging";

const start = useCannedServer();

async function validate(environment: typeof staging) {
  const { url } = await start({
    headers: { "Content-Type": "application/json" },
    body: {
      VerifiedForSendingStatus: true,
      VerificationStatus: "SUCCESS",
      DkimAttributes: { Status: "SUCCESS", Tokens: ["a", "b", "c"], SigningHostedZone: "dkim.eu.example" },
      MailFromAttributes: { MailFromDomain: "bounce.mail.staging.example.net", MailFromDomainStatus: "SUCCESS" },
    },
  });
  const env = { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x" };
  const connections = connect({ env, directory: "" }, () => {});
  return sesWiring.validate(environment, connections, { deadline: Date.now() + 5_000, tryMs: 2_000 });
}

test("DKIM keys in another zone than the records point to are told with what to declare, since waiting does not help", async () => {
  expect(await validate(staging)).toEqual({
    ready: false,
    reasons: [expect.stringMatching(/dkim\.eu\.example.*dkim\.amazonses\.com.*ses\.signingZone "dkim\.eu\.example"/)],
    remedy: expect.stringContaining("environments/staging.ts"),
  });
});

test("the zone that is declared is compared, where one is", async () => {
  expect(await validate({ ...staging, ses: { signingZone: "dkim.eu.example" } })).toEqual({ ready: true, reasons: [] });
});

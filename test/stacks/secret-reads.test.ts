/** Who is told of when a secret is read: the rule's pattern, matched as EventBridge does. */
import { Testing } from "cdktf";
import type { Environment } from "../../declaration/schema/environment";
import { EmailStack } from "../../stacks/email-stack";
import { staging } from "../fixtures/environments/staging";
import { testingApp } from "./testing-app";

type Named<T> = Record<string, T>;

interface Synthesised {
  resource: {
    aws_cloudwatch_event_rule: Named<{ event_pattern: string; state: string }>;
    aws_cloudwatch_event_target: Named<{ arn: string }>;
  };
}

const synthesise = (environment: Environment): Synthesised =>
  JSON.parse(Testing.synth(new EmailStack(testingApp(), environment), false)) as Synthesised;
const { resource } = synthesise(staging);
const reference = (path: string): string => `\${${path}}`;

describe("a secret that is read by somebody else", () => {
  const { event_pattern: pattern = "", state } = resource.aws_cloudwatch_event_rule["secret-reads_rule"] ?? {};

  /** EventBridge's matching, as far as the pattern uses it. */
  const matches = (wanted: unknown, got: unknown): boolean => {
    if (Array.isArray(wanted)) return wanted.some((each) => matches(each, got));
    if (typeof wanted !== "object" || wanted === null) return wanted === got;
    const { prefix, "anything-but": except } = wanted as { prefix?: string; "anything-but"?: { wildcard: string[] } };
    if (prefix !== undefined) return typeof got === "string" && got.startsWith(prefix);
    if (except) return typeof got === "string" && !except.wildcard.some((each) => wildcard(each).test(got));
    return Object.entries(wanted).every(([key, value]) =>
      key === "$or" ? (value as unknown[]).some((each) => matches(each, got)) : matches(value, (got as Named<unknown> | undefined)?.[key]),
    );
  };
  const wildcard = (text: string): RegExp => new RegExp(`^${text.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`);
  const isTold = (arn: string, secretId: string, eventName = "GetSecretValue"): boolean =>
    matches(JSON.parse(pattern), {
      source: "aws.secretsmanager",
      "detail-type": "AWS API Call via CloudTrail",
      detail: { eventName, requestParameters: { secretId }, userIdentity: { arn } },
    });

  const account = "111122223333";
  const session = (role: string) => `arn:aws:sts::${account}:assumed-role/${role}/session-1`;
  const secret = "twinpost/staging/application";

  test.each([
    ["another role", session("reporting"), secret, true],
    [
      "another user, by the secret's ARN",
      `arn:aws:iam::${account}:user/eve`,
      `arn:aws:secretsmanager:eu-west-1:${account}:secret:${secret}-a1B2c3`,
      true,
    ],
    ["the root user", `arn:aws:iam::${account}:root`, secret, true],
    ["a role that begins like a named one", session("market-edge-backend-copy"), secret, true],
    ["the same role of another account", "arn:aws:sts::999999999999:assumed-role/market-edge-backend/x", secret, true],
    ["another environment's role", session("twinpost-dev-rotate"), secret, true],
    ["the application", session("market-edge-backend"), secret, false],
    ["a named person", `arn:aws:iam::${account}:user/ada`, secret, false],
    ["the environment's own job", session("twinpost-staging-rotate"), "twinpost/staging/provider/ses", false],
    ["who breaks the glass", session("twinpost-staging-break-glass"), secret, true],
    ["a pull request's job that tries credentials", session("twinpost-staging-plan"), "twinpost/staging/provider/ses", true],
    [
      "a pull request's job that tries a token that changes things",
      session("twinpost-staging-plan"),
      "twinpost/staging/admin/sendgrid",
      true,
    ],
    ["a pull request's job with its own token", session("twinpost-staging-plan"), "twinpost/staging/plan/cloudflare", false],
    ["an apply with SendGrid's token", session("twinpost-staging-apply"), "twinpost/staging/admin/sendgrid", false],
    ["a rotation with SendGrid's token", session("twinpost-staging-rotate"), "twinpost/staging/admin/sendgrid", false],
    ["a rotation that tries Cloudflare's", session("twinpost-staging-rotate"), "twinpost/staging/admin/cloudflare", true],
    ["the application, of a token", session("market-edge-backend"), "twinpost/staging/admin/sendgrid", true],
    ["somebody with another environment's secret", session("reporting"), "twinpost/staging-eu/application", false],
  ])("%s", (_, who, what, told) => {
    expect(isTold(who, what)).toBe(told);
  });

  test("only the value counts, and EventBridge is given calls that only read", () => {
    expect(isTold(session("reporting"), secret, "DescribeSecret")).toBe(false);
    expect(state).toBe("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
  });

  test("a role is known by its name, wherever its path", () => {
    const readers = ["arn:aws:iam::111122223333:role/teams/mail/backend"];
    const { resource: all } = synthesise({ ...staging, secretReaders: readers });
    expect(all.aws_cloudwatch_event_rule["secret-reads_rule"]?.event_pattern).toContain(
      '"arn:aws:sts::111122223333:assumed-role/backend/*"',
    );
  });

  test("goes to the alert topic, in words", () => {
    expect(resource.aws_cloudwatch_event_target["secret-reads_to-alerts"]).toMatchObject({
      arn: reference("aws_sns_topic_policy.alerts_policy.arn"),
      input_transformer: { input_template: expect.stringContaining("<who>") },
    });
  });

  test("is not watched before readers are named: every start of the application would be an alarm", () => {
    const { resource: all } = synthesise({ ...staging, secretReaders: [] });
    expect(Object.keys(all.aws_cloudwatch_event_rule)).not.toContain("secret-reads_rule");
  });
});

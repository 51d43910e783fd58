import { requiredPlugins } from "../../adapters/terraform/plugin-source";
import { cloudflareOf, publishedByHand } from "../declaration/cloudflare-of";
import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";
import { resourcesOf, type Synthesised, stack, synthesise } from "./synthesised-email";

test("requires exactly the plugins that a mirror is searched for", () => {
  const required = Object.values(stack.terraform.required_providers).map(({ source, version }) => [
    source.replace(/^(?=\w+$)/, "hashicorp/"),
    version,
  ]);
  expect(Object.fromEntries(required)).toEqual(requiredPlugins);
});

test("addresses are a contract: each is a live resource", () => {
  const addresses = Object.entries(stack.resource).flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`));
  expect(addresses.sort()).toMatchInlineSnapshot(`
[
  "aws_apigatewayv2_api.sendgrid-events_api",
  "aws_apigatewayv2_integration.sendgrid-events_integration",
  "aws_apigatewayv2_route.sendgrid-events_route",
  "aws_apigatewayv2_stage.sendgrid-events_stage",
  "aws_cloudwatch_composite_alarm.watch_events-ticket",
  "aws_cloudwatch_composite_alarm.watch_sendgrid-mail-page",
  "aws_cloudwatch_composite_alarm.watch_sendgrid-mail-ticket",
  "aws_cloudwatch_composite_alarm.watch_sendgrid-unjoined-ticket",
  "aws_cloudwatch_composite_alarm.watch_ses-mail-page",
  "aws_cloudwatch_composite_alarm.watch_ses-mail-ticket",
  "aws_cloudwatch_composite_alarm.watch_ses-unjoined-ticket",
  "aws_cloudwatch_dashboard.dashboard_sending",
  "aws_cloudwatch_event_rule.credentials-age_sendgrid-rule",
  "aws_cloudwatch_event_rule.credentials-age_ses-rule",
  "aws_cloudwatch_event_rule.secret-reads_rule",
  "aws_cloudwatch_event_rule.watching_schedule",
  "aws_cloudwatch_event_target.credentials-age_sendgrid-to-alerts",
  "aws_cloudwatch_event_target.credentials-age_ses-to-alerts",
  "aws_cloudwatch_event_target.secret-reads_to-alerts",
  "aws_cloudwatch_event_target.watching_starts-watch",
  "aws_cloudwatch_log_group.events_take-events_logs",
  "aws_cloudwatch_log_group.sendgrid-events_function_logs",
  "aws_cloudwatch_log_group.watching_watch_logs",
  "aws_cloudwatch_metric_alarm.alarm_bounce-rate",
  "aws_cloudwatch_metric_alarm.alarm_complaint-rate",
  "aws_cloudwatch_metric_alarm.alarm_failure-rate",
  "aws_cloudwatch_metric_alarm.alarm_sends-near-limit",
  "aws_cloudwatch_metric_alarm.watch_daytime",
  "aws_cloudwatch_metric_alarm.watch_dead-letters-ticket",
  "aws_cloudwatch_metric_alarm.watch_expiry-page",
  "aws_cloudwatch_metric_alarm.watch_expiry-ticket",
  "aws_cloudwatch_metric_alarm.watch_not-asked-ticket",
  "aws_cloudwatch_metric_alarm.watch_queue-age-ticket",
  "aws_cloudwatch_metric_alarm.watch_registrar-unlocked-ticket",
  "aws_cloudwatch_metric_alarm.watch_sendgrid-bounces-page",
  "aws_cloudwatch_metric_alarm.watch_sendgrid-bounces-ticket",
  "aws_cloudwatch_metric_alarm.watch_sendgrid-complaints-page",
  "aws_cloudwatch_metric_alarm.watch_sendgrid-complaints-ticket",
  "aws_cloudwatch_metric_alarm.watch_sendgrid-failures-page",
  "aws_cloudwatch_metric_alarm.watch_sendgrid-failures-ticket",
  "aws_cloudwatch_metric_alarm.watch_sendgrid-missing-events-ticket",
  "aws_cloudwatch_metric_alarm.watch_sendgrid-not-asked-ticket",
  "aws_cloudwatch_metric_alarm.watch_sendgrid-sending-stopped-page",
  "aws_cloudwatch_metric_alarm.watch_sendgrid-slow-ticket",
  "aws_cloudwatch_metric_alarm.watch_sendgrid-unjoined-page",
  "aws_cloudwatch_metric_alarm.watch_sendgrid-unjoined-share-ticket",
  "aws_cloudwatch_metric_alarm.watch_sendgrid-volume-ticket",
  "aws_cloudwatch_metric_alarm.watch_sendgrid-webhook-wrong-ticket",
  "aws_cloudwatch_metric_alarm.watch_ses-bounces-page",
  "aws_cloudwatch_metric_alarm.watch_ses-bounces-ticket",
  "aws_cloudwatch_metric_alarm.watch_ses-complaints-page",
  "aws_cloudwatch_metric_alarm.watch_ses-complaints-ticket",
  "aws_cloudwatch_metric_alarm.watch_ses-failures-page",
  "aws_cloudwatch_metric_alarm.watch_ses-failures-ticket",
  "aws_cloudwatch_metric_alarm.watch_ses-missing-events-ticket",
  "aws_cloudwatch_metric_alarm.watch_ses-not-asked-ticket",
  "aws_cloudwatch_metric_alarm.watch_ses-sending-stopped-page",
  "aws_cloudwatch_metric_alarm.watch_ses-slow-ticket",
  "aws_cloudwatch_metric_alarm.watch_ses-unjoined-page",
  "aws_cloudwatch_metric_alarm.watch_ses-unjoined-share-ticket",
  "aws_dynamodb_table.events_table",
  "aws_dynamodb_table.journal_table",
  "aws_iam_user.ses-smtp_user",
  "aws_iam_user_policy.ses-smtp_may-send",
  "aws_kms_alias.events_address-key-alias",
  "aws_kms_alias.secrets_key-alias",
  "aws_kms_key.events_address-key",
  "aws_kms_key.secrets_key",
  "aws_lambda_event_source_mapping.events_take-from-queue",
  "aws_lambda_function.events_take-events_function",
  "aws_lambda_function.sendgrid-events_function_function",
  "aws_lambda_function.watching_watch_function",
  "aws_lambda_permission.sendgrid-events_may-call",
  "aws_lambda_permission.watching_schedule-may-start",
  "aws_s3_bucket.events_archive_bucket",
  "aws_s3_bucket_lifecycle_configuration.events_archive_expiry",
  "aws_s3_bucket_ownership_controls.events_archive_ownership",
  "aws_s3_bucket_policy.events_archive_policy",
  "aws_s3_bucket_public_access_block.events_archive_no-public-access",
  "aws_s3_bucket_server_side_encryption_configuration.events_archive_encryption",
  "aws_secretsmanager_secret.secrets_admin-cloudflare",
  "aws_secretsmanager_secret.secrets_admin-sendgrid",
  "aws_secretsmanager_secret.secrets_alerts-sendgrid",
  "aws_secretsmanager_secret.secrets_application",
  "aws_secretsmanager_secret.secrets_plan-cloudflare",
  "aws_secretsmanager_secret.secrets_plan-sendgrid",
  "aws_secretsmanager_secret.secrets_sendgrid",
  "aws_secretsmanager_secret.secrets_ses",
  "aws_secretsmanager_secret_policy.secrets_admin-cloudflare-policy",
  "aws_secretsmanager_secret_policy.secrets_admin-sendgrid-policy",
  "aws_secretsmanager_secret_policy.secrets_alerts-sendgrid-policy",
  "aws_secretsmanager_secret_policy.secrets_application-policy",
  "aws_secretsmanager_secret_policy.secrets_plan-cloudflare-policy",
  "aws_secretsmanager_secret_policy.secrets_plan-sendgrid-policy",
  "aws_secretsmanager_secret_policy.secrets_sendgrid-policy",
  "aws_secretsmanager_secret_policy.secrets_ses-policy",
  "aws_sesv2_configuration_set.ses_configuration-set",
  "aws_sesv2_configuration_set_event_destination.sending_to-cloudwatch",
  "aws_sesv2_configuration_set_event_destination.sending_to-topic",
  "aws_sesv2_email_identity.ses_identity",
  "aws_sesv2_email_identity_feedback_attributes.sending_feedback",
  "aws_sesv2_email_identity_mail_from_attributes.ses_mail-from",
  "aws_sns_topic.alerts_topic",
  "aws_sns_topic.pages_topic",
  "aws_sns_topic.sending_events_topic",
  "aws_sns_topic_policy.alerts_policy",
  "aws_sns_topic_policy.pages_policy",
  "aws_sns_topic_policy.sending_events_policy",
  "aws_sns_topic_subscription.alerts_email-operations-example-net-9a3b41",
  "aws_sns_topic_subscription.pages_email-operations-example-net-9a3b41",
  "aws_sns_topic_subscription.sending_to-queue",
  "aws_sqs_queue.events_dead-letters",
  "aws_sqs_queue.events_queue",
  "cloudflare_dns_record.dns_dmarc",
  "cloudflare_dns_record.dns_sendgrid-dkim-1",
  "cloudflare_dns_record.dns_sendgrid-dkim-2",
  "cloudflare_dns_record.dns_sendgrid-return-path",
  "cloudflare_dns_record.dns_ses-dkim-1",
  "cloudflare_dns_record.dns_ses-dkim-2",
  "cloudflare_dns_record.dns_ses-dkim-3",
  "cloudflare_dns_record.dns_ses-mail-from-mx",
  "cloudflare_dns_record.dns_ses-mail-from-spf",
  "cloudflare_dns_record.dns_spf",
  "cloudflare_dns_record.dns_tls-rpt",
  "sendgrid_event_webhook.sendgrid-events_webhook",
  "sendgrid_sender_authentication.sendgrid_domain",
]
`);
});

test("the records of an environment", () => {
  const lines = resourcesOf("cloudflare_dns_record").map(({ type, name, priority, content }) =>
    [type, name, priority, content].filter((part) => part !== undefined).join(" "),
  );
  expect(lines.join("\n").replaceAll("aws_sesv2_email_identity.ses_identity.dkim_signing_attributes[0]", "ses")).toMatchInlineSnapshot(`
"TXT _dmarc.mail.staging.example.net "v=DMARC1; p=quarantine; np=reject; adkim=r; aspf=r; rua=mailto:dmarc-reports@example.net"
CNAME s1._domainkey.mail.staging.example.net \${one([for d in sendgrid_sender_authentication.sendgrid_domain.dns : d.data if startswith(d.host, "s1._domainkey.")])}
CNAME s2._domainkey.mail.staging.example.net \${one([for d in sendgrid_sender_authentication.sendgrid_domain.dns : d.data if startswith(d.host, "s2._domainkey.")])}
CNAME em.mail.staging.example.net \${one([for d in sendgrid_sender_authentication.sendgrid_domain.dns : d.data if startswith(d.host, "em.")])}
CNAME \${element(ses.tokens, 0)}._domainkey.mail.staging.example.net \${element(ses.tokens, 0)}.dkim.amazonses.com
CNAME \${element(ses.tokens, 1)}._domainkey.mail.staging.example.net \${element(ses.tokens, 1)}.dkim.amazonses.com
CNAME \${element(ses.tokens, 2)}._domainkey.mail.staging.example.net \${element(ses.tokens, 2)}.dkim.amazonses.com
MX bounce.mail.staging.example.net 10 feedback-smtp.eu-west-1.amazonses.com
TXT bounce.mail.staging.example.net "v=spf1 include:amazonses.com ~all"
TXT mail.staging.example.net "v=spf1 include:sendgrid.net include:amazonses.com ~all"
TXT _smtp._tls.mail.staging.example.net "v=TLSRPTv1; rua=mailto:tls-reports@example.net""
`);
});

test("a record is never proxied, has an explicit TTL and a name in lower case without a final dot", () => {
  for (const record of resourcesOf("cloudflare_dns_record")) {
    expect(record).toMatchObject({ proxied: false, ttl: 300, zone_id: cloudflareOf(staging).zoneId });
    expect(String(record.name).replace(/\$\{.*?\}/, "token")).toMatch(/^[a-z0-9._-]+[a-z]$/);
    expect(String(record.content)).not.toMatch(/\.$/);
  }
});

test("state lies in S3, encrypted, with a lock file, one key per environment", () => {
  expect(stack.terraform.backend.s3).toEqual({
    bucket: "twinpost-state-111122223333-eu-west-1",
    key: "email-staging/terraform.tfstate",
    region: "eu-west-1",
    encrypt: true,
    use_lockfile: true,
  });
});

test("the AWS provider refuses any other account", () => {
  expect(stack.provider.aws).toMatchObject([{ allowed_account_ids: ["111122223333"], region: "eu-west-1" }]);
});

test("no secret value and no token is declared: containers only", () => {
  expect(Object.keys(stack.resource)).not.toContain("aws_secretsmanager_secret_version");
  expect(Object.keys(stack.resource)).not.toContain("aws_iam_access_key");
  expect(Object.keys(stack.resource)).not.toContain("sendgrid_api_key");
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is Terraform's.
  expect(stack.provider.cloudflare).toEqual([{ base_url: "${var.cloudflare_base_url}" }]);
  expect(stack.provider.sendgrid).toEqual([{}]);
});

test("TLS is required towards receivers by SES; SendGrid's setting is the account's, so no environment takes it from another", () => {
  expect(resourcesOf("aws_sesv2_configuration_set")).toMatchObject([{ delivery_options: { tls_policy: "REQUIRE" } }]);
  expect(Object.keys(stack.resource).filter((type) => /^sendgrid_|account/.test(type))).toEqual([
    "sendgrid_event_webhook",
    "sendgrid_sender_authentication",
  ]);
});

test("the outputs tell verification every record that is declared", () => {
  const declared = resourcesOf("cloudflare_dns_record").map(({ type, name }) => `${type} ${name}`);
  expect(stack.output.records.value.map(({ type, name }) => `${type} ${name}`).sort()).toEqual(declared.sort());
});

describe("an environment with one sending provider", () => {
  const only = (primary: "sendgrid" | "ses") => synthesise({ ...staging, sendingProviders: { primary } });
  const spf = ({ output }: Synthesised) =>
    output.records.value.find(({ name, type }) => type === "TXT" && name === staging.sendingDomain)?.value;

  test("SES alone knows nothing of SendGrid", () => {
    const ses = only("ses");
    expect(JSON.stringify(ses)).not.toMatch(/sendgrid/i);
    expect(spf(ses)).toBe("v=spf1 include:amazonses.com ~all");
    expect(Object.keys(ses.resource.cloudflare_dns_record ?? {})).toHaveLength(8);
  });

  test("SendGrid alone has no identity and no user at SES", () => {
    const sendgrid = only("sendgrid");
    expect(Object.keys(sendgrid.resource).filter((type) => /ses|iam/.test(type))).toEqual([]);
    expect(spf(sendgrid)).toBe("v=spf1 include:sendgrid.net ~all");
    expect(Object.keys(sendgrid.resource.aws_secretsmanager_secret ?? {})).toEqual([
      "secrets_admin-cloudflare",
      "secrets_admin-sendgrid",
      "secrets_alerts-sendgrid",
      "secrets_application",
      "secrets_plan-cloudflare",
      "secrets_plan-sendgrid",
      "secrets_sendgrid",
    ]);
  });

  test("a capture server alone has secrets a topic to tell people by, and the records of a domain that nobody sends from", () => {
    const capturing = synthesise(dev);
    const addresses = Object.entries(capturing.resource).flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`));
    expect(addresses.sort()).toEqual([
      "aws_kms_alias.secrets_key-alias",
      "aws_kms_key.secrets_key",
      "aws_secretsmanager_secret.secrets_admin-cloudflare",
      "aws_secretsmanager_secret.secrets_application",
      "aws_secretsmanager_secret.secrets_capture",
      "aws_secretsmanager_secret.secrets_plan-cloudflare",
      "aws_secretsmanager_secret_policy.secrets_admin-cloudflare-policy",
      "aws_secretsmanager_secret_policy.secrets_application-policy",
      "aws_secretsmanager_secret_policy.secrets_capture-policy",
      "aws_secretsmanager_secret_policy.secrets_plan-cloudflare-policy",
      "aws_sns_topic.alerts_topic",
      "aws_sns_topic_policy.alerts_policy",
      "aws_sns_topic_subscription.alerts_email-operations-example-net-9a3b41",
      "cloudflare_dns_record.dns_dmarc",
      "cloudflare_dns_record.dns_spf",
    ]);
    expect(capturing.output.records.value.map(({ value }) => value)).toEqual(["v=spf1 -all", expect.stringContaining("p=reject")]);
    expect(Object.keys(capturing.provider).sort()).toEqual(["aws", "cloudflare"]);
  });
});

describe("an environment that declares how SendGrid is used", () => {
  const withSendgrid = (sendgrid: typeof staging.sendgrid) => synthesise({ ...staging, sendgrid });
  const sendgridTypes = ({ resource }: Synthesised) => Object.keys(resource).filter((type) => type.startsWith("sendgrid_"));
  const theOnly = (of: Synthesised, type: string) => Object.values(of.resource[type] ?? {});

  test("brands tracked links: one name is declared, the other comes from SendGrid, and neither is proxied", () => {
    const linked = withSendgrid({ linkBranding: { subdomain: "links" } });
    expect(theOnly(linked, "sendgrid_link_branding")).toEqual([{ domain: staging.sendingDomain, subdomain: "links" }]);
    const records = linked.resource.cloudflare_dns_record ?? {};
    const dns = "sendgrid_link_branding.sendgrid_links.dns";
    const name = "links.mail.staging.example.net";
    expect(records["dns_sendgrid-links"]).toMatchObject({
      ...{ type: "CNAME", name, proxied: false },
      content: `\${one([for d in ${dns} : d.data if d.host == "${name}"])}`,
    });
    expect(records["dns_sendgrid-links-owner"]).toMatchObject({
      ...{ type: "CNAME", proxied: false },
      name: `\${one([for d in ${dns} : d.host if d.host != "${name}"])}`,
      content: `\${one([for d in ${dns} : d.data if d.host != "${name}"])}`,
    });
    expect(linked.output.records.value).toHaveLength(stack.output.records.value.length + 2);
  });

  test("makes an unsubscribe group that is nobody's default, and tells its id", () => {
    const grouped = withSendgrid({ unsubscribeGroup: { name: "Product news", description: "What is new" } });
    expect(theOnly(grouped, "sendgrid_unsubscribe_group")).toEqual([
      { name: "Product news", description: "What is new", is_default: false },
    ]);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is Terraform's.
    const id = "${sendgrid_unsubscribe_group.sendgrid_unsubscribe-group.id}";
    expect(grouped.output.unsubscribe_group).toEqual({ value: { id, name: "Product news" } });
    expect(stack.output).not.toHaveProperty("unsubscribe_group");
  });

  test("acts on behalf of its subuser, whose settings are its own; the domain is pinned to its region", () => {
    const eu = withSendgrid({ region: "eu", subuser: "market-edge-eu", lowVolumeReason: "it is kept warm by others" });
    expect(eu.provider.sendgrid).toEqual([{ region: "eu", subuser: "market-edge-eu" }]);
    expect(theOnly(eu, "sendgrid_sender_authentication")).toMatchObject([{ region: "eu", lifecycle: { ignore_changes: ["region"] } }]);
    expect(sendgridTypes(eu)).toEqual([
      "sendgrid_bounce_settings",
      "sendgrid_click_tracking_settings",
      "sendgrid_enforce_tls",
      "sendgrid_event_webhook",
      "sendgrid_sender_authentication",
    ]);
    expect(theOnly(eu, "sendgrid_enforce_tls")).toEqual([{ require_tls: true, require_valid_cert: false, version: 1.2 }]);
  });
});

const sendingPolicy = (of: Synthesised) => {
  const { data } = of as Synthesised & { data: { aws_iam_policy_document: Record<string, { statement: { condition: object[] }[] }> } };
  return data.aws_iam_policy_document["ses-smtp_policy"]?.statement;
};

test("the SES user may send as the sender, to allowed recipients, through the environment's identity and configuration set, and nothing else", () => {
  expect(sendingPolicy(stack)).toEqual([
    {
      actions: ["ses:SendRawEmail"],
      resources: [
        // biome-ignore lint/suspicious/noTemplateCurlyInString: they are Terraform's.
        "${aws_sesv2_email_identity.ses_identity.arn}",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: they are Terraform's.
        "${aws_sesv2_configuration_set.ses_configuration-set.arn}",
      ],
      condition: [
        { test: "StringEquals", variable: "ses:FromAddress", values: [staging.sender.address] },
        { test: "Null", variable: "ses:Recipients", values: ["false"] },
        {
          test: "ForAllValues:StringLike",
          variable: "ses:Recipients",
          values: ["*@example.net", "twinpost-seed@gmail.com", "twinpost-seed@outlook.com", "twinpost-seed@yahoo.com"],
        },
      ],
    },
  ]);
});

test("where nobody is a stranger, the SES user may send to everybody", () => {
  expect(sendingPolicy(synthesise(prod))?.[0]?.condition).toEqual([
    { test: "StringEquals", variable: "ses:FromAddress", values: [prod.sender.address] },
  ]);
});

test("every secret is encrypted with the environment's own key, which rotates", () => {
  expect(stack.resource.aws_kms_key?.secrets_key).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: 30 });
  for (const secret of resourcesOf("aws_secretsmanager_secret")) {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is Terraform's.
    expect(secret).toMatchObject({ kms_key_id: "${aws_kms_key.secrets_key.arn}", recovery_window_in_days: 30 });
  }
});

describe("an environment whose DNS is kept elsewhere", () => {
  const elsewhere = synthesise(publishedByHand(staging));

  test("has neither Cloudflare's provider nor its records nor its tokens; all else is as it was", () => {
    expect(Object.keys(elsewhere.terraform.required_providers).sort()).toEqual(["aws", "sendgrid"]);
    expect(Object.keys(elsewhere.provider).sort()).toEqual(["aws", "sendgrid"]);
    expect(JSON.stringify(elsewhere)).not.toMatch(/cloudflare/i);
    const { cloudflare_dns_record: _, ...resources } = stack.resource;
    const isOfToken = (name: string): boolean => /^secrets_(admin|plan)-cloudflare/.test(name);
    const others = Object.entries(resources).flatMap(([type, named]) =>
      Object.keys(named).flatMap((name) => (isOfToken(name) ? [] : [`${type}.${name}`])),
    );
    expect(Object.entries(elsewhere.resource).flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`))).toEqual(
      others,
    );
  });

  test("tells the same records, for a person to publish", () => {
    expect(elsewhere.output.records.value).toEqual(stack.output.records.value.map((record) => ({ ...record, byHand: true })));
  });
});

/**
 * Builds what `terraform show -json <plan file>` prints, in the shape that terraform 1.11 gave for this product's stack (aws 5.100.0,
 * cloudflare 5.14.0, sendgrid 3.1.0), with all attributes, so that the tests meet the paths and the nulls of real plans.
 */
import { anotherRsaPublicKey, type RsaBits, rsaPublicKey } from "../fixtures/rsa-public-keys";

export type Attributes = Record<string, unknown>;

export interface Resource {
  type: string;
  name: string;
  attributes: Attributes;
}

const provider = (type: string): string => {
  const [prefix] = type.split("_");
  const source = { cloudflare: "cloudflare/cloudflare", sendgrid: "kenzo0107/sendgrid" }[prefix ?? ""] ?? "hashicorp/aws";
  return `registry.terraform.io/${source}`;
};

function change(
  { type, name }: Resource,
  actions: string[],
  before: Attributes | null,
  after: Attributes | null,
  unknown: Attributes = {},
) {
  const privateKey = { dkim_signing_attributes: [{ domain_signing_private_key: true }] };
  const sensitive = { before_sensitive: before ? privateKey : false, after_sensitive: after ? privateKey : false };
  return {
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    provider_name: provider(type),
    change: { actions, before, after, after_unknown: unknown, ...sensitive },
  };
}
export type ResourceChange = ReturnType<typeof change>;

export const terraformPlan = (...resource_changes: ResourceChange[]) => ({
  format_version: "1.2",
  terraform_version: "1.11.4",
  variables: { cloudflare_base_url: {} },
  planned_values: { root_module: {} },
  resource_changes,
  output_changes: {},
  configuration: {},
  timestamp: "2026-11-23T21:09:05Z",
  applyable: true,
  complete: true,
  errored: false,
});

/** Terraform leaves a value that it does not know yet out of `after`, and says `true` for it in `after_unknown`. */
export const unknown = Symbol("unknown");

export const keep = (resource: Resource) => change(resource, ["no-op"], resource.attributes, resource.attributes);
export const forget = (resource: Resource) => change(resource, ["forget"], resource.attributes, null);
export const remove = (resource: Resource) => change(resource, ["delete"], resource.attributes, null);
export const create = (resource: Resource, attributes: Attributes = {}) =>
  change(resource, ["create"], null, ...split({ ...resource.attributes, ...attributes }));
export const update = (resource: Resource, attributes: Attributes) =>
  change(resource, ["update"], resource.attributes, ...split({ ...resource.attributes, ...attributes }));
/** @param actions ["delete", "create"], or the other way round with create_before_destroy. */
export const replace = (resource: Resource, attributes: Attributes = {}, actions = ["delete", "create"]) =>
  change(resource, actions, resource.attributes, ...split({ ...resource.attributes, ...attributes }));

function split(attributes: Attributes): [known: Attributes, unknown: Attributes] {
  const entries = Object.entries(attributes);
  return [
    Object.fromEntries(entries.filter(([, value]) => value !== unknown)),
    Object.fromEntries(entries.filter(([, value]) => value === unknown).map(([key]) => [key, true])),
  ];
}

export const tags = { tags: null, tags_all: { application: "twinpost", environment: "prod" } };

export const record = (name: string, host: string, type: string, content: string, more: Attributes = {}): Resource => ({
  type: "cloudflare_dns_record",
  name: `dns_${name}`,
  attributes: {
    comment: "twinpost",
    comment_modified_on: "2026-11-23T21:06:32.826Z",
    content,
    created_on: "2026-11-23T21:06:32.826Z",
    data: null,
    id: "31614bacfcf02a2ddc4f63e8247f2007",
    meta: "{}",
    modified_on: "2026-11-23T21:06:32.826Z",
    name: host,
    priority: null,
    proxiable: type === "CNAME",
    proxied: false,
    settings: { flatten_cname: null, ipv4_only: null, ipv6_only: null },
    tags: [],
    tags_modified_on: null,
    ttl: 300,
    type,
    zone_id: "0d4f3e6a8b1c4d5e9f70213243546576",
    ...more,
  },
});

export const txt = (name: string, host: string, text: string): Resource => record(name, host, "TXT", quoted(text));
/** As Cloudflare gives it back: strings of at most 255 bytes. */
export const quoted = (text: string): string => (text.match(/.{1,255}/g) ?? []).map((chunk) => `"${chunk}"`).join(" ");

export const sesIdentity = (attributes: Attributes = {}): Resource => ({
  type: "aws_sesv2_email_identity",
  name: "ses_identity",
  attributes: {
    arn: "arn:aws:ses:eu-west-1:111122223333:identity/mail.example.com",
    configuration_set_name: "twinpost-prod",
    dkim_signing_attributes: dkimSigning("RSA_2048_BIT"),
    email_identity: "mail.example.com",
    id: "mail.example.com",
    identity_type: "DOMAIN",
    ...tags,
    verified_for_sending_status: true,
    ...attributes,
  },
});

export const dkimSigning = (length: string): Attributes[] => [
  {
    current_signing_key_length: "RSA_2048_BIT",
    domain_signing_private_key: "MIIEvQ-a-private-key",
    domain_signing_selector: "",
    last_key_generation_timestamp: "",
    next_signing_key_length: length,
    signing_attributes_origin: "AWS_SES",
    status: "SUCCESS",
    tokens: ["77f3cf17", "c3587680", "5cb1819d"],
  },
];

export const mailFrom: Resource = {
  type: "aws_sesv2_email_identity_mail_from_attributes",
  name: "ses_mail-from",
  attributes: {
    behavior_on_mx_failure: "USE_DEFAULT_VALUE",
    email_identity: "mail.example.com",
    id: "mail.example.com",
    mail_from_domain: "bounce.mail.example.com",
  },
};

export const configurationSet = (attributes: Attributes = {}): Resource => ({
  type: "aws_sesv2_configuration_set",
  name: "ses_configuration-set",
  attributes: {
    arn: "arn:aws:ses:eu-west-1:111122223333:configuration-set/twinpost-prod",
    configuration_set_name: "twinpost-prod",
    delivery_options: delivery("REQUIRE"),
    id: "twinpost-prod",
    reputation_options: [{ last_fresh_start: "", reputation_metrics_enabled: true }],
    sending_options: [{ sending_enabled: true }],
    suppression_options: [],
    ...tags,
    tracking_options: [],
    vdm_options: [],
    ...attributes,
  },
});

export const delivery = (tlsPolicy: string): Attributes[] => [{ max_delivery_seconds: 0, sending_pool_name: "", tls_policy: tlsPolicy }];

export const sendgridDomain: Resource = {
  type: "sendgrid_sender_authentication",
  name: "sendgrid_domain",
  attributes: { automatic_security: true, default: false, dns: [], domain: "mail.example.com", id: "1", subdomain: "em", valid: true },
};

export const sendgridLinks: Resource = {
  type: "sendgrid_link_branding",
  name: "sendgrid_links",
  attributes: { default: false, dns: [], domain: "mail.example.com", id: "2", subdomain: "links", user_id: 8426947, valid: true },
};

export const sendgridGroup: Resource = {
  type: "sendgrid_unsubscribe_group",
  name: "sendgrid_unsubscribe-group",
  attributes: { description: "What is new", id: "3", is_default: false, name: "Product news" },
};

export const sendgridTls: Resource = {
  type: "sendgrid_enforce_tls",
  name: "sendgrid_tls",
  attributes: { require_tls: true, require_valid_cert: false, version: 1.1 },
};

export const kmsKey: Resource = {
  type: "aws_kms_key",
  name: "secrets_key",
  attributes: {
    arn: "arn:aws:kms:eu-west-1:111122223333:key/d1265b77",
    deletion_window_in_days: 30,
    description: "Twinpost prod: secrets",
    enable_key_rotation: true,
    id: "d1265b77",
    is_enabled: true,
    policy: '{"Statement":[]}',
    ...tags,
  },
};

export const smtpUser: Resource = {
  name: "smtp-user",
  type: "aws_iam_user",
  attributes: { name: "twinpost-prod-smtp", force_destroy: false },
};

const mayOnlySend = JSON.stringify({
  Statement: [
    {
      Effect: "Allow",
      Action: "ses:SendRawEmail",
      Resource: "arn:aws:ses:eu-west-1:111122223333:identity/mail.example.com",
      Condition: { StringEquals: { "ses:FromAddress": "invitations@mail.example.com" } },
    },
  ],
});

export const smtpUserPolicy: Resource = {
  name: "smtp-user-policy",
  type: "aws_iam_user_policy",
  attributes: { name: "may-send", user: "twinpost-prod-smtp", policy: mayOnlySend },
};

const denials: Record<string, Attributes> = {
  TlsOnly: { Action: "secretsmanager:*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
  NamedReadersOnly: {
    Action: "secretsmanager:GetSecretValue",
    Condition: { StringNotEquals: { "aws:PrincipalArn": ["arn:aws:iam::111122223333:role/app"] } },
  },
};

/** @param sids of what it refuses. */
export const secretPolicy = (...sids: string[]): Resource => ({
  name: "secrets_application-policy",
  type: "aws_secretsmanager_secret_policy",
  attributes: {
    secret_arn: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:twinpost/prod/application-bBARzK",
    block_public_policy: true,
    policy: JSON.stringify({ Statement: sids.map((Sid) => ({ ...denials[Sid], Sid, Effect: "Deny", Principal: "*", Resource: "*" })) }),
  },
});

export const secret: Resource = {
  type: "aws_secretsmanager_secret",
  name: "secrets_application",
  attributes: {
    arn: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:twinpost/prod/application-bBARzK",
    description: "The application's environment variables",
    kms_key_id: "arn:aws:kms:eu-west-1:111122223333:key/d1265b77",
    name: "twinpost/prod/application",
    recovery_window_in_days: 30,
    replica: [],
    ...tags,
  },
};

export const copiedTo = (region: string): Resource => ({
  ...secret,
  attributes: { ...secret.attributes, replica: [{ kms_key_id: "alias/aws/secretsmanager", region, status: "InSync" }] },
});

export const bucket = (name: string): Resource => ({
  type: "aws_s3_bucket",
  name: "state",
  attributes: { arn: `arn:aws:s3:::${name}`, bucket: name, force_destroy: false, id: name, ...tags },
});

/** A DKIM record's text. */
export const dkimKey = (bits: RsaBits): string => `v=DKIM1; k=rsa; p=${rsaPublicKey(bits)}`;
export const anotherDkimKey = `v=DKIM1; k=rsa; p=${anotherRsaPublicKey}`;

/**
 * SESv2's HTTP API: the calls that Terraform's AWS provider 5.100.0 and our own verification make.
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_Operations.html
 */
import { type Context, Hono } from "hono";
import type { CheckIdentity } from "./dns-check";
import { addEventDestinations, type TopicExists } from "./event-destinations";
import { requireIdentityName, requireMailFrom, requireSetName } from "./names";
import {
  type ConfigurationSet,
  type Identity,
  type KeyLength,
  type SendingAccount,
  SesError,
  type SesState,
  signingZone,
  type Tag,
} from "./state";
import { addSuppressionList } from "./suppression-list";

type Body = Record<string, unknown>;

/** The option groups of a configuration set, by the last part of their path. */
const optionGroups: Record<string, string> = {
  "delivery-options": "DeliveryOptions",
  "reputation-options": "ReputationOptions",
  sending: "SendingOptions",
  "suppression-options": "SuppressionOptions",
  "tracking-options": "TrackingOptions",
  "vdm-options": "VdmOptions",
};

export function sesRoutes(state: SesState, check: CheckIdentity, topicExists: TopicExists): Hono {
  const app = new Hono();
  const done = (context: Context) => context.json({});
  app.onError((error) => {
    if (!(error instanceof SesError)) throw error;
    return Response.json({ message: error.message }, { status: error.status, headers: { "x-amzn-errortype": error.code } });
  });

  app.post("/v2/email/configuration-sets", async (context) => {
    const { ConfigurationSetName: name, Tags, ...options } = await bodyOf(context);
    requireSetName(String(name));
    state.createConfigurationSet(String(name), options as ConfigurationSet["options"]);
    state.tags.set(state.arnOf("configuration-set", String(name)), (Tags ?? []) as Tag[]);
    return done(context);
  });
  app.get("/v2/email/configuration-sets/:set", (context) => {
    const { name, options } = state.configurationSet(context.req.param("set"));
    const Tags = state.tags.get(state.arnOf("configuration-set", name)) ?? [];
    return context.json({ ConfigurationSetName: name, ...options, Tags });
  });
  for (const [path, group] of Object.entries(optionGroups)) {
    app.put(`/v2/email/configuration-sets/:set/${path}`, async (context) => {
      state.configurationSet(context.req.param("set")).options[group] = await bodyOf(context);
      return done(context);
    });
  }
  app.delete("/v2/email/configuration-sets/:set", (context) => {
    state.configurationSets.delete(state.configurationSet(context.req.param("set")).name);
    return done(context);
  });

  addEventDestinations(app, state, topicExists);
  addSuppressionList(app, state);

  const putSigning = async (context: Context) => {
    const { SigningAttributes: signing } = await bodyOf(context);
    const identity = state.identity(context.req.param("identity") ?? "");
    // "The key length of the future DKIM key pair": the next rotation makes it.
    identity.keyLength.next = keyLengthOf(signing) ?? identity.keyLength.next;
    return context.json({ DkimStatus: identity.dkimStatus, DkimTokens: identity.keys.map(({ token }) => token) });
  };

  app.post("/v2/email/identities", async (context) => {
    const { EmailIdentity: name, ConfigurationSetName: set, Tags, DkimSigningAttributes: signing } = await bodyOf(context);
    requireIdentityName(String(name));
    const identity = state.createIdentity(String(name), set === undefined ? undefined : String(set), keyLengthOf(signing));
    state.tags.set(state.arnOf("identity", identity.name), (Tags ?? []) as Tag[]);
    return context.json({
      IdentityType: identity.kind,
      VerifiedForSendingStatus: state.isVerified(identity),
      DkimAttributes: dkimAttributes(identity),
    });
  });
  app.get("/v2/email/identities/:identity", async (context) => {
    const identity = state.identity(context.req.param("identity"));
    await Promise.all(state.identitiesOf(identity.name).map(check));
    return context.json(identityView(state, identity, state.tags.get(state.arnOf("identity", identity.name)) ?? []));
  });
  app.delete("/v2/email/identities/:identity", (context) => {
    state.deleteIdentity(context.req.param("identity"));
    return done(context);
  });
  app.put("/v2/email/identities/:identity/mail-from", async (context) => {
    const { MailFromDomain: domain, BehaviorOnMxFailure: behavior = "USE_DEFAULT_VALUE" } = await bodyOf(context);
    const identity = state.identity(context.req.param("identity"));
    if (domain) requireMailFrom(String(domain), identity.name);
    identity.mailFrom = domain ? { domain: String(domain), behavior: String(behavior) } : undefined;
    identity.mailFromStatus = "PENDING";
    return done(context);
  });
  app.put("/v2/email/identities/:identity/dkim/signing", putSigning);
  // The SDKs' path of this one call is the first version's.
  app.put("/v1/email/identities/:identity/dkim/signing", putSigning);
  app.put("/v2/email/identities/:identity/feedback", async (context) => {
    state.identity(context.req.param("identity")).feedbackForwarding = (await bodyOf(context)).EmailForwardingEnabled === true;
    return done(context);
  });
  app.put("/v2/email/identities/:identity/configuration-set", async (context) => {
    const { ConfigurationSetName: set } = await bodyOf(context);
    state.identity(context.req.param("identity")).configurationSet = set ? state.configurationSet(String(set)).name : undefined;
    return done(context);
  });

  app.get("/v2/email/account", (context) => context.json(accountView(state.sendingAccount)));
  app.put("/v2/email/account/suppression", async (context) => {
    const { SuppressedReasons: reasons = [] } = await bodyOf(context);
    const unknown = (reasons as string[]).find((reason) => reason !== "BOUNCE" && reason !== "COMPLAINT");
    if (unknown) throw new SesError(400, "BadRequestException", `Invalid suppression reason <${unknown}>.`);
    state.sendingAccount.suppressedReasons = reasons as string[];
    return done(context);
  });

  app.get("/v2/email/tags", (context) => context.json({ Tags: state.tags.get(context.req.query("ResourceArn") ?? "") ?? [] }));
  app.post("/v2/email/tags", async (context) => {
    const { ResourceArn: arn, Tags } = await bodyOf(context);
    const added = Tags as Tag[];
    const kept = (state.tags.get(String(arn)) ?? []).filter(({ Key }) => !added.some((tag) => tag.Key === Key));
    state.tags.set(String(arn), [...kept, ...added]);
    return done(context);
  });
  app.delete("/v2/email/tags", (context) => {
    const arn = context.req.query("ResourceArn") ?? "";
    const removed = context.req.queries("TagKeys") ?? [];
    state.tags.set(
      arn,
      (state.tags.get(arn) ?? []).filter(({ Key }) => !removed.includes(Key)),
    );
    return done(context);
  });
  return app;
}

const bodyOf = async (context: Context): Promise<Body> => (await context.req.json().catch(() => ({}))) as Body;

function accountView({ productionAccess, enforcement, sendingEnabled, suppressedReasons, ...quota }: SendingAccount): Body {
  return {
    DedicatedIpAutoWarmupEnabled: false,
    EnforcementStatus: enforcement,
    ProductionAccessEnabled: productionAccess,
    SendingEnabled: sendingEnabled,
    SendQuota: { Max24HourSend: quota.max24HourSend, MaxSendRate: quota.maxSendRate, SentLast24Hours: quota.sentLast24Hours },
    SuppressionAttributes: { SuppressedReasons: suppressedReasons },
  };
}

function identityView(state: SesState, identity: Identity, tags: Tag[]): Body {
  const { kind, configurationSet, mailFrom, mailFromStatus, feedbackForwarding, dkimStatus } = identity;
  const isVerified = state.isVerified(identity);
  return {
    IdentityType: kind,
    FeedbackForwardingStatus: feedbackForwarding,
    VerifiedForSendingStatus: isVerified,
    VerificationStatus: kind === "DOMAIN" ? dkimStatus : isVerified ? "SUCCESS" : "PENDING",
    DkimAttributes: dkimAttributes(identity),
    // Without a custom domain SES still gives the behaviour.
    MailFromAttributes: mailFrom
      ? { MailFromDomain: mailFrom.domain, MailFromDomainStatus: mailFromStatus, BehaviorOnMxFailure: mailFrom.behavior }
      : { BehaviorOnMxFailure: "USE_DEFAULT_VALUE" },
    Policies: {},
    Tags: tags,
    ...(configurationSet ? { ConfigurationSetName: configurationSet } : {}),
  };
}

/** @returns undefined where none is asked for. @throws SesError for keys of one's own, which the sandbox does not sign with, and other lengths. */
function keyLengthOf(signing: unknown): KeyLength | undefined {
  const { NextSigningKeyLength: length, DomainSigningPrivateKey: own } = (signing ?? {}) as Body;
  if (own !== undefined) throw new SesError(501, "NotImplemented", "the sandbox does not sign with keys of one's own (BYODKIM)");
  if (length === undefined || length === "RSA_1024_BIT" || length === "RSA_2048_BIT") return length;
  throw new SesError(400, "BadRequestException", `Invalid signing key length <${length}>.`);
}

function dkimAttributes({ kind, keys, keyLength, dkimStatus }: Identity): Body {
  if (kind === "EMAIL_ADDRESS") return { SigningEnabled: false, Status: "NOT_STARTED", SigningAttributesOrigin: "AWS_SES" };
  return {
    SigningEnabled: true,
    Status: dkimStatus,
    Tokens: keys.map(({ token }) => token),
    SigningHostedZone: signingZone,
    SigningAttributesOrigin: "AWS_SES",
    CurrentSigningKeyLength: keyLength.current,
    NextSigningKeyLength: keyLength.next,
  };
}

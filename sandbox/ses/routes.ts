/**
 * SESv2's HTTP API: the calls that Terraform's AWS provider 5.100.0 and our own verification make.
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_Operations.html
 */
import { type Context, Hono } from "hono";
import type { CheckIdentity } from "./dns-check";
import { addEventDestinations } from "./event-destinations";
import { requireIdentityName, requireMailFrom, requireSetName } from "./names";
import { type ConfigurationSet, type Identity, type SendingAccount, SesError, type SesState, signingZone, type Tag } from "./state";

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

export function sesRoutes(state: SesState, check: CheckIdentity): Hono {
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

  addEventDestinations(app, state);

  app.post("/v2/email/identities", async (context) => {
    const { EmailIdentity: name, ConfigurationSetName: set, Tags } = await bodyOf(context);
    requireIdentityName(String(name));
    const identity = state.createIdentity(String(name), set === undefined ? undefined : String(set));
    state.tags.set(state.arnOf("identity", identity.name), (Tags ?? []) as Tag[]);
    return context.json({ IdentityType: "DOMAIN", VerifiedForSendingStatus: false, DkimAttributes: dkimAttributes(identity) });
  });
  app.get("/v2/email/identities/:identity", async (context) => {
    const identity = state.identity(context.req.param("identity"));
    await check(identity);
    return context.json(identityView(identity, state.tags.get(state.arnOf("identity", identity.name)) ?? []));
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

function identityView(identity: Identity, tags: Tag[]): Body {
  const { configurationSet, mailFrom, mailFromStatus, feedbackForwarding, dkimStatus } = identity;
  return {
    IdentityType: "DOMAIN",
    FeedbackForwardingStatus: feedbackForwarding,
    VerifiedForSendingStatus: dkimStatus === "SUCCESS",
    VerificationStatus: dkimStatus,
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

function dkimAttributes({ keys, dkimStatus }: Identity): Body {
  return {
    SigningEnabled: true,
    Status: dkimStatus,
    Tokens: keys.map(({ token }) => token),
    SigningHostedZone: signingZone,
    SigningAttributesOrigin: "AWS_SES",
    CurrentSigningKeyLength: "RSA_2048_BIT",
    NextSigningKeyLength: "RSA_2048_BIT",
  };
}

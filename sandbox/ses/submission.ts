/**
 * SES's SMTP interface: logins by derived passwords, the user's IAM policy, the identity's state, and how SES sends a message on.
 * https://docs.aws.amazon.com/ses/latest/dg/send-email-smtp.html, .../dg/control-user-access.html
 */
import { generateKeyPair, type KeyObject, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import addressparser from "nodemailer/lib/addressparser";
import type { IamView } from "../aws/iam-view";
import type { ZoneStore } from "../dns/zones";
import { type Acceptance, type DkimSignature, type Envelope, SmtpRefusal, type SubmissionBackend } from "../submission/backend";
import { readHeader } from "../submission/headers";
import type { CheckIdentity } from "./dns-check";
import { readMessageTags, setHeader, tagsHeader } from "./events/message-tags";
import type { ToldEvents } from "./events/told";
import { claimedSenders, requireWellFormed, sesLimits } from "./message-rules";
import { expectedSmtpPassword } from "./smtp-password";
import { type Identity, publishDkimKey, type SesState } from "./state";

export interface SesSubmissionOptions {
  state: SesState;
  /** Of SES's own signature. */
  ownKey: Promise<KeyObject>;
  check: CheckIdentity;
  /** Asked at each login, since AWS is started after SES is made. */
  iam: () => IamView;
  told: ToldEvents;
}

/** The selector of SES's own signature, which it adds to every message. */
const ownSelector = "sandbox";

const reply = (messageId: string): string => `Ok ${messageId}`;

/** One account's in one region. */
export function sesSubmission({ state, ownKey, check, iam, told }: SesSubmissionOptions): SubmissionBackend {
  return {
    service: "ses",
    limits: sesLimits,

    async authenticate(username, password) {
      const key = await iam().accessKey(username);
      const expected = key?.status === "Active" ? expectedSmtpPassword(key.secret, state.region) : undefined;
      if (!key || !expected || !isSame(password, expected)) throw new SmtpRefusal(535, "Authentication Credentials Invalid");
      iam().noteUse(username, { service: "ses", region: state.region });
      return key.userName;
    },

    async accept(userName, envelope, message) {
      requireWellFormed(message);
      const from = addressparser(readHeader(message, "From"), { flatten: true })[0] ?? { address: "", name: "" };
      const addresses = [...new Set([from.address, ...claimedSenders(envelope, message)])];
      const { identity, signer } = await requireVerified(addresses, { state, check });
      const set = readHeader(message, setHeader) ?? identity.configurationSet;
      const tags = readMessageTags(message);
      await requireAllowed({ state, iam: iam(), userName, envelope, from, identity, set });
      const accepted = await acceptance({ identity, signer }, set, state, await ownKey);
      const { messageId } = accepted;
      told.accept({ messageId, identity: state.arnOf("identity", identity.name), userName, envelope, message, tags }, set);
      return accepted;
    },

    reply,
    answerFor: (messageId, recipient) => told.answerFor(messageId, recipient),
    learn: (attempt) => told.learn(attempt),
  };
}

interface Sender {
  /** The most specific one: an address's own before its domain's. */
  identity: Identity;
  /** The verified domain, whose key signs; a confirmed address may have none, and then only SES signs. */
  signer: Identity | undefined;
}

/** @returns the identities of the first address. @throws SmtpRefusal naming every address that no verified identity covers. */
async function requireVerified(addresses: string[], { state, check }: Pick<SesSubmissionOptions, "state" | "check">): Promise<Sender> {
  const covering = addresses.map((address) => state.identitiesOf(address));
  const answers = await Promise.all([...new Set(covering.flat())].map(check));
  const failed = addresses.filter((_, index) => !covering[index]?.some((each) => state.isVerified(each)));
  // Whether they are verified is not known then, so nothing permanent may be said.
  if (failed.length > 0 && answers.includes(false)) throw new SmtpRefusal(451, "Temporary service failure");
  const [identity] = covering[0] ?? [];
  if (!identity || failed.length > 0) throw notVerified(failed.join(", "), state.region);
  return { identity, signer: covering[0]?.find(({ dkimStatus }) => dkimStatus === "SUCCESS") };
}

interface Sending {
  state: SesState;
  iam: IamView;
  userName: string;
  envelope: Envelope;
  from: { address: string; name?: string };
  identity: Identity;
  set: string | undefined;
}

async function requireAllowed({ state, iam, userName, envelope, from, identity, set }: Sending): Promise<void> {
  const resources = [state.arnOf("identity", identity.name), ...(set ? [state.arnOf("configuration-set", set)] : [])];
  const context = { "ses:FromAddress": from.address, "ses:FromDisplayName": from.name ?? "", "ses:Recipients": envelope.to };
  if (await iam.allows(userName, { action: "ses:SendRawEmail", resources, context })) return;
  const user = `arn:aws:iam::${state.account}:user/${userName}`;
  throw new SmtpRefusal(
    554,
    `Access denied: User \`${user}' is not authorized to perform \`ses:SendRawEmail' on resource \`${resources[0]}'`,
  );
}

async function acceptance({ identity, signer }: Sender, set: string | undefined, state: SesState, ownKey: KeyObject): Promise<Acceptance> {
  const messageId = `0102${randomBytes(14).toString("hex")}-${randomBytes(4).toString("hex")}-000000`;
  const options = set ? state.configurationSets.get(set)?.options : undefined;
  // Belief: the words; the API says ConfigurationSetDoesNotExist.
  if (set && !options) throw new SmtpRefusal(554, `Transaction failed: Configuration set <${set}> does not exist.`);
  if (options?.SendingOptions?.SendingEnabled === false) throw new SmtpRefusal(554, `Sending is paused for configuration set ${set}`);
  const { mailFrom, mailFromStatus } = identity.mailFrom ? identity : (signer ?? identity);
  if (mailFrom?.behavior === "REJECT_MESSAGE" && mailFromStatus !== "SUCCESS")
    throw new SmtpRefusal(554, "Message rejected: MailFromDomainNotVerified");
  // Before the MAIL FROM domain is proven SES uses its own, which passes SPF but is not aligned with the From domain.
  const returnDomain = mailFrom && mailFromStatus === "SUCCESS" ? mailFrom.domain : `${state.region}.amazonses.com`;
  return {
    messageId,
    returnPath: `${messageId}@${returnDomain}`,
    signatures: [
      ...(signer ? [await identitySignature(signer)] : []),
      { domain: "amazonses.com", selector: ownSelector, privateKey: ownKey },
    ],
    headers: {
      // https://docs.aws.amazon.com/ses/latest/dg/header-fields.html: both are SES's own, whatever the client wrote.
      Date: new Date().toUTCString().replace("GMT", "+0000"),
      "Message-ID": `<${messageId}@${state.region}.amazonses.com>`,
      "X-SES-Outgoing": `${new Date().toISOString().slice(0, 10)}-127.0.10.2`,
    },
    withheld: [setHeader, tagsHeader],
    requireTls: options?.DeliveryOptions?.TlsPolicy === "REQUIRE",
    leastTls: 1.2,
  };
}

/** SES signs with the one key that it serves. */
async function identitySignature({ name, keys }: Identity): Promise<DkimSignature> {
  const active = keys.find(({ key }) => key);
  if (!active?.key) throw new Error(`the identity ${name} has no DKIM key`);
  return { domain: name, selector: active.token, privateKey: await active.key };
}

/** One server per region takes every account's logins: the access key tells whose it is. */
export function regionalSubmission(backends: () => ReadonlyMap<string, SubmissionBackend>): SubmissionBackend {
  return {
    service: "ses",
    limits: sesLimits,

    async authenticate(username, password) {
      let refusal: unknown;
      for (const [account, backend] of backends()) {
        try {
          return `${account}/${await backend.authenticate(username, password)}`;
        } catch (error) {
          refusal = error;
        }
      }
      throw refusal ?? new SmtpRefusal(535, "Authentication Credentials Invalid");
    },

    async accept(principal, envelope, message) {
      const [account = "", userName = ""] = principal.split("/");
      const backend = backends().get(account);
      if (!backend) throw new Error(`nobody of the account ${account} is logged in`);
      return backend.accept(userName, envelope, message);
    },

    reply,
    // Ids of messages are nobody else's.
    answerFor: (messageId, recipient) =>
      [...backends().values()].map((backend) => backend.answerFor?.(messageId, recipient)).find((each) => each !== undefined),
    learn(attempt) {
      for (const backend of backends().values()) backend.learn?.(attempt);
    },
  };
}

export async function makeOwnKey(zones: ZoneStore): Promise<KeyObject> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  publishDkimKey(zones, "own-signature", `${ownSelector}._domainkey.amazonses.com`, publicKey);
  return privateKey;
}

const notVerified = (address: string, region: string): SmtpRefusal =>
  new SmtpRefusal(
    554,
    `Message rejected: Email address is not verified. The following identities failed the check in region ${region.toUpperCase()}: ${address}`,
  );

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

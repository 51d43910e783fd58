/**
 * Sessions of roles: temporary keys ("ASIA…") with a token that every call must carry, until they expire.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_use-resources.html
 */
import { randomBytes } from "node:crypto";
import type { PolicyDocument } from "../policy/document";

export interface Session {
  accessKeyId: string;
  secretAccessKey: string;
  token: string;
  account: string;
  role: { arn: string; id: string; name: string };
  name: string;
  /** "arn:aws:sts::…:assumed-role/name/session". */
  arn: string;
  issuedAt: Date;
  expiresAt: Date;
  /** Given when the role was taken; what they do not allow, the session may not. */
  policies?: PolicyDocument[];
  /** Given when the role was taken. Those that are transitive go on to the next role. */
  tags: Record<string, string>;
  transitive: string[];
  sourceIdentity?: string;
  /** When the caller's MFA code was checked. Role chaining forgets it. */
  mfaAt?: Date;
  /** Of a web identity: the ARN of its provider. */
  provider?: string;
  /** What its provider says of a web identity, as condition keys. */
  claims: Record<string, string>;
}

export type Asked = Omit<Session, "accessKeyId" | "secretAccessKey" | "token" | "account" | "arn" | "issuedAt" | "expiresAt">;

export class Sessions {
  readonly #sessions = new Map<string, Session>();

  constructor(private readonly now: () => Date) {}

  issue(account: string, asked: Asked, seconds: number): Session {
    const issuedAt = this.now();
    const session: Session = {
      ...asked,
      account,
      accessKeyId: `ASIA${randomBytes(8).toString("hex").toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString("base64"),
      token: `IQoJb3JpZ2luX2Vj${randomBytes(240).toString("base64")}`,
      arn: `arn:aws:sts::${account}:assumed-role/${asked.role.name}/${asked.name}`,
      issuedAt,
      expiresAt: new Date(issuedAt.getTime() + seconds * 1000),
    };
    this.#sessions.set(session.accessKeyId, session);
    return session;
  }

  /** @param token as the request carries it. @returns "expired" for what was valid once, undefined for what never was. */
  find(accessKeyId: string, token: string | undefined): Session | "expired" | undefined {
    const session = this.#sessions.get(accessKeyId);
    if (!session || session.token !== token) return undefined;
    return session.expiresAt <= this.now() ? "expired" : session;
  }
}

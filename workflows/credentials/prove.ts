/** Whether credentials work: a login at the submission server says so, and nothing else does. */
import { OperatorError } from "../../declaration/operator-error";
import { refusesCredentials, type SmtpReply } from "../../mail/smtp/answer";
import type { KeyEffects, SendingCredentials } from "./stored-credentials";

export type Login = Pick<SendingCredentials, "user" | "password">;

/** The submission server. */
export interface ServerEffects {
  host: string;
  port: number;
  /**
   * Logs in there; retries while the provider still spreads a new key.
   * @returns the server's refusal, or undefined when it let us in. Whatever else goes wrong is thrown: it says nothing about the key.
   */
  prove(login: Login): Promise<OperatorError | undefined>;
}

interface Proving {
  keys: Pick<KeyEffects, "deploy">;
  server: Pick<ServerEffects, "prove">;
}

/** @throws OperatorError what a server of one's own said. */
export async function isRefused(credentials: SendingCredentials, use: Proving): Promise<boolean> {
  const refusal = await deployAndProve(credentials, use);
  if (refusal && use.keys.deploy) throw refusal;
  return refusal !== undefined;
}

export async function deployAndProve(credentials: SendingCredentials, { keys, server }: Proving): Promise<OperatorError | undefined> {
  await keys.deploy?.(credentials);
  return server.prove(credentials);
}

/** How long a new key may take until the submission server knows it: AWS's own sample waits 30 s. */
export const keySpreadMs = 30_000;

/**
 * What a failed login says of the credentials.
 * @param startedBy how to start a server of one's own, which may be what is missing. @returns the refusal. @throws any other failure.
 */
export function refusalOf(failure: OperatorError & SmtpReply, startedBy?: string): OperatorError {
  const told = startedBy === undefined ? failure : new OperatorError(failure.message, startedBy, { cause: failure });
  if (refusesCredentials(failure)) return told;
  throw told;
}

export const isSame = (one: Login, other: Login): boolean => one.user === other.user && one.password === other.password;

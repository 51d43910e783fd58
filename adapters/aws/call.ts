/**
 * Calls of AWS SDKs, with errors made fit to show: an SDK's error holds the whole response, and a parser's message quotes it, so neither
 * goes further. The SDKs retry throttling, 5xx and time-outs by themselves.
 */
import { OperatorError } from "../../declaration/operator-error";
import { TooLarge } from "../limits";
import { redact } from "../redact";
import { addressOf } from "../refused";

export class AwsError extends OperatorError {
  constructor(
    message: string,
    /** The service's name of the error, "AccessDeniedException". */
    readonly code: string,
    readonly status: number | undefined,
    remedy?: string,
  ) {
    super(message, remedy);
  }
}

export const lacksPermission = "the AWS role in use lacks the permission for this call";

/** Nobody is logged in, so the same is true of every call: said once, by whatever needs AWS first. */
export const isNotLoggedIn = (error: unknown): boolean => error instanceof AwsError && error.code === "CredentialsProviderError";

/** @param operation "SES GetEmailIdentity". @param secrets values that were sent and that no error may show. @throws AwsError */
export async function callAws<T>(operation: string, call: () => Promise<T>, secrets: readonly string[] = []): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { name: code, message, status } = describe(error);
    if (code === "CredentialsProviderError") throw new AwsError("not logged in to AWS", code, status, remedy(code, message));
    throw new AwsError(`${operation} failed with ${code}: ${redact(message, secrets)}`, code, status, remedy(code, message));
  }
}

/** The same for what may be absent. @param absent the error codes that say so. */
export async function findInAws<T>(operation: string, absent: readonly string[], call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await callAws(operation, call);
  } catch (error) {
    if (error instanceof AwsError && absent.includes(error.code)) return undefined;
    throw error;
  }
}

interface SdkError {
  name: string;
  message: string;
  /** Set in what a service said, as against what went wrong on the way. */
  $fault?: string;
  $metadata?: { httpStatusCode?: number };
  /** Of Node's network errors. */
  code?: unknown;
}

function describe(error: unknown): { name: string; message: string; status: number | undefined } {
  const { name, message, $fault, $metadata, code } = error as SdkError;
  const status = $metadata?.httpStatusCode;
  // An answer of no shape that the SDK knows, such as a proxy's page.
  if (/^Unknown(Error)?$/.test(name)) return { name: `status ${status ?? "unknown"}`, message: "the service gave no reason", status };
  if ($fault !== undefined || name === "CredentialsProviderError") return { name, message, status };
  if (error instanceof TooLarge) return { name: code as string, message, status };
  if (name === "TimeoutError") return { name, message: "no answer in time", status };
  const address = addressOf(error);
  if (typeof code === "string") return { name: code, message: `no complete answer${address ? ` from ${address}` : ""}`, status };
  return { name, message: "the answer could not be read", status };
}

function remedy(code: string, message: string): string | undefined {
  if (code === "InvalidRequestException" && /(marked|scheduled) for deletion/.test(message))
    return "`aws secretsmanager restore-secret` brings the secret back until its recovery window ends";
  if (/^(status 5|InternalServiceError|InternalFailure|ServiceUnavailable)/.test(code))
    return "the service has trouble, or something between you and it: check https://health.aws.amazon.com, then run this again";
  if (code === "CredentialsProviderError") return "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in with `aws sso login`";
  if (/^(ExpiredToken|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch)/.test(code)) return "log in to AWS again";
  if (code.startsWith("LimitExceeded")) return "a quota of AWS is used up: an IAM user, say, has two access keys at most, so revoke one";
  if (code === "ECONNREFUSED") return "the connection was refused: check AWS_ENDPOINT_URL if it is set, and that its server runs";
  if (/^(AccessDenied|UnauthorizedOperation)/.test(code)) return lacksPermission;
  return undefined;
}

/**
 * DKIM signatures (RFC 6376) as a sending provider adds them: rsa-sha256, relaxed/relaxed. The headers of RFC 8058 (List-Unsubscribe and
 * List-Unsubscribe-Post) are covered when present, since receivers honour one-click only then. Signed by nodemailer, judged by mailauth:
 * a mistake in one is not repeated in the other.
 */
import DKIM from "nodemailer/lib/dkim";
import type { DkimSignature } from "./backend";

const signedFields = [
  "From",
  "Sender",
  "Reply-To",
  "To",
  "Cc",
  "Subject",
  "Date",
  "Message-ID",
  "In-Reply-To",
  "References",
  "MIME-Version",
  "Content-Type",
  "Content-Transfer-Encoding",
  "List-Unsubscribe",
  "List-Unsubscribe-Post",
];

/** The message with one DKIM-Signature on top for each. */
export async function sign(message: Buffer, signatures: readonly DkimSignature[]): Promise<Buffer> {
  const keys = signatures.map(({ domain, selector, privateKey }) => ({ domainName: domain, keySelector: selector, privateKey }));
  const signer = new DKIM({ keys, headerFieldNames: signedFields.join(":") });
  const chunks: Buffer[] = [];
  for await (const chunk of signer.sign(message)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

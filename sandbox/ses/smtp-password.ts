/**
 * The SMTP password that SES expects of an access key, derived here on its own: the product's derivation must agree with it at AUTH.
 * https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html
 */
import { createHmac } from "node:crypto";

export function expectedSmtpPassword(secretAccessKey: string, region: string): string {
  const sign = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text, "utf8").digest();
  const date = sign(`AWS4${secretAccessKey}`, "11111111");
  const regional = sign(date, region);
  const service = sign(regional, "ses");
  const terminal = sign(service, "aws4_request");
  const signature = sign(terminal, "SendRawEmail");
  return Buffer.from([4, ...signature]).toString("base64");
}

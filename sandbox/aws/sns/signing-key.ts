/** The key that SNS signs with, and its certificate: RSA, since signatures of both versions are. Made once, when it is first needed. */
import "reflect-metadata";
import { createHash, createPrivateKey, type KeyObject, webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

export interface SigningKey {
  privateKey: KeyObject;
  /** PEM. */
  certificate: string;
  /** "SimpleNotificationService-….pem", at SNS's address. */
  fileName: string;
}

const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
const lifetimeMs = 2 * 24 * 60 * 60 * 1000;

export async function makeSigningKey(): Promise<SigningKey> {
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as webcrypto.CryptoKeyPair;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=sns.amazonaws.com",
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date(Date.now() - lifetimeMs),
    notAfter: new Date(Date.now() + lifetimeMs),
  });
  const bytes = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey));
  const pem = certificate.toString("pem");
  return {
    privateKey: createPrivateKey({ key: bytes, format: "der", type: "pkcs8" }),
    certificate: pem,
    fileName: `SimpleNotificationService-${createHash("md5").update(pem).digest("hex")}.pem`,
  };
}

/**
 * A private certificate authority for one sandbox. Elliptic-curve keys (P-256), since they are made in a millisecond; keys live in
 * memory and end with the sandbox.
 */
import "reflect-metadata";
import { createPrivateKey, webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

export interface Certificate {
  /** PEM, certificate chain included. */
  cert: string;
  /** PEM, PKCS #8. */
  key: string;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const lifetimeMs = 2 * 24 * 60 * 60 * 1000;

export class CertificateAuthority {
  private constructor(
    /** PEM of the root certificate: what `TWINPOST_CA_FILE` holds. */
    readonly pem: string,
    private readonly root: x509.X509Certificate,
    private readonly keys: webcrypto.CryptoKeyPair,
  ) {}

  static async create(): Promise<CertificateAuthority> {
    const keys = await makeKeys();
    const root = await x509.X509CertificateGenerator.createSelfSigned({
      name: "CN=Twinpost sandbox",
      keys,
      signingAlgorithm: algorithm,
      serialNumber: serialNumber(),
      ...validity(),
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    });
    return new CertificateAuthority(`${root.toString("pem")}\n`, root, keys);
  }

  /** A server certificate for these host names and loopback addresses. */
  async issue(names: string[], addresses: string[] = ["127.0.0.1"]): Promise<Certificate> {
    const keys = await makeKeys();
    const cert = await x509.X509CertificateGenerator.create({
      subject: `CN=${names[0]}`,
      issuer: this.root.subject,
      publicKey: keys.publicKey,
      signingKey: this.keys.privateKey,
      signingAlgorithm: algorithm,
      serialNumber: serialNumber(),
      ...validity(),
      extensions: [
        new x509.BasicConstraintsExtension(false),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension([
          ...names.map((value) => ({ type: "dns" as const, value })),
          ...addresses.map((value) => ({ type: "ip" as const, value })),
        ]),
        await x509.AuthorityKeyIdentifierExtension.create(this.keys.publicKey),
      ],
    });
    const key = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
    return {
      cert: `${cert.toString("pem")}\n${this.pem}`,
      key: createPrivateKey({ key: Buffer.from(key), format: "der", type: "pkcs8" })
        .export({ format: "pem", type: "pkcs8" })
        .toString(),
    };
  }
}

const makeKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]) as Promise<webcrypto.CryptoKeyPair>;

const serialNumber = (): string => Buffer.from(webcrypto.getRandomValues(new Uint8Array(8))).toString("hex");

const validity = (): { notBefore: Date; notAfter: Date } => ({
  notBefore: new Date(Date.now() - 60 * 60 * 1000),
  notAfter: new Date(Date.now() + lifetimeMs),
});

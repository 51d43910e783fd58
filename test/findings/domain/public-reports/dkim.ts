/** What others judged wrongly of DKIM. */
import { rsaPublicKey } from "../../../fixtures/rsa-public-keys";
import { dkim, ed25519, key, noBreakSpace, type Report } from "./report";

export const dkimReports: readonly Report[] = [
  ...(
    [
      ["K08", "zpanelx#143, AynOps#213", `v=DKIM1; k=rsa; P=${key}`],
      ["K09", "K08", `v=DKIM1; k=RSA; p=${key}`],
      ["Q1", "K08", `v=DKIM1; h=SHA256; p=${key}`],
      ["Q2", "K08", `v=DKIM1; k=Ed25519; p=${ed25519}`],
      ["Q4", "K08", `v=DKIM1; K=ed25519; p=${ed25519}`],
      ["Q5", "K08", "v=DKIM1; k=rsa; P="],
      ["K07", "K08", `v=dkim1; k=rsa; p=${key}`],
      ["K32", "copy and paste", `v=DKIM1; k=rsa; p=${key.slice(0, 200)}${noBreakSpace}${key.slice(200)}`],
      ["W4", "K32", `v=DKIM1; k=rsa; p=\ufeff${key}`],
      ["W5", "K32", `${noBreakSpace}v=DKIM1; k=rsa; p=${key}`],
      ["W8", "K32", `v=DKIM1; k=rsa; p=${key.slice(0, 200)}\u200b${key.slice(200)}`],
      ["K17", "DomainDetective#584, badkeys#39", `v=DKIM1; k=rsa; p=${rsaPublicKey(1024).slice(0, -1)}`],
      ["O1", "K17", `v=DKIM1; k=ed25519; p=${ed25519.slice(0, -1)}`],
      ["O2", "K17", `v=DKIM1; k=rsa; p=${key}A`],
      ["O5", "K17", `v=DKIM1; k=rsa; p=${key.slice(0, 100)}=${key.slice(101)}`],
    ] as const
  ).map(([id, like, text]) => ({
    id,
    like,
    source: "RFC 6376 3.2, 2.8, 3.6.1; RFC 4648 3.2",
    zone: [dkim(text)],
    tells: ["dkim/not-a-key"],
  })),
  { id: "Q5b", like: "K08", source: "RFC 6376 3.2", zone: [dkim("v=DKIM1; k=rsa; P=")], silent: ["dkim/revoked"] },
  { id: "Q3", like: "K08", source: "RFC 6376 3.2", zone: [dkim(`v=DKIM1; T=y; p=${key}`)], silent: ["dkim/testing"] },
  ...(
    [
      ["K11", "forwardemail#316", `s1._domainkey TXT "${key.slice(-100)}"`],
      ["L1", "K11", 's1._domainkey TXT "v=spf1 -all"'],
      ["L2", "K11", 's1._domainkey TXT "google-site-verification=abc"'],
      ["L3", "K11", 's1._domainkey TXT ""'],
      ["L4", "K11", `s1._domainkey TXT "v=DKIM1; k=ed25519; p=${ed25519}"`],
    ] as const
  ).map(([id, like, line]) => ({
    ...{ id, like, source: "RFC 6376 3.6.2.2", zone: [dkim(`v=DKIM1; k=rsa; p=${key}`), line] },
    tells: ["dkim/several-records"],
  })),
];

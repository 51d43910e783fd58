/** Plans that the safety gate holds back, with what it finds, and plans that it lets pass. */
import {
  anotherDkimKey,
  bucket,
  configurationSet,
  copiedTo,
  create,
  delivery,
  dkimKey,
  dkimSigning,
  forget,
  keep,
  kmsKey,
  mailFrom,
  quoted,
  type ResourceChange,
  record,
  remove,
  replace,
  secret,
  secretPolicy,
  sendgridDomain,
  sendgridGroup,
  sendgridLinks,
  sendgridTls,
  sesIdentity,
  smtpUser,
  smtpUserPolicy,
  txt,
  unknown,
  update,
} from "./terraform-plan";

const domain = "mail.example.com";
const both = "v=spf1 include:sendgrid.net include:amazonses.com ~all";
const quarantine = "v=DMARC1; p=quarantine; adkim=r; aspf=r; rua=mailto:dmarc@example.com";
export const reject = quarantine.replace("quarantine", "reject");

export const spf = txt("spf", domain, both);
const dmarc = txt("dmarc", `_dmarc.${domain}`, quarantine);
export const strictDmarc = txt("dmarc", `_dmarc.${domain}`, reject);
const mx = record("ses-mail-from-mx", `bounce.${domain}`, "MX", "feedback-smtp.eu-west-1.amazonses.com", { priority: 10 });
const mailFromSpf = txt("ses-mail-from-spf", `bounce.${domain}`, "v=spf1 include:amazonses.com ~all");
const sendgridDkim = record("sendgrid-dkim-1", `s1._domainkey.${domain}`, "CNAME", "s1.domainkey.u8426947.wl.sendgrid.net");
const sendgridReturnPath = record("sendgrid-return-path", `em.${domain}`, "CNAME", "u8426947.wl.sendgrid.net");
const linkName = record("sendgrid-links", `links.${domain}`, "CNAME", "sendgrid.net");
const linkOwner = record("sendgrid-links-owner", `8426947.${domain}`, "CNAME", "sendgrid.net");
const longKey = dkimKey(2048);
const dkimTxt = txt("own-dkim", `own._domainkey.${domain}`, longKey);
const website = record("website", "www.example.com", "CNAME", "example.pages.dev");

export const content = (text: string) => ({ content: quoted(text) });

const tagged = { tags: { team: "platform" }, tags_all: { application: "twinpost", environment: "prod", team: "platform" } };
const otherSet = { ...configurationSet({ configuration_set_name: "twinpost-prod-2" }), name: "other" };
const shortSigning = sesIdentity({ dkim_signing_attributes: dkimSigning("RSA_1024_BIT") });

/** What is held back: one plan, the ids that it must be held back for, each with the resource that is at fault. */
export const destructive: [what: string, changes: ResourceChange[], found: string[]][] = [
  ["SPF deleted", [remove(spf), keep(dmarc)], ["spf/deleted dns_spf"]],
  ["SPF under any resource's name deleted", [remove(txt("misc", domain, "V=SPF1 a -all"))], ["spf/deleted dns_misc"]],
  ["SPF deleted and made again by a renamed resource", [remove(spf), create(txt("sender-policy", domain, both))], ["spf/deleted dns_spf"]],
  ["SPF moved to another name", [update(spf, { name: "other.example.com" })], ["spf/deleted dns_spf"]],
  ["SPF from ~all to ?all", [update(spf, content(both.replace("~", "?")))], ["spf/policy-weakened dns_spf"]],
  ["SPF opened by +all", [update(spf, content(`${both.slice(0, -4)}all`))], ["spf/policy-weakened dns_spf"]],
  [
    "SPF opened by a network of everybody",
    [update(spf, content(both.replace("~", "ip4:0.0.0.0/0 ~")))],
    ["spf/policy-weakened dns_spf", "spf/sender-added dns_spf"],
  ],
  ["SPF without SES", [update(spf, content("v=spf1 include:sendgrid.net ~all"))], ["spf/sender-dropped dns_spf"]],
  [
    "SPF with SendGrid named behind all, where nobody looks",
    [update(spf, content("v=spf1 include:amazonses.com ~all include:sendgrid.net"))],
    ["spf/sender-dropped dns_spf"],
  ],
  ["a second SPF record at one name", [keep(spf), create(txt("more", `${domain}.`, "v=spf1 a -all"))], ["spf/second-record dns_more"]],
  [
    "a second DMARC record at one name",
    [forget(dmarc), create(txt("new", `_dmarc.${domain}`, reject))],
    ["dmarc/second-record dns_new", "resource/forgotten dns_dmarc"],
  ],
  ["DMARC deleted", [remove(dmarc)], ["dmarc/deleted dns_dmarc"]],
  ["DMARC replaced", [replace(dmarc, {}, ["create", "delete"])], ["dmarc/replaced dns_dmarc"]],
  ["DMARC that is no DMARC any more", [update(dmarc, content("google-site-verification=1"))], ["dmarc/deleted dns_dmarc"]],
  ["DMARC lowered to none", [update(strictDmarc, content(reject.replace("reject", "none")))], ["dmarc/policy-weakened dns_dmarc"]],
  ["DMARC lowered for subdomains", [update(strictDmarc, content(`${reject}; sp=quarantine`))], ["dmarc/policy-weakened dns_dmarc"]],
  ["DMARC lowered for names that do not exist", [update(dmarc, content(`${quarantine}; np=none`))], ["dmarc/policy-weakened dns_dmarc"]],
  ["DMARC only tested", [update(dmarc, content(`${quarantine}; t=y`))], ["dmarc/policy-weakened dns_dmarc"]],
  ["DMARC with a tag twice, which makes it void", [update(dmarc, content(`${quarantine}; p=reject`))], ["dmarc/deleted dns_dmarc"]],
  ["DMARC without reports", [update(dmarc, content("v=DMARC1; p=quarantine"))], ["dmarc/reports-lost dns_dmarc"]],
  ["a DKIM record deleted", [remove(sendgridDkim)], ["dkim/deleted dns_sendgrid-dkim-1"]],
  ["a DKIM record pointed elsewhere", [update(sendgridDkim, { content: "s1.example.org" })], ["dkim/key-changed dns_sendgrid-dkim-1"]],
  ["a DKIM record proxied", [update(sendgridDkim, { proxied: true })], ["dns/proxied dns_sendgrid-dkim-1"]],
  ["a shorter DKIM key in DNS", [update(dkimTxt, content(dkimKey(1024)))], ["dkim/key-shortened dns_own-dkim"]],
  ["a DKIM key revoked", [update(dkimTxt, content("v=DKIM1; p="))], ["dkim/deleted dns_own-dkim"]],
  ["the MX of a return path deleted", [remove(mx)], ["mx/deleted dns_ses-mail-from-mx"]],
  [
    "an MX that leads to another region",
    [update(mx, { content: "feedback-smtp.us-east-1.amazonses.com" })],
    ["mx/target-changed dns_ses-mail-from-mx"],
  ],
  [
    "SendGrid's return path pointed elsewhere",
    [keep(sendgridDomain), update(sendgridReturnPath, { content: "bounces.example.org" })],
    ["return-path/target-changed dns_sendgrid-return-path"],
  ],
  ["another DKIM key at the same selector", [update(dkimTxt, content(anotherDkimKey))], ["dkim/key-changed dns_own-dkim"]],
  ["SendGrid's return path deleted", [remove(sendgridReturnPath)], ["return-path/deleted dns_sendgrid-return-path"]],
  [
    "a shorter DKIM key at SES",
    [update(sesIdentity(), { dkim_signing_attributes: dkimSigning("RSA_1024_BIT") })],
    ["dkim/key-shortened ses_identity"],
  ],
  [
    "the SES identity replaced, and with it its DKIM records and its return path",
    [
      replace(sesIdentity(), { email_identity: "mail2.example.com" }),
      replace(mailFrom, { email_identity: "mail2.example.com" }),
      update(record("ses-dkim-1", `77f3cf17._domainkey.${domain}`, "CNAME", "77f3cf17.dkim.amazonses.com"), {
        name: unknown,
        content: unknown,
      }),
    ],
    ["dkim/deleted dns_ses-dkim-1", "identity/replaced ses_identity", "return-path/replaced ses_mail-from"],
  ],
  ["SES's return path taken away", [update(mailFrom, { mail_from_domain: "" })], ["return-path/target-changed ses_mail-from"]],
  ["the SendGrid domain deleted", [remove(sendgridDomain)], ["identity/deleted sendgrid_domain"]],
  ["the encryption key deleted", [remove(kmsKey)], ["encryption-key/deleted secrets_key"]],
  ["the encryption key disabled", [update(kmsKey, { is_enabled: false })], ["encryption-key/disabled secrets_key"]],
  ["a secret replaced", [replace(secret, { name: "twinpost/prod/app" })], ["secret/replaced secrets_application"]],
  ["the state bucket deleted", [remove(bucket("twinpost-state-111122223333-eu-west-1"))], ["state-bucket/deleted state"]],
  [
    "TLS optional at SES",
    [update(configurationSet(), { delivery_options: delivery("OPTIONAL") })],
    ["tls/not-required ses_configuration-set"],
  ],
  [
    "SES's delivery options left out",
    [update(configurationSet(), { delivery_options: [] })],
    ["resource/attribute ses_configuration-set", "tls/not-required ses_configuration-set"],
  ],
  [
    "an SES identity without its configuration set",
    [update(sesIdentity(), { configuration_set_name: "" })],
    ["resource/attribute ses_identity"],
  ],
  ["TLS optional at SendGrid", [update(sendgridTls, { require_tls: false })], ["tls/not-required sendgrid_tls"]],
  [
    "DMARC lowered from a record that only some receivers can read",
    [update(txt("dmarc", `_dmarc.${domain}`, "v=DMARC1; p=reject;; reject"), content(quarantine))],
    ["dmarc/policy-weakened dns_dmarc"],
  ],
  [
    "tracked links under another name, the owner's not known yet",
    [
      replace(sendgridLinks, { subdomain: "clicks" }),
      update(linkName, { name: `clicks.${domain}`, content: unknown }),
      update(linkOwner, { name: unknown, content: unknown }),
    ],
    ["tracked-links/deleted dns_sendgrid-links", "tracked-links/deleted dns_sendgrid-links-owner", "tracked-links/replaced sendgrid_links"],
  ],
  [
    "tracked links led to a proxy of one's own",
    [keep(sendgridLinks), update(linkName, { content: "links.example.org" })],
    ["tracked-links/target-changed dns_sendgrid-links"],
  ],
  ["an unsubscribe group deleted", [remove(sendgridGroup)], ["unsubscribe-group/deleted sendgrid_unsubscribe-group"]],
  [
    "the copy of a secret moved to another region",
    [update(copiedTo("eu-central-1"), { replica: [{ region: "eu-west-3" }] })],
    ["secret/copy-removed secrets_application"],
  ],
  ["the copy of a secret deleted", [update(copiedTo("eu-central-1"), { replica: [] })], ["secret/copy-removed secrets_application"]],
  [
    "a key that becomes a multi-region key",
    [replace(kmsKey, { multi_region: true })],
    ["encryption-key/replaced secrets_key", "resource/attribute secrets_key"],
  ],
  [
    "SES told to send nothing",
    [update(configurationSet(), { sending_options: [{ sending_enabled: false }] })],
    ["identity/sending-stopped ses_configuration-set"],
  ],
  ["the SES user deleted", [remove(smtpUser), remove(smtpUserPolicy)], ["smtp-user/deleted smtp-user"]],
  ["what the SES user may do taken away", [keep(smtpUser), remove(smtpUserPolicy)], ["smtp-user-policy/deleted smtp-user-policy"]],
  [
    "a secret's policy that refuses nobody but those without TLS",
    [update(secretPolicy("TlsOnly", "NamedReadersOnly"), secretPolicy("TlsOnly").attributes)],
    ["secret-policy/weakened secrets_application-policy"],
  ],
  ["a secret's policy deleted", [keep(secret), remove(secretPolicy("TlsOnly"))], ["secret-policy/deleted secrets_application-policy"]],
  ["a secret deleted with its policy", [remove(secret), remove(secretPolicy("TlsOnly"))], ["secret/deleted secrets_application"]],
  ["another sender in SPF", [update(spf, content(both.replace("~", "include:_spf.example.org ~")))], ["spf/sender-added dns_spf"]],
  [
    "a further DKIM key at its own selector",
    [keep(dkimTxt), create(txt("next", `next._domainkey.${domain}`, anotherDkimKey))],
    ["dkim/selector-added dns_next"],
  ],
  [
    "an identity moved to another configuration set that requires TLS",
    [keep(otherSet), update(sesIdentity(), { configuration_set_name: "twinpost-prod-2" })],
    ["resource/attribute ses_identity"],
  ],
  ["a bucket of any name deleted", [remove(bucket("example-logs"))], ["audit-bucket/deleted state"]],
  [
    "resources that Terraform only forgets",
    [forget(spf), forget(secret), forget(kmsKey)],
    ["resource/forgotten dns_spf", "resource/forgotten secrets_application", "resource/forgotten secrets_key"],
  ],
  [
    "other permissions of the SES user",
    [update(smtpUserPolicy, { policy: '{"Statement":[]}' })],
    ["smtp-user-policy/stops-mail smtp-user-policy"],
  ],
  [
    "SPF and DMARC at a name that is another stack's",
    [keep(spf), create(txt("spf-2", "example.com", both)), create(txt("d", "_dmarc.example.com", reject))],
    ["dns/other-record dns_d", "dns/other-record dns_spf-2"],
  ],
  ["DMARC known only after the apply", [update(dmarc, { content: unknown })], ["dmarc/not-readable dns_dmarc"]],
];

/** What passes. */
export const safe: [what: string, changes: ResourceChange[]][] = [
  [
    "a new environment's records, their targets still unknown",
    [
      ...[spf, dmarc, mailFrom, mx, mailFromSpf, secret].map((each) => create(each)),
      create(sendgridDkim, { content: unknown }),
      create(sendgridReturnPath, { content: unknown }),
    ],
  ],
  [
    "tracked links, the owner's name still unknown",
    [create(linkName, { content: unknown }), create(linkOwner, { name: unknown, content: unknown })],
  ],
  ["an unsubscribe group with another name", [update(sendgridGroup, { name: "News" })]],
  ["a plan that changes nothing", [keep(spf), keep(dmarc), keep(sesIdentity())]],
  ["a record's comment changed", [update(spf, { comment: "twinpost, do not edit", modified_on: unknown })]],
  ["a record's TTL changed", [update(dmarc, { ttl: 3600 })]],
  ["a record's tags changed", [update(sendgridDkim, { tags: ["mail"] })]],
  ["DMARC raised from quarantine to reject", [update(dmarc, content(reject))]],
  ["DMARC raised, for a tenth of the mail at first", [update(dmarc, content(`${reject}; pct=10`))]],
  ["DMARC made stricter for subdomains and names that do not exist", [update(dmarc, content(`${quarantine}; sp=reject; np=reject`))]],
  ["DMARC from relaxed to strict alignment", [update(dmarc, content(quarantine.replace("aspf=r", "aspf=s")))]],
  ["DMARC reports to another address", [update(dmarc, content(quarantine.replace("dmarc@", "reports@")))]],
  ["DMARC written with sp spelled out as it already was", [update(strictDmarc, content(`${reject}; sp=reject`))]],
  ["SPF from ~all to -all", [update(spf, content(both.replace("~", "-")))]],
  ["SPF's includes in another order", [update(spf, content("v=spf1 include:amazonses.com include:sendgrid.net ~all"))]],
  ["SPF quoted in another way", [update(spf, { content: '"v=spf1 include:sendgrid.net " "include:amazonses.com ~all"' })]],
  ["a DKIM record's flags changed, its key the same", [update(dkimTxt, content(`${longKey}; t=s`))]],
  ["a longer DKIM key at SES", [update(shortSigning, { dkim_signing_attributes: dkimSigning("RSA_2048_BIT") })]],
  ["a DKIM target written with a final dot", [update(sendgridDkim, { content: "S1.domainkey.u8426947.wl.sendgrid.net." })]],
  ["an MX with another priority", [update(mx, { priority: 20 })]],
  [
    "a record that stops being proxied",
    [update(record("d", `s2._domainkey.${domain}`, "CNAME", "x.y", { proxied: true }), { proxied: false })],
  ],
  ["a website's record proxied, and another deleted", [update(website, { proxied: true }), remove(txt("v", domain, "ms=ms1"))]],
  [
    "tags of identity, key, secret and configuration set",
    [sesIdentity(), kmsKey, secret, configurationSet()].map((each) => update(each, tagged)),
  ],
  ["TLS not required, as before", [update(configurationSet({ delivery_options: delivery("OPTIONAL") }), tagged)]],
  ["a record proxied as before", [update(record("d", `s2._domainkey.${domain}`, "CNAME", "x.y", { proxied: true }), { comment: "old" })]],
  [
    "TLS required where it was not",
    [update(configurationSet({ delivery_options: delivery("OPTIONAL") }), { delivery_options: delivery("REQUIRE") })],
  ],
  ["a secret copied to a second region", [update(secret, { replica: [{ region: "eu-central-1" }] })]],
  ["a copied secret's description changed", [update(copiedTo("eu-central-1"), { description: "Settings" })]],
  ["a secret's policy that refuses more", [update(secretPolicy("TlsOnly"), secretPolicy("TlsOnly", "NamedReadersOnly").attributes)]],
  ["a secret's description changed", [update(secret, { description: "Settings" })]],
];

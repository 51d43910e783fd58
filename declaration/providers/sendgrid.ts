/**
 * Rules between the fields that say how SendGrid is used. What SendGrid would refuse, or accept and then deliver badly, is refused here, before it
 * is paid for. Like those of relations.ts they look at the raw value.
 */

import { sendgridSubdomain } from "../../mail/providers/sendgrid";
import { usesDedicatedIp, warmsDedicatedIp } from "../../mail/providers/sendgrid-use";
import { sesMailFromLabel } from "../../mail/providers/ses";
import { type BrokenRule, valueAt } from "../relations/relations";

export function brokenSendgridRelations(value: unknown): BrokenRule[] {
  const declared = valueAt(value, ["sendgrid"]);
  if (typeof declared !== "object" || declared === null) return [];
  return [...isUsed(value), ...euHasSubuser(value), ...subuserHasDedicatedIp(value), ...addressIsWarm(value), ...brandedLabelIsFree(value)];
}

function isUsed(value: unknown): BrokenRule[] {
  const providers = ["primary", "standby"].map((role) => valueAt(value, ["sendingProviders", role]));
  // A wrong or missing provider is a fault of its own.
  if (providers.includes("sendgrid") || providers[0] === undefined) return [];
  const rule = { problem: "is not used", expected: 'a sending provider "sendgrid"', remedy: "remove it, or send through SendGrid" };
  return [{ path: ["sendgrid"], rule }];
}

/** https://www.twilio.com/docs/sendgrid/data-residency/migrate-subusers: the region belongs to the subuser, and cannot be changed. */
function euHasSubuser(value: unknown): BrokenRule[] {
  const { region, subuser } = sendgridOf(value);
  if (region !== "eu" || subuser !== undefined) return [];
  const remedy = 'make a subuser with the region EU under Settings, Subuser Management (a Pro plan or above), or write region "global"';
  return [{ path: ["sendgrid", "subuser"], rule: { problem: "is missing", expected: "an EU subuser", remedy } }];
}

/** Subusers come with the plans whose mail leaves from dedicated addresses. */
function subuserHasDedicatedIp(value: unknown): BrokenRule[] {
  const { subuser, ip } = sendgridOf(value);
  if (subuser === undefined || ip !== "shared") return [];
  const remedy = "leave out ip or the subuser: plans with subusers send from dedicated IP addresses";
  return [{ path: ["sendgrid", "ip"], rule: { problem: "is not allowed with a subuser", expected: '"dedicated"', remedy } }];
}

function addressIsWarm(value: unknown): BrokenRule[] {
  const { lowVolumeReason, ...use } = sendgridOf(value);
  const perMonth = valueAt(value, ["capacity", "perMonth"]);
  if (!usesDedicatedIp(use) || typeof perMonth !== "number" || perMonth >= warmsDedicatedIp || lowVolumeReason !== undefined) return [];
  const rule = {
    problem: `is required: ${perMonth} messages a month are too few to keep a dedicated IP address warm`,
    expected: `a reason, or ${warmsDedicatedIp} or more in capacity.perMonth`,
    remedy:
      "send from shared IP addresses, or write what keeps this one warm: receivers distrust an address that they rarely see (docs/decisions/0014)",
  };
  return [{ path: ["sendgrid", "lowVolumeReason"], rule }];
}

/** A CNAME allows nothing beside it (RFC 1034 3.6.2), and SendGrid wants another label than that of its return path. */
function brandedLabelIsFree(value: unknown): BrokenRule[] {
  const label = valueAt(value, ["sendgrid", "linkBranding", "subdomain"]);
  const domain = valueAt(value, ["sendingDomain"]);
  if (typeof label !== "string" || typeof domain !== "string") return [];
  const name = `${label}.${domain}`;
  const use = Object.entries(usesOf(value, domain)).find(([, names]) => names.includes(name));
  if (!use) return [];
  const rule = { problem: `is also ${use[0]}`, expected: "a label that nothing else uses", remedy: 'write another one, such as "links"' };
  return [{ path: ["sendgrid", "linkBranding", "subdomain"], rule }];
}

/** What else is at names below the sending domain. */
function usesOf(value: unknown, domain: string): Record<string, unknown[]> {
  const [parkedNames, mx, frontend] = [["parkedNames"], ["mx"], ["frontendUrl"]].map((path) => valueAt(value, path));
  return {
    "the label of SendGrid's return path": [`${sendgridSubdomain}.${domain}`],
    "the label of SES's return path": [`${sesMailFromLabel}.${domain}`],
    "a parked name": Array.isArray(parkedNames) ? parkedNames : [],
    "a mail server": Array.isArray(mx) ? mx.map((each) => valueAt(each, ["host"])) : [],
    "the host of frontendUrl": typeof frontend === "string" && URL.canParse(frontend) ? [new URL(frontend).hostname] : [],
  };
}

const sendgridOf = (value: unknown): Record<string, unknown> => valueAt(value, ["sendgrid"]) as Record<string, unknown>;

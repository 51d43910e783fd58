/** Faults by service: what is planted in a healthy staging, and the one finding that must be told of it. `plant` gives back how to mend it. */
import { readPartTags } from "../../../adapters/aws/account-parts";
import { accountPartsOf, permissionsTag } from "../../../declaration/account-parts";
import { stateBucket } from "../../../declaration/names/terraform-state";
import { sesMailFromDomain } from "../../../mail/providers/ses";
import { staging } from "../../fixtures/environments/staging";
import { makeAccountPart } from "../../worlds/account-parts";
import { change, type HealthyStaging } from "../../worlds/healthy-staging";

type Mend = () => void | Promise<void>;
export type PlantedFault = [name: string, plant: () => Mend | Promise<Mend>, id: string, what: RegExp];

export const faultsOfSes = ({ ses, changeRecord }: HealthyStaging): PlantedFault[] => [
  ["an account in SES's sandbox", () => change(ses(), { productionAccess: false }), "doctor/ses-sandbox", /SES.s sandbox/],
  [
    "an account under review",
    () => change(ses(), { enforcement: "PROBATION" }),
    "doctor/ses-enforcement",
    /is PROBATION, expected HEALTHY/,
  ],
  ["sending switched off", () => change(ses(), { sendingEnabled: false }), "doctor/ses-paused", /switched off/],
  ["a rate too low for the burst", () => change(ses(), { maxSendRate: 14 }), "doctor/ses-rate", /sends 14 .* expected 34 for 1000 .* 30 s/],
  ["a daily quota below the burst", () => change(ses(), { max24HourSend: 1_000 }), "doctor/ses-quota", /sends 1000 .* expected 1334/],
  ["a quota that is nearly used up", () => change(ses(), { sentLast24Hours: 49_500 }), "doctor/ses-quota-used", /500 messages left/],
  [
    "a return path that DNS lost",
    () => changeRecord(sesMailFromDomain(staging.sendingDomain), "MX"),
    "doctor/ses-identity",
    /MAIL FROM TEMPORARY_FAILURE/,
  ],
  [
    "a suppression list that takes in no complaints",
    () => change(ses(), { suppressedReasons: ["BOUNCE"] }),
    "doctor/ses-suppression",
    /COMPLAINT/,
  ],
];

export const faultsOfSendgrid = ({ sandbox, domain }: HealthyStaging): PlantedFault[] => [
  [
    "a key of another SendGrid account",
    () => change(sandbox().sendgrid.state, { username: "market-edge" }),
    "doctor/sendgrid-account",
    /belongs to SendGrid's "market-edge", expected "market-edge-test"/,
  ],
  [
    "a SendGrid account that may send without TLS",
    () => change(sandbox().sendgrid.state.enforcedTls, { require_tls: false }),
    "doctor/sendgrid-settings",
    /SendGrid would send to receivers without TLS$/,
  ],
  [
    "a SendGrid account that tracks clicks and forgets bounces",
    () => {
      const mends = [
        change(sandbox().sendgrid.state.clickTracking, { enabled: true }),
        change(sandbox().sendgrid.state.bouncePurge, { enabled: true }),
      ];
      return () => mends.forEach((mend) => void mend());
    },
    "doctor/sendgrid-settings",
    /rewrites the links .*; deletes bounces/,
  ],
  ["a trial at SendGrid", () => change(sandbox().sendgrid.state.plan, { type: "free" }), "doctor/sendgrid-plan", /100 messages a day/],
  [
    "a plan that is too small",
    () => change(sandbox().sendgrid.state.credits, { total: 5_000 }),
    "doctor/sendgrid-volume",
    /5000 messages a month, expected 10000/,
  ],
  ["credits used up", () => change(sandbox().sendgrid.state, { accepted: 99_500 }), "doctor/sendgrid-credits", /^500 credits are left/],
  [
    "a domain that SendGrid saw fail",
    () => change(domain(), { valid: false }),
    "doctor/sendgrid-domain",
    new RegExp(staging.sendingDomain),
  ],
];

export const faultsOfCloudflare = ({ zone }: HealthyStaging): PlantedFault[] => [
  ["a zone that is not active", () => change(zone(), { status: "pending" }), "doctor/cloudflare-inactive", /pending, expected active/],
  ["a zone id of another domain", () => change(zone(), { name: "other.example" }), "doctor/cloudflare-zone", /"other.example", expected/],
  [
    "a domain delegated elsewhere",
    () => change(zone(), { nameServers: ["kim.ns.cloudflare.com", "tom.ns.cloudflare.com"] }),
    "doctor/delegation",
    /got ada.ns.cloudflare.com and bob.ns.cloudflare.com from 127.0.53.53:\d+, expected kim.ns.cloudflare.com and tom/,
  ],
];

export const faultsOfAws = ({ clients, bootstrap }: HealthyStaging): PlantedFault[] => [
  [
    "a bucket that was deleted",
    async () => {
      await clients().s3.deleteBucket({ Bucket: stateBucket(staging) });
      return async () => void (await bootstrap());
    },
    "doctor/state-bucket",
    /does not exist/,
  ],
  ...accountPartsOf(staging).map((part): PlantedFault => {
    const { kind, name, arn } = part;
    return [
      `an account's stack without ${name}`,
      async () => {
        const { iam } = clients();
        const tags = await readPartTags(iam, part);
        await (kind === "role" ? iam.deleteRole({ RoleName: name }) : iam.deletePolicy({ PolicyArn: arn }));
        return () => makeAccountPart(part, tags?.[permissionsTag] ?? "", iam);
      },
      "account-stack/missing",
      new RegExp(`lacks ${name}$`),
    ];
  }),
  ...accountPartsOf(staging)
    .slice(-2)
    .map((part): PlantedFault => {
      const { kind, name, arn } = part;
      const tag = async (Value: string) => {
        const [{ iam }, Tags] = [clients(), [{ Key: permissionsTag, Value }]];
        await (kind === "role" ? iam.tagRole({ RoleName: name, Tags }) : iam.tagPolicy({ PolicyArn: arn, Tags }));
      };
      return [
        `an account's stack with an older ${name}`,
        async () => {
          const tags = await readPartTags(clients().iam, part);
          await tag("0123456789abcdef");
          return () => tag(tags?.[permissionsTag] ?? "");
        },
        "account-stack/older",
        new RegExp(`to ${name}$`),
      ];
    }),
];

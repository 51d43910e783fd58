/** An environment in which all is declared that can be, with the longest name: its roles fit into IAM, and the gate knows its functions' variables. */
import { Testing } from "cdktf";
import { eventTypes } from "../../changes/types/events";
import type { Environment } from "../../declaration/schema/environment";
import { EmailStack } from "../../stacks/email-stack";
import { declared } from "../fixtures/declared";
import { staging } from "../fixtures/environments/staging";
import { accounts, rolesOf, type Stack } from "./synthesised-roles";
import { testingApp } from "./testing-app";

const [account] = accounts as [(typeof accounts)[number]];
const largest = {
  ...staging,
  name: "staging-europe-1",
  aws: { ...staging.aws, region: "ap-southeast-2" },
  sendingDomain: `${"notifications".repeat(4)}.${"market-edge".repeat(4)}.example.net`,
  outcomes: "queue",
  secrets: { replicaRegion: "ap-northeast-3" },
  sendgrid: { subuser: "market-edge-platform" },
  consumers: [{ kind: "ecs", cluster: "market-edge-platform-production", service: "market-edge-platform-backend" }],
  promotion: { from: "dev" },
  alerts: { ...staging.alerts, webhook: "all", heartbeat: true },
} satisfies Environment;

test("each policy fits into what IAM stores", () => {
  const roles = rolesOf({ ...account, environments: [largest], everywhere: [...declared.environments, largest] });
  const tooLong = roles.filter(({ sizes, trust }) => sizes.own >= 10_240 || sizes.attached >= 6_144 || trust.length >= 2_048);
  expect(tooLong.map(({ kind, sizes }) => ({ kind, sizes }))).toEqual([]);
});

test("the gate knows each variable of its functions", () => {
  const { resource } = JSON.parse(Testing.synth(new EmailStack(testingApp(), largest), false)) as Stack;
  const functions = Object.values(resource.aws_lambda_function ?? {}) as { environment: { variables: object } }[];
  const set = functions.flatMap(({ environment }) => Object.keys(environment.variables));
  expect(set).toContain("TWINPOST_OUTCOME_QUEUE");
  const known = eventTypes.aws_lambda_function.attributes;
  expect(set.filter((name) => !(`environment.variables.${name}` in known))).toEqual([]);
});

/** The gate's rules for the parts of a plan that no stack declares: other types, data sources, programs, modules, providers and outputs. */

import { z } from "zod";
import { unsubscribeGroupOutput } from "../declaration/names/sendgrid";
import { recordsOutput } from "../declaration/names/terraform-state";
import { type Finding, findingOf } from "../findings/finding";
import { recordPlugins } from "./dns-hosts/dns-hosts";
import type { Own } from "./own";
import { actionOf, allChanges, type PlanJson } from "./plan-json";
import { providerPlugins } from "./providers/providers";
import { isKnownDataSource, isManagedType } from "./types/managed-types";
import type { Plugin } from "./types/type-rules";

/** What Twinpost reads of them: no values. */
export interface PlanParts {
  otherTypes: { address: string; type: string; action: string }[];
  /** Addresses. */
  dataSources: string[];
  provisioners: string[];
  modules: string[];
  providers: { key: string; source: string; settings: Record<string, unknown> }[];
  /** Names of variables that the stack itself gives a value. */
  variables: string[];
  /** What Terraform no longer finds where the plugins look, and so would make anew there. */
  elsewhere: { address: string; region: string }[];
  outputs: { name: string; isSensitive: boolean }[];
  unknown: string[];
}

export function readParts(plan: PlanJson): PlanParts {
  const { provider_config, root_module } = plan.configuration;
  const { resources, module_calls, variables } = root_module;
  const changed = Object.entries(plan.output_changes).filter(([, { actions }]) => !["keep", "delete"].includes(actionOf(actions)));
  return {
    otherTypes: allChanges(plan).flatMap(({ address, mode, type, action, change }) => {
      const verb = action !== "keep" ? action : change.importing ? "import" : undefined;
      return mode === "managed" && verb && !isManagedType(type) ? [{ address, type, action: verb }] : [];
    }),
    // Terraform reads most of them while it plans: they are among no changes.
    dataSources: resources.filter(({ mode, type }) => mode !== "managed" && !isKnownDataSource(type)).map(({ address }) => address),
    provisioners: resources.filter(({ provisioners }) => provisioners.length > 0).map(({ address }) => address),
    modules: Object.keys(module_calls).map((name) => `module.${name}`),
    providers: Object.entries(provider_config).map(([key, { full_name: source = key, expressions }]) => ({
      ...{ key, source, settings: expressions },
    })),
    variables: Object.entries(variables).flatMap(([name, each]) => (each.default === undefined || each.default === null ? [] : [name])),
    elsewhere: driftedElsewhere(plan),
    outputs: changed.map(([name, { after_sensitive }]) => ({ name, isSensitive: after_sensitive === true })),
    unknown: Object.keys(plan).filter((key) => !knownParts.includes(key) && JSON.stringify(plan[key] ?? null).length > "null".length),
  };
}

const arnOf = z.object({ arn: z.string() });
const regionOf = z.object({ region: z.object({ constant_value: z.string() }) });

function driftedElsewhere({ resource_drift, configuration }: PlanJson): PlanParts["elsewhere"] {
  const regions = Object.values(configuration.provider_config).flatMap(
    ({ expressions }) => regionOf.safeParse(expressions).data?.region.constant_value ?? [],
  );
  return resource_drift.flatMap(({ address, change }) => {
    const [, region = ""] = /^arn:[\w-]+:[\w-]+:([\w-]+):/.exec(arnOf.safeParse(change.before).data?.arn ?? "") ?? [];
    return actionOf(change.actions) === "delete" && region !== "" && !regions.includes(region) ? [{ address, region }] : [];
  });
}

/** Of Terraform 1.11 to 1.14. A later one may plan what nobody here has read about. */
const knownParts = [
  ...[
    "format_version",
    "terraform_version",
    "variables",
    "planned_values",
    "prior_state",
    "configuration",
    "relevant_attributes",
    "checks",
  ],
  ...["resource_changes", "resource_drift", "deferred_changes", "output_changes", "timestamp", "applyable", "complete", "errored"],
];

export const guardPlan = (parts: PlanParts, own: Own): Finding[] => [
  ...parts.otherTypes.map(({ address: where, type, action }) =>
    findingOf("plan/other-type", { where, what: `Terraform would ${action} ${where}; no stack declares resources of the type ${type}` }),
  ),
  ...parts.dataSources.map((where) =>
    findingOf("plan/data-source", { where, what: `${where} is read, and what it reads gets into the plan and the state` }),
  ),
  ...parts.provisioners.map((where) => findingOf("plan/provisioner", { where, what: `${where} runs a program` })),
  ...parts.modules.map((where) => findingOf("plan/module", { where, what: `${where} declares resources of its own` })),
  ...parts.providers.flatMap((each) => guardProvider(each, own)),
  ...parts.variables.map((name) =>
    findingOf("plan/provider", { where: `var.${name}`, what: `the variable "${name}" would have a value of the stack's own` }),
  ),
  ...parts.elsewhere.map(({ address: where, region }) =>
    findingOf("plan/provider", { where, what: `${where} is in ${region}, where no plugin would look any more: it would be made anew` }),
  ),
  ...parts.outputs.flatMap(guardOutput),
  ...parts.unknown.map((where) => findingOf("plan/unknown-part", { where, what: `the plan has "${where}", which is not understood here` })),
];

/** Provider plugins run with every token, so they and their settings are those of the stacks. */
export const knownPlugins: readonly Plugin[] = [
  { source: "registry.terraform.io/hashicorp/aws", settings: ["region", "allowed_account_ids", "default_tags"] },
  ...providerPlugins,
  ...recordPlugins,
];

function guardProvider({ key, source, settings }: PlanParts["providers"][number], own: Own): Finding[] {
  const told = (what: string): Finding[] => [
    findingOf("plan/provider", { where: `provider.${key}`, what: `the provider plugin ${source} ${what}` }),
  ];
  const known = knownPlugins.find((each) => each.source === source);
  if (!known) return told("is none of the stacks'");
  const other = Object.entries(settings).flatMap(([name, value]) => (isAsDeclared(known, name, value) ? [] : [name]));
  if (other.length > 0) return told(`would be set up with ${other.join(", ")}`);
  const isBound = !known.settings.includes("allowed_account_ids") || onlyIn(own.account).safeParse(settings.allowed_account_ids).success;
  return isBound ? [] : told(`would not be bound to the account ${own.account}`);
}

const isAsDeclared = ({ settings, variables }: Plugin, name: string, value: unknown): boolean => {
  const variable = variables?.[name];
  const written = z.object({ constant_value: z.string() }).safeParse(value).data?.constant_value;
  return settings.includes(name) && (variable === undefined || written === `\${var.${variable}}`);
};

const onlyIn = (account: string) => z.object({ constant_value: z.tuple([z.literal(account)]) });

const knownOutputs: readonly string[] = [recordsOutput, unsubscribeGroupOutput];

function guardOutput({ name, isSensitive }: PlanParts["outputs"][number]): Finding[] {
  const told = (what: string): Finding[] => [findingOf("plan/output", { where: `output.${name}`, what })];
  if (!knownOutputs.includes(name)) return told(`the output "${name}" would carry a value out of the state`);
  return isSensitive ? told(`the output "${name}" would be sensitive`) : [];
}

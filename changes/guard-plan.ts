/** The gate's rules for the parts of a plan that no stack declares: other types, data sources, programs, modules, providers and outputs. */

import { z } from "zod";
import { dataSourceTypes } from "../declaration/names/managed-types";
import { unsubscribeGroupOutput } from "../declaration/names/sendgrid";
import { recordsOutput } from "../declaration/names/terraform-state";
import { type Finding, findingOf } from "../findings/finding";
import { recordPlugins } from "./dns-hosts/dns-hosts";
import type { Own } from "./own";
import { actionOf, allChanges, type PlanJson } from "./plan-json";
import { providerPlugins } from "./providers/providers";
import { isManagedType } from "./types/managed-types";
import type { Plugin } from "./types/type-rules";

/** What Twinpost reads of them: no values. */
export interface PlanParts {
  otherTypes: { address: string; type: string; action: string }[];
  /** Addresses. */
  dataSources: string[];
  provisioners: string[];
  modules: string[];
  providers: { key: string; source: string; settings: string[]; accounts: unknown }[];
  outputs: { name: string; isSensitive: boolean }[];
  unknown: string[];
}

export function readParts(plan: PlanJson): PlanParts {
  const { provider_config, root_module } = plan.configuration;
  const { resources, module_calls } = root_module;
  const changed = Object.entries(plan.output_changes).filter(([, { actions }]) => !["keep", "delete"].includes(actionOf(actions)));
  return {
    otherTypes: allChanges(plan).flatMap(({ address, mode, type, action, change }) => {
      const verb = action !== "keep" ? action : change.importing ? "import" : undefined;
      return mode === "managed" && verb && !isManagedType(type) ? [{ address, type, action: verb }] : [];
    }),
    // Terraform reads most of them while it plans: they are among no changes.
    dataSources: resources.filter(({ mode, type }) => mode !== "managed" && !dataSourceTypes.includes(type)).map(({ address }) => address),
    provisioners: resources.filter(({ provisioners }) => provisioners.length > 0).map(({ address }) => address),
    modules: Object.keys(module_calls).map((name) => `module.${name}`),
    providers: Object.entries(provider_config).map(([key, { full_name: source = key, expressions }]) => ({
      ...{ key, source, settings: Object.keys(expressions), accounts: expressions.allowed_account_ids },
    })),
    outputs: changed.map(([name, { after_sensitive }]) => ({ name, isSensitive: after_sensitive === true })),
    unknown: Object.keys(plan).filter((key) => !knownParts.includes(key) && JSON.stringify(plan[key] ?? null).length > "null".length),
  };
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
  ...parts.outputs.flatMap(guardOutput),
  ...parts.unknown.map((where) => findingOf("plan/unknown-part", { where, what: `the plan has "${where}", which is not understood here` })),
];

/** Provider plugins run with every token, so they and their settings are those of the stacks. */
export const knownPlugins: readonly Plugin[] = [
  { source: "registry.terraform.io/hashicorp/aws", settings: ["region", "allowed_account_ids", "default_tags"] },
  ...providerPlugins,
  ...recordPlugins,
];

function guardProvider({ key, source, settings, accounts }: PlanParts["providers"][number], own: Own): Finding[] {
  const told = (what: string): Finding[] => [
    findingOf("plan/provider", { where: `provider.${key}`, what: `the provider plugin ${source} ${what}` }),
  ];
  const known = knownPlugins.find((each) => each.source === source);
  if (!known) return told("is none of the stacks'");
  const other = settings.filter((name) => !known.settings.includes(name));
  if (other.length > 0) return told(`would be set up with ${other.join(", ")}`);
  const isBound = !known.settings.includes("allowed_account_ids") || onlyIn(own.account).safeParse(accounts).success;
  return isBound ? [] : told(`would not be bound to the account ${own.account}`);
}

const onlyIn = (account: string) => z.object({ constant_value: z.tuple([z.literal(account)]) });

const knownOutputs: readonly string[] = [recordsOutput, unsubscribeGroupOutput];

function guardOutput({ name, isSensitive }: PlanParts["outputs"][number]): Finding[] {
  const told = (what: string): Finding[] => [findingOf("plan/output", { where: `output.${name}`, what })];
  if (!knownOutputs.includes(name)) return told(`the output "${name}" would carry a value out of the state`);
  return isSensitive ? told(`the output "${name}" would be sensitive`) : [];
}

/** What becomes of the recorded plan of prod when its data is edited: the attributes that both syntheses of the stack do not have in common. */
import { Testing } from "cdktf";
import type { Environment } from "../../declaration/schema/environment";
import { EmailStack } from "../../stacks/email-stack";
import { prod } from "../fixtures/environments/prod";
import { testingApp } from "../stacks/testing-app";
import { add, type Edit, remove, set } from "./recorded-plan";

type Attributes = Record<string, unknown>;
type Resources = Record<string, Attributes>;

interface Synthesised {
  resource: Record<string, Resources>;
  data: Record<string, Resources>;
}

export function editedData(edit: (environment: Environment) => Environment): Edit[] {
  const [before, after] = [resourcesOf(prod), resourcesOf(edit(structuredClone(prod)))];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((address) => {
    const [was, willBe] = [before.get(address), after.get(address)];
    const [type = "", name = ""] = address.split(".");
    if (!willBe) return remove(address);
    if (!was) return add(type, name, ...split(willBe));
    const changed = Object.keys({ ...was, ...willBe }).filter((key) => JSON.stringify(was[key]) !== JSON.stringify(willBe[key]));
    return changed.length > 0 ? set(address, Object.fromEntries(changed.map((key) => [key, willBe[key]]))) : [];
  });
}

/** By address, with the documents of policies in the place of their data sources. */
function resourcesOf(environment: Environment): Map<string, Attributes> {
  const { resource, data } = JSON.parse(Testing.synth(new EmailStack(testingApp(), environment), false)) as Synthesised;
  const resolved = (value: unknown): unknown => {
    const [, id = ""] = (typeof value === "string" && /^\$\{data\.aws_iam_policy_document\.(.+)\.json\}$/.exec(value)) || [];
    if (value === "${aws_sns_topic_policy.alerts_policy.arn}") return "arn:aws:sns:eu-west-1:444455556666:twinpost-prod-alerts";
    return id === "" ? value : document(data.aws_iam_policy_document?.[id]?.statement as Statement[]);
  };
  return new Map(
    Object.entries(resource).flatMap(([type, all]) =>
      Object.entries(all).map(([name, { "//": _, lifecycle: __, depends_on: ___, ...attributes }]): [string, Attributes] => [
        `${type}.${name}`,
        Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, resolved(value)])),
      ]),
    ),
  );
}

interface Statement {
  actions: string[];
  effect?: string;
  resources?: string[];
  principals?: { type: string; identifiers: string[] }[];
  condition?: { test: string; variable: string; values: string[] }[];
}

/** As AWS's plugin writes it, with the ARNs of what was applied. */
const document = (statements: readonly Statement[]): string =>
  JSON.stringify({
    Statement: statements.map(({ effect = "Allow", actions, resources, principals, condition = [] }) => ({
      ...{ Effect: effect, Action: actions, Resource: resources?.map(applied) },
      ...(principals
        ? { Principal: Object.fromEntries(principals.map(({ type, identifiers }) => [type === "*" ? "AWS" : type, identifiers])) }
        : {}),
      Condition: Object.fromEntries(
        condition.map(({ test }) => [
          test,
          Object.fromEntries(condition.filter((each) => each.test === test).map((each) => [each.variable, each.values])),
        ]),
      ),
    })),
  });

const ses = "arn:aws:ses:eu-west-1:444455556666";
const applied = (arn: string): string =>
  arn
    .replace(/^\$\{aws_sesv2_email_identity\..*\}$/, `${ses}:identity/mail.example.com`)
    .replace(/^\$\{aws_sesv2_configuration_set\..*\}$/, `${ses}:configuration-set/twinpost-prod`);

function split(attributes: Attributes): [known: Attributes, unknown: Attributes] {
  const isUnknown = (value: unknown): boolean => typeof value === "string" && value.startsWith("${");
  const entries = Object.entries(attributes);
  return [
    Object.fromEntries(entries.filter(([, value]) => !isUnknown(value))),
    Object.fromEntries(entries.filter(([, value]) => isUnknown(value)).map(([key]) => [key, true])),
  ];
}

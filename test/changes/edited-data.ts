/** What becomes of the recorded plan of prod when its data is edited: the attributes that both syntheses of the stack do not have in common. */
import { type TerraformStack, Testing } from "cdktf";
import type { Account } from "../../declaration/load";
import type { Environment } from "../../declaration/schema/environment";
import { AccountStack } from "../../stacks/account-stack";
import { EmailStack } from "../../stacks/email-stack";
import { declared } from "../fixtures/declared";
import { prod } from "../fixtures/environments/prod";
import { testingApp } from "../stacks/testing-app";
import { add, type Edit, remove, set } from "./recorded-plan";

type Attributes = Record<string, unknown>;
type Resources = Record<string, Attributes>;

interface Synthesised {
  resource: Record<string, Resources>;
  data?: Record<string, Resources>;
}

const githubProvider = `arn:aws:iam::${prod.aws.account}:oidc-provider/token.actions.githubusercontent.com`;

export const editedData = (edit: (environment: Environment) => Environment): Edit[] =>
  editsBetween(...([prod, edit(structuredClone(prod))] as const).map((each) => resourcesOf(new EmailStack(testingApp(), each))));

/** Of the account in which prod and the organisation live. */
export function editedAccount(edit: (account: Account) => Account): Edit[] {
  const [account] = declared.accounts().filter(({ id }) => id === prod.aws.account) as [Account];
  const stack = (each: Account) => resourcesOf(new AccountStack(testingApp(), each, declared.organisation()));
  return editsBetween(stack(account), stack(edit(structuredClone(account))));
}

function editsBetween(before = new Map<string, Attributes>(), after = new Map<string, Attributes>()): Edit[] {
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
function resourcesOf(stack: TerraformStack): Map<string, Attributes> {
  const text = Testing.synth(stack, false)
    .replaceAll(/\$\{aws_iam_openid_connect_provider[^}]*\}/g, githubProvider)
    .replaceAll(/\$\{aws_sns_topic_policy\.(alerts|pages)_policy\.arn\}/g, "arn:aws:sns:eu-west-1:444455556666:twinpost-prod-$1")
    .replaceAll(/\$\{aws_cloudwatch_\w+_alarm\.watch_([\w-]+)\.alarm_name\}/g, "twinpost-prod/$1")
    .replaceAll(/\$\{aws_cloudwatch_metric_alarm\.alarm_([\w-]+)\.alarm_name\}/g, "twinpost-prod-$1");
  const { resource, data = {} } = JSON.parse(text) as Synthesised;
  const resolved = (value: unknown): unknown => {
    const [, id = ""] = (typeof value === "string" && /^\$\{data\.aws_iam_policy_document\.(.+)\.json\}$/.exec(value)) || [];
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
    Object.fromEntries(entries.filter(([, value]) => isUnknown(value))),
  ];
}

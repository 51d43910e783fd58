/** DynamoDB. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html PartiQL is not here. */
import { requestTags } from "../context";
import { type Asked, need, nothing, type Permission, string, tagsOf } from "../permission";

type Item = Record<string, Record<string, unknown>>;
type Entry = Record<string, { TableName?: string; Key?: Item; Item?: Item }>;

const keys = [/^dynamodb:(LeadingKeys|Attributes|ReturnValues|EnclosingOperation)$/i];
const aboutNothing = /^(ListTables|ListBackups|ListGlobalTables|ListExports|ListImports|DescribeLimits|DescribeEndpoints)$/;
/** A batch and a transaction need the actions that they are made of. */
const inner: Record<string, string> = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  Get: "GetItem",
  ConditionCheck: "ConditionCheckItem",
};

export async function dynamodb(asked: Asked): Promise<Permission[] | undefined> {
  const { operation } = asked.call;
  const { input } = asked;
  if (aboutNothing.test(operation)) return [need(`dynamodb:${operation}`, nothing, { keys })];
  if (/^Transact(Write|Get)Items$/.test(operation)) {
    const entries = ((input.TransactItems ?? []) as Entry[]).flatMap((entry) => Object.entries(entry));
    const all = entries.map(([kind, { TableName = "", Key, Item }]) =>
      onItem(asked, inner[kind] ?? kind, TableName, Key ?? Item, operation),
    );
    return Promise.all(all);
  }
  if (/^Batch(Write|Get)Item$/.test(operation)) {
    const tables = Object.entries((input.RequestItems ?? {}) as Record<string, unknown>);
    return Promise.all(tables.map(([table, request]) => onBatch(asked, operation, table, request)));
  }
  const table = string(input.TableName) || string(input.ResourceArn);
  if (!table || /Statement/.test(operation)) return undefined;
  const tags = tagsOf(input.Tags);
  const first = await onItem(asked, operation, table, (input.Key ?? input.Item) as Item | undefined);
  const index = string(input.IndexName);
  const resource = index ? { ...first.resource, arn: `${first.resource.arn}/index/${index}` } : first.resource;
  const context = { ...first.context, ...requestTags(tags), ...(await queried(asked, table)) };
  const tagging =
    operation === "CreateTable" && Object.keys(tags).length > 0 ? [need("dynamodb:TagResource", resource, { keys, context })] : [];
  return [{ ...first, resource, context }, ...tagging];
}

async function onItem(asked: Asked, operation: string, table: string, item: Item | undefined, enclosing?: string): Promise<Permission> {
  const names = [
    ...Object.keys(item ?? {}),
    ...(Array.isArray(asked.input.AttributesToGet) ? (asked.input.AttributesToGet as string[]) : []),
  ];
  const key = item && (await asked.holdings.partitionKey(asked.call, nameOf(table)));
  const returns = string(asked.input.ReturnValues);
  return need(
    `dynamodb:${operation}`,
    { arn: table.startsWith("arn:") ? table : asked.arn("dynamodb", `table/${table}`) },
    {
      keys,
      context: {
        ...(key && item[key] ? { "dynamodb:LeadingKeys": [plainValue(item[key])] } : {}),
        ...(names.length > 0 ? { "dynamodb:Attributes": names } : {}),
        ...(returns ? { "dynamodb:ReturnValues": returns } : {}),
        ...(enclosing ? { "dynamodb:EnclosingOperation": enclosing } : {}),
      },
    },
  );
}

async function onBatch(asked: Asked, operation: string, table: string, request: unknown): Promise<Permission> {
  const items = Array.isArray(request)
    ? (request as Record<string, { Key?: Item; Item?: Item }>[]).flatMap((each) =>
        Object.values(each).map(({ Key, Item }) => Key ?? Item ?? {}),
      )
    : ((request as { Keys?: Item[] }).Keys ?? []);
  const each = await Promise.all(items.map((item) => onItem(asked, operation, table, item)));
  const first = each[0] ?? (await onItem(asked, operation, table, undefined));
  const leading = each.flatMap(({ context }) => context?.["dynamodb:LeadingKeys"] ?? []);
  return { ...first, context: { ...first.context, ...(leading.length > 0 ? { "dynamodb:LeadingKeys": leading } : {}) } };
}

/** Of a query: the value that its condition compares the partition key with. */
async function queried({ call, input, holdings }: Asked, table: string): Promise<Record<string, string[]>> {
  if (call.operation !== "Query") return {};
  const key = await holdings.partitionKey(call, nameOf(table));
  const names = (input.ExpressionAttributeNames ?? {}) as Record<string, string>;
  const values = (input.ExpressionAttributeValues ?? {}) as Item;
  const equals = [...string(input.KeyConditionExpression).matchAll(/([\w#.-]+)\s*=\s*(:\w+)/g)];
  const found = equals.find(([, name = ""]) => (names[name] ?? name) === key)?.[2];
  const value = found === undefined ? undefined : values[found];
  return value ? { "dynamodb:LeadingKeys": [plainValue(value)] } : {};
}

/** { S: "a" } is a. */
const plainValue = (attribute: Record<string, unknown>): string => String(Object.values(attribute)[0]);
const nameOf = (table: string): string => (table.startsWith("arn:") ? (table.slice(table.indexOf("/") + 1).split("/")[0] ?? "") : table);

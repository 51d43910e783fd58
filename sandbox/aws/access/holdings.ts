/**
 * What an account holds, as far as policies look at it: the ARN, tags, policy and key of a resource that a call names. Asked of the stand-ins
 * and kept until something is written to the service.
 */
import type { Call } from "../call";
import type { PolicyDocument } from "../policy/document";
import { elements } from "../wire";
import type { Place, Questions } from "./questions";

export interface Secret {
  arn: string;
  tags: Record<string, string>;
  policy?: PolicyDocument;
  /** Absent when it is encrypted by AWS's own key, which asks for no permission. */
  keyId?: string;
}

export interface Key {
  arn: string;
  tags: Record<string, string>;
  policy: PolicyDocument;
}

interface Described {
  tags: Record<string, string>;
  policy?: PolicyDocument;
}

export interface Topic extends Described {
  /** As GetTopicAttributes tells them; empty for a topic that is not there. */
  attributes: Record<string, string>;
}

type Tag = Record<"Key" | "Value" | "TagKey" | "TagValue", string>;

export class Holdings {
  /** By account and service. */
  readonly #kept = new Map<string, Map<string, Promise<unknown>>>();

  constructor(private readonly questions: Questions) {}

  /** Told of every call that was answered. Values, their labels and messages are nothing that policies look at. */
  learn({ account, service, operation, request: { method } }: Call): void {
    const reads =
      /^(Get|List|Describe|BatchGet|PutSecretValue$|UpdateSecretVersionStage$|Decrypt|Encrypt|GenerateData|Publish|(Send|Receive|Delete|Change)Message)/.test(
        operation,
      );
    if (!reads && !(service === "ses" && method === "GET")) this.#kept.delete(`${account} ${service}`);
  }

  secret(place: Place, id: string): Promise<Secret | undefined> {
    return this.#keep("secretsmanager", place, id, async () => {
      const found = await this.questions.json("secretsmanager", place, "secretsmanager.DescribeSecret", { SecretId: id });
      if (!found) return undefined;
      const { ResourcePolicy } =
        (await this.questions.json("secretsmanager", place, "secretsmanager.GetResourcePolicy", { SecretId: id })) ?? {};
      const { ARN, KmsKeyId, Tags } = found as { ARN: string; KmsKeyId?: string; Tags?: Tag[] };
      const isOwn = KmsKeyId !== undefined && KmsKeyId !== "" && !KmsKeyId.includes("alias/aws/");
      return {
        arn: ARN,
        tags: named(Tags),
        ...(ResourcePolicy ? { policy: parsed(ResourcePolicy) } : {}),
        ...(isOwn ? { keyId: KmsKeyId } : {}),
      };
    });
  }

  /** @param id of a key, its ARN, or an alias. */
  key(place: Place, id: string): Promise<Key | undefined> {
    return this.#keep("kms", place, id, async () => {
      const found = await this.questions.json("kms", place, "TrentService.DescribeKey", { KeyId: id });
      if (!found) return undefined;
      const { Arn, KeyId } = found.KeyMetadata as { Arn: string; KeyId: string };
      const [{ Policy } = {}, { Tags } = {}] = await Promise.all([
        this.questions.json("kms", place, "TrentService.GetKeyPolicy", { KeyId, PolicyName: "default" }),
        this.questions.json("kms", place, "TrentService.ListResourceTags", { KeyId }),
      ]);
      return { arn: Arn, tags: named(Tags as Tag[] | undefined), policy: parsed(Policy) };
    });
  }

  /** The key that an alias names; of what is no alias itself. */
  aliasTarget(place: Place, alias: string): Promise<string | undefined> {
    return this.#keep("kms", place, `target of ${alias}`, async () => {
      const { Aliases = [] } = (await this.questions.json("kms", place, "TrentService.ListAliases", {})) ?? {};
      return (Aliases as { AliasName: string; TargetKeyId?: string }[]).find(({ AliasName }) => AliasName === alias)?.TargetKeyId;
    });
  }

  topic(place: Place, arn: string): Promise<Topic> {
    return this.#keep("sns", place, arn, async () => {
      const parameters = { Version: "2010-03-31", TopicArn: arn };
      const xml = (await this.questions.query("sns", place, { ...parameters, Action: "GetTopicAttributes" })) ?? "";
      const tags =
        (await this.questions.query("sns", place, { Version: "2010-03-31", Action: "ListTagsForResource", ResourceArn: arn })) ?? "";
      // An empty value is "<value/>".
      const entries = Object.fromEntries(
        xml.split("<entry>").flatMap((entry) => elements(entry, "key").map((key) => [key, elements(entry, "value")[0] ?? ""])),
      );
      const values = elements(tags, "Value");
      return {
        tags: Object.fromEntries(elements(tags, "Key").map((key, index) => [key, values[index] ?? ""])),
        attributes: entries,
        ...(entries.Policy ? { policy: parsed(entries.Policy) } : {}),
      };
    });
  }

  queue(place: Place, name: string): Promise<Described> {
    return this.#keep("sqs", place, name, async () => {
      const QueueUrl = `http://sqs.${place.region}.amazonaws.com/${place.account}/${name}`;
      const [{ Attributes } = {}, { Tags } = {}] = await Promise.all([
        this.questions.json("sqs", place, "AmazonSQS.GetQueueAttributes", { QueueUrl, AttributeNames: ["Policy"] }),
        this.questions.json("sqs", place, "AmazonSQS.ListQueueTags", { QueueUrl }),
      ]);
      const { Policy } = (Attributes ?? {}) as { Policy?: string };
      return { tags: (Tags ?? {}) as Record<string, string>, ...(Policy ? { policy: parsed(Policy) } : {}) };
    });
  }

  /** The name of a table's partition key. */
  partitionKey(place: Place, TableName: string): Promise<string | undefined> {
    return this.#keep("dynamodb", place, TableName, async () => {
      const { Table } = (await this.questions.json("dynamodb", place, "DynamoDB_20120810.DescribeTable", { TableName })) ?? {};
      const { KeySchema = [] } = (Table ?? {}) as { KeySchema?: { AttributeName: string; KeyType: string }[] };
      return KeySchema.find(({ KeyType }) => KeyType === "HASH")?.AttributeName;
    });
  }

  #keep<T>(service: string, { account, region }: Place, what: string, read: () => Promise<T>): Promise<T> {
    const kept = this.#kept.get(`${account} ${service}`) ?? new Map<string, Promise<unknown>>();
    this.#kept.set(`${account} ${service}`, kept);
    const key = `${region} ${what}`;
    const known = kept.get(key) as Promise<T> | undefined;
    if (known) return known;
    const reading = read();
    kept.set(key, reading);
    // What is not there yet may be on its way: AWS takes its time.
    reading.then(
      (found) => found === undefined && kept.delete(key),
      () => kept.delete(key),
    );
    return reading;
  }
}

const named = (tags: readonly Tag[] = []): Record<string, string> =>
  Object.fromEntries(tags.map((tag) => [tag.Key ?? tag.TagKey, tag.Value ?? tag.TagValue]));

const parsed = (document: unknown): PolicyDocument => JSON.parse(String(document ?? '{"Statement":[]}')) as PolicyDocument;

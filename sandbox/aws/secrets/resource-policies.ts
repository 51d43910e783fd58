/** The policy of a secret. It is stored; who may do what by it is judged where calls are authorised. */
import { SecretsError } from "./errors";
import { named, type Operation, tooLong } from "./operation";
import { write } from "./values";

const longestPolicy = 20_480;

const putResourcePolicy: Operation = (asked) => {
  const { store, place, input } = asked;
  const secret = store.requireWritable(place, input.SecretId ?? "");
  const { ResourcePolicy = "", BlockPublicPolicy } = input;
  if (ResourcePolicy.length > longestPolicy) throw tooLong("resourcePolicy", longestPolicy);
  const statements = readStatements(ResourcePolicy);
  if (BlockPublicPolicy && statements.some(isPublic))
    throw new SecretsError("PublicPolicyException", "You can't attach a resource policy that grants broad access to the secret.");
  write(asked, secret, () => {
    secret.content.policy = ResourcePolicy;
  });
  return named(secret);
};

const getResourcePolicy: Operation = ({ store, place, input }) => {
  const secret = store.requireLive(place, input.SecretId ?? "");
  return { ...named(secret), ...(secret.content.policy === undefined ? {} : { ResourcePolicy: secret.content.policy }) };
};

const deleteResourcePolicy: Operation = (asked) => {
  const secret = asked.store.requireWritable(asked.place, asked.input.SecretId ?? "");
  write(asked, secret, () => {
    delete secret.content.policy;
  });
  return named(secret);
};

export const policyOperations: Record<string, Operation> = {
  PutResourcePolicy: putResourcePolicy,
  GetResourcePolicy: getResourcePolicy,
  DeleteResourcePolicy: deleteResourcePolicy,
};

interface Statement {
  Effect?: string;
  Principal?: unknown;
  Action?: unknown;
  NotAction?: unknown;
  Resource?: unknown;
  Condition?: object;
}

function readStatements(text: string): Statement[] {
  const malformed = new SecretsError("MalformedPolicyDocumentException", "This resource policy contains a syntax error.");
  const document = parse(text) as { Statement?: Statement | Statement[] } | undefined;
  const statements = [document?.Statement ?? []].flat();
  const isWhole = ({ Effect, Principal, Action, NotAction }: Statement): boolean =>
    (Effect === "Allow" || Effect === "Deny") && Principal !== undefined && (Action ?? NotAction) !== undefined;
  if (statements.length === 0 || !statements.every(isWhole)) throw malformed;
  return statements;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** AWS reasons about conditions too; here one that has any is not public. */
const isPublic = ({ Effect, Principal, Condition }: Statement): boolean =>
  Effect === "Allow" && Condition === undefined && /^("\*"|\{"AWS":(\["\*"\]|"\*")\})$/.test(JSON.stringify(Principal));

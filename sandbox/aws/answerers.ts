/** Who answers a call: our own stand-ins for what moto does otherwise than AWS, in order, and moto for everything else. */
import { BucketPolicies } from "./bucket-policies";
import type { Answer, Answerer, Call } from "./call";
import type { MotoClient } from "./moto-client";
import { answerRepeatedPut } from "./secret-tokens";
import { Turns } from "./turns";
import { awsError } from "./wire";

export interface AnswererOptions {
  moto: MotoClient;
  hasKeys(account: string, userName: string): Promise<boolean>;
  /** Called after any call to IAM that may have changed something. */
  onIamWrite(account: string): void;
}

export function answererOf({ moto, hasKeys, onIamWrite }: AnswererOptions): (call: Call) => Promise<Answer> {
  const oneByOne = new Turns();
  const answerers = [
    userWithKeys(hasKeys),
    bucketPolicies(),
    (call: Call) => (isPutOfSecret(call) ? answerRepeatedPut(call.body, asking(moto, call)) : undefined),
  ];
  return async (call) => {
    for (const answerer of answerers) {
      const answer = await answerer(call);
      if (answer) return answer;
    }
    // moto looks through an account's roles while another call of the account adds one, and fails.
    const answer = await (call.service === "iam" ? oneByOne.take(call.account, () => moto.ask(call)) : moto.ask(call));
    if (call.service === "iam" && !/^(Get|List)/.test(call.operation)) onIamWrite(call.account);
    return answer;
  };
}

/** moto would delete the user and leave the keys working. */
const userWithKeys =
  (hasKeys: AnswererOptions["hasKeys"]): Answerer =>
  async ({ service, operation, account, resource, dialect }) => {
    if (service !== "iam" || operation !== "DeleteUser" || !(await hasKeys(account, resource))) return undefined;
    return awsError(dialect, 409, "inUse", "Cannot delete entity, must delete access keys first.");
  };

function bucketPolicies(): Answerer {
  const policies = new BucketPolicies();
  return ({ service, account, request, body }) => (service === "s3" ? policies.answer(account, request, body) : undefined);
}

const isPutOfSecret = ({ service, operation }: Call): boolean => service === "secretsmanager" && operation === "PutSecretValue";

/** The same caller's call of another action. */
const asking = (moto: MotoClient, call: Call) => (operation: string, input: object) => {
  const { method, url, headers } = call.request;
  const request = { method, url, headers: { ...headers, "x-amz-target": `secretsmanager.${operation}` } };
  return moto.ask({ ...call, request, body: Buffer.from(JSON.stringify(input)) });
};

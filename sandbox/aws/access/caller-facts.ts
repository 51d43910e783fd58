/** What policies see of a caller, and the policies that are his own. */
import type { PolicyDocument } from "../policy/document";
import { administratorArn, type Caller } from "./caller";
import type { CallerFacts } from "./context";
import type { Entities, Entity } from "./entities";

export interface JudgedCaller extends CallerFacts {
  /** Of a role or a user that was deleted meanwhile: nothing. */
  own: Pick<Entity, "identity" | "boundary">;
}

/** Who calls, as policies see him, with those that are his own. */
export async function factsOf(caller: Caller, entities: (account: string) => Entities | undefined): Promise<JudgedCaller> {
  const { account } = caller;
  if (caller.kind === "session") {
    const { role, name, tags, mfaAt, issuedAt, sourceIdentity, provider, claims } = caller.session;
    const entity = await entities(account)?.role(role.name);
    return {
      own: entity ?? { identity: [] },
      ...{ account, arn: role.arn, id: `${role.id}:${name}`, tags: { ...entity?.tags, ...tags }, since: issuedAt, claims },
      ...(mfaAt ? { mfaAt } : {}),
      ...(sourceIdentity ? { sourceIdentity } : {}),
      ...(provider ? { provider } : {}),
    };
  }
  if (caller.kind === "administrator") {
    const everything: PolicyDocument = { Statement: { Effect: "Allow", Action: "*", Resource: "*" } };
    return {
      own: { identity: [everything] },
      account,
      arn: administratorArn(account),
      id: "AIDAADMINISTRATOR",
      userName: "moto",
      tags: {},
    };
  }
  const entity = await entities(account)?.user(caller.userName);
  const { arn = `arn:aws:iam::${account}:user/${caller.userName}`, id = "", tags = {} } = entity ?? {};
  return { own: entity ?? { identity: [] }, account, arn, id, userName: caller.userName, tags };
}

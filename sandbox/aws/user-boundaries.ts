/**
 * Permissions boundaries of users, which moto does not keep (it keeps roles'): set when a user is made or later, shown by GetUser.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPermissionsBoundary.html,
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachedPermissionsBoundary.html
 */
import type { Answer, Answerer, Call } from "./call";
import type { MotoClient } from "./moto-client";
import { awsError, elements } from "./wire";

export interface UserBoundaries {
  answer: Answerer;
  /** Told of every call that was answered. */
  learn(call: Call, answer: Answer): void;
}

export function userBoundaries(moto: Pick<MotoClient, "ask">): UserBoundaries {
  /** ARNs of policies, by "<account> <user>". */
  const boundaries = new Map<string, string>();
  const keyOf = ({ account }: Call, userName: string | null): string => `${account} ${userName ?? ""}`;

  /** @returns moto's refusal to show it. */
  async function missing(call: Call, Action: string, parameters: Record<string, string>): Promise<Answer | undefined> {
    const body = Buffer.from(new URLSearchParams({ Action, Version: "2010-05-08", ...parameters }).toString());
    const answer = await moto.ask({ ...call, body });
    return answer.status === 200 ? undefined : answer;
  }

  async function unknownPolicy(call: Call, arn: string): Promise<Answer | undefined> {
    const isMissing = await missing(call, "GetPolicy", { PolicyArn: arn });
    return isMissing && awsError(call.dialect, 404, "noSuchEntity", `Scope ARN: ${arn} does not exist or is not attachable.`);
  }

  const answers: Record<string, (call: Call, asked: URLSearchParams) => Promise<Answer | undefined>> = {
    CreateUser: async (call, asked) => {
      const arn = asked.get("PermissionsBoundary");
      return arn === null ? undefined : ((await unknownPolicy(call, arn)) ?? withBoundary(await moto.ask(call), arn));
    },
    GetUser: async (call) => {
      const answer = await moto.ask(call);
      const [userName = ""] = elements(String(answer.body), "UserName");
      return withBoundary(answer, boundaries.get(keyOf(call, userName)));
    },
    PutUserPermissionsBoundary: async (call, asked) =>
      (await missing(call, "GetUser", { UserName: asked.get("UserName") ?? "" })) ??
      (await unknownPolicy(call, asked.get("PermissionsBoundary") ?? "")) ??
      done(call),
    DeleteUserPermissionsBoundary: async (call, asked) => {
      const userName = asked.get("UserName") ?? "";
      const isMissing = await missing(call, "GetUser", { UserName: userName });
      if (isMissing) return isMissing;
      if (boundaries.has(keyOf(call, userName))) return done(call);
      return awsError(call.dialect, 404, "noSuchEntity", `User ${userName} does not have a permissions boundary.`);
    },
  };

  return {
    answer: (call) => (call.service === "iam" ? answers[call.operation]?.(call, new URLSearchParams(call.body.toString())) : undefined),
    learn(call, { status }) {
      if (call.service !== "iam" || status !== 200) return;
      const asked = new URLSearchParams(call.body.toString());
      const key = keyOf(call, asked.get("UserName"));
      const given = asked.get("PermissionsBoundary");
      if (/^(CreateUser|PutUserPermissionsBoundary)$/.test(call.operation) && given !== null) boundaries.set(key, given);
      const renamed = call.operation === "UpdateUser" ? asked.get("NewUserName") : null;
      const known = boundaries.get(key);
      if (renamed !== null && known !== undefined) boundaries.set(keyOf(call, renamed), known);
      if (renamed !== null || /^(DeleteUser|DeleteUserPermissionsBoundary)$/.test(call.operation)) boundaries.delete(key);
    },
  };
}

function withBoundary(answer: Answer, arn: string | undefined): Answer {
  if (answer.status !== 200 || arn === undefined) return answer;
  const shown = `<PermissionsBoundary><PermissionsBoundaryType>PermissionsBoundaryPolicy</PermissionsBoundaryType><PermissionsBoundaryArn>${arn}</PermissionsBoundaryArn></PermissionsBoundary>`;
  const body = Buffer.from(String(answer.body).replace("</User>", `${shown}</User>`));
  return { ...answer, headers: { ...answer.headers, "content-length": body.length }, body };
}

const done = ({ operation }: Call): Answer => ({
  status: 200,
  headers: { "content-type": "text/xml" },
  body: `<${operation}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ResponseMetadata><RequestId>sandbox</RequestId></ResponseMetadata></${operation}Response>`,
});

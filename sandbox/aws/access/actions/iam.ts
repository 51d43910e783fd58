/** IAM. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */
import { prefixed, requestTags } from "../context";
import { type Asked, need, nothing, type Permission, type Resource, string, tagsOf } from "../permission";

const keys = [/^iam:(PermissionsBoundary|PolicyARN|PassedToService|AWSServiceName|ResourceTag\/.*)$/i];
const aboutUsersOfGroups = /^(AddUserToGroup|RemoveUserFromGroup)$/;

export async function iam(asked: Asked): Promise<Permission[]> {
  const { call, input } = asked;
  const tags = tagsOf(input.Tags);
  const context = {
    ...requestTags(tags),
    ...(Array.isArray(input.TagKeys) ? { "aws:TagKeys": input.TagKeys.map(String) } : {}),
    ...(await boundaryOf(asked)),
    ...(/^(Attach|Detach)/.test(call.operation) ? { "iam:PolicyARN": string(input.PolicyArn) } : {}),
    ...(input.AWSServiceName ? { "iam:AWSServiceName": string(input.AWSServiceName) } : {}),
  };
  const resource = await resourceOf(asked);
  const more = { keys, context };
  const tagging = Object.keys(tags).length > 0 && tagActions[call.operation];
  return [need(`iam:${call.operation}`, resource, more), ...(tagging ? [need(`iam:${tagging}`, resource, more)] : [])];
}

/** The one that the request sets; of actions that change what a user or role may do, the one that it has. */
async function boundaryOf({ call, input, entities }: Asked): Promise<Record<string, string>> {
  const changesPolicies = /^(Put|Delete)(User|Role)(Policy|PermissionsBoundary)$|^(Attach|Detach)(User|Role)Policy$/.test(call.operation);
  const given = string(input.PermissionsBoundary);
  if (given || !changesPolicies) return given ? { "iam:PermissionsBoundary": given } : {};
  const entity = input.RoleName ? await entities.role(string(input.RoleName)) : await entities.user(string(input.UserName));
  return entity?.boundaryArn ? { "iam:PermissionsBoundary": entity.boundaryArn } : {};
}

/** What is made with tags is tagged as well. */
const tagActions: Record<string, string> = {
  CreateUser: "TagUser",
  CreateRole: "TagRole",
  CreatePolicy: "TagPolicy",
  CreateInstanceProfile: "TagInstanceProfile",
  CreateOpenIDConnectProvider: "TagOpenIDConnectProvider",
  CreateVirtualMFADevice: "TagMFADevice",
};

async function resourceOf(asked: Asked): Promise<Resource> {
  const { call, input, entities } = asked;
  const arn = (kind: string, name: string): string => `arn:aws:iam::${call.account}:${kind}${pathOf(input)}${name}`;
  const { operation } = call;
  if (operation === "ListUsers" || operation === "ListRoles" || operation === "ListGroups" || operation === "ListPolicies") return nothing;
  if (aboutUsersOfGroups.test(operation)) return { arn: arn("group", string(input.GroupName)) };
  // An attached policy is a condition, not what the action is about.
  if (input.RoleName) {
    const role = await entities.role(string(input.RoleName));
    return role ? { arn: role.arn, tags: role.tags } : { arn: arn("role", string(input.RoleName)) };
  }
  if (input.GroupName) return { arn: arn("group", string(input.GroupName)) };
  const userName = string(input.UserName) || asked.ownerOf(string(input.AccessKeyId)) || (isOfCaller(operation) ? asked.userName : "");
  if (userName) {
    const user = await entities.user(userName);
    return user ? { arn: user.arn, tags: user.tags } : { arn: arn("user", userName) };
  }
  const named = ["PolicyArn", "OpenIDConnectProviderArn", "SAMLProviderArn"]
    .map((name) => string(input[name]))
    .find((value) => value !== "");
  if (named) return { arn: named };
  if (input.PolicyName) return { arn: arn("policy", string(input.PolicyName)) };
  if (input.InstanceProfileName) return { arn: arn("instance-profile", string(input.InstanceProfileName)) };
  if (input.VirtualMFADeviceName) return { arn: arn("mfa", string(input.VirtualMFADeviceName)) };
  if (/MFADevice/.test(operation) && input.SerialNumber) return { arn: string(input.SerialNumber) };
  if (input.Url) return { arn: `arn:aws:iam::${call.account}:oidc-provider/${string(input.Url).replace(/^https:\/\//, "")}` };
  return nothing;
}

/** Actions that are about the caller himself when they name nobody. */
const isOfCaller = (operation: string): boolean =>
  /^(GetUser|ChangePassword|(Create|Delete|Update|Get|Enable)LoginProfile|(Create|Delete|List|Update)AccessKeys?|ListMFADevices|ListSigningCertificates)$/.test(
    operation,
  );

const pathOf = ({ Path }: Record<string, unknown>): string => (Path ? string(Path) : "/");

export const passRole = (arn: string, service: string): Permission =>
  need("iam:PassRole", { arn }, { keys, context: prefixed("iam:", { PassedToService: service }) });

/**
 * A feed that was deleted: Terraform asks Lambda for it until it is told that there is none. Of what is gone there is no function, so the request has
 * no `lambda:FunctionArn`: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
 */
import { keepsEvents } from "../../declaration/events";
import type { RoleKind } from "../../declaration/names/roles";
import { isAllowed } from "../../sandbox/aws/iam-policy";
import { functionArn } from "../../stacks/policies/arns";
import { accounts, parsed, type Role, rolesOf } from "./synthesised-roles";

const roles = accounts.flatMap(rolesOf).filter(({ environment }) => keepsEvents(environment));
const everyRole = roles.map((role): [string, RoleKind, Role] => [role.environment.name, role.kind, role]);

function mayDo({ environment, policy }: Role, verb: string, fed?: string): boolean {
  const { account, region } = environment.aws;
  const resources = [`arn:aws:lambda:${region}:${account}:event-source-mapping:c79850c6-588e-4fbf-b287-25a5891390c2`];
  const context: Record<string, string> = fed === undefined ? {} : { "lambda:FunctionArn": fed };
  return isAllowed([parsed(policy)], { action: `lambda:${verb}EventSourceMapping`, resources, context });
}

test.each(everyRole)(
  "%s's %s learns that it is gone, if it may read its own, and can change nothing that is not its own",
  (_, kind, role) => {
    const { environment } = role;
    const own = functionArn(environment, "take-events");
    const neighbour = functionArn({ ...environment, name: `${environment.name}-eu` }, "take-events");
    const reads = kind !== "rotate";
    expect([mayDo(role, "Get"), mayDo(role, "Get", own), mayDo(role, "Get", neighbour)]).toEqual([reads, reads, false]);
    expect(["Update", "Delete"].flatMap((verb) => [mayDo(role, verb), mayDo(role, verb, neighbour)])).toEqual([false, false, false, false]);
  },
);

/** The roles that an environment's functions run as. In the account's stack, so that no apply can widen what its functions may do. */
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { permissionsTag } from "../../declaration/account-parts";
import { functionsOf } from "../../declaration/events";
import { functionName } from "../../declaration/names/events";
import type { Environment } from "../../declaration/schema/environment";
import { permissionsDigest } from "../policies/account-permissions";
import { policyDocument } from "../policies/document";
import { functionPolicy, trustLambda } from "../policies/function-policies";

export class FunctionRoles extends Construct {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id);
    for (const name of functionsOf(environment)) {
      const may = functionPolicy[name](environment);
      const role = new IamRole(this, name, {
        name: functionName(environment.name, name),
        description: `Twinpost ${environment.name}. The function ${name}`,
        assumeRolePolicy: policyDocument([trustLambda]),
        maxSessionDuration: 3600,
        tags: { environment: environment.name, [permissionsTag]: permissionsDigest({ may }) },
      });
      new IamRolePolicy(this, `${name}-policy`, { name: "may", role: role.name, policy: policyDocument(may) });
    }
  }
}

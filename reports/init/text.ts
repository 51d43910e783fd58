/** After a new environment was begun: what was written, and what comes next. */
import type { Environment } from "../../declaration/schema/environment";

export const initText = ({ name }: Environment): string => `wrote environments/${name}.ts, and added it to environments/declared.ts
Next:
  npx twinpost doctor --env ${name}              what is missing in the accounts, and what takes days
  npx twinpost bootstrap --env ${name} --apply   the bucket for Terraform's state, and GitHub's environments
  npx twinpost rehearse --env ${name}            the whole life cycle on this machine
  npx twinpost plan --env ${name}                what would change for real
`;

/** After `init`: the files written, and the next commands. */
import type { Environment } from "../../declaration/schema/environment";

export const initText = ({ name }: Environment): string => `wrote environments/${name}.ts, and added it to environments/declared.ts
Next:
  npx twinpost doctor --env ${name}              what the accounts lack, and which requests take days
  npx twinpost bootstrap --env ${name} --apply   the bucket for Terraform's state, and GitHub's environments
  npx twinpost rehearse --env ${name}            the whole life cycle on this machine
  npx twinpost plan --env ${name}                what would change for real
`;

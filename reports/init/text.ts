/** After `init`: the files written, and the next commands. */
import type { Initialised } from "../../workflows/init";

export const initText = ({ environment: { name }, files }: Initialised): string => `wrote ${files.join(", ")}
Next:
  npx twinpost doctor --env ${name}              what the accounts lack, and which requests take days
  npx twinpost bootstrap --env ${name} --apply   the bucket for Terraform's state, and GitHub's environments
  npx twinpost rehearse --env ${name}            the whole life cycle on this machine
  npx twinpost plan --env ${name}                what would change for real
`;

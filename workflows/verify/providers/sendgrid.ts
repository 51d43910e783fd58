/** Faults at SendGrid that do not stop the domain from sending: settings that are not applied, a missing unsubscribe group. Pure. */
import type { Environment } from "../../../declaration/schema/environment";
import { type Finding, findingOf } from "../../../findings/finding";
import { type SendgridAccountSettings, sendgridAccountShortcomings } from "../../../mail/providers/sendgrid";
import { settingsRemedy } from "../../doctor/providers/sendgrid";

interface SeenAtSendgrid {
  settings: SendgridAccountSettings;
  /** Unsubscribe groups. */
  groups: readonly { name: string }[];
  /** The AWS account whose stack declares the settings. */
  settingsAt: string;
}

export function sendgridWarnings(environment: Environment, { settings, groups, settingsAt }: SeenAtSendgrid): Finding[] {
  const { name, sendgrid } = environment;
  const remedy = settingsRemedy(environment, settingsAt);
  const unset = sendgridAccountShortcomings(settings).map((shortcoming) =>
    findingOf("sendgrid/account-settings", { where: "the sendgrid account", what: `SendGrid ${shortcoming}`, remedy }),
  );
  const group = sendgrid?.unsubscribeGroup?.name;
  if (group === undefined || groups.some((each) => each.name === group)) return unset;
  const missing = findingOf("sendgrid/unsubscribe-group", {
    where: `environments/${name}.ts sendgrid.unsubscribeGroup`,
    what: `SendGrid has no unsubscribe group "${group}": recipients cannot unsubscribe from mail that names its id`,
    remedy: `run \`npx twinpost plan --env ${name}\`, and read what it says about the group`,
  });
  return [...unset, missing];
}

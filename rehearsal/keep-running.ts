/** A rehearsal's sandbox that goes on after the report, for whoever wants to look around: says what there is to see, until it is interrupted. */
import type { World } from "../cli/world";
import { tell } from "../reports/tell";
import type { Sandbox } from "../sandbox/start";
import type { Connections } from "../wiring/connections";
import { serveDashboards } from "./dashboards/serve";
import type { RehearsalScope } from "./rehearse";
import { untilInterrupted } from "./sandbox";

export interface KeptSandbox {
  name: string;
  sandbox: Sandbox;
  environments: RehearsalScope["environments"];
  connected(stack: string): Connections;
}

export async function keepRunning({ name, sandbox, environments, connected }: KeptSandbox, world: World): Promise<void> {
  const dashboards = await serveDashboards(environments, connected);
  const mailboxes = sandbox.receivers.receivers.map(({ name: receiver, url }) => `  ${receiver.padEnd(8)} ${url}/api/v1/messages\n`);
  const pages = dashboards.urls.map(({ name: environment, url }) => `  ${environment.padEnd(8)} ${url}\n`);
  const shells = environments.map(
    (each) => `  eval "$(npx twinpost sandbox env --name ${name} --env ${each.name})"; npx twinpost verify --env ${each.name}\n`,
  );
  tell(
    world.stdout,
    `\nThe sandbox goes on until Ctrl-C. The receivers' mailboxes:\n${mailboxes.join("")}` +
      `${pages.length > 0 ? `Dashboards:\n${pages.join("")}` : ""}` +
      `In another terminal, point your shell at it and use any verb:\n${shells.join("")}`,
  );
  await untilInterrupted(world);
  await dashboards.stop();
}

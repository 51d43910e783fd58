/** What a verb is connected to, in the world that it runs in. */
import { type Connections, connect } from "../wiring/connections";
import { watchOf } from "./progress";
import type { World } from "./world";

export function connectionsOf(world: World): Connections {
  const shown = watchOf(world);
  // Not in the middle of the live line.
  return connect({ ...world, watch: world.watch ?? shown }, shown.say);
}

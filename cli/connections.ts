/** What a verb is connected to, in the world that it runs in. */
import { type Connections, connect } from "../wiring/connections";
import type { World } from "./world";

export const connectionsOf = (world: World): Connections => connect(world, (line) => void world.stderr.write(`${line}\n`));

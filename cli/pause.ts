/** `twinpost pause`: stops all sending of an environment. */
import { pauseSending } from "../workflows/fail-over/pause";
import { type SetSendingOptions, setSending } from "./set-sending";
import type { ExitCode, World } from "./world";

export const run = (options: SetSendingOptions, world: World): Promise<ExitCode> => setSending(options, world, pauseSending);

/** `twinpost resume`: lets an environment that was paused send again. */
import { resumeSending } from "../workflows/fail-over/pause";
import { type SetSendingOptions, setSending } from "./set-sending";
import type { ExitCode, World } from "./world";

export const run = (options: SetSendingOptions, world: World): Promise<ExitCode> => setSending(options, world, resumeSending);

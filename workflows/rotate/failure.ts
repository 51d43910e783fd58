/** What people are told when a step fails: of which provider, which step and which key, what became of it, and the one command that goes on. */
import { OperatorError } from "../../declaration/operator-error";
import type { Rotation } from "../../evidence/rotation";
import { messageOf } from "../credentials/failures";
import { orphansOf, type Request } from "./decide";
import type { RotateEffects } from "./effects";
import { LostLease } from "./lease";
import { look } from "./look";

export interface Failing {
  /** "look" is before any. */
  step: string;
  keyId?: string | undefined;
  rotation: Rotation | undefined;
  request: Request | undefined;
  environment: string;
}

/** A bug of ours stays as it is. */
export async function explained(error: unknown, failing: Failing, effects: RotateEffects): Promise<unknown> {
  if (!(error instanceof OperatorError)) return error;
  const { name } = effects.provider;
  if (error instanceof LostLease) return new OperatorError(`${name}: ${error.message}`, error.remedy, { cause: error });
  const { step, keyId, rotation } = failing;
  const key = keyId ? ` (key ${keyId})` : "";
  const left = rotation ? `${silentText(rotation, name)}${await orphansText(rotation, effects)}` : "";
  return new OperatorError(`${name}: step "${step}"${key} failed: ${error.message}${left}`, remedyOf(error, failing, name), {
    cause: error,
    exitCode: error.exitCode,
  });
}

/** Its key was stopped before there was another one. */
const silentText = ({ mode, stoppedAt, currentAt, ended }: Rotation, provider: string): string =>
  mode === "stop-first" && stoppedAt && !currentAt && !ended
    ? `; the old key is stopped, so nothing is sent through ${provider} until a new one is current`
    : "";

/** An attempt that failed may have made a key all the same. */
async function orphansText(rotation: Rotation, effects: RotateEffects): Promise<string> {
  const seen = await look(effects).catch(() => undefined);
  const orphans = seen ? orphansOf(seen, rotation).map(({ id }) => id) : [];
  return orphans.length === 0 ? "" : `; ${orphans.join(", ")} is stored nowhere: the next run deletes it`;
}

/** One command: who names another one knows better. */
function remedyOf({ remedy }: OperatorError, { rotation, request, environment }: Failing, provider: string): string {
  if (remedy?.includes("npx twinpost")) return remedy;
  const words = rotation && !rotation.ended ? "" : requestWords(request);
  const command = `\`npx twinpost rotate --env ${environment} --provider ${provider}${words} --apply\``;
  return `${remedy ? `${remedy}; then ` : ""}${command} goes on`;
}

function requestWords(request: Request | undefined): string {
  if (!request) return "";
  const mode = "undo" in request ? "undo" : request.rotate;
  return `${mode === "overlap" ? "" : ` --${mode}`} --reason "${"undo" in request ? request.undo : request.reason}"`;
}

/** A key whose value could not be stored, and which is known to nobody. */
export const notStored = (keyId: string, isDeleted: boolean, cause: unknown): OperatorError =>
  new OperatorError(
    `the new key ${keyId} could not be stored, and ${isDeleted ? "was deleted" : "may be left"}: ${messageOf(cause)}`,
    cause instanceof OperatorError ? cause.remedy : undefined,
    { cause },
  );

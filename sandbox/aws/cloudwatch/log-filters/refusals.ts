/** What every kind of pattern is, and how one is refused. */
import { ServiceError } from "../../query-protocol";

/** @param fields of a line that is JSON. */
export type Pattern = (line: string, fields: unknown) => boolean;

export const invalidPattern = (): ServiceError => new ServiceError(400, "InvalidParameterException", "Invalid filter pattern");
export const unknownPattern = (what: string): ServiceError =>
  new ServiceError(501, "NotImplemented", `the sandbox does not know ${what} in a filter`);

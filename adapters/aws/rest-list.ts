/**
 * Lists of AWS's services whose API is paths and methods: Lambda's and API Gateway's. A few are needed, in place of clients of their own.
 * https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html, https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html
 */
import { z } from "zod";
import { type AwsServiceSettings, nextPage, readAnswer, signedCall } from "./signed-call";

export interface AwsList<T> {
  /** In the address and the signature: "apigateway". */
  service: string;
  path: string;
  query?: Readonly<Record<string, string>>;
  /** The field of the answer with the entries. */
  list: string;
  item: z.ZodType<T>;
  /** The field of the answer with the place of the next page, and the parameter that takes it. */
  next: { field: string; parameter: string };
}

/** Page by page. @throws AwsError */
export async function listAws<T>({ service, path, list, item, next, query }: AwsList<T>, settings: AwsServiceSettings): Promise<T[]> {
  const page = z.looseObject({ [list]: z.array(item).optional(), [next.field]: z.string().nullish() });
  const called = `${service} GET ${path}`;
  const found: T[] = [];
  for (let place: string | undefined; ; ) {
    const parameters = new URLSearchParams({ ...query, ...(place ? { [next.parameter]: place } : {}) });
    const asked = { service, host: `${service}.${settings.region}`, method: "GET", path: `${path}?${parameters}` } as const;
    const answer = readAnswer<Record<string, unknown>>(called, await signedCall({ called, ...asked }, settings), page);
    found.push(...((answer[list] ?? []) as T[]));
    place = nextPage(called, place, answer[next.field] as string | null | undefined);
    if (!place) return found;
  }
}

/** Asks AWS's stand-ins what they hold, as the account's administrator would, past the gateway's door: it shows up in no log and meets no trouble. */
import type { Answer, Call } from "../call";

export interface Place {
  account: string;
  region: string;
}

export type Ask = (call: Call) => Promise<Answer>;

export interface Questions {
  /** @returns the XML; undefined when it is refused, as what is not there is. */
  query(service: string, place: Place, parameters: Record<string, string>): Promise<string | undefined>;
  /** @param target such as "TrentService.DescribeKey". */
  json(service: string, place: Place, target: string, input: object): Promise<Record<string, unknown> | undefined>;
}

export function questions(ask: Ask): Questions {
  const asked = async (call: Pick<Call, "service" | "operation" | "dialect"> & Place, headers: Record<string, string>, body: string) => {
    const { service, account, region } = call;
    const credential = `Credential=SANDBOX/20260101/${region}/${service}/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=none`;
    const answer = await ask({
      ...call,
      accessKeyId: "SANDBOX",
      caller: { kind: "administrator", account },
      resource: "/",
      request: { method: "POST", url: "/", headers: { ...headers, authorization, host: `${service}.${region}.amazonaws.com` } },
      body: Buffer.from(body),
    });
    return answer.status < 300 ? String(answer.body) : undefined;
  };
  return {
    query: (service, place, parameters) =>
      asked(
        { ...place, service, operation: parameters.Action ?? "", dialect: "query" },
        { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
        new URLSearchParams(parameters).toString(),
      ),
    async json(service, place, target, input) {
      const type = service === "sqs" || service === "dynamodb" ? "1.0" : "1.1";
      const text = await asked(
        { ...place, service, operation: target.slice(target.indexOf(".") + 1), dialect: "json" },
        { "content-type": `application/x-amz-json-${type}`, "x-amz-target": target },
        JSON.stringify(input),
      );
      return text === undefined ? undefined : (JSON.parse(text) as Record<string, unknown>);
    },
  };
}

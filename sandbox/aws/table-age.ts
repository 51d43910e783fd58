/** How old DynamoDB's tables are, when hours were let go by: moto's clock is the machine's. */
import type { Answer, Answerer, Call } from "./call";
import type { MotoClient } from "./moto-client";

export interface TableAges {
  answer: Answerer;
  /** Told of every call that was answered. */
  learn(call: Call, answer: Answer): void;
}

/** @param passedMs how much was let go by so far */
export function tableAges(moto: Pick<MotoClient, "ask">, passedMs: () => number): TableAges {
  /** How much had gone by when each was made. */
  const madeAt = new Map<string, number>();
  const nameOf = ({ body }: Call): string => (JSON.parse(body.toString() || "{}") as { TableName?: string }).TableName ?? "";
  const keyOf = (call: Call): string => JSON.stringify([call.account, call.region, nameOf(call)]);

  return {
    async answer(call) {
      if (call.service !== "dynamodb" || call.operation !== "DescribeTable" || passedMs() === 0) return undefined;
      const answer = await moto.ask(call);
      if (answer.status !== 200) return answer;
      const { Table, ...rest } = JSON.parse(String(answer.body)) as { Table: { CreationDateTime: number } };
      const age = (passedMs() - (madeAt.get(keyOf(call)) ?? 0)) / 1000;
      const { "content-length": _, ...headers } = answer.headers;
      return { ...answer, headers, body: JSON.stringify({ Table: { ...Table, CreationDateTime: Table.CreationDateTime - age }, ...rest }) };
    },
    learn(call, { status }) {
      if (call.service === "dynamodb" && call.operation === "CreateTable" && status === 200) madeAt.set(keyOf(call), passedMs());
    },
  };
}

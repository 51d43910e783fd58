/** Makes a client of an AWS SDK stop reading an answer that is too large: the SDK itself collects whatever comes. */
import { type Readable, Transform, type TransformCallback } from "node:stream";
import { limits, TooLarge } from "../limits";

interface Client {
  middlewareStack: {
    addRelativeTo(middleware: unknown, options: { name: string; relation: "after"; toMiddleware: string; override: boolean }): void;
  };
}

interface Answered {
  response: { body?: Readable };
}

export function boundAnswers<T extends Client>(client: T): T {
  const middleware = (next: (args: unknown) => Promise<Answered>) => async (args: unknown) => {
    const answered = await next(args);
    const { response } = answered;
    if (response.body) response.body = bounded(response.body);
    return answered;
  };
  // Between the wire and the parser.
  client.middlewareStack.addRelativeTo(middleware, {
    name: "boundAnswers",
    relation: "after",
    toMiddleware: "deserializerMiddleware",
    override: true,
  });
  return client;
}

function bounded(body: Readable): Readable {
  let bytes = 0;
  const limiter = new Transform({
    transform(piece: Buffer, _encoding, done: TransformCallback) {
      bytes += piece.length;
      if (bytes > limits.aws) done(new TooLarge("the answer", "aws"));
      else done(null, piece);
    },
  });
  body.on("error", (error) => limiter.destroy(error));
  limiter.on("close", () => body.destroy());
  return body.pipe(limiter);
}

/** HTTP APIs of API Gateway, of one account in one region: their integrations, routes and stages. Knows no HTTP and calls nothing. */
import { randomBytes } from "node:crypto";

export class ApiGatewayError extends Error {
  constructor(
    readonly status: number,
    /** AWS's name for it: "NotFoundException". */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export type Tags = Record<string, string>;

/** In AWS's names, since all of them are given back as they came. */
export interface Api {
  apiId: string;
  name: string;
  disableExecuteApiEndpoint: boolean;
  tags: Tags;
  createdDate: string;
  [field: string]: unknown;
}

export interface Integration {
  integrationId: string;
  /** A function's ARN, or the ARN by which it is invoked. */
  integrationUri: string;
  timeoutInMillis: number;
  [field: string]: unknown;
}

export interface Route {
  routeId: string;
  /** "POST /events", "ANY /{proxy+}" or "$default". */
  routeKey: string;
  /** "integrations/<id>" */
  target?: string;
  [field: string]: unknown;
}

export interface RouteSettings {
  detailedMetricsEnabled?: boolean;
  throttlingBurstLimit?: number;
  throttlingRateLimit?: number;
}

export interface Stage {
  stageName: string;
  autoDeploy: boolean;
  defaultRouteSettings: RouteSettings;
  /** By route key. */
  routeSettings: Record<string, RouteSettings>;
  stageVariables: Record<string, string>;
  accessLogSettings?: { destinationArn?: string; format?: string };
  tags: Tags;
  createdDate: string;
  lastUpdatedDate: string;
  [field: string]: unknown;
}

/** One API with what belongs to it. */
export interface HttpApi {
  api: Api;
  integrations: Map<string, Integration>;
  routes: Map<string, Route>;
  stages: Map<string, Stage>;
}

export class ApiGatewayState {
  readonly apis = new Map<string, HttpApi>();

  constructor(
    readonly account: string,
    readonly region: string,
  ) {}

  create(fields: Partial<Api> & { name: string }): HttpApi {
    const api = {
      disableExecuteApiEndpoint: false,
      tags: {},
      createdDate: now(),
      ...fields,
      apiId: idOf(10),
    };
    const made = { api, integrations: new Map(), routes: new Map(), stages: new Map() };
    this.apis.set(api.apiId, made);
    return made;
  }

  api(id: string): HttpApi {
    return found(this.apis, id, "API");
  }

  hostOf({ apiId }: Api): string {
    return `${apiId}.execute-api.${this.region}.amazonaws.com`;
  }

  /** What an ARN of API Gateway names: an API, or a stage of one. */
  tagged(arn: string): { tags: Tags } {
    const [, api = "", stage] = /^arn:aws[a-z-]*:apigateway:[^:]*::\/apis\/([^/]+)(?:\/stages\/(.+))?$/.exec(arn) ?? [];
    const named = this.api(api);
    return stage === undefined ? named.api : found(named.stages, stage, "stage");
  }
}

export function found<T>(all: ReadonlyMap<string, T>, id: string, what: string): T {
  const one = all.get(id);
  if (!one) throw new ApiGatewayError(404, "NotFoundException", `Invalid ${what} identifier specified`);
  return one;
}

export const badRequest = (message: string): ApiGatewayError => new ApiGatewayError(400, "BadRequestException", message);
export const conflict = (message: string): ApiGatewayError => new ApiGatewayError(409, "ConflictException", message);

const letters = "abcdefghijklmnopqrstuvwxyz0123456789";
export const idOf = (length: number): string => Array.from(randomBytes(length), (byte) => letters[byte % letters.length]).join("");
export const now = (): string => new Date().toISOString().replace(/\.\d+Z$/, "Z");
